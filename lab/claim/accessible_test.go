package claim_test

import (
	"strings"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/result"
)

func TestAccessible(t *testing.T) {
	button := func(matches, told any) *dom.Tree {
		n := el("button#it", el("b", "x"))
		if matches != nil {
			n.Matches = 1
		}
		if a, ok := told.(dom.Access); ok {
			n.Access = &a
		}
		return page(n)
	}
	live := func(told any) *dom.Tree { return button(hit, told) }
	save := dom.Access{Role: "button", Name: "Save", Value: "on"}
	for name, c := range map[string]struct {
		live    *dom.Tree
		shown   any // what the replayed page tells, or nil
		verdict result.Verdict
		want    string
	}{
		"the same":          {live(save), save, result.Held, ""},
		"another name":      {live(save), dom.Access{Role: "button", Name: "Send", Value: "on"}, result.Failed, "told otherwise name: Save, Send"},
		"another role":      {live(save), dom.Access{Role: "link", Name: "Save", Value: "on"}, result.Failed, "told otherwise role: button, link"},
		"another value":     {live(save), dom.Access{Role: "button", Name: "Save"}, result.Failed, "told otherwise value: on, "},
		"masked":            {live(save), dom.Access{Role: "button", Name: "****", Value: "**"}, result.Held, ""},
		"of another length": {live(save), dom.Access{Role: "button", Name: "***", Value: "on"}, result.Failed, "told otherwise name: Save, ***"},
		"nothing":           {live(save), nil, result.Failed, "told otherwise role: button, "},
		"something more":    {live(nil), save, result.Failed, "told otherwise role: , button"},
		"nothing there":     {live(nil), nil, result.Inconclusive, "the accessibility tree of the live page has nothing there"},
		"no match":          {button(nil, save), save, result.Inconclusive, "the selector matches nothing on the live page"},
	} {
		v := visited{live: c.live, recorded: button(nil, nil), scenario: expecting("accessible", "#it"), played: func(t *dom.Tree) {
			if a, ok := c.shown.(dom.Access); ok {
				it(t).Access = &a
			}
		}}
		f := v.facts(t)
		f.Targets = map[string]int{"#it": 0, ".early": 60, ".late": 60}
		var got result.Claim
		for _, judged := range claim.Check(f) {
			if judged.Name == "accessible" {
				got = judged
			}
		}
		said := got.Summary
		if len(got.Evidence) > 0 {
			e := got.Evidence[0]
			said = e.Kind + " " + e.Name + ": " + e.Live.Text + ", " + e.Replayed.Text
			if e.NodeID == 0 || e.Upload == 0 || !strings.Contains(e.Path, "#it") || got.Blame == "" {
				t.Errorf("%s: the evidence is %+v, the blame %q", name, e, got.Blame)
			}
		}
		if got.Verdict != c.verdict || said != c.want || (c.verdict == result.Failed && len(got.Evidence) != 1) {
			t.Errorf("%s: %s, %q, %d pieces of evidence; want %s, %q", name, got.Verdict, said, len(got.Evidence), c.verdict, c.want)
		}
	}
}
