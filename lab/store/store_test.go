package store_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"replaylab/lab/event"
	"replaylab/lab/store"
)

// recording makes a recording of events as they were uploaded.
func recording(t testing.TB, raws ...string) event.Recording {
	t.Helper()
	u := event.Upload{Seq: 1, Kind: "replay", SessionID: "s"}
	for _, raw := range raws {
		u.Events = append(u.Events, json.RawMessage(raw))
	}
	rs := event.Assemble([]event.Upload{u})
	if len(rs) != 1 || len(rs[0].Broken) > 0 {
		t.Fatalf("bad events: %+v", rs)
	}
	return rs[0]
}

func file(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recording")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func zstandard(t testing.TB, data []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	return z.EncodeAll(data, nil)
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func raws(r event.Recording) string {
	var out []string
	for _, e := range r.Events {
		out = append(out, string(e.Raw))
	}
	return strings.Join(out, "|")
}

func TestRoundTrip(t *testing.T) {
	want := []string{
		`{"type":4,"timestamp":1,"data":{"href":"/é?\u00e9\ud800"},"unknown":{"x":[1.50,null]}}`,
		`{ "type":2, "timestamp":2.25, "data":{"node":{}} }`,
		`{"type":3,"timestamp":2.25,"data":{"source":5,"text":"a\nb"}}`,
	}
	path := filepath.Join(t.TempDir(), "new", "folder", "a.rrweb.json.zst")
	if err := store.Write(path, recording(t, want...)); err != nil {
		t.Fatal(err)
	}
	got, err := store.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if raws(got) != strings.Join(want, "|") {
		t.Errorf("read back %s", raws(got))
	}
	for i, e := range got.Events {
		if e.Index != i || e.Upload != 0 {
			t.Errorf("event %d has index %d of upload %d", i, e.Index, e.Upload)
		}
	}

	// Any tool can read it: the text is one JSON array with an event to a line.
	data, _ := os.ReadFile(path)
	z, _ := zstd.NewReader(nil)
	defer z.Close()
	text, err := z.DecodeAll(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "[\n" + strings.Join(want, ",\n") + "\n]\n"; string(text) != want {
		t.Errorf("the file holds %s, want %s", text, want)
	}

	// It replaces what was there, and leaves nothing else.
	if err := store.Write(path, event.Recording{}); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Read(path); err != nil || len(got.Events) != 0 {
		t.Errorf("an empty recording: %+v, %v", got, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("files left: %v", entries)
	}
}

func TestLinesOfAnEventAreJoined(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zst")
	if err := store.Write(path, recording(t, "{\n \"type\": 4,\r\n \"timestamp\": 1.50, \"x\":\"\\n\"\n}")); err != nil {
		t.Fatal(err)
	}
	got, err := store.Read(path)
	if err != nil || raws(got) != `{"type":4,"timestamp":1.50,"x":"\n"}` {
		t.Errorf("read %s, %v", raws(got), err)
	}
}

func TestReadForms(t *testing.T) {
	a, b := `{"type":4,"timestamp":1}`, `{"type":2,"timestamp":2,"x":[1.0]}`
	quoted, _ := json.Marshal(b)
	for name, text := range map[string]string{
		"array":                   "[" + a + "," + b + "]",
		"array of strings":        "[" + a + "," + string(quoted) + "]",
		"array after a mark":      "\uFEFF \n[" + a + ",\n" + b + "]\n",
		"object":                  `{"version":1,"meta":{},"events":[` + a + `,` + b + `]}`,
		"object on several lines": "{\n\"events\":\n[" + a + ",\n" + b + "]}",
		"lines":                   a + "\n" + b + "\n",
		"lines with empty ones":   "\n" + a + "\r\n\n" + b,
		"lines of strings":        string(quoted) + "\n" + a,
	} {
		for form, data := range map[string][]byte{"plain": []byte(text), "gzip": gzipped([]byte(text)), "zstd": zstandard(t, []byte(text))} {
			got, err := store.Read(file(t, data))
			if err != nil || raws(got) != a+"|"+b {
				t.Errorf("%s, %s: %s, %v", name, form, raws(got), err)
			}
		}
	}
	for text, want := range map[string]string{a: a, "[]": "", `{"events":[]}`: "", a + "\n": a + "\n"} {
		if got, err := store.Read(file(t, []byte(text))); err != nil || raws(got) != want {
			t.Errorf("%q: %q, %v", text, raws(got), err)
		}
	}
	got, err := store.Read(file(t, []byte("["+b+","+a+"]")))
	if err != nil || raws(got) != a+"|"+b || got.Late != 1 {
		t.Errorf("out of order: %+v, %v", got, err)
	}
}

func TestReadErrors(t *testing.T) {
	good := `{"type":4,"timestamp":1}`
	whole := zstandard(t, bytes.Repeat([]byte(good+"\n"), 1000))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":              {nil, "it is empty"},
		"white space":        {[]byte(" \n"), "it is empty"},
		"something else":     {[]byte("<!doctype html>"), `it starts with "<!doctype ht"; want an array of events`},
		"syntax":             {[]byte("[" + good + ",\n {]"), "not JSON at byte 29 (line 2, column 3)"},
		"broken off":         {[]byte("[" + good), "not JSON at byte 25"},
		"object, broken off": {[]byte("{\n\"events\":["), "not JSON at byte 12 (line 2, column 11)"},
		"object":             {[]byte(`{"a":1}`), "no events"},
		"element":            {[]byte(`[` + good + `,5]`), "event 1: a number, want an object"},
		"event":              {[]byte(`[` + good + `,{"type":4}]`), "event 1: an event without a timestamp"},
		"line":               {[]byte(good + "\n\n" + good[:9] + "\n"), "line 3: event 1: not JSON at byte 10"},
		"zstd, broken off":   {whole[:len(whole)-9], "zstd: after "},
		"gzip, broken off":   {gzipped([]byte(good))[:20], "gzip: after "},
		"gzip":               {[]byte{0x1F, 0x8B, 0, 0}, "gzip: "},
		"zstd":               {[]byte{0x28, 0xB5, 0x2F, 0xFD, 0xFF}, "zstd: after 0 bytes"},
	} {
		path := file(t, c.data)
		if name == "line" {
			c.want = "line 3: event 1: not JSON at byte"
		}
		_, err := store.Read(path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v, want %q and the path in it", name, err, c.want)
		}
	}
	if _, err := store.Read(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "read a recording: open") {
		t.Errorf("no file: %v", err)
	}
}

func TestReadIsBounded(t *testing.T) {
	text := []byte(`[{"type":4,"timestamp":1}` + strings.Repeat(" ", 974) + `]`)
	for form, data := range map[string][]byte{"plain": text, "gzip": gzipped(text), "zstd": zstandard(t, text)} {
		path := file(t, data)
		if _, err := (store.Reader{Limit: 1000}).Read(path); err != nil {
			t.Errorf("%s, as large as may be: %v", form, err)
		}
		_, err := store.Reader{Limit: 999}.Read(path)
		if err == nil || !strings.Contains(err.Error(), "it holds more than the 999 bytes that are allowed") {
			t.Errorf("%s, one byte more: %v", form, err)
		}
	}
}

// Over the limit no more is inflated than it takes to know. Allocations are summed, so the bound holds
// whenever the collector runs.
func TestReadOfABombIsBounded(t *testing.T) {
	bomb := bytes.Repeat([]byte{' '}, 48<<20)
	for form, data := range map[string][]byte{"gzip": gzipped(bomb), "zstd": zstandard(t, bomb)} {
		path := file(t, data)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := store.Reader{Limit: 1 << 20}.Read(path)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "it holds more than the 1048576 bytes") {
			t.Errorf("%s: %v", form, err)
		}
		if cost := (after.TotalAlloc - before.TotalAlloc) >> 20; cost > 32 {
			t.Errorf("%s: it cost %d MiB, want 32 at most", form, cost)
		} else {
			t.Logf("%s: %d MiB allocated", form, cost)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "file")
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	taken := filepath.Join(folder, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	r := recording(t, `{"type":4,"timestamp":1}`)
	for path, want := range map[string]string{
		filepath.Join(plain, "a.zst"): "a part of the path is a file; choose another folder",
		taken:                         "a folder has that name; remove it or choose another name",
	} {
		if err := store.Write(path, r); err == nil || !strings.Contains(err.Error(), "write the recording "+path) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want the path and %q in it", err, want)
		}
	}
	if os.Getuid() != 0 { // whom no permission stops
		closed := filepath.Join(folder, "closed")
		if err := os.Mkdir(closed, 0o555); err != nil {
			t.Fatal(err)
		}
		if err := store.Write(filepath.Join(closed, "a.zst"), r); err == nil || !strings.Contains(err.Error(), "make the folder writable") {
			t.Errorf("error %v", err)
		}
	}

	// What cannot be read again is not written.
	r.Events = append(r.Events, event.Event{Raw: json.RawMessage(`{"type":4`)})
	if err := store.Write(filepath.Join(folder, "a.zst"), r); err == nil || !strings.Contains(err.Error(), "event 1: an event that is not JSON") {
		t.Errorf("error %v", err)
	}
	if entries, _ := os.ReadDir(folder); len(entries) > 3 || fmt.Sprint(entries) == "" {
		t.Errorf("files left: %v", entries)
	}
}
