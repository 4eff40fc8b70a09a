package claim

import (
	"fmt"
	"unicode/utf16"

	"replaylab/lab/dom"
	"replaylab/lab/result"
)

// accessible checks that assistive technology is told the same of the replayed page's elements.
func accessible(f *Facts, m *Moment, selector string) result.Claim {
	c, targets := f.targets(m, "accessible", selector)
	if c.Verdict != "" {
		return c
	}
	seen := f.compare(m)
	b := newBlamer(f, m, seen)
	checked, done := 0, map[*dom.Node]bool{}
	for _, t := range targets {
		t.Walk(func(n *dom.Node) bool {
			if n.Kind != dom.Element || done[n] {
				return n.Kind != dom.Element
			}
			done[n] = true
			shown := seen.direct.Pairs[n]
			if n.Access == nil && (shown == nil || shown.Access == nil) {
				return true
			}
			checked++
			for _, e := range toldOtherwise(n, shown) {
				e.Path, e.Step, e.Blame = dom.Path(n), m.Step, b.between(b.recordedWrong, b.playedWrong)
				e.Cause = result.RecordedWrong
				switch recorded := seen.recordedNode(n); {
				case recorded == nil:
					e.Cause = result.NeverRecorded
				case e.Blame == player:
					e.Cause = result.ReplayedWrong
					fallthrough
				default:
					e.NodeID = recorded.ID
				}
				c.Evidence = append(c.Evidence, e)
			}
			return true
		})
	}
	if checked == 0 {
		c.Verdict, c.Summary = result.Inconclusive, "the accessibility tree of the live page has nothing there"
		return c
	}
	if len(c.Evidence) > 0 {
		m.citeAll(c.Evidence)
		c.Summary, c.Blame = fmt.Sprintf("%s in %d elements", plural(len(c.Evidence), "difference"), checked), together(c.Evidence)
	}
	return verdict(c)
}

// toldOtherwise is in what the accessibility trees tell two elements apart.
func toldOtherwise(live, shown *dom.Node) []result.Evidence {
	if shown == nil || live.Access == nil || shown.Access == nil {
		e := result.Evidence{Kind: "told otherwise", Name: "role"}
		if live.Access != nil {
			e.Live = result.Some(live.Access.Role)
		}
		if shown != nil && shown.Access != nil {
			e.Replayed = result.Some(shown.Access.Role)
		}
		return []result.Evidence{e}
	}
	var list []result.Evidence
	for _, p := range []struct{ name, live, shown string }{
		{"role", live.Access.Role, shown.Access.Role},
		{"name", live.Access.Name, shown.Access.Name},
		{"value", live.Access.Value, shown.Access.Value},
	} {
		if p.live != p.shown && (p.name == "role" || !starred(p.live, p.shown)) {
			list = append(list, result.Evidence{Kind: "told otherwise", Name: p.name, Live: result.Some(p.live), Replayed: result.Some(p.shown)})
		}
	}
	return list
}

// starred reports whether shown is text with asterisks in the place of some of its characters.
func starred(text, shown string) bool {
	a, b := utf16.Encode([]rune(text)), utf16.Encode([]rune(shown))
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && b[i] != '*' {
			return false
		}
	}
	return true
}
