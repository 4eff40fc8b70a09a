// Package store keeps recordings and requests as files, and reads recordings back, also those of
// other tools. A file holds what was uploaded and nothing of the lab's own.
package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/klauspost/compress/zstd"

	"replaylab/lab/event"
)

// Write keeps the events of a recording in a file, by custom named *.rrweb.json.zst: a JSON array with
// one event to a line, every field as it was uploaded, compressed by zstd. It makes the folders that
// are missing. The file is there in full or not at all; one that was there is replaced.
func Write(path string, r event.Recording) error {
	err := atomically(path, func(w io.Writer) error {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		if err := writeEvents(z, r.Events); err != nil {
			return errors.Join(err, z.Close())
		}
		return z.Close()
	})
	if err != nil {
		return fmt.Errorf("write the recording %s: %w", path, err)
	}
	return nil
}

func writeEvents(w io.Writer, events []event.Event) error {
	var line bytes.Buffer
	line.WriteString("[")
	for i, e := range events {
		if i > 0 {
			line.WriteByte(',')
		}
		line.WriteByte('\n')
		if _, err := event.Parse(e.Raw); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		// A line break in valid JSON is white space between its parts.
		if bytes.ContainsAny(e.Raw, "\r\n") {
			_ = json.Compact(&line, e.Raw)
		} else {
			line.Write(e.Raw)
		}
		if _, err := line.WriteTo(w); err != nil {
			return err
		}
	}
	line.WriteString("\n]\n")
	_, err := line.WriteTo(w)
	return err
}

// atomically lets fill write a file under another name in the same folder, and gives it its own name
// at the end. On an error nothing of it is left.
func atomically(path string, fill func(io.Writer) error) (err error) {
	folder := filepath.Dir(path)
	defer func() {
		if hint := advice(err); hint != "" {
			err = fmt.Errorf("%w: %s", err, hint)
		}
	}()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".writing-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// advice says what to do about an error, if there is something.
func advice(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some space there, or choose a folder on another disk"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "make the folder writable, or choose another"
	case errors.Is(err, syscall.ENOTDIR):
		return "a part of the path is a file; choose another folder"
	case errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		return "a folder has that name; remove it or choose another name"
	}
	return ""
}
