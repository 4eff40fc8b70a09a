package shelf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"sync"

	"replaylab/lab/event"
	"replaylab/lab/serve/digest"
)

// extension is that of a session's file: JSON, one value to a line.
const extension = ".jsonl"

// ID is the name of a session on the shelf. Device and session may be any text, so it is made of
// neither.
func ID(device, session string) string {
	sum := sha256.Sum256([]byte(device + "\x00" + session))
	return hex.EncodeToString(sum[:12])
}

// A head is the first line of a file.
type head struct {
	Format  int    `json:"replaylab"` // 1
	Device  string `json:"device"`
	Session string `json:"session"`
}

// An entry is any other line: one upload.
type entry struct {
	At      int64             `json:"at"`    // when it came, in milliseconds since the epoch
	Bytes   int               `json:"bytes"` // of the request's body, as sent
	Library string            `json:"library,omitempty"`
	Broken  int               `json:"broken,omitempty"` // events that were left out since they cannot be parsed
	Copies  int               `json:"copies,omitempty"` // events that were left out since an earlier upload had them
	Events  []json.RawMessage `json:"events"`
}

// A book is one session.
type book struct {
	path string

	mu      sync.Mutex
	size    int64         // bytes of the file that are whole lines
	changed chan struct{} // closed and replaced when there are more
	summary Summary
	digest  *digest.Digest  // nil when cold
	seen    map[uint64]bool // events of earlier uploads, when warm
}

var seed = maphash.MakeSeed()

func (b *book) append(u event.Upload) error {
	if err := b.heat(); err != nil {
		return err
	}
	e := entry{At: u.At.UnixMilli(), Bytes: len(u.Body), Library: u.Header.Get("X-Client-Library")}
	var events []event.Event
	var hashes []uint64
	for _, raw := range u.Events {
		parsed, err := event.Parse(raw)
		if err != nil || !(parsed.Timestamp >= 0 && parsed.Timestamp <= latest) {
			e.Broken++
			continue
		}
		var text bytes.Buffer // as the file will have it
		if err := json.Compact(&text, raw); err != nil {
			return err
		}
		hash := maphash.Bytes(seed, text.Bytes())
		if b.seen[hash] {
			e.Copies++
			continue
		}
		events, hashes, e.Events = append(events, parsed), append(hashes, hash), append(e.Events, text.Bytes())
	}
	if len(events) == 0 {
		return nil
	}
	text, err := b.text(e)
	if err != nil {
		return err
	}
	if err := write(b.path, b.size, text); err != nil {
		return err
	}
	for _, h := range hashes {
		b.seen[h] = true
	}
	b.size += int64(len(text))
	b.learn(e, events)
	close(b.changed)
	b.changed = make(chan struct{})
	return nil
}

// latest is the last moment that browsers know.
const latest = 8.64e15

// text is what an entry adds to the file.
func (b *book) text(e entry) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text) // compact, so that each value has one line
	enc.SetEscapeHTML(false)
	if b.size == 0 {
		if err := enc.Encode(head{1, b.summary.Device, b.summary.Session}); err != nil {
			return nil, err
		}
	}
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

// write puts text at the end of a file that has size bytes. Of what could be written in part nothing
// stays. Nothing is synced: what a killed process has written is there, and only a machine that fails
// loses it.
func write(path string, size int64, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(text, size); err != nil {
		return errors.Join(err, f.Truncate(size), f.Close())
	}
	return f.Close()
}

// learn takes in what an upload says of the session.
func (b *book) learn(e entry, events []event.Event) {
	s := &b.summary
	for _, ev := range events {
		for _, m := range b.digest.Add(s.Events, ev) {
			s.mark(m)
		}
		s.time(ev.Timestamp)
		s.Events++
	}
	s.Uploads++
	s.Bytes += int64(e.Bytes)
	s.Broken += e.Broken
	s.Received = e.At
	if e.Library != "" {
		s.Library = e.Library
	}
}

// heat reads the file, unless what is in it is known.
func (b *book) heat() error {
	if b.digest != nil {
		return nil
	}
	fresh := Summary{ID: b.summary.ID, Device: b.summary.Device, Session: b.summary.Session}
	b.summary, b.digest, b.seen = fresh, &digest.Digest{}, map[uint64]bool{}
	if b.size == 0 {
		return nil
	}
	f, err := os.Open(b.path)
	if err != nil {
		b.digest = nil
		return err
	}
	defer f.Close()
	for lines := newLines(f, b.size); ; {
		e, events, err := lines.entry()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, errLine):
			b.summary.Unreadable++
		case err != nil:
			b.digest = nil
			return fmt.Errorf("read %s: %w", b.path, err)
		default:
			for _, ev := range events {
				b.seen[maphash.Bytes(seed, ev.Raw)] = true
			}
			b.learn(e, events)
		}
	}
}

// cool forgets what only the next upload needs, and keeps the summary beside the file.
func (b *book) cool() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.digest == nil {
		return
	}
	b.digest, b.seen = nil, nil
	if b.size > 0 {
		b.keepSummary() // it can be made again
	}
}
