package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"replaylab/sdkbundle/capture"
)

// runSDKWrite writes the reference SDK into a folder, as a package that an application can import.
func runSDKWrite(out io.Writer, dir string) error {
	files, err := capture.Package()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write the SDK: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(files[name]), 0o644); err != nil {
			return fmt.Errorf("write the SDK: %w", err)
		}
		if _, err := fmt.Fprintf(out, "%8d %s\n", len(files[name]), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
