package reports

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// latest is the name, among the results folders, of the newest of them.
const latest = "latest"

// symlink is os.Symlink, or what a test puts in its place.
var symlink = os.Symlink

// Latest points out/latest at the newest run in the folder out: a relative symbolic link, so that
// the folder may be moved, and where there are no links a file with the name of the run's folder.
// Newest is the run that started last; writing an old run's report again does not change it.
func Latest(out string) error {
	name, err := newest(out)
	if err != nil {
		return fmt.Errorf("find the newest run: %w", err)
	}
	path, grown := filepath.Join(out, latest), besides(out, latest)
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return fmt.Errorf("point %s at %s: it is a folder; move it away", path, name)
	}
	if symlink(name, grown) == nil {
		if os.Rename(grown, path) == nil {
			return nil
		}
		_ = os.Remove(grown)
	}
	return replaceFile(out, latest, []byte(name+"\n"))
}

// newest is the name of the folder in out whose run started last. Folders without a run, such as
// that of a run still under way, do not count.
func newest(out string) (string, error) {
	entries, err := os.ReadDir(out)
	if err != nil {
		return "", err
	}
	var name string
	var at time.Time
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		started, ok := started(filepath.Join(out, e.Name(), RunFile))
		if ok && (name == "" || !started.Before(at)) {
			name, at = e.Name(), started
		}
	}
	if name == "" {
		return "", fmt.Errorf("no folder in %s has a %s", out, RunFile)
	}
	return name, nil
}

// started is when a run started. It reads as far as that field, since what follows may be large.
func started(path string) (at time.Time, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return at, false
	}
	defer f.Close()
	d := json.NewDecoder(f)
	if _, err := d.Token(); err != nil {
		return at, false
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return at, false
		}
		if name == "started" {
			return at, d.Decode(&at) == nil
		}
		var other json.RawMessage
		if d.Decode(&other) != nil {
			return at, false
		}
	}
	return at, false
}
