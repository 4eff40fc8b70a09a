package live_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"replaylab/lab/live"
)

type source chan string

func (s source) Next(ctx context.Context) ([]byte, error) {
	select {
	case m, ok := <-s:
		if !ok {
			return nil, errors.New("the source is broken")
		}
		return []byte(m), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func serve(t *testing.T, s source) (links *live.Links, address string, ended chan error) {
	t.Helper()
	links, ended = &live.Links{}, make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ended <- links.Serve(w, r, s) }))
	t.Cleanup(server.Close)
	return links, "ws" + strings.TrimPrefix(server.URL, "http"), ended
}

func dial(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestSent(t *testing.T) {
	s := make(source, 2)
	_, address, ended := serve(t, s)
	conn := dial(t, address)
	for _, m := range []string{"a", "b", "c"} {
		s <- m
		if _, got, err := conn.ReadMessage(); err != nil || string(got) != m {
			t.Fatalf("got %s, %v, want %s", got, err, m)
		}
	}
	_ = conn.Close()
	if err := <-ended; err != nil { // a page that goes is no error
		t.Error(err)
	}
}

func TestBrokenSource(t *testing.T) {
	s := make(source)
	_, address, ended := serve(t, s)
	conn := dial(t, address)
	close(s)
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseInternalServerErr) {
		t.Errorf("the page is told %v", err)
	}
	if err := <-ended; err == nil || err.Error() != "the source is broken" {
		t.Error(err)
	}
}

func TestClosed(t *testing.T) {
	links, address, ended := serve(t, make(source))
	conn := dial(t, address)
	conn2 := dial(t, address)
	if err := links.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, c := range []*websocket.Conn{conn, conn2} {
		if _, _, err := c.ReadMessage(); err == nil {
			t.Error("a message after the end")
		}
	}
}

func TestOtherOrigin(t *testing.T) {
	_, address, ended := serve(t, make(source))
	_, res, err := websocket.DefaultDialer.Dial(address, http.Header{"Origin": {"https://evil.test"}})
	if err == nil || res == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("answered %v, %v", res, err)
	}
	if err := <-ended; err == nil {
		t.Error("no error")
	}
}
