// Package reports shows a run to people and to machines: run.json, JUnit XML, a page for the
// browser, and words for the terminal. Each is a view of result.Run; nothing is judged here.
package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"replaylab/lab/result"
)

// The files that Write makes. Evidence lies beside them, where the run put it.
const (
	RunFile   = "run.json"
	JUnitFile = "junit.xml"
	PageFile  = "index.html"
)

// Options says how to write a report.
type Options struct {
	// SingleFile puts the screenshots into index.html, so that the page can be sent alone. Raw
	// uploads and recordings stay where they are.
	SingleFile bool
}

// Write writes the reports of a run into its results folder, which must exist and hold the
// evidence that the run names. Each file appears whole or not at all, and one that cannot be
// written does not keep the others from being written.
func Write(dir string, run *result.Run, o Options) error {
	if info, err := os.Stat(dir); err != nil {
		return fmt.Errorf("write the report: %w; the results folder must exist before", err)
	} else if !info.IsDir() {
		return fmt.Errorf("write the report: %s is a file; name a results folder", dir)
	}
	stamped := *run
	if stamped.Schema == 0 {
		stamped.Schema = result.Schema
	}
	return errors.Join(
		write(dir, RunFile, func() ([]byte, error) { return encode(&stamped) }),
		write(dir, JUnitFile, func() ([]byte, error) { return JUnit(&stamped) }),
		write(dir, PageFile, func() ([]byte, error) { return Page(dir, &stamped, o) }),
	)
}

func write(dir, name string, content func() ([]byte, error)) error {
	data, err := content()
	if err != nil {
		return fmt.Errorf("build %s: %w", name, err)
	}
	return replaceFile(dir, name, data)
}

// encode is the run as run.json has it: indented, so that it can be read and compared.
func encode(run *result.Run) ([]byte, error) {
	data, err := json.MarshalIndent(run, "", " ")
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}
