package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"replaylab/lab/result"
)

// Read reads a run from its results folder, from its run.json, or from the "latest" that Latest
// made. A run of another schema is refused, since its fields may mean something else.
func Read(path string) (*result.Run, error) {
	path, err := runFile(path)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the run: %w", err)
	}
	var head struct{ Schema int }
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("read %s: it is not a whole run.json (%w); if the run was cut short, run it again", path, err)
	}
	switch {
	case head.Schema <= 0:
		return nil, fmt.Errorf("read %s: it has no schema number, so it is not a run.json of replaylab", path)
	case head.Schema > result.Schema:
		return nil, fmt.Errorf("read %s: its schema is %d and this replaylab reads %d: update replaylab", path, head.Schema, result.Schema)
	case head.Schema < result.Schema:
		return nil, fmt.Errorf("read %s: its schema is %d and this replaylab reads %d: run the scenarios again, or use the replaylab that wrote it", path, head.Schema, result.Schema)
	}
	var run result.Run
	if err := json.Unmarshal(data, &run); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return &run, nil
}

// runFile finds the run.json that a person means by path.
func runFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("read the run: %w", err)
	}
	if target, ok := pointer(path); ok && !info.IsDir() {
		path = filepath.Join(filepath.Dir(path), target)
		if info, err = os.Stat(path); err != nil {
			return "", fmt.Errorf("read the latest run: %w; it may have been removed", err)
		}
	}
	if !info.IsDir() {
		return path, nil
	}
	file := filepath.Join(path, RunFile)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the run: %s has no %s, so it is not a results folder", path, RunFile)
	}
	return file, nil
}

// pointer reads the small file that stands for a symbolic link where there are none.
func pointer(path string) (string, bool) {
	if filepath.Base(path) != latest {
		return "", false
	}
	data, err := os.ReadFile(path)
	target := strings.TrimSpace(string(data))
	return target, err == nil && filepath.IsLocal(target)
}
