package store

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"replaylab/lab/event"
)

// WriteUpload keeps one request in a folder, which it makes if there is none, and gives the file's
// path. The file is named for number and kind, such as 007-replay.http or 008-stray.http, and reads as
// the request did: its line, its headers in order of their names, an empty line, and the body byte for
// byte, still compressed. A chunked body is kept without its chunks.
func WriteUpload(folder string, u event.Upload) (path string, err error) {
	path = filepath.Join(folder, fmt.Sprintf("%03d-%s.http", u.Seq, kind(u)))
	err = atomically(path, func(w io.Writer) error {
		if _, err := fmt.Fprintf(w, "%s %s HTTP/1.1\r\n", oneLine.Replace(u.Method), oneLine.Replace(u.URL)); err != nil {
			return err
		}
		if err := u.Header.Write(w); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\r\n"); err != nil {
			return err
		}
		_, err := w.Write(u.Body)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("write request %d to %s: %w", u.Seq, path, err)
	}
	return path, nil
}

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// kind is the request's kind as a part of a file name.
func kind(u event.Upload) string {
	if u.Kind == "" {
		return "stray"
	}
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, u.Kind)
}

// Folder keeps every request of one visit as it arrives, as WriteUpload does. Each visit needs a
// folder of its own, since names repeat from visit to visit.
type Folder struct{ Path string }

// Append keeps one request.
func (f Folder) Append(ctx context.Context, u event.Upload) error {
	if err := context.Cause(ctx); err != nil {
		return fmt.Errorf("write request %d to %s: %w", u.Seq, f.Path, err)
	}
	_, err := WriteUpload(f.Path, u)
	return err
}
