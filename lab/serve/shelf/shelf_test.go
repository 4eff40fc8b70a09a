package shelf_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/serve/shelf"
)

func open(t *testing.T, dir string) (*shelf.Shelf, []string) {
	t.Helper()
	s, notes, err := shelf.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, notes
}

// upload has one meta event at each of these times.
func upload(device, session string, at ...int) event.Upload {
	u := event.Upload{Kind: "replay", DeviceID: device, SessionID: session, At: time.UnixMilli(5000), Body: []byte("12345"),
		Header: http.Header{"X-Client-Library": {"standalone/1"}}}
	for _, t := range at {
		u.Events = append(u.Events, json.RawMessage(fmt.Sprintf(`{"type":4, "timestamp":%d,"data":{"href":"https://x.test/%d","width":800,"height":600}}`, t, t)))
	}
	return u
}

func add(t *testing.T, s *shelf.Shelf, uploads ...event.Upload) {
	t.Helper()
	for _, u := range uploads {
		if err := s.Append(context.Background(), u); err != nil {
			t.Fatal(err)
		}
	}
}

// times are those of the events that a session has from a number on.
func times(t *testing.T, s *shelf.Shelf, id string, from int) (list []float64) {
	t.Helper()
	r, err := s.Read(id, from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for next := from; ; {
		c, err := r.Next()
		if err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		if c.From != next {
			t.Errorf("a chunk begins with event %d, want %d", c.From, next)
		}
		for _, raw := range c.Events {
			e, err := event.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, e.Timestamp)
		}
		next += len(c.Events)
	}
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A process that is killed closes nothing. What it answered is there, and of what it was writing
// nothing is.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	add(t, s, upload("d", "1", 10, 20), upload("d", "2", 30), upload("d", "1", 40))
	id := shelf.ID("d", "1")
	path := filepath.Join(dir, "sessions", id+".jsonl")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString(`{"at":1,"events":[{"type":4,"time`)
	_ = f.Close()
	copied := t.TempDir() // the lock of the dead process is gone
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}

	again, notes := open(t, copied)
	defer again.Close()
	if len(notes) != 1 || !strings.Contains(notes[0], "the last 33 bytes, which were being written") {
		t.Errorf("notes %q", notes)
	}
	want(t, "events", times(t, again, id, 0), []float64{10, 20, 40})
	want(t, "of the other", times(t, again, shelf.ID("d", "2"), 0), []float64{30})
	add(t, again, upload("d", "1", 20, 50)) // 20 comes again, since its answer was lost
	want(t, "events", times(t, again, id, 0), []float64{10, 20, 40, 50})
	m, _ := again.Get(id)
	if m.Events != 4 || m.Uploads != 3 || m.Began != 10 || m.Ended != 50 || m.Bytes != 15 || len(m.URLs) != 4 || m.Library != "standalone/1" {
		t.Errorf("summary %+v", m)
	}
}

// Only the head and a part of the first upload were written.
func TestKilledAtFirst(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sessions"), 0o700); err != nil {
		t.Fatal(err)
	}
	id := shelf.ID("d", "1")
	path := filepath.Join(dir, "sessions", id+".jsonl")
	if err := os.WriteFile(path, []byte("{\"replaylab\":1,\"device\":\"d\",\"session\":\"1\"}\n{\"at\""), 0o600); err != nil {
		t.Fatal(err)
	}
	s, notes := open(t, dir)
	defer s.Close()
	if len(notes) != 1 {
		t.Errorf("notes %q", notes)
	}
	add(t, s, upload("d", "1", 10))
	want(t, "events", times(t, s, id, 0), []float64{10})
}

func TestReopened(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	for i := range 70 { // more than are kept warm
		add(t, s, upload("d", fmt.Sprint(i), 10+i))
	}
	add(t, s, upload("d", "0", 5, 10))
	if _, _, err := shelf.Open(dir); err == nil || !strings.Contains(err.Error(), "another process has it open") {
		t.Errorf("opened twice: %v", err)
	}
	before, _ := s.Search(shelf.Query{Text: "x.test/5"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, notes := open(t, dir)
	defer s.Close()
	want(t, "notes", len(notes), 0)
	want(t, "events of the first, with a late one", times(t, s, shelf.ID("d", "0"), 0), []float64{10, 5})
	after, total := s.Search(shelf.Query{Text: "x.test/5"})
	want(t, "what is found", after, before)
	want(t, "how many", total, 11) // 5, 50 to 59
	list, total := s.Search(shelf.Query{})
	want(t, "how many in all", total, 70)
	want(t, "the newest", list[0].Session, "69")
}

// A line in the middle that cannot be read costs its upload and no other.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	add(t, s, upload("d", "1", 10), upload("d", "1", 20), upload("d", "1", 30))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	id := shelf.ID("d", "1")
	path := filepath.Join(dir, "sessions", id+".jsonl")
	data, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(data), "\n")
	lines[2] = "{]}\n"
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	s, notes := open(t, dir)
	defer s.Close()
	if len(notes) != 1 || !strings.Contains(notes[0], "1 lines cannot be read") {
		t.Errorf("notes %q", notes)
	}
	want(t, "events", times(t, s, id, 0), []float64{10, 30})
}

func TestFollowed(t *testing.T) {
	s, _ := open(t, t.TempDir())
	defer s.Close()
	add(t, s, upload("d", "1", 10, 20, 30))
	id := shelf.ID("d", "1")
	want(t, "from the middle of an upload", times(t, s, id, 1), []float64{20, 30})
	r, err := s.Read(id, 3)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx, cancel := context.WithCancel(t.Context())
	came := make(chan int)
	go func() {
		defer close(came)
		for {
			c, err := r.Wait(ctx)
			if err != nil {
				return
			}
			came <- c.From
		}
	}()
	for i := range 20 {
		add(t, s, upload("d", "1", 100+i))
		want(t, "the chunk", <-came, 3+i)
	}
	cancel()
	if from, ok := <-came; ok {
		t.Errorf("one more chunk, from %d", from)
	}
}

// What is refused, broken or no upload is not kept.
func TestNotKept(t *testing.T) {
	s, _ := open(t, t.TempDir())
	defer s.Close()
	for _, change := range []func(*event.Upload){
		func(u *event.Upload) { u.Kind = "interaction" },
		func(u *event.Upload) { u.Problem = "wrong key" },
		func(u *event.Upload) { u.Events = nil },
		func(u *event.Upload) { u.Events = []json.RawMessage{[]byte(`{"type":4}`)} },
		func(u *event.Upload) { u.Events = []json.RawMessage{[]byte(`{"type":4,"timestamp":1e300}`)} },
	} {
		u := upload("d", "1", 10)
		change(&u)
		add(t, s, u)
	}
	if list, _ := s.Search(shelf.Query{}); len(list) != 0 {
		t.Errorf("kept %+v", list)
	}
	u := upload("d", "1", 10)
	u.Events = append(u.Events, []byte(`{"type":4}`))
	add(t, s, u)
	if m, _ := s.Get(shelf.ID("d", "1")); m.Broken != 1 || m.Events != 1 {
		t.Errorf("summary %+v", m)
	}
}
