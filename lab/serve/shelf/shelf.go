// Package shelf keeps the sessions of many visitors in a folder and finds them again. Each session is
// one file, to which uploads are appended; what has been answered with success is in it, whatever
// happens to the process.
package shelf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"replaylab/lab/event"
)

// Shelf is an open folder. Its methods may be called from several goroutines at the same time.
type Shelf struct {
	dir  string
	lock *os.File

	mu    sync.Mutex
	books map[string]*book
	warm  []*book // those that know what they hold, the one appended to last at the end
}

// warmest is how many sessions are held in memory for the next upload. One that is not is read again
// from its file.
const warmest = 64

// Open opens a folder, which it makes if there is none. One process at a time may have it open. The
// notes say what was found broken there and what was done about it.
func Open(dir string) (s *Shelf, notes []string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open the folder of recordings %s: %w", dir, advised(err))
		}
	}()
	sessions := filepath.Join(dir, "sessions")
	if err := os.MkdirAll(sessions, 0o700); err != nil {
		return nil, nil, err
	}
	s = &Shelf{dir: sessions, books: map[string]*book{}}
	if s.lock, err = lock(filepath.Join(dir, "lock")); err != nil {
		return nil, nil, err
	}
	names, err := filepath.Glob(filepath.Join(sessions, "*"+extension))
	if err != nil {
		return nil, nil, errors.Join(err, s.lock.Close())
	}
	for _, name := range names {
		b, said, err := find(name)
		notes = append(notes, said...)
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s is left out: %v", name, err))
		} else if b != nil {
			s.books[b.summary.ID] = b
		}
	}
	return s, notes, nil
}

// Append keeps the events of an upload. What is no upload of a recording, or was refused, is not
// kept. Events that an earlier upload of the session has delivered are left out.
func (s *Shelf) Append(ctx context.Context, u event.Upload) error {
	if u.Kind != "replay" || u.Problem != "" || len(u.Events) == 0 {
		return nil
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	b := s.book(u.DeviceID, u.SessionID)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.append(u); err != nil {
		return fmt.Errorf("append to %s: %w", b.path, advised(err))
	}
	return nil
}

// book is the session's, which is put among the warm ones.
func (s *Shelf) book(device, session string) *book {
	id := ID(device, session)
	s.mu.Lock()
	b := s.books[id]
	if b == nil {
		b = &book{path: filepath.Join(s.dir, id+extension), changed: make(chan struct{})}
		b.summary = Summary{ID: id, Device: device, Session: session}
		s.books[id] = b
	}
	s.warm = append(slices.DeleteFunc(s.warm, func(o *book) bool { return o == b }), b)
	var coldest *book
	if len(s.warm) > warmest {
		coldest = s.warm[0]
		s.warm = slices.Delete(s.warm, 0, 1)
	}
	s.mu.Unlock()
	if coldest != nil {
		coldest.cool()
	}
	return b
}

// Get is what is known of a session.
func (s *Shelf) Get(id string) (Summary, bool) {
	b := s.known(id)
	if b == nil {
		return Summary{}, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.summary.clone(), b.size > 0
}

func (s *Shelf) known(id string) *book {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.books[id]
}

// all is every session that has events, newest first.
func (s *Shelf) all() []Summary {
	s.mu.Lock()
	books := make([]*book, 0, len(s.books))
	for _, b := range s.books {
		books = append(books, b)
	}
	s.mu.Unlock()
	list := make([]Summary, 0, len(books))
	for _, b := range books {
		b.mu.Lock()
		if b.size > 0 {
			list = append(list, b.summary)
		}
		b.mu.Unlock()
	}
	slices.SortFunc(list, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(b.Began, a.Began), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Close keeps what was found out about the sessions, so that the next Open is quick.
func (s *Shelf) Close() error {
	s.mu.Lock()
	warm := s.warm
	s.warm = nil
	s.mu.Unlock()
	for _, b := range warm {
		b.cool()
	}
	return s.lock.Close()
}
