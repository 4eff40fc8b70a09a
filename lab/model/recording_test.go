package model_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

// recording reads testdata/name.json, a list of events.
func recording(t testing.TB, name string) []event.Event {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(data, &raws); err != nil {
		t.Fatal(err)
	}
	events := make([]event.Event, len(raws))
	for i, raw := range raws {
		if events[i], err = event.Parse(raw); err != nil {
			t.Fatal(err)
		}
	}
	return events
}

// names lists the recordings in testdata.
func names(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in testdata: %v", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".json")
	}
	return files
}

// TestLivePages holds the model against real pages: at the end of each recording it must have what
// the page had. testdata/README.md says how they were made.
func TestLivePages(t *testing.T) {
	for _, name := range names(t) {
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join("testdata", name+".live"))
			if err != nil {
				t.Fatal(err)
			}
			events := recording(t, name)
			tree, problems := model.At(events, events[len(events)-1].Timestamp)
			for _, p := range problems {
				if !p.Benign {
					t.Errorf("event %d (%s): %s", p.Index, p.Event, p.Reason)
				}
			}
			if got := outline(tree.Root); got != string(want) {
				t.Errorf("the model is not the page\n%s", lineDiff(got, string(want)))
			}
		})
	}
}

// lineDiff shows where two outlines part.
func lineDiff(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	rest := func(lines []string) string { return strings.Join(lines[min(i, len(lines)):min(i+6, len(lines))], "\n") }
	return "model:\n" + rest(g) + "\npage:\n" + rest(w)
}
