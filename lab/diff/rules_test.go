package diff_test

import (
	"maps"
	"slices"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

// ruled is a live page and another tree of it, and what one rule, beside the standing ones, makes
// of the two.
type ruled struct {
	live, other []any     // in the body
	side        diff.Side // of the other, which is the replayed one if it is not the model
	recorded    []any     // what the recording says, for a rule that asks it
	promise     privacy.Promise
	fires       [2]int // how often, on either side
	differ      bool   // the pages differ all the same
	head        bool   // the nodes are in the head
}

func (c ruled) page(parts []any) *dom.Tree {
	if c.head {
		return domtest.HeadedPage(parts)
	}
	return page(parts...)
}

// TestRules checks that every rule fires where it should and nowhere else, and that it takes the
// difference away that it is for, and no other.
func TestRules(t *testing.T) {
	cases := map[string]map[string]ruled{}
	for _, part := range []map[string]map[string]ruled{treatmentRules, nodeRules, sheetRules, stateRules, playerRules, derivedRules} {
		maps.Copy(cases, part)
	}
	for _, rule := range diff.Rules {
		bites, spares := false, false
		for name, c := range cases[rule.Name] {
			check(t, rule.Name, name, c)
			bites = bites || c.fires != [2]int{} && !c.differ
			spares = spares || c.fires == [2]int{} && c.differ
		}
		if !bites || !spares {
			t.Errorf("%s needs a case in which it fires, and one in which a difference is none of its business", rule.Name)
		}
		delete(cases, rule.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		t.Errorf("there are cases for %s, which is no rule", name)
	}
}

func check(t *testing.T, rule, name string, c ruled) {
	t.Helper()
	live, other := c.page(c.live), c.page(c.other)
	if c.side == diff.Live {
		c.side = diff.Replayed
	}
	var recorded *dom.Tree
	if c.recorded != nil {
		recorded = c.page(c.recorded)
	}
	p := policy(t, rule)
	left, before := p.Canonical(live, diff.Live, c.promise, nil)
	right, after := p.Canonical(other, c.side, privacy.Promise{}, recorded)
	var fires [2]int
	for i, fired := range []map[string]*diff.Firing{before, after} {
		if f := fired[rule]; f != nil {
			fires[i] = f.Count
		}
	}
	if fires != c.fires {
		t.Errorf("%s, %s: it fired %v times, want %v", rule, name, fires, c.fires)
	}
	r := diff.Compare(left, right, diff.Options{Looks: true, Derived: true})
	if differ := len(r.Differences) > 0; differ != c.differ {
		t.Errorf("%s, %s: under the policy the pages differ in %q, want a difference: %v", rule, name, all(r), c.differ)
	}
	if fired := fires != [2]int{}; !(fired && c.differ) && len(diff.Compare(live, other, diff.Options{Looks: true, Derived: true}).Differences) == 0 {
		t.Errorf("%s, %s: the pages are equal without the policy, so the case shows nothing", rule, name)
	}
}

// attr and prop are an element with one of those.
func attr(spec, name, value string) *dom.Node { return el(spec, attrs{name: value}) }
func prop(spec, name, value string) *dom.Node { return el(spec, props{name: value}) }

func one(n ...any) []any { return n }
