package privacy_test

import (
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

// A page whose rules change while it stands is not recorded again: what is as it was is treated as it
// was, and what has changed as the rules are now.
func TestSince(t *testing.T) {
	number := 0
	numbered := func(parts ...any) *dom.Tree { // nodes of two trees at the same place are the same
		tree := domtest.Page(parts...)
		number = 0
		tree.Root.Walk(func(n *dom.Node) bool { number++; n.Backend = number; return true })
		return tree
	}
	value := func(v string) domtest.Props { return domtest.Props{dom.PropValue: v} }
	all := with(func(p *privacy.Promise) {
		p.Text, p.Inputs, p.Attributes, p.Queries = true, []string{"*"}, []string{"title"}, []string{"href"}
	})
	page := func(text, v, title, href string, more ...any) *dom.Tree {
		return numbered(append([]any{el("p", attrs{"title": title}, text), el("a", attrs{"href": href}), el("input", value(v))}, more...)...)
	}
	before := page("a", "v", "t", "h")
	for name, c := range map[string]struct {
		then, now privacy.Promise
		page      *dom.Tree
		want      string
	}{
		"unmasked before, all as it was":  {everything, all, page("a", "v", "t", "h"), ""},
		"unmasked before, text changed":   {everything, all, page("b", "v", "t", "h"), "b:masked"},
		"unmasked before, value changed":  {everything, all, page("a", "w", "t", "h"), "input:masked"},
		"unmasked before, title changed":  {everything, all, page("a", "v", "u", "h"), "p:@title"},
		"unmasked before, href changed":   {everything, all, page("a", "v", "t", "i"), "a:?href"},
		"unmasked before, more of it":     {everything, all, page("a", "v", "t", "h", el("p", attrs{"title": "u"}, "b")), "p:@title b:masked"},
		"masked before, all as it was":    {all, everything, page("a", "v", "t", "h"), "p:@title a:masked a:?href input:masked"},
		"masked before, all of it new":    {all, everything, page("b", "w", "u", "i", "c"), ""},
		"masked before, and kept so long": {everything.Since(before.Root, all), everything, page("a", "w", "t", "i"), "p:@title a:masked"},
	} {
		treated := privacy.Judge(c.page.Root, c.now.Since(before.Root, c.then))
		var got []string
		c.page.Root.Walk(func(n *dom.Node) bool {
			if tr, ok := treated[n]; ok {
				got = append(got, n.Name+n.Value+":"+words(tr))
			}
			return true
		})
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, text, c.want)
		}
		if got := privacy.Judge(before.Root, c.now.Since(before.Root, c.then).Alone()); len(got) != len(privacy.Judge(before.Root, c.now)) {
			t.Errorf("%s: the promise alone still keeps what was", name)
		}
	}
}

// One reading of a page serves several promises.
func TestAsked(t *testing.T) {
	p := privacy.Promise{Mask: []string{".b"}, Asked: []string{".a", ".b"}}
	tree := domtest.Page(el("p", domtest.Matches(1), "x"), el("p", domtest.Matches(2), "y"))
	treated := privacy.Judge(tree.Root, p)
	if len(treated) != 1 || treated[tree.Root.Children[1].Children[1].Children[1].Children[0]].Why != ".b" {
		t.Errorf("treated: %v", treated)
	}
	p.Mask = []string{".c"}
	if treated := privacy.Judge(tree.Root, p); len(treated) != 0 {
		t.Errorf("a selector that nobody asked for treats %v", treated)
	}
}

func TestStarsInQuery(t *testing.T) {
	for address, want := range map[string]string{
		"http://a/b":             "http://a/b",
		"/b?":                    "/b?",
		"/b?q=secret&r=&s":       "/b?q=******&r=&*",
		"/b?q=a=b#/c?d=e":        "/b?q=***#******",
		"#top":                   "#***",
		"x#":                     "x#",
		"http://a/?q=%C3%A9&q=🔑": "http://a/?q=******&q=**",
	} {
		if got := privacy.StarsInQuery(address); got != want {
			t.Errorf("%s becomes %s, want %s", address, got, want)
		}
	}
}
