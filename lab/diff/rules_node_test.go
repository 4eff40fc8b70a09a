package diff_test

import (
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

func frame(src, url string, parts ...any) *dom.Node {
	return el("iframe", attrs{"src": src}, domtest.Doc(url, parts...))
}

// again gives an element an attribute for the second time, as it can have in two namespaces.
func again(n *dom.Node, name, value string) *dom.Node {
	n.Attrs = append(n.Attrs, dom.Pair{Name: name, Value: value})
	return n
}

// of has an attribute list and nothing else.
func of(spec string, a attrs) []any { return one(el(spec, a)) }

var nodeRules = map[string]map[string]ruled{
	"script-dropped": {
		"script":     {live: one(el("script", "code"), "x"), other: one("x"), fires: [2]int{1, 0}},
		"SVG script": {live: one(el("svg", el("script", domtest.NS(dom.SVG)))), other: one(el("svg")), fires: [2]int{1, 0}},
		"noscript":   {live: one(el("noscript", "text")), other: nil, differ: true},
	},
	"script-emptied": {
		"its code":       {live: one(el("script", "code")), other: one(el("script", "SCRIPT_PLACEHOLDER")), fires: [2]int{1, 1}},
		"its attributes": {live: of("script", attrs{"src": "/a.js"}), other: one(el("script")), fires: [2]int{1, 0}},
		"its absence":    {live: one(el("script", "code")), other: nil, fires: [2]int{1, 0}, differ: true},
		"a style":        {live: of("style", attrs{"nonce": "1"}), other: one(el("style")), differ: true},
	},
	"comment-dropped": {
		"comments":    {live: one(domtest.Comment("a"), "x", domtest.Comment("b")), other: one("x"), fires: [2]int{2, 0}},
		"instruction": {live: one(&dom.Node{Kind: dom.Instruction, Name: "xml"}), other: nil, differ: true},
	},
	"head-meta-dropped": {
		"listed names": {head: true, live: one(attr("meta", "name", "Description"), attr("meta", "property", "og:title"), attr("meta", "http-equiv", "refresh"),
			attr("link", "rel", "SHORTCUT icon"), attr("meta", "name", "google-site-verification"), attr("meta", "name", "csrf-token")), other: nil, fires: [2]int{6, 0}},
		"viewport":            {head: true, live: of("meta", attrs{"name": "viewport"}), other: nil, differ: true},
		"charset":             {head: true, live: of("meta", attrs{"charset": "utf-8"}), other: nil, differ: true},
		"style sheet":         {head: true, live: of("link", attrs{"rel": "stylesheet"}), other: nil, differ: true},
		"icon":                {head: true, live: of("link", attrs{"rel": "icon"}), other: nil, differ: true},
		"part of such a name": {head: true, live: of("meta", attrs{"name": "my-description"}), other: nil, differ: true},
	},
	"head-whitespace-dropped": {
		"in the head":     {head: true, live: one("\n\t", el("title"), "  "), other: one(el("title")), fires: [2]int{2, 0}},
		"words":           {head: true, live: one(" x "), other: nil, differ: true},
		"in a style":      {head: true, live: one(el("title", "\n")), other: one(el("title")), differ: true},
		"beside the head": {live: one("\n"), other: nil, differ: true},
	},
	"cross-site-frame": {
		"as recorded": {live: one(frame("https://b.example/x", "https://b.example/x", el("p"))), other: of("iframe", attrs{"src": "https://b.example/x", "rr_src": "https://b.example/x"}),
			side: diff.Model, fires: [2]int{1, 1}},
		"another port":        {live: one(frame("https://a.example:81/", "https://a.example:81/", el("p"))), other: of("iframe", attrs{"src": "https://a.example:81/"}), fires: [2]int{1, 0}},
		"led there by script": {live: one(el("iframe", domtest.Doc("https://b.example/"))), other: one(el("iframe")), fires: [2]int{1, 0}},
		"with no document":    {live: of("iframe", attrs{"src": "https://b.example/"}), other: of("iframe", attrs{"src": "https://c.example/"}), differ: true},
		"same origin":         {live: one(frame("/x", "https://a.example/x", el("p"))), other: of("iframe", attrs{"src": "https://a.example/x"}), differ: true},
		"no address":          {live: one(el("iframe", domtest.Doc("about:blank", el("p")))), other: one(el("iframe")), differ: true},
		"sandboxed":           {live: one(el("iframe", attrs{"sandbox": "allow-scripts"}, domtest.Doc("about:srcdoc", el("p")))), other: of("iframe", attrs{"sandbox": "allow-scripts"}), fires: [2]int{1, 0}},
		"sandboxed in part":   {live: one(el("iframe", attrs{"sandbox": "ALLOW-same-origin"}, domtest.Doc("about:srcdoc", el("p")))), other: of("iframe", attrs{"sandbox": "ALLOW-same-origin"}), differ: true},
		"blob":                {live: one(frame("blob:https://b.example/1", "blob:https://b.example/1", el("p"))), other: of("iframe", attrs{"src": "blob:https://b.example/1"}), differ: true},
	},
	"foreign-frame": {
		"another site":             {live: one(frame("https://b.example/x", "https://b.example/x", el("p"))), other: of("iframe", attrs{"src": "https://b.example/x"}), fires: [2]int{1, 0}},
		"recorded by its own page": {live: one(frame("https://b.example/x", "https://b.example/x", el("p"))), other: one(frame("https://b.example/x", "https://b.example/x", el("p"))), differ: true, fires: [2]int{1, 0}},
		"same origin":              {live: one(frame("/x", "https://a.example/x", el("p"))), other: of("iframe", attrs{"src": "https://a.example/x"}), differ: true},
		"sandboxed page":           {live: one(el("iframe", attrs{"src": "https://a.example/x", "sandbox": ""}, domtest.Doc("https://a.example/x", el("p")))), other: of("iframe", attrs{"src": "https://a.example/x", "sandbox": ""}), fires: [2]int{1, 0}},
		"sandboxed scripts":        {live: one(el("iframe", attrs{"sandbox": "allow-scripts"}, domtest.Doc("about:srcdoc", el("p")))), other: of("iframe", attrs{"sandbox": "allow-scripts"}), fires: [2]int{1, 0}},
		"sandboxed markup":         {live: one(el("iframe", attrs{"sandbox": ""}, domtest.Doc("about:srcdoc", el("p")))), other: of("iframe", attrs{"sandbox": ""}), differ: true},
		"object":                   {live: one(el("object", domtest.Doc("https://b.example/", el("p")))), other: one(el("object")), differ: true},
	},
	"unrecorded-frame": {
		"blank":                {live: one(el("iframe")), other: one(el("iframe", id(5), domtest.Doc("about:blank", el("html")))), fires: [2]int{0, 1}},
		"recorded":             {live: one(el("iframe")), other: one(el("iframe", id(5), domtest.Doc("about:blank", id(6)))), differ: true},
		"the player's own":     {live: one(el("iframe")), other: one(el("iframe", domtest.Doc("about:blank"))), differ: true},
		"not of a replay":      {live: one(el("iframe", id(5), domtest.Doc("about:blank"))), other: one(el("iframe")), differ: true},
		"not of the recording": {live: one(el("iframe")), other: one(el("iframe", id(5), domtest.Doc("about:blank"))), side: diff.Model, differ: true},
	},
	"frame-without-source": {
		"rebuilt":            {live: of("iframe", attrs{"src": "https://a.example/x"}), other: of("iframe", attrs{"srcdoc": "<p>"}), fires: [2]int{1, 1}},
		"as recorded":        {live: of("frame", attrs{"src": "https://a.example/x"}), other: of("frame", attrs{"rr_src": "https://a.example/x"}), side: diff.Model, fires: [2]int{1, 1}},
		"in an object":       {live: one(el("object", attrs{"data": "https://a.example/x"}, domtest.Doc("https://a.example/x"))), other: one(again(el("object", attrs{"data": "https://a.example/x"}, domtest.Doc("https://a.example/x")), "data", "about:blank")), fires: [2]int{0, 1}},
		"of another source":  {live: one(el("embed", attrs{"src": "https://a.example/x"}, domtest.Doc("https://a.example/x"))), other: one(again(el("embed", attrs{"src": "https://a.example/y"}, domtest.Doc("https://a.example/x")), "src", "about:blank")), fires: [2]int{0, 1}, differ: true},
		"not rebuilt":        {live: one(el("object", attrs{"data": "/x"})), other: one(again(el("object", attrs{"data": "/x"}), "data", "about:blank")), differ: true},
		"only the empty one": {live: one(el("object", attrs{"data": "https://a.example/x"}, domtest.Doc("https://a.example/x"))), other: one(el("object", attrs{"data": "about:blank"}, domtest.Doc("https://a.example/x"))), differ: true},
		"others of it":       {live: of("iframe", attrs{"name": "a"}), other: of("iframe", attrs{"name": "b"}), differ: true},
		"an image":           {live: of("img", attrs{"src": "https://a.example/x"}), other: one(el("img")), differ: true},
	},
}
