package known_test

import (
	"slices"
	"strings"
	"testing"

	"replaylab/lab"
	"replaylab/lab/diff"
	"replaylab/lab/known"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/scenarios"
	"replaylab/sdkbundle/adapters"
)

var differenceKinds = []diff.Kind{
	diff.Missing, diff.Extra, diff.Moved, diff.Name, diff.Text, diff.Attribute, diff.Property, diff.Style, diff.Geometry, diff.Window, diff.Selection,
	diff.Derived, diff.Hit, diff.Highlight,
}

// TestTheList checks that the lab's own list names only what there is: an entry that can match
// nothing hides nothing, and nobody would notice.
func TestTheList(t *testing.T) {
	text, err := scenarios.Files.ReadFile("known.yaml")
	if err != nil {
		t.Fatal(err)
	}
	list, err := known.Parse("scenarios/known.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("the list is empty")
	}
	written, err := scenario.ParseFS(scenarios.Files, nil, lab.Language())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range list {
		name := strings.Join([]string{e.SDK, e.Player, e.Scenario, strings.Join(e.Claim, " "), e.Checkpoint, strings.Join(e.Evidence, ", ")}, " | ")
		if seen[name+e.Versions] {
			t.Errorf("%s: it is there twice", name)
		}
		seen[name+e.Versions] = true
		if _, err := adapters.Find(e.SDK, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if e.Player != "" {
			if _, err := adapters.Find(e.Player, true); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, claim := range e.Claim {
			if !slices.ContainsFunc(scenario.Claims(), func(c scenario.Claim) bool { return c.Name == claim }) {
				t.Errorf("%s: no claim is called %q", name, claim)
			}
		}
		for _, pattern := range e.Evidence {
			kind, _, _ := strings.Cut(pattern, " ")
			if e.Claim[0] == "faithful" && !slices.Contains(differenceKinds, diff.Kind(kind)) && kind != "nothing" && kind != "address" {
				t.Errorf("%s: no difference is of the kind %q", name, kind)
			}
		}
		row, ours := strings.CutPrefix(e.Link, "scenarios/catalogue.yaml ")
		if !strings.HasPrefix(e.Link, "https://") && !(ours && slices.Contains(scenario.Rows(), row)) {
			t.Errorf("%s: %s is no link, nor a row of scenarios/catalogue.yaml", name, e.Link)
		}
		if !slices.ContainsFunc(written, func(s scenario.Scenario) bool { return matches(e, s) }) {
			t.Errorf("%s: there is no such scenario, or it has no such checkpoint", name)
		}
	}
}

// matches asks the entry itself, about a failure of the scenario that it would describe.
func matches(e known.Entry, s scenario.Scenario) bool {
	if e.Checkpoint != "" && !slices.ContainsFunc(s.Steps, func(s scenario.Step) bool { return s.Verb == "checkpoint" && s.Args[0] == e.Checkpoint }) {
		return false
	}
	r := result.Result{Scenario: s.ID, SDK: e.SDK + "=build.js", Player: e.Player, Claims: []result.Claim{{
		Name: e.Claim[0], Checkpoint: e.Checkpoint, Target: e.Target, Verdict: result.Failed, Evidence: []result.Evidence{{Kind: "any", Pass: result.Pass(e.Pass)}},
	}}}
	e.Evidence = nil
	known.List{e}.Apply(&r)
	return r.Claims[0].Verdict == result.Known
}
