package reports_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"replaylab/lab/result"
	"replaylab/reports"
)

var (
	keep  = flag.String("sample", "", "write the sample's report into this folder and keep it")
	large = flag.Int("scenarios", len(scenarios), "scenarios of the sample that -sample writes")
	alone = flag.Bool("alone", false, "write the sample of -sample as a single file")
)

// TestSample writes a report for a person to look at:
//
//	go test ./reports -run TestSample -sample /tmp/report
func TestSample(t *testing.T) {
	dir := *keep
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	run := sampleRun(*large)
	shots(t, dir, run)
	if err := reports.Write(dir, run, reports.Options{SingleFile: *alone}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{reports.RunFile, reports.JUnitFile, reports.PageFile} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d kB", name, info.Size()/1000)
	}
	if *keep != "" {
		if err := reports.Summary(os.Stdout, run, reports.SummaryOptions{Screen: reports.ScreenOf(os.Stdout), Folder: dir}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // the second time over the first
		if err := reports.Write(dir, sampleRun(3), reports.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("the folder has %v, want the three reports", entries)
	}
}

func TestWriteStampsTheSchema(t *testing.T) {
	dir := t.TempDir()
	run := &result.Run{}
	if err := reports.Write(dir, run, reports.Options{}); err != nil {
		t.Fatal(err)
	}
	if run.Schema != 0 {
		t.Error("the caller's run was changed")
	}
	if _, err := reports.Read(dir); err != nil {
		t.Error(err)
	}
}

func TestWriteSaysWhatToDo(t *testing.T) {
	if err := reports.Write(filepath.Join(t.TempDir(), "gone"), &result.Run{}, reports.Options{}); err == nil || !strings.Contains(err.Error(), "must exist before") {
		t.Errorf("no folder: %v", err)
	}
	dir := t.TempDir()
	put(t, dir, "file", nil)
	if err := reports.Write(filepath.Join(dir, "file"), &result.Run{}, reports.Options{}); err == nil || !strings.Contains(err.Error(), "is a file; name a results folder") {
		t.Errorf("a file: %v", err)
	}
	// A folder in place of one report must not keep the others from being written.
	if err := os.MkdirAll(filepath.Join(dir, reports.JUnitFile, "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := reports.Write(dir, &result.Run{}, reports.Options{}); err == nil || !strings.Contains(err.Error(), "write "+filepath.Join(dir, reports.JUnitFile)) {
		t.Errorf("a folder in the way: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, reports.PageFile)); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestAdvice(t *testing.T) {
	for err, want := range map[error]string{
		&fs.PathError{Op: "write", Err: syscall.ENOSPC}: "free some space",
		&fs.PathError{Op: "open", Err: syscall.EACCES}:  "allow writing there",
		&fs.PathError{Op: "open", Err: syscall.EROFS}:   "allow writing there",
		&fs.PathError{Op: "open", Err: syscall.EISDIR}:  "",
	} {
		if got := reports.Advice(err); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("advice for %v is %q", err, got)
		}
	}
}
