package trust_test

import (
	"strings"
	"testing"

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
		code, err := capture.Patched(d.Source)
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
