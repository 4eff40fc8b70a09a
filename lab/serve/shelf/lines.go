package shelf

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"replaylab/lab/event"
)

// errLine is in the chain of an error about one line, after which the next can be read.
var errLine = errors.New("a line that cannot be read")

// lines reads a session's file up to a size that it had.
type lines struct {
	in   *bufio.Reader
	head bool // has been read
}

func newLines(f io.ReaderAt, size int64) *lines {
	return &lines{in: bufio.NewReaderSize(io.NewSectionReader(f, 0, size), 1<<16)}
}

// entry reads the next upload and its events.
func (l *lines) entry() (entry, []event.Event, error) {
	if !l.head {
		if _, err := l.in.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return entry{}, nil, err
		}
		l.head = true
	}
	line, err := l.in.ReadBytes('\n')
	if err != nil {
		return entry{}, nil, err // what comes after the last end of a line is not there yet
	}
	var e entry
	if err := json.Unmarshal(line, &e); err != nil {
		return entry{}, nil, fmt.Errorf("%w: %w", errLine, err)
	}
	events := make([]event.Event, 0, len(e.Events))
	for _, raw := range e.Events {
		parsed, err := event.Parse(raw)
		if err != nil {
			return entry{}, nil, fmt.Errorf("%w: %w", errLine, err)
		}
		events = append(events, parsed)
	}
	return e, events, nil
}

// find opens the book of a file. It cuts off what was being written when a process was killed, and
// reads the file if what is known of it is not of its present size. Of a file without one whole
// upload nothing is left.
func find(path string) (b *book, notes []string, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	size, err := whole(f, info.Size())
	if err != nil {
		return nil, nil, err
	}
	if size < info.Size() {
		notes = append(notes, fmt.Sprintf("%s: the last %d bytes, which were being written when the process ended, are dropped", path, info.Size()-size))
		if err := f.Truncate(size); err != nil {
			return nil, notes, err
		}
	}
	if size == 0 {
		return nil, notes, os.Remove(path)
	}
	var h head
	first, err := bufio.NewReader(io.NewSectionReader(f, 0, size)).ReadBytes('\n')
	if err != nil {
		return nil, notes, err
	}
	if err := json.Unmarshal(first, &h); err != nil || h.Format != 1 {
		return nil, notes, errors.New("its first line is not that of a session of this version")
	}
	b = &book{path: path, size: size, changed: make(chan struct{})}
	b.summary = Summary{ID: ID(h.Device, h.Session), Device: h.Device, Session: h.Session}
	if b.readSummary() {
		return b, notes, nil
	}
	if err := b.heat(); err != nil {
		return nil, notes, err
	}
	if n := b.summary.Unreadable; n > 0 {
		notes = append(notes, fmt.Sprintf("%s: %d lines cannot be read and are passed over", path, n))
	}
	b.cool()
	return b, notes, nil
}

// whole is the size up to and including the last end of a line.
func whole(f io.ReaderAt, size int64) (int64, error) {
	block := make([]byte, 1<<16)
	for end := size; end > 0; {
		from := max(0, end-int64(len(block)))
		part := block[:end-from]
		if _, err := f.ReadAt(part, from); err != nil && err != io.EOF {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return from + int64(i) + 1, nil
		}
		end = from
	}
	return 0, nil
}
