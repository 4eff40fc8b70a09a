package diff_test

import (
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var stateRules = map[string]map[string]ruled{
	"live-value": {
		"value":        {live: of("input", attrs{"value": "default"}), other: of("input", attrs{"value": "typed"}), fires: [2]int{1, 1}},
		"checked":      {live: of("input", attrs{"checked": ""}), other: one(el("input")), fires: [2]int{1, 0}},
		"selected":     {live: of("option", attrs{"selected": ""}), other: of("option", attrs{"selected": "true"}), fires: [2]int{1, 1}},
		"the state":    {live: one(prop("input", dom.PropValue, "a")), other: one(prop("input", dom.PropValue, "b")), differ: true},
		"of an option": {live: of("option", attrs{"value": "a"}), other: of("option", attrs{"value": "b"}), differ: true},
		"of a list":    {live: of("li", attrs{"value": "1"}), other: of("li", attrs{"value": "2"}), differ: true},
		"their name":   {live: of("input", attrs{"name": "a"}), other: of("input", attrs{"name": "b"}), differ: true},
		"in SVG":       {live: one(el("input", domtest.NS(dom.SVG), attrs{"value": "a"})), other: one(el("input", domtest.NS(dom.SVG), attrs{"value": "b"})), differ: true},
	},
	"textarea-text": {
		"default":   {live: one(el("textarea", "default")), other: one(el("textarea", "typed")), fires: [2]int{1, 1}},
		"the state": {live: one(prop("textarea", dom.PropValue, "a")), other: one(prop("textarea", dom.PropValue, "b")), differ: true},
		"of a pre":  {live: one(el("pre", "a")), other: one(el("pre", "b")), differ: true},
	},
	"absolute-url": {
		"relative":       {live: of("a", attrs{"href": "x?y#z"}), other: of("a", attrs{"href": "https://a.example/dir/x?y#z"}), fires: [2]int{1, 0}},
		"from the root":  {live: of("img", attrs{"src": "/x.png"}), other: of("img", attrs{"src": "https://a.example/x.png"}), fires: [2]int{1, 0}},
		"a host alone":   {live: of("a", attrs{"href": "//b.example"}), other: of("a", attrs{"href": "https://b.example/"}), fires: [2]int{1, 0}},
		"a fragment":     {live: of("a", attrs{"href": "#z"}), other: of("a", attrs{"href": "https://a.example/dir/page.html#z"}), fires: [2]int{1, 0}},
		"of two lines":   {live: of("a", attrs{"href": "x\n\ty"}), other: of("a", attrs{"href": "https://a.example/dir/xy"}), fires: [2]int{1, 0}},
		"blank":          {live: of("a", attrs{"href": "  "}), other: of("a", attrs{"href": ""}), differ: true},
		"a style's part": {live: of("p", attrs{"style": "fill: url(#z)"}), other: of("p", attrs{"style": "fill: url(https://a.example/dir/page.html#z)"}), differ: true},
		"srcset":         {live: of("img", attrs{"srcset": "a.png, /b.png 2x"}), other: of("img", attrs{"srcset": "https://a.example/dir/a.png, https://a.example/b.png 2x"}), fires: [2]int{1, 0}},
		"srcset, closer": {live: of("img", attrs{"srcset": ", a.png,\n\tb.png  2x ,c,d.png 100w,"}), other: of("img", attrs{"srcset": "https://a.example/dir/a.png, https://a.example/dir/b.png 2x, https://a.example/dir/c,d.png 100w"}), fires: [2]int{1, 0}},
		"srcset of data": {live: of("img", attrs{"srcset": "data:image/gif;base64,AA 1x, b.png 2x"}), other: of("img", attrs{"srcset": "data:image/gif;base64,AA 1x, https://a.example/dir/b.png 2x"}), fires: [2]int{1, 0}},
		"inline style":   {live: of("p", attrs{"style": `background: url("i.png"), url(j.png)`}), other: of("p", attrs{"style": `background: url("https://a.example/dir/i.png"), url(https://a.example/dir/j.png)`}), fires: [2]int{1, 0}},
		"in a frame, of its own base": {live: one(el("iframe", domtest.Doc("https://a.example/f", props{dom.PropBase: "https://a.example/f/"}, el("svg", attrs{"href": "x"})))),
			other: one(el("iframe", domtest.Doc("", el("svg", attrs{"href": "https://a.example/f/x"})))), fires: [2]int{1, 0}},
		"another address":    {live: of("a", attrs{"href": "x"}), other: of("a", attrs{"href": "https://a.example/x"}), fires: [2]int{1, 0}, differ: true},
		"no address":         {live: of("p", attrs{"title": "x"}), other: of("p", attrs{"title": "https://a.example/dir/x"}), differ: true},
		"a part of an SVG":   {live: one(el("use", domtest.NS(dom.SVG), attrs{"href": "#z"})), other: one(el("use", domtest.NS(dom.SVG), attrs{"href": "https://a.example/dir/page.html#z"})), differ: true},
		"an image of an SVG": {live: one(el("image", domtest.NS(dom.SVG), attrs{"src": "#z"})), other: one(el("image", domtest.NS(dom.SVG), attrs{"src": "https://a.example/dir/page.html#z"})), fires: [2]int{1, 0}},
		"the recording's":    {live: of("a", attrs{"href": "https://a.example/dir/x"}), other: of("a", attrs{"href": "x"}), side: diff.Model, differ: true},
		"what is no path":    {live: of("a", attrs{"href": "mailto:x"}), other: of("a", attrs{"href": "https://a.example/dir/mailto:x"}), differ: true},
		"script as address":  {live: of("a", attrs{"href": "javascript:x"}), other: of("a", attrs{"href": "https://a.example/dir/javascript:x"}), differ: true},
	},
	"autoplay-dropped": {
		"video":    {live: of("video", attrs{"autoplay": ""}), other: one(el("video")), fires: [2]int{1, 0}},
		"controls": {live: of("video", attrs{"controls": ""}), other: one(el("video")), differ: true},
		"no media": {live: of("p", attrs{"autoplay": ""}), other: one(el("p")), differ: true},
	},
	"format-attribute": {
		"rr_":        {live: one(el("p")), other: of("p", attrs{"rr_scrollTop": "1", "rr_open_mode": "modal"}), fires: [2]int{0, 1}, side: diff.Model},
		"the page's": {live: of("p", attrs{"rr_x": "1"}), other: one(el("p")), side: diff.Model, differ: true},
		"others":     {live: one(el("p")), other: of("p", attrs{"rrx": "1"}), side: diff.Model, differ: true},
	},
}
