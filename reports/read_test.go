package reports_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"replaylab/reports"
)

func TestReadGivesBackWhatWriteWrote(t *testing.T) {
	dir := t.TempDir()
	run := sampleRun(len(scenarios))
	if err := reports.Write(dir, run, reports.Options{}); err != nil {
		t.Fatal(err)
	}
	want := throughJSON(t, run)
	for _, path := range []string{dir, filepath.Join(dir, reports.RunFile)} {
		got, err := reports.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("Read(%s) is not what was written", path)
		}
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"newer":     {`{"schema": 99, "results": "another shape"}`, "its schema is 99 and this replaylab reads 1: update replaylab"},
		"no schema": {`{"results": []}`, "no schema number, so it is not a run.json of replaylab"},
		"cut short": {`{"schema": 1, "results": [{"scen`, "if the run was cut short, run it again"},
		"no JSON":   {`<html>`, "not a whole run.json"},
		"wrong":     {`{"schema": 1, "wall_ms": "long"}`, "wall_ms"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, reports.RunFile, []byte(c.content))
			if _, err := reports.Read(dir); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want it to say %q", err, c.want)
			}
		})
	}
	if _, err := reports.Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "so it is not a results folder") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := reports.Read(filepath.Join(t.TempDir(), "gone")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a path that is not there: %v", err)
	}
}
