package shelf_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"replaylab/lab/serve/shelf"
)

func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	dir := t.TempDir()
	s, _ := open(t, dir)
	defer s.Close()
	path := filepath.Join(dir, "sessions", shelf.ID("d", "1")+".jsonl")
	if err := os.Symlink("/dev/full", path); err != nil {
		t.Fatal(err)
	}
	err := s.Append(context.Background(), upload("d", "1", 10))
	if err == nil || !strings.Contains(err.Error(), "no space left on device") || !strings.Contains(err.Error(), "free some space there") {
		t.Errorf("error %v", err)
	}
	if _, ok := s.Get(shelf.ID("d", "1")); ok {
		t.Error("there is a session of which nothing was written")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	add(t, s, upload("d", "1", 10)) // the SDK tries again
	want(t, "events", times(t, s, shelf.ID("d", "1"), 0), []float64{10})
}

func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := shelf.Open(filepath.Join(file, "below"))
	if err == nil || !strings.Contains(err.Error(), "a part of the path is a file; choose another folder") {
		t.Errorf("error %v", err)
	}
	if os.Getuid() == 0 {
		return // whom no permission stops
	}
	closed := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, _, err := shelf.Open(closed); err == nil || !strings.Contains(err.Error(), "make the folder writable") {
		t.Errorf("error %v", err)
	}
}
