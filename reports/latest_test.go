package reports_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"replaylab/lab/result"
	"replaylab/reports"
)

// runs makes a folder with a results folder for each name, each run a minute after the one before.
func runs(t *testing.T, names ...string) string {
	t.Helper()
	out := t.TempDir()
	for i, name := range names {
		dir := filepath.Join(out, name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		run := &result.Run{Tool: name, Started: started.Add(time.Duration(i) * time.Minute)}
		if err := reports.Write(dir, run, reports.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestLatestFollowsTheNewestRun(t *testing.T) {
	out := runs(t, "z-first", "a-second")
	put(t, out, "unfinished/shot.png", nil)
	put(t, out, "broken/run.json", []byte("{"))
	put(t, out, "run.json", []byte("not a folder"))
	for range 2 { // the second time it is there already, and does not count itself
		if err := reports.Latest(out); err != nil {
			t.Fatal(err)
		}
		if to, err := os.Readlink(filepath.Join(out, "latest")); err != nil || to != "a-second" {
			t.Fatalf("latest is %q, %v", to, err)
		}
	}
	run, err := reports.Read(filepath.Join(out, "latest"))
	if err != nil || run.Tool != "a-second" {
		t.Errorf("reading through latest: %v, %v", run, err)
	}
	if left, _ := filepath.Glob(filepath.Join(out, ".latest*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestLatestWithoutSymbolicLinks(t *testing.T) {
	t.Cleanup(reports.WithoutLinks(errors.New("no links on this disk")))
	out := runs(t, "first", "second")
	if err := reports.Latest(out); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(out, "latest")); err != nil || string(data) != "second\n" {
		t.Fatalf("latest has %q, %v", data, err)
	}
	run, err := reports.Read(filepath.Join(out, "latest"))
	if err != nil || run.Tool != "second" {
		t.Errorf("reading through latest: %v, %v", run, err)
	}
}

func TestLatestSaysWhatIsInTheWay(t *testing.T) {
	if err := reports.Latest(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no folder in") {
		t.Errorf("an empty folder: %v", err)
	}
	out := runs(t, "first", "latest")
	if err := reports.Latest(out); err == nil || !strings.Contains(err.Error(), "it is a folder; move it away") {
		t.Errorf("a real folder named latest: %v", err)
	}
}
