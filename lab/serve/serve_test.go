package serve_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
)

// listen serves a folder until the test ends, or until end is called.
func listen(t *testing.T, dir string, c serve.Config) (s *serve.Server, end func()) {
	t.Helper()
	c.Log = func(said string) { t.Errorf("logged: %s", said) }
	return start(t, dir, c)
}

// listenQuietly is for tests that do what is logged.
func listenQuietly(t *testing.T, c serve.Config) (s *serve.Server, end func()) {
	t.Helper()
	return start(t, t.TempDir(), c)
}

func start(t *testing.T, dir string, c serve.Config) (s *serve.Server, end func()) {
	t.Helper()
	books, notes, err := shelf.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(notes) > 0 {
		t.Errorf("notes %q", notes)
	}
	c.Shelf = books
	if s, err = serve.Listen(c); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if ended {
			return
		}
		ended = true
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := books.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(end)
	return s, end
}

func meta(at int) string {
	return fmt.Sprintf(`{"type":4,"timestamp":%d,"data":{"href":"https://shop.test/%d","width":800,"height":600}}`, at, at)
}

// upload sends events as an SDK does.
func upload(t *testing.T, s *serve.Server, key, device, session string, events ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		s.TrackURL()+"?"+url.Values{"device_id": {device}, "session_id": {session}, "type": {"replay"}}.Encode(),
		strings.NewReader(`{"version":1,"events":[`+strings.Join(events, ",")+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// get asks for a path, with headers in pairs.
func get(t *testing.T, address string, headers ...string) (status int, body string, h http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text), res.Header
}

// sessions searches, and gives the sessions' names in order.
func sessions(t *testing.T, s *serve.Server, query string) string {
	t.Helper()
	status, body, _ := get(t, s.URL()+"/api/sessions?"+query)
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", query, status, body)
	}
	var answer struct {
		Sessions []struct{ Session string }
		Total    int
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, m := range answer.Sessions {
		names = append(names, m.Session)
	}
	return fmt.Sprintf("%d: %s", answer.Total, strings.Join(names, " "))
}

func TestSearch(t *testing.T) {
	s, _ := listen(t, t.TempDir(), serve.Config{})
	click := `{"type":3,"timestamp":%d,"data":{"source":2,"type":2,"id":3,"x":1,"y":1}}`
	page := `{"type":2,"timestamp":%d,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":3,"tagName":"button","attributes":{"id":"pay"},"childNodes":[{"type":3,"id":4,"textContent":"Pay Now"}]}]}}}`
	upload(t, s, s.Key(), "alice", "1000", meta(1000), meta(9000))
	upload(t, s, s.Key(), "bob", "2000", meta(2000), fmt.Sprintf(page, 2001), fmt.Sprintf(click, 62_000))
	upload(t, s, s.Key(), "bob", "3000", meta(3000), `{"type":5,"timestamp":3001,"data":{"tag":"bought","payload":{"n":1}}}`)
	for query, want := range map[string]string{
		"":                       "3: 3000 2000 1000",
		"who=BOB":                "2: 3000 2000",
		"who=100":                "1: 1000",
		"from=2000&to=3000":      "1: 2000",
		"url=shop.test/9":        "1: 1000",
		"min=5":                  "2: 2000 1000",
		"min=5&max=10":           "1: 1000",
		"event=click":            "1: 2000",
		"event=click&text=pay+n": "1: 2000",
		"event=page&text=pay":    "0: ",
		"text=bought":            "1: 3000",
		"event=custom&who=alice": "0: ",
		"page=2":                 "3: ",
	} {
		if got := sessions(t, s, query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	for _, bad := range []string{"from=yesterday", "min=-1", "page=1e99", "max=NaN"} {
		if status, body, _ := get(t, s.URL()+"/api/sessions?"+bad); status != http.StatusBadRequest || !strings.Contains(body, "want a number") {
			t.Errorf("%s: %d %s", bad, status, body)
		}
	}
}

func TestRestart(t *testing.T) {
	dir := t.TempDir()
	s, end := listen(t, dir, serve.Config{})
	upload(t, s, s.Key(), "d", "1", meta(1), meta(2))
	end()
	s, _ = listen(t, dir, serve.Config{})
	if got := sessions(t, s, ""); got != "1: 1" {
		t.Error(got)
	}
}

func TestEvents(t *testing.T) {
	s, _ := listen(t, t.TempDir(), serve.Config{})
	upload(t, s, s.Key(), "d", "1", meta(1), meta(2))
	upload(t, s, s.Key(), "d", "1", meta(2), meta(3))
	at := s.URL() + "/api/sessions/" + shelf.ID("d", "1")
	_, plain, _ := get(t, at+"/events", "Accept-Encoding", "identity")
	var chunks []string
	for line := range strings.Lines(plain) {
		var c shelf.Chunk
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		chunks = append(chunks, fmt.Sprintf("%d+%d with %d marks", c.From, len(c.Events), len(c.Marks)))
	}
	if got, want := strings.Join(chunks, ", "), "0+2 with 2 marks, 2+1 with 1 marks"; got != want {
		t.Errorf("chunks %s, want %s", got, want)
	}
	_, packed, h := get(t, at+"/events", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil || h.Get("Content-Encoding") != "gzip" {
		t.Fatal(err, h)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != plain {
		t.Errorf("unpacked %d bytes, want %d; %v", len(text), len(plain), err)
	}
	if status, body, _ := get(t, s.URL()+"/api/sessions/none/events"); status != http.StatusNotFound || !strings.Contains(body, "no session") {
		t.Errorf("%d %s", status, body)
	}
}

// A viewer whose connection breaks asks from the first event that it does not have, and misses none.
func TestLive(t *testing.T) {
	s, _ := listen(t, t.TempDir(), serve.Config{})
	sent, have := 0, 0
	send := func() {
		upload(t, s, s.Key(), "d", "1", meta(10*sent), meta(10*sent+1), meta(10*sent+2))
		sent += 3
	}
	send()
	for round := range 4 {
		address := "ws" + strings.TrimPrefix(s.URL(), "http") + "/api/sessions/" + shelf.ID("d", "1") + "/live?from=" + fmt.Sprint(have)
		conn, _, err := websocket.DefaultDialer.Dial(address, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			at := time.Now()
			send()
			for have < sent {
				var c shelf.Chunk
				if err := conn.ReadJSON(&c); err != nil {
					t.Fatal(err)
				}
				if c.From != have {
					t.Fatalf("a chunk from event %d, want %d", c.From, have)
				}
				have += len(c.Events)
			}
			if late := time.Since(at); late > time.Second {
				t.Errorf("seen %s after it was sent", late)
			}
		}
		_ = conn.Close()
		send()        // while nobody is there
		have -= round // the last of what came may have been lost with the page
	}
	if have != sent-3-3 {
		t.Errorf("seen %d events of %d", have, sent)
	}
}
