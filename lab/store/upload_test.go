package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/store"
)

// Folder is what ingest asks of a sink.
var _ interface {
	Append(context.Context, event.Upload) error
} = store.Folder{}

func TestWriteUpload(t *testing.T) {
	u := event.Upload{
		Seq: 7, Kind: "replay", Method: "POST", URL: "/v/t/1/track?x=%20&y=ü", Status: 200,
		Header: http.Header{"Host": {"127.0.0.1:80"}, "X-Twice": {"1", "2"}, "Content-Length": {"9"}},
		Body:   []byte("\x1f\x8b\x00\r\n\r\n\xff\n"),
	}
	folder := filepath.Join(t.TempDir(), "uploads")
	path, err := store.WriteUpload(folder, u)
	if err != nil || path != filepath.Join(folder, "007-replay.http") {
		t.Fatal(path, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "POST /v/t/1/track?x=%20&y=ü HTTP/1.1\r\nContent-Length: 9\r\nHost: 127.0.0.1:80\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n" + string(u.Body)
	if string(data) != want {
		t.Errorf("wrote %q, want %q", data, want)
	}
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(r.Body); !bytes.Equal(body, u.Body) || r.Host != "127.0.0.1:80" || r.RequestURI != u.URL {
		t.Errorf("read as a request: %+v with %q", r, body)
	}
}

func TestFolder(t *testing.T) {
	folder := store.Folder{Path: t.TempDir()}
	for i, kind := range []string{"config", "preflight", "", "../odd kind"} {
		if err := folder.Append(context.Background(), event.Upload{Seq: 998 + i, Kind: kind, Method: "GET", URL: "/"}); err != nil {
			t.Error(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := folder.Append(ctx, event.Upload{Seq: 5}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	entries, _ := os.ReadDir(folder.Path)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"1000-stray.http", "1001----odd-kind.http", "998-config.http", "999-preflight.http"}; !reflect.DeepEqual(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
}
