package shelf

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"replaylab/lab/serve/digest"
)

// A Chunk is what one upload brought.
type Chunk struct {
	From   int               `json:"from"`  // the number of its first event, counted from 0
	At     int64             `json:"at"`    // when it came, in milliseconds since the epoch
	Bytes  int               `json:"bytes"` // as sent
	Events []json.RawMessage `json:"events"`
	Marks  []digest.Mark     `json:"marks"` // what these events showed; also of events before them
}

// A Reader reads one session from its beginning, and on as more arrives. It is used by one goroutine.
type Reader struct {
	book   *book
	tail   *tail
	lines  *lines
	digest digest.Digest
	next   int // the number of the next event
	from   int
}

// Read opens a session from the event of that number on. It is an error that the session is unknown.
func (s *Shelf) Read(id string, from int) (*Reader, error) {
	b := s.known(id)
	if b == nil {
		return nil, fmt.Errorf("there is no session %.40q", id)
	}
	f, err := os.Open(b.path)
	if err != nil {
		return nil, fmt.Errorf("read the session: %w", err)
	}
	t := &tail{file: f}
	return &Reader{book: b, tail: t, from: from, lines: &lines{in: bufio.NewReaderSize(t, 1<<16)}}, nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.tail.file.Close() }

// Next is the next chunk, without events before the wanted number; io.EOF if there is none yet.
// Marks of events that came before are left out, too.
func (r *Reader) Next() (Chunk, error) {
	for {
		r.book.mu.Lock()
		size := r.book.size
		r.book.mu.Unlock()
		c, err := r.chunk(size)
		switch {
		case errors.Is(err, errLine):
		case err != nil:
			return Chunk{}, err
		case c.From+len(c.Events) > r.from:
			if skip := r.from - c.From; skip > 0 {
				c.From, c.Events = r.from, c.Events[skip:]
			}
			return c, nil
		}
	}
}

// Wait is Next, and waits for what has not come yet until ctx ends.
func (r *Reader) Wait(ctx context.Context) (Chunk, error) {
	for {
		r.book.mu.Lock()
		changed := r.book.changed // before looking, so that nothing is missed
		r.book.mu.Unlock()
		c, err := r.Next()
		if err != io.EOF {
			return c, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Chunk{}, context.Cause(ctx)
		}
	}
}

// chunk reads one line of a file that has size bytes.
func (r *Reader) chunk(size int64) (Chunk, error) {
	r.tail.size = size
	e, events, err := r.lines.entry()
	if err != nil {
		return Chunk{}, err
	}
	c := Chunk{From: r.next, At: e.At, Bytes: e.Bytes, Events: e.Events, Marks: []digest.Mark{}}
	for _, ev := range events {
		c.Marks = append(c.Marks, r.digest.Add(r.next, ev)...)
		r.next++
	}
	return c, nil
}

// A tail reads a file up to a size that may grow.
type tail struct {
	file     *os.File
	at, size int64
}

func (t *tail) Read(p []byte) (int, error) {
	if t.at >= t.size {
		return 0, io.EOF
	}
	n, err := t.file.ReadAt(p[:min(int64(len(p)), t.size-t.at)], t.at)
	t.at += int64(n)
	return n, err
}
