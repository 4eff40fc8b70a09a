package diff_test

import (
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var playerRules = map[string]map[string]ruled{
	"script-as-noscript": {
		"script":                   {live: one(el("script")), other: one(el("noscript", id(7))), recorded: one(el("script", id(7))), fires: [2]int{0, 1}},
		"a noscript of the page's": {live: one(el("script")), other: one(el("noscript", id(7))), recorded: one(el("noscript", id(7))), differ: true},
		"not recorded":             {live: one(el("script")), other: one(el("noscript", id(7))), recorded: one(el("script", id(8))), differ: true},
	},
	"player-style": {
		"in the page":        {live: one(el("div", "x")), other: one(el("div", id(3), el("style", "rules"), "x")), fires: [2]int{0, 1}},
		"in a shadow root":   {live: one(el("div", domtest.Shadow("open"))), other: one(el("div", id(3), domtest.Shadow("open", el("style", "rules")))), fires: [2]int{0, 1}},
		"recorded":           {live: one(el("div")), other: one(el("div", id(3), el("style", id(4)))), differ: true},
		"ids are not told":   {live: one(el("div")), other: one(el("div", el("style"))), differ: true},
		"something else":     {live: one(el("div")), other: one(el("div", id(3), el("link"))), differ: true},
		"in the recording":   {live: one(el("div")), other: one(el("div", id(3), el("style"))), side: diff.Model, differ: true},
		"lost from the page": {live: one(el("div", id(3), el("style"))), other: one(el("div", id(3))), differ: true},
	},
	"link-as-style": {
		"the same rules": {live: one(el("link", attrs{"rel": "stylesheet", "href": "https://a.example/a.css", "media": "print"}, props{dom.PropSheet: "a {}"})),
			other: one(el("style", attrs{"media": "print"}, props{dom.PropSheet: "a {}"})), fires: [2]int{1, 0}},
		"other rules":   {live: one(el("link", attrs{"rel": "stylesheet"}, props{dom.PropSheet: "a {}"})), other: one(prop("style", dom.PropSheet, "b {}")), fires: [2]int{1, 0}, differ: true},
		"without rules": {live: of("link", attrs{"rel": "stylesheet"}), other: one(el("style")), differ: true},
		"what it was stays written on it": {live: one(el("link", attrs{"rel": "stylesheet", "href": "https://a.example/a.css"}, props{dom.PropSheet: "a {}"})),
			other: one(el("style", id(7), attrs{"rel": "stylesheet", "href": "https://a.example/a.css"}, props{dom.PropSheet: "a {}"})), recorded: one(el("link", id(7))), fires: [2]int{1, 1}},
		"a style of the page's": {live: one(prop("style", dom.PropSheet, "a {}")),
			other: one(el("style", id(7), attrs{"rel": "stylesheet"}, props{dom.PropSheet: "a {}"})), recorded: one(el("style", id(7))), differ: true},
	},
	"handler-renamed": {
		"on…":         {live: of("p", attrs{"onclick": "a()", "onload": "b()"}), other: of("p", attrs{"_onclick": "a()", "_onload": "b()"}), fires: [2]int{0, 1}},
		"other code":  {live: of("p", attrs{"onclick": "a()"}), other: of("p", attrs{"_onclick": "b()"}), fires: [2]int{0, 1}, differ: true},
		"the page's":  {live: of("p", attrs{"_onclick": "a()"}), other: of("p", attrs{"onclick": "a()"}), differ: true},
		"other names": {live: of("p", attrs{"title": "a"}), other: of("p", attrs{"_title": "a"}), differ: true},
	},
	"csp-renamed": {
		"content":       {live: of("meta", attrs{"content": "x"}), other: of("meta", attrs{"csp-content": "x"}), fires: [2]int{0, 1}},
		"other content": {live: of("meta", attrs{"content": "x"}), other: of("meta", attrs{"csp-content": "y"}), fires: [2]int{0, 1}, differ: true},
		"the page's":    {live: of("meta", attrs{"csp-content": "x"}), other: of("meta", attrs{"content": "x"}), differ: true},
		"not of a meta": {live: of("p", attrs{"content": "x"}), other: of("p", attrs{"csp-content": "x"}), differ: true},
	},
	"hover-class": {
		"alone":        {live: one(el("p")), other: of("p", attrs{"class": ":hover"}), fires: [2]int{0, 1}},
		"among others": {live: of("p", attrs{"class": "a b"}), other: of("p", attrs{"class": "a :hover b"}), fires: [2]int{0, 1}},
		"left behind":  {live: one(el("p")), other: of("p", attrs{"class": ""}), differ: true},
		"the page's":   {live: of("p", attrs{"class": ":hover"}), other: one(el("p")), differ: true},
		"recorded":     {live: one(el("p")), other: of("p", attrs{"class": ":hover"}), side: diff.Model, differ: true},
		"another name": {live: one(el("p")), other: of("p", attrs{"class": "hover"}), differ: true},
	},
	"pointer-mark": {
		"over it":      {live: one(el("p")), other: of("p", attrs{":hover": ""}), fires: [2]int{0, 1}},
		"pressed":      {live: one(el("p")), other: of("p", attrs{":hover": "", ":active": ""}), fires: [2]int{0, 1}},
		"full screen":  {live: one(prop("p", dom.PropOpen, "fullscreen")), other: one(el("p", attrs{":fullscreen": "", "popover": "manual"}, props{dom.PropOpen: "popover"})), fires: [2]int{0, 1}},
		"a popover":    {live: one(prop("p", dom.PropOpen, "fullscreen")), other: one(el("p", attrs{"popover": "manual"}, props{dom.PropOpen: "popover"})), differ: true},
		"the page's":   {live: of("p", attrs{":hover": ""}), other: one(el("p")), differ: true},
		"recorded":     {live: one(el("p")), other: of("p", attrs{":hover": ""}), side: diff.Model, differ: true},
		"another name": {live: one(el("p")), other: of("p", attrs{":focus": ""}), differ: true},
	},
	"preference-exchanged": {
		"the other scheme": {live: one(prop("style", dom.PropSheet, "@media (prefers-color-scheme: dark) { a { } }")),
			other:    one(el("style", id(7), props{dom.PropSheet: "@media (prefers-color-scheme: light) { a { } }"})),
			recorded: one(el("style", id(7), props{dom.PropSheet: "@media (prefers-color-scheme: dark) { a { } }"})), fires: [2]int{0, 1}},
		"other rules": {live: one(prop("style", dom.PropSheet, "@media (prefers-color-scheme: dark) { a { } }")),
			other:    one(el("style", id(7), props{dom.PropSheet: "@media (prefers-color-scheme: light) { b { } }"})),
			recorded: one(el("style", id(7), props{dom.PropSheet: "@media (prefers-color-scheme: dark) { a { } }"})), differ: true},
	},
	"canvas-as-picture": {
		"marked":         {live: one(el("canvas")), other: of("canvas", attrs{"rr_canvas": "7"}), fires: [2]int{0, 1}},
		"another canvas": {live: one(el("canvas")), other: of("canvas", attrs{"width": "7"}), differ: true},
	},
	"script-address": {
		"script":     {live: of("a", attrs{"href": "javascript:a()"}), other: one(el("a", id(7), attrs{"href": "javascript:void 0"})), recorded: one(el("a", id(7), attrs{"href": "JavaScript:a()"})), fires: [2]int{0, 1}, differ: true},
		"the same":   {live: of("a", attrs{"href": "javascript:a()"}), other: one(el("a", id(7), attrs{"href": "javascript:void 0"})), recorded: one(el("a", id(7), attrs{"href": "javascript:a()"})), fires: [2]int{0, 1}},
		"no script":  {live: of("a", attrs{"href": "/a"}), other: one(el("a", id(7), attrs{"href": "javascript:void 0"})), recorded: one(el("a", id(7), attrs{"href": "/a"})), differ: true},
		"left as is": {live: of("a", attrs{"href": "javascript:a()"}), other: one(el("a", id(7), attrs{"href": "javascript:b()"})), recorded: one(el("a", id(7), attrs{"href": "javascript:a()"})), differ: true},
	},
	"inlined-picture": {
		"inlined": {live: of("img", attrs{"src": "/a.png", "srcset": "/b.png 2x"}), other: one(el("img", id(7), attrs{"src": "data:image/png,x"})),
			recorded: one(el("img", id(7), attrs{"src": "https://a.example/a.png", "srcset": "https://a.example/b.png 2x", "rr_dataURL": "data:image/png,x"})), fires: [2]int{0, 1}},
		"another picture": {live: of("img", attrs{"src": "/a.png"}), other: one(el("img", id(7), attrs{"src": "data:image/png,y"})),
			recorded: one(el("img", id(7), attrs{"src": "/a.png", "rr_dataURL": "data:image/png,x"})), differ: true},
		"not inlined": {live: of("img", attrs{"src": "/a.png"}), other: one(el("img", id(7), attrs{"src": "data:image/png,x"})),
			recorded: one(el("img", id(7), attrs{"src": "/a.png"})), differ: true},
	},
	"paused-class": {
		"alone":        {live: one(el("p")), other: of("p", attrs{"class": "rrweb-paused"}), fires: [2]int{0, 1}},
		"recorded":     {live: one(el("p")), other: of("p", attrs{"class": "rrweb-paused"}), side: diff.Model, differ: true},
		"another name": {live: one(el("p")), other: of("p", attrs{"class": "paused"}), differ: true},
	},
	"class-tokens": {
		"twice and white space": {live: of("p", attrs{"class": " a\n b a"}), other: of("p", attrs{"class": "a b"}), fires: [2]int{1, 0}},
		"another order":         {live: of("p", attrs{"class": "a b"}), other: of("p", attrs{"class": "b a"}), differ: true},
		"none and empty":        {live: one(el("p")), other: of("p", attrs{"class": ""}), differ: true},
		"another attribute":     {live: of("p", attrs{"rel": "a  b"}), other: of("p", attrs{"rel": "a b"}), differ: true},
	},
	"autocomplete-off": {
		"field":    {live: of("input", attrs{"autocomplete": "email"}), other: of("input", attrs{"autocomplete": "off"}), fires: [2]int{1, 1}},
		"form":     {live: one(el("form")), other: of("form", attrs{"autocomplete": "off"}), fires: [2]int{0, 1}},
		"no field": {live: one(el("p")), other: of("p", attrs{"autocomplete": "off"}), differ: true},
	},
}
