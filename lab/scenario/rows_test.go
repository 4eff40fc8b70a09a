package scenario_test

import (
	"slices"
	"testing"

	"replaylab/lab/scenario"
)

func TestRows(t *testing.T) {
	rows := scenario.Rows()
	if len(rows) != 162+114 {
		t.Errorf("%d rows, want the 162 of FIDELITY.md and the 114 of CONTRACT.md", len(rows))
	}
	if sorted := slices.Sorted(slices.Values(rows)); len(slices.Compact(sorted)) != len(rows) {
		t.Error("a row is there twice")
	}
	for _, row := range []string{"A1", "A37", "C17", "I18", "contract:1", "contract:97", "contract:120"} {
		if !slices.Contains(rows, row) {
			t.Errorf("%s is missing", row)
		}
	}
	for _, row := range []string{"A3", "C3", "C72", "I8", "I19", "contract:75", "contract:118", "contract:121", "J1"} {
		if slices.Contains(rows, row) {
			t.Errorf("%s is not a row", row)
		}
	}
}

func TestCoverage(t *testing.T) {
	cover := scenario.Coverage([]scenario.Scenario{
		{ID: "b/b", Covers: []string{"A1", "contract:72"}},
		{ID: "a/a", Covers: []string{"A1"}},
		{ID: "a/a", Covers: []string{"A1"}},
	})
	if len(cover) != len(scenario.Rows()) {
		t.Errorf("%d rows, want all", len(cover))
	}
	if got := cover["A1"]; !slices.Equal(got, []string{"a/a", "b/b"}) {
		t.Errorf("A1 is covered by %q", got)
	}
	if ids, ok := cover["A2"]; !ok || len(ids) > 0 {
		t.Errorf("A2 is covered by %q, %t", ids, ok)
	}
}
