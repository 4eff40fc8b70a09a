// Package real_test fuzzes in a real Chromium. It is a package of its own because its tests take
// seconds and those of lab/fuzz do not.
package real_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/event"
	"replaylab/lab/fuzz"
	"replaylab/lab/ingest"
	"replaylab/lab/scenario"
	"replaylab/sdkbundle/npm"
)

// start opens a lab for one test.
func start(t *testing.T) fuzz.Config {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	dir, err := npm.DefaultDir()
	must(err)
	l := &lab.Lab{Cache: npm.Cache{Dir: filepath.Join(dir, "npm"), Log: os.Stderr}}
	for _, r := range []struct {
		role browser.Role
		use  **browser.Browser
	}{{browser.Live, &l.Live}, {browser.Replay, &l.Replay}} {
		found, err := browser.Require(ctx, r.role, "", dir, os.Stderr)
		must(err)
		sup := &browser.Supervisor{Found: found}
		*r.use = browser.Use(sup)
		t.Cleanup(func() { (*r.use).Close(); sup.Close() })
	}
	l.Ingest, err = ingest.Listen(ingest.Config{})
	must(err)
	t.Cleanup(func() { l.Ingest.Close() })
	sdk, err := build.SDK(ctx, l.Cache, "rrweb@2.2.2")
	must(err)
	player, err := build.Player(ctx, l.Cache, "rrweb@2.2.2")
	must(err)
	return fuzz.Config{Lab: l, SDK: sdk, Player: player, Seed: 1, Out: t.TempDir(), Workers: 2, For: 2 * time.Minute}
}

// deaf drops all changes of text from a recording.
func deaf(list []event.Upload) []event.Upload {
	for i := range list {
		list[i].Events = slices.Clone(list[i].Events)
		for k, raw := range list[i].Events {
			if !bytes.Contains(raw, []byte(`"texts":[{`)) {
				continue
			}
			var e, data map[string]json.RawMessage
			if json.Unmarshal(raw, &e) != nil || json.Unmarshal(e["data"], &data) != nil {
				continue
			}
			data["texts"] = json.RawMessage("[]")
			e["data"], _ = json.Marshal(data)
			list[i].Events[k], _ = json.Marshal(e)
		}
	}
	return list
}

func TestAPlantedFaultIsFoundAndShrunk(t *testing.T) {
	c := start(t)
	c.Programs, c.Only, c.Plant.Uploads = 30, "text", deaf
	ctx, enough := context.WithCancel(t.Context())
	defer enough()
	c.Progress = func(p fuzz.Progress) {
		if p.Distinct > 0 {
			enough()
		}
	}
	report, err := fuzz.Run(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Failures) == 0 {
		t.Fatalf("the fault was not found: %+v", report)
	}
	changes := []string{"data", "appendData", "insertData", "deleteData", "replaceData", "nodeValue", "splitText", "data twice", "normalize", "burst of texts"}
	for _, f := range report.Failures {
		operations := slices.DeleteFunc(slices.Clone(f.Sequence), func(name string) bool { return name == "next frame" })
		if last := operations[len(operations)-1]; len(operations) > 3 || !slices.Contains(changes, last) {
			t.Errorf("shrunk to %q", f.Sequence)
		}
		if f.Blame != "SDK" {
			t.Errorf("blame: %q", f.Blame)
		}
		data, err := os.ReadFile(f.File)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := scenario.Parse(f.File, data, lab.Language()); err != nil {
			t.Errorf("the file cannot be run: %v\n%s", err, data)
		}
	}
}
