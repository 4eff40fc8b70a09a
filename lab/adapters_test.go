package lab_test

import (
	"slices"
	"strings"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/privacy"
	"replaylab/lab/scenario"
	"replaylab/sdkbundle/adapters"
)

// TestAdaptersNameRules holds adapters to the policy: a rule that is not there would be left out in
// silence, and one that stands for every SDK needs no adapter to ask for it.
func TestAdaptersNameRules(t *testing.T) {
	check := func(who string, names []string) {
		for i, name := range names {
			at := slices.IndexFunc(diff.Rules, func(r diff.Rule) bool { return r.Name == name })
			switch {
			case at < 0:
				t.Errorf("%s names %q, which is no equivalence rule", who, name)
			case diff.Rules[at].Standing:
				t.Errorf("%s names %q, which holds for everybody", who, name)
			case slices.Index(names, name) != i:
				t.Errorf("%s names %q twice", who, name)
			}
		}
		if _, err := diff.NewPolicy(names...); err != nil {
			t.Errorf("the policy for %s: %v", who, err)
		}
	}
	for _, a := range adapters.All {
		if a.SDK != nil {
			var names []string
			for _, o := range a.SDK.Omits {
				names = append(names, o.Rule)
				if !strings.HasPrefix(o.Link, "https://") {
					t.Errorf("%s says nowhere that it leaves things out by %q: %q", a.Name, o.Rule, o.Link)
				}
			}
			check("the SDK of "+a.Name, names)
		}
		if a.Player != nil {
			check("the player of "+a.Name, a.Player.Artefacts)
		}
	}
}

// Every rule that does not stand is one that some adapter needs: the policy holds nothing idle.
func TestEveryRuleIsNamed(t *testing.T) {
	named := map[string]bool{}
	for _, a := range adapters.All {
		if a.SDK != nil {
			for _, o := range a.SDK.Omits {
				named[o.Rule] = true
			}
		}
		if a.Player != nil {
			for _, name := range a.Player.Artefacts {
				named[name] = true
			}
		}
	}
	for _, r := range diff.Rules {
		if !r.Standing && !named[r.Name] {
			t.Errorf("no adapter names the rule %q: take it out", r.Name)
		}
	}
}

// What the scenario language calls a canary's shape is what canaries are drawn in.
func TestEveryShapeIsDrawn(t *testing.T) {
	if !slices.Equal(scenario.Shapes(), privacy.Shapes()) {
		t.Errorf("the language has the shapes %v, and %v are drawn", scenario.Shapes(), privacy.Shapes())
	}
}
