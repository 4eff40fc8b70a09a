package store

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/zstd"

	"replaylab/lab/event"
)

// Reader reads recordings. The zero value works.
type Reader struct {
	Limit int64 // bytes that a file may hold, uncompressed; zero means 1 GiB
}

// Read reads a recording with the default limit.
func Read(path string) (event.Recording, error) { return Reader{}.Read(path) }

// Read reads a file of events, whoever wrote it. It may be compressed by zstd or gzip, whatever it is
// called. It holds a JSON array of events, or an object with such an array as its "events", or one
// event to a line; each event is an object, a string with the text of one, or in the packed form of
// old SDKs.
//
// A file knows only events: the recording has no ids, each event's Index is its place in the file, and
// events that were out of order there are put in order and counted in Late. An event that cannot be
// parsed is an error. Errors name the file, and the byte or the event that is wrong.
func (r Reader) Read(path string) (event.Recording, error) {
	f, err := os.Open(path)
	if err != nil {
		return event.Recording{}, fmt.Errorf("read a recording: %w", err)
	}
	defer f.Close()
	limit := cmp.Or(r.Limit, 1<<30)
	text, err := inflate(f, limit)
	if err != nil {
		return event.Recording{}, fmt.Errorf("read the recording %s: %w", path, err)
	}
	rec, err := decode(text, limit)
	if err != nil {
		return event.Recording{}, fmt.Errorf("read the recording %s: %w", path, err)
	}
	return rec, nil
}

// inflate reads all, by its first bytes either compressed or not.
func inflate(f io.Reader, limit int64) ([]byte, error) {
	in := bufio.NewReader(f)
	magic, _ := in.Peek(4)
	var src io.Reader = in
	form := ""
	switch {
	case bytes.HasPrefix(magic, []byte{0x28, 0xB5, 0x2F, 0xFD}):
		// A window of 128 MiB is the largest that zstd itself makes by default.
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
		defer z.Close()
		src, form = z, "zstd: "
	case bytes.HasPrefix(magic, []byte{0x1F, 0x8B}):
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		src, form = z, "gzip: "
	}
	text, err := io.ReadAll(io.LimitReader(src, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%safter %d bytes of text: %w", form, len(text), err)
	case int64(len(text)) > limit:
		return nil, fmt.Errorf("it holds more than the %d bytes that are allowed", limit)
	}
	return text, nil
}

// decode reads the text of a file.
func decode(text []byte, limit int64) (event.Recording, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	events, err := elements(text, event.Limits{Events: math.MaxInt, Unpacked: int(limit)})
	if err != nil {
		return event.Recording{}, err
	}
	recordings := event.Assemble([]event.Upload{{Kind: "replay", Events: events}})
	if len(recordings) == 0 {
		return event.Recording{}, nil
	}
	rec := recordings[0]
	rec.Uploads = nil
	if len(rec.Broken) > 0 {
		return event.Recording{}, fmt.Errorf("event %d: %s", rec.Broken[0].Index, rec.Broken[0].Reason)
	}
	return rec, nil
}

// elements finds out in which form text holds events.
func elements(text []byte, limits event.Limits) ([]json.RawMessage, error) {
	start := bytes.TrimLeft(text, " \t\r\n")
	if len(start) == 0 {
		return nil, fmt.Errorf("it is empty")
	}
	switch start[0] {
	case '[':
		return event.UnpackAll(text, limits)
	case '"':
		return event.UnpackLines(text, limits)
	case '{':
		if _, err := event.Parse(text); err == nil {
			return []json.RawMessage{text}, nil
		}
		line, rest, _ := bytes.Cut(start, []byte("\n"))
		if json.Valid(line) && len(bytes.TrimSpace(rest)) > 0 {
			return event.UnpackLines(text, limits)
		}
		body, err := event.ReadBody(text, limits)
		return body.Events, err
	}
	return nil, fmt.Errorf("it starts with %q; want an array of events, an object with events, or one event to a line", start[:min(len(start), 12)])
}
