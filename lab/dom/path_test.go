package dom_test

import (
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var el = domtest.El

type attrs = domtest.Attrs

func TestPaths(t *testing.T) {
	long := el("p#long", "text", el("b"), domtest.Comment("note"))
	named := func(id string) *dom.Node { return el("p", attrs{"id": id, "data-here": ""}) }
	for name, c := range map[string]struct {
		body []any
		at   func(t *dom.Tree) *dom.Node // nil: the element with the attribute data-here
		want string
	}{
		"document": {nil, func(t *dom.Tree) *dom.Node { return t.Root }, `document`},
		"doctype":  {nil, func(t *dom.Tree) *dom.Node { return t.Root.Children[0] }, `document.childNodes[0]`},
		"html":     {nil, func(t *dom.Tree) *dom.Node { return t.Root.Children[1] }, `document.querySelector("html")`},
		"body":     {nil, func(t *dom.Tree) *dom.Node { return t.Root.Children[1].Children[1] }, `document.querySelector("body")`},
		"head":     {nil, func(t *dom.Tree) *dom.Node { return t.Root.Children[1].Children[0] }, `document.querySelector("html > head")`},
		"only one of its name": {[]any{el("p"), el("div", el("span", attrs{"data-here": ""}))}, nil,
			`document.querySelector("body > div > span")`},
		"second of its name": {[]any{el("p"), el("div"), el("p", attrs{"data-here": ""})}, nil,
			`document.querySelector("body > p:nth-of-type(2)")`},
		"an id":         {[]any{el("div", named("pay-2_b"))}, nil, `document.querySelector("#pay-2_b")`},
		"below an id":   {[]any{el("div#box", el("p"), el("p", attrs{"data-here": ""}))}, nil, `document.querySelector("#box > p:nth-of-type(2)")`},
		"text":          {[]any{long}, func(*dom.Tree) *dom.Node { return long.Children[0] }, `document.querySelector("#long").childNodes[0]`},
		"comment":       {[]any{long}, func(*dom.Tree) *dom.Node { return long.Children[2] }, `document.querySelector("#long").childNodes[2]`},
		"id: empty":     {[]any{named("")}, nil, `document.querySelector("body > p")`},
		"id: digit":     {[]any{named("3rd")}, nil, `document.querySelector("body > p")`},
		"id: dot":       {[]any{named("a.b")}, nil, `document.querySelector("body > p")`},
		"id: hyphen":    {[]any{named("-a")}, nil, `document.querySelector("body > p")`},
		"id: quote":     {[]any{named(`a"b`)}, nil, `document.querySelector("body > p")`},
		"id: backslash": {[]any{named(`a\b`)}, nil, `document.querySelector("body > p")`},
		"id: not ASCII": {[]any{named("é")}, nil, `document.querySelector("body > p")`},
		"id: newline":   {[]any{named("a\nb")}, nil, `document.querySelector("body > p")`},
		"id: there twice": {[]any{el("i", attrs{"id": "x"}), named("x")}, nil,
			`document.querySelector("body > p")`},
		"id: there twice, but for case": {[]any{el("i", attrs{"id": "X"}), named("x")}, nil,
			`document.querySelector("body > p")`},
		"id: in a shadow root too": {[]any{el("x-a", domtest.Shadow("open", el("i#x"))), named("x")}, nil,
			`document.querySelector("#x")`},
		"open shadow root": {[]any{el("x-a#host", domtest.Shadow("open", el("p"), el("p", attrs{"data-here": ""})))}, nil,
			`document.querySelector("#host").shadowRoot.children[1]`},
		"below a shadow root": {[]any{el("x-a#host", domtest.Shadow("open", el("p", el("b")), el("p", el("b", attrs{"data-here": ""}))))}, nil,
			`document.querySelector("#host").shadowRoot.children[1].querySelector(":scope > b")`},
		"an id in a shadow root": {[]any{el("x-a#host", domtest.Shadow("open", el("div", el("p#in", el("b", attrs{"data-here": ""})))))}, nil,
			`document.querySelector("#host").shadowRoot.querySelector("#in > b")`},
		"text in a closed shadow root": {[]any{el("x-a#host", domtest.Shadow("closed", "t"))},
			func(t *dom.Tree) *dom.Node { return domtest.Find(t, "host").Shadow.Children[0] },
			`document.querySelector("#host").shadowRoot /* closed */.childNodes[0]`},
		"template": {[]any{el("template#t", domtest.Content(el("li"), el("li", attrs{"data-here": ""})))}, nil,
			`document.querySelector("#t").content.children[1]`},
		"frame": {[]any{el("iframe#f", domtest.Doc("about:blank", el("html", el("body", el("p", attrs{"data-here": ""})))))}, nil,
			`document.querySelector("#f").contentDocument.querySelector("body > p")`},
		"document that is no page": {[]any{el("iframe#f", domtest.Doc("x.svg", el("svg", el("svg"), el("g", attrs{"data-here": ""}))))}, nil,
			`document.querySelector("#f").contentDocument.querySelector(":root > g")`},
		"a body that a script has made": {[]any{el("div", el("body", el("p"))), el("body", el("p", attrs{"data-here": ""}))}, nil,
			`document.querySelector("body > body > p")`},
		"name that a selector reads otherwise": {[]any{el("p"), unlike("x.y", ""), unlike("o:p", "here")}, nil,
			`document.querySelector("body > :nth-child(3)")`},
		"name of two namespaces": {[]any{el("a"), el("a", domtest.NS(dom.SVG), attrs{"data-here": ""})}, nil,
			`document.querySelector("body > :nth-child(2)")`},
	} {
		tree := domtest.Page(c.body...)
		n := here(tree)
		if c.at != nil {
			n = c.at(tree)
		}
		if got := dom.Path(n); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	lone := map[*dom.Node]string{el("p"): "(detached p)", domtest.Text("a"): "(detached text)", el("div", el("p")).Children[0]: "(detached p)"}
	for n, want := range lone {
		if got := dom.Path(n); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// unlike is an element with a name that El would take apart.
func unlike(name, mark string) *dom.Node {
	n := el("x")
	n.Name = name
	if mark != "" {
		n.Attrs = dom.Set(n.Attrs, "data-"+mark, "")
	}
	return n
}

func here(t *dom.Tree) (found *dom.Node) {
	t.Root.Walk(func(n *dom.Node) bool {
		if _, ok := dom.Get(n.Attrs, "data-here"); ok {
			found = n
		}
		return true
	})
	return found
}
