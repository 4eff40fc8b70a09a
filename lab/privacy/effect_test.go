package privacy_test

import (
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

func TestEffects(t *testing.T) {
	value := func(v string) domtest.Props { return domtest.Props{dom.PropValue: v} }
	keeps := with(func(p *privacy.Promise) { p.KeepsTextSpace, p.KeepsValueSpace = true, true })
	for name, c := range map[string]struct {
		promise privacy.Promise
		body    []any
		want    string
	}{
		"nothing asked for":   {everything, []any{"a", el("input", value("v"))}, ""},
		"text":                {everything, []any{el("p", mask, "a b", el("b", "🔑")), "c"}, "*** **"},
		"text keeps space":    {keeps, []any{el("p", mask, "a b\u00a0c\ufeffd\n")}, "* *\u00a0*\ufeff*\n"},
		"blank text":          {keeps, []any{el("p", mask, " \n\u2003")}, ""},
		"a value":             {everything, []any{el("input", mask, value("a b")), el("input", mask), el("input", value("c"))}, "input=***"},
		"a value keeps space": {keeps, []any{el("textarea", mask, value("a b\nc"), "default text")}, "textarea=* *\n*"},
		"a select":            {everything, []any{el("select", mask, value("one"), el("option", "One"))}, "select=*** ***"},
		"a block":             {everything, []any{el("div", block, el("p", mask, "a"), el("i", block)), el("p", mask, "b")}, "div:blocked *"},
		"attributes":          {attributes, []any{el("p", mask, attrs{"title": "a b", "src": "s", "lang": "en"}, "t"), el("i", attrs{"title": "c"})}, "p@title=*** *"},
		"files":               {keeps, []any{el("input", mask, domtest.Props{dom.PropFiles: "my a.txt\nb"}), el("input", domtest.Props{dom.PropFiles: "c"})}, "input=** *****\n*"},
		"a drawing":           {with(func(p *privacy.Promise) { p.Canvases = true }), []any{el("canvas", mask, "a"), el("canvas"), el("canvas", mask|block)}, "canvas:drawing * canvas:blocked"},
		"a block's own value": {everything, []any{el("input", mask|block, value("v"))}, "input:blocked"},
	} {
		var got []string
		for _, e := range privacy.Effects(domtest.Page(c.body...).Root, c.promise) {
			switch {
			case e.Attribute != "":
				got = append(got, e.Node.Name+"@"+e.Attribute+"="+e.Text)
			case e.Blocked:
				got = append(got, e.Node.Name+":blocked")
			case e.Drawing:
				got = append(got, e.Node.Name+":drawing")
			case e.Node.Kind == dom.Element:
				got = append(got, e.Node.Name+"="+e.Text)
			default:
				got = append(got, e.Text)
			}
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
