package claim_test

import (
	"fmt"
	"slices"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/known"
	"replaylab/lab/result"
)

// How an element is rendered is judged also where the element itself differs, and says which of its
// differences may be why.
func TestLooksBesideStructure(t *testing.T) {
	here := `document.querySelector("#it")`
	sheet := func(rule string) *dom.Node { return el("style", props{dom.PropSheet: rule}) }
	for name, c := range map[string]struct {
		live   []any // of the element
		played func(n *dom.Node)
		rule   string
		want   []result.Finding
	}{
		"nothing":                    {nil, func(*dom.Node) {}, "", nil},
		"a class":                    {[]any{attrs{"class": "a"}}, func(n *dom.Node) { n.Attrs = nil }, "", []result.Finding{{Kind: "attribute", Name: "class", Path: here}}},
		"a state":                    {[]any{props{dom.PropFocused: "true"}}, func(n *dom.Node) { n.Props = nil }, "", []result.Finding{{Kind: "property", Name: dom.PropFocused, Path: here}}},
		"both":                       {[]any{attrs{"hidden": ""}, props{dom.PropFocused: "true"}}, func(n *dom.Node) { n.Attrs, n.Props = nil, nil }, "", []result.Finding{{Kind: "attribute", Name: "hidden (empty)", Path: here}, {Kind: "property", Name: dom.PropFocused, Path: here}}},
		"a title":                    {[]any{attrs{"title": "a"}}, func(n *dom.Node) { n.Attrs = nil }, ".title{}", nil},
		"a title that a sheet wants": {[]any{attrs{"title": "a"}}, func(n *dom.Node) { n.Attrs = nil }, "p[ title]{}", []result.Finding{{Kind: "attribute", Name: "title", Path: here}}},
		"data":                       {[]any{attrs{"data-a": "b", "aria-label": "c", "onclick": "d"}}, func(n *dom.Node) { n.Attrs = nil }, "", nil},
		"data that a sheet shows":    {[]any{attrs{"data-a": "b", "aria-label": "c"}}, func(n *dom.Node) { n.Attrs = nil }, "p::before{content:attr(data-a)}", []result.Finding{{Kind: "attribute", Name: "data-a", Path: here}}},
	} {
		if c.live == nil {
			c.live = []any{}
		}
		build := func() *dom.Tree {
			return page(sheet(c.rule), el("p#it", append(slices.Clone(c.live), style{"color", "red"}, box{W: 5, H: 5})...))
		}
		f := visited{live: build(), recorded: build(), played: func(t *dom.Tree) {
			n := it(t)
			c.played(n)
			n.Attrs = dom.Set(n.Attrs, "id", "it")
			n.Style, n.Box = []dom.Pair{{Name: "color", Value: "blue"}}, &box{W: 5, H: 5}
		}}.facts(t)
		got := named(t, claim.Check(f), "looks")
		if len(got.Evidence) != 1 {
			t.Errorf("%s: %s with %s", name, got.Verdict, brief(got.Evidence))
		} else if got.Verdict != result.Failed || got.Evidence[0].Name != "color" || fmt.Sprint(got.Evidence[0].Follows) != fmt.Sprint(c.want) {
			t.Errorf("%s: %s with %s, which follows from %v, want %v", name, got.Verdict, brief(got.Evidence), got.Evidence[0].Follows, c.want)
		}
	}
}

// A difference of looks that follows from one that is known is known, and one that does not is new.
func TestLooksBesideWhatIsKnown(t *testing.T) {
	list, err := known.Parse("known.yaml", []byte(`[{sdk: sdk, versions: "*", scenario: "*", claim: faithful, evidence: ["attribute *"], reason: it drops them, link: "https://x"}]`))
	if err != nil {
		t.Fatal(err)
	}
	for attribute, want := range map[string]result.Verdict{"class": result.Known, "title": result.Failed} {
		build := func() *dom.Tree {
			return page(el("p#it", attrs{attribute: "a"}, style{"color", "red"}, box{W: 5, H: 5}))
		}
		f := visited{live: build(), recorded: build(), played: func(t *dom.Tree) {
			n := it(t)
			n.Attrs, n.Style = dom.Unset(n.Attrs, attribute), []dom.Pair{{Name: "color", Value: "blue"}}
		}}.facts(t)
		r := result.Result{Scenario: "a/b", SDK: "sdk@1.0.0", Claims: claim.Check(f)}
		list.Apply(&r)
		if c := named(t, r.Claims, "faithful"); c.Verdict != result.Known {
			t.Errorf("%s: faithful is %s: %s", attribute, c.Verdict, brief(c.Evidence))
		}
		if c := named(t, r.Claims, "looks"); c.Verdict != want {
			t.Errorf("%s: looks is %s, want %s: %s", attribute, c.Verdict, want, brief(c.Evidence))
		}
	}
}
