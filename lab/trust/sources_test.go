package trust_test

import (
	"strings"
	"testing"

	"replaylab/lab/scenario"
	"replaylab/lab/trust"
	"replaylab/sdkbundle"
	"replaylab/sdkbundle/capture"
)

// Every patch fits the source as it is now, and what comes of it is a script other than the sound one and
// than any other.
func TestSourcesApply(t *testing.T) {
	sound, err := capture.Script()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{sound: "the SDK without a defect"}
	for _, d := range trust.Sources() {
		if d.Place() != trust.InSource || d.SDK != "" {
			t.Errorf("%s is planted in the %s of %q", d.Name, d.Place(), d.SDK)
		}
		if !strings.HasPrefix(d.Name, "source-") {
			t.Errorf("%s: the name does not say that it is a defect of the source", d.Name)
		}
		bundle := capture.Patched
		if strings.HasPrefix(d.Scenario, "plugin/") {
			bundle = capture.PatchedPlugin
		}
		code, err := bundle(d.Source)
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
			continue
		}
		if same := seen[code]; same != "" {
			t.Errorf("%s makes the same script as %s", d.Name, same)
		}
		seen[code] = d.Name
	}
}

// The defects of the source alone put every claim and every table of FIDELITY.md to the test.
func TestSourcesCoverAll(t *testing.T) {
	claims, tables := map[string]int{}, map[string]int{}
	for _, d := range trust.Sources() {
		claims[d.Caught.Claim]++
		tables[d.Section]++
	}
	if n := len(trust.Sources()); n < 80 {
		t.Errorf("%d defects of the source, want at least 80", n)
	}
	for _, section := range sections {
		if tables[section] < 3 {
			t.Errorf("table %s of FIDELITY.md has %d defects of the source, want 3", section, tables[section])
		}
	}
	for _, c := range scenario.Claims() {
		if claims[c.Name] == 0 {
			t.Errorf("the claim %q has no defect of the source", c.Name)
		}
	}
}

// A patch that no longer fits ends it all before a browser is started, and says which it is.
func TestPatchOfAnotherSource(t *testing.T) {
	stale := trust.Sources()[0]
	stale.Source = sdkbundle.Patch{File: "record/walk.ts", Old: "no such text", New: "x"}
	_, err := trust.Run(t.Context(), trust.Config{Defects: []trust.Defect{stale}, Scenarios: suite(t)})
	for _, want := range []string{stale.Name, "record/walk.ts", "the source has changed, so write the patch anew"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
}
