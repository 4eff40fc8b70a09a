package visit

import (
	"maps"
	"slices"
	"testing"

	"replaylab/lab/scenario"
)

// TestActsAreTheVerbs holds what a visit can do against the language: a verb that parses and that
// no visit can do would break in the middle of one.
func TestActsAreTheVerbs(t *testing.T) {
	verbs := map[string]bool{}
	for _, v := range scenario.Verbs() {
		if v.Group == scenario.Declaration {
			continue
		}
		verbs[v.Name] = true
		if acts[v.Name] == nil {
			t.Errorf("the scenario language has the step %q, which no visit can do", v.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(acts)) {
		if !verbs[name] {
			t.Errorf("a visit can do %q, which is no step of the scenario language", name)
		}
	}
}
