package store

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk that is full is a write that fails midway.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.zst")
	err := atomically(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	})
	if err == nil || !strings.Contains(err.Error(), "no space left on device: free some space there") {
		t.Errorf("error %v", err)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 0 {
		t.Errorf("files left: %v", entries)
	}
}
