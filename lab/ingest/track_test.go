package ingest_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"replaylab/lab/ingest"
)

func TestUploadByFetch(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	s, client := listen(t, ingest.Config{Now: func() time.Time { return now }})
	v := s.Open(ingest.VisitConfig{Key: "k 1"})
	sent := zip(body(1, 10, 11))
	r := upload(v, sent)
	r.Header.Set("Content-Encoding", "gzip")
	r.Header.Set("X-Client-Url", "https://a.test/?q=ü")
	r.Header.Add("X-Twice", "1")
	r.Header.Add("X-Twice", "2")
	if status, text, _ := do(t, client, r); status != 200 {
		t.Fatal(status, text)
	}
	u := last(t, v)
	if u.Seq != 1 || !u.At.Equal(now) || u.Method != "POST" || u.URL != r.URL.RequestURI() || u.Status != 200 || u.Problem != "" {
		t.Errorf("kept %+v", u)
	}
	if string(u.Body) != sent || string(u.Inflated) != body(1, 10, 11) || u.Truncated {
		t.Errorf("body %q, inflated %q", u.Body, u.Inflated)
	}
	for name, want := range map[string][]string{
		"Host": {r.URL.Host}, "Authorization": {"Bearer k 1"}, "X-Client-Url": {"https://a.test/?q=ü"}, "X-Twice": {"1", "2"},
		"Content-Encoding": {"gzip"}, "Content-Type": {"application/json"},
	} {
		if got := u.Header.Values(name); !reflect.DeepEqual(got, want) {
			t.Errorf("header %s: %q, want %q", name, got, want)
		}
	}
	if u.Kind != "replay" || u.Load != "1" || u.Key != "k 1" || u.DeviceID != "dev 1" || u.SessionID != "42" || u.Version != 1 || u.Beacon || len(u.Events) != 2 {
		t.Errorf("read as %+v", u)
	}
	rs := v.Recordings()
	if len(rs) != 1 || rs[0].SessionID != "42" || rs[0].DeviceID != "dev 1" || len(rs[0].Events) != 2 {
		t.Errorf("recordings %+v", rs)
	}
}

func TestUploadByBeacon(t *testing.T) {
	v, client := open(t)
	if status, text, _ := do(t, client, upload(v, body(1, 10))); status != 200 {
		t.Fatal(status, text)
	}
	r := upload(v, body(2, 10, 11))
	r.Header.Del("Authorization")
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	r.URL.RawQuery += "&api_key=" + v.Key()
	if status, text, _ := do(t, client, r); status != 200 {
		t.Fatal(status, text)
	}
	if u := last(t, v); !u.Beacon || u.Version != 2 || u.Key != v.Key() {
		t.Errorf("read as %+v", u)
	}
	if rs := v.Recordings(); len(rs) != 1 || len(rs[0].Events) != 2 || rs[0].Dropped != 1 {
		t.Errorf("recordings %+v", rs)
	}
}

func TestQueryAppendedToAQuery(t *testing.T) {
	v, client := open(t)
	r := upload(v, body(1, 10))
	r.URL.RawQuery = "tenant=7" + query
	if status, text, _ := do(t, client, r); status != 200 {
		t.Fatal(status, text)
	}
	if u := last(t, v); u.SessionID != "42" || u.DeviceID != "dev 1" || !strings.HasSuffix(u.URL, "/track?tenant=7"+query) {
		t.Errorf("read as %+v", u)
	}
}

func TestInteractionsReachNoRecording(t *testing.T) {
	v, client := open(t)
	r := upload(v, `{"version":1,"events":[{"x":1,"type":"click","timestamp":5}]}`)
	r.URL.RawQuery = "device_id=d&session_id=42&type=interaction"
	if status, text, _ := do(t, client, r); status != 200 {
		t.Fatal(status, text)
	}
	if u := last(t, v); u.Kind != "interaction" || len(u.Events) != 1 || u.Problem != "" {
		t.Errorf("kept %+v", u)
	}
	if rs := v.Recordings(); len(rs) != 0 {
		t.Errorf("recordings %+v", rs)
	}
	r = upload(v, body(1, 1))
	r.URL.RawQuery = "device_id=d&session_id=42"
	if status, _, _ := do(t, client, r); status != 200 || last(t, v).Kind != "replay" {
		t.Errorf("without a type: %d, kept as %q", status, last(t, v).Kind)
	}
}

func TestEventForms(t *testing.T) {
	object := `{"type":4,"timestamp":3,"data":{},"v":"v1","unknown":[1.50]}`
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write([]byte(object))
	_ = w.Close()
	var latin1 []rune
	for _, c := range packed.Bytes() {
		latin1 = append(latin1, rune(c))
	}
	inner, _ := json.Marshal(string(latin1))
	outer, _ := json.Marshal(string(inner))

	v, client := open(t)
	sent := `{"version":1,"events":["{\"type\":4,\"timestamp\":1,\"x\":\"\\u00e9\"}", { "type":4, "timestamp":2 }, ` + string(outer) + `]}`
	if status, text, _ := do(t, client, upload(v, sent)); status != 200 {
		t.Fatal(status, text)
	}
	want := []string{`{"type":4,"timestamp":1,"x":"\u00e9"}`, `{ "type":4, "timestamp":2 }`, object}
	for i, e := range last(t, v).Events {
		if string(e) != want[i] {
			t.Errorf("event %d: %s, want %s", i, e, want[i])
		}
	}
	if rs := v.Recordings(); len(rs) != 1 || len(rs[0].Events) != 3 {
		t.Errorf("recordings %+v", rs)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		body   string
		change func(*http.Request)
		status int
		want   string
	}{
		{"no key", body(1, 1), func(r *http.Request) { r.Header.Del("Authorization") }, 401, "no API key"},
		{"wrong key", body(1, 1), func(r *http.Request) { r.Header.Set("Authorization", "Bearer nope") }, 401, `wrong API key "nope" in the Authorization header`},
		{"wrong key in the query", body(1, 1), func(r *http.Request) { r.Header.Del("Authorization"); r.URL.RawQuery += "&api_key=nope" }, 401, `wrong API key "nope" in the query`},
		{"wrong scheme", body(1, 1), func(r *http.Request) { r.Header.Set("Authorization", "Basic abc") }, 401, `scheme "Basic", want Bearer`},
		{"wrong key, bad body", "{", func(r *http.Request) { r.Header.Set("Authorization", "Bearer nope") }, 401, "wrong API key"},
		{"method", "", func(r *http.Request) { r.Method = "GET" }, 405, "method GET for uploads, want POST"},
		{"kind", body(1, 1), func(r *http.Request) { r.URL.RawQuery = "type=heatmap" }, 400, `type "heatmap", want replay or interaction`},
		{"query", body(1, 1), func(r *http.Request) { r.URL.RawQuery = "session_id=%zz" }, 400, `query: invalid URL escape "%zz"`},
		{"content type", body(1, 1), func(r *http.Request) { r.Header.Set("Content-Type", "text/html") }, 415, `content type "text/html", want application/json or text/plain`},
		{"no content type", body(1, 1), func(r *http.Request) { r.Header.Del("Content-Type") }, 415, `content type ""`},
		{"encoding", body(1, 1), func(r *http.Request) { r.Header.Set("Content-Encoding", "br") }, 415, `content encoding "br", want gzip or none`},
		{"encodings", body(1, 1), func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip, gzip") }, 415, `content encoding "gzip, gzip"`},
		{"no gzip", body(1, 1), func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 400, "gzip: invalid header"},
		{"broken gzip", zip(body(1, 1))[:40], func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 400, "gzip: unexpected EOF"},
		{"checksum", strings.Replace(zip(body(1, 1)), zip(body(1, 1))[len(zip(body(1, 1)))-8:], "12345678", 1), func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 400, "gzip: invalid checksum"},
		{"no checksum", zip(body(1, 1))[:len(zip(body(1, 1)))-8] + zip(body(1, 1))[len(zip(body(1, 1)))-4:], func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 400, "gzip: unexpected EOF"},
		{"empty", "", nil, 400, "the body: not JSON at byte 0 (line 1, column 1)"},
		{"not JSON", "{\"version\":1,\n\"events\":[}", nil, 400, "the body: not JSON at byte 24 (line 2, column 11): invalid character '}'"},
		{"array", "[]", nil, 400, "the body: an array, want an object"},
		{"version", `{"version":3,"events":[]}`, nil, 400, "the body: version 3, want 1 or 2"},
		{"no version", `{"events":[]}`, nil, 400, "the body: version 0, want 1 or 2"},
		{"no events", `{"version":1}`, nil, 400, "the body: no events"},
		{"event", `{"version":1,"events":["{}",7]}`, nil, 400, "the body: event 1: a number, want an object or a string"},
		{"event text", `{"version":1,"events":["{}","{}","{x"]}`, nil, 400, "the body: event 2: the text of the string is not JSON at byte 1"},
		{"two bodies", body(1, 1) + body(1, 1), nil, 400, "the body: not JSON at byte"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, client := open(t)
			r := upload(v, c.body)
			if c.change != nil {
				c.change(r)
			}
			status, text, _ := do(t, client, r)
			refused(t, v, status, text, c.status, c.want)
			if u := last(t, v); string(u.Body) != c.body || u.Method != r.Method {
				t.Errorf("kept %s %q, want it as it was sent", u.Method, u.Body)
			}
		})
	}
}

// One upload under a wrong key must leave no trace in a recording that others under the right key
// fill, though all else about it is right.
func TestWrongKeyIsIsolated(t *testing.T) {
	v, client := open(t)
	for i, key := range []string{v.Key(), "nope", v.Key()} {
		r := upload(v, body(1, 10+i))
		r.Header.Set("Authorization", "Bearer "+key)
		do(t, client, r)
	}
	rs := v.Recordings()
	if len(rs) != 1 || len(rs[0].Events) != 2 || !reflect.DeepEqual(rs[0].Uploads, []int{1, 3}) {
		t.Errorf("recordings %+v, want events of uploads 1 and 3", rs)
	}
	if u := v.Uploads()[1]; u.Problem == "" || u.Status != 401 || len(u.Inflated) == 0 || u.SessionID != "42" || len(u.Events) != 0 {
		t.Errorf("the refused upload must be kept, readable: %+v", u)
	}
}

// What cannot be parsed as an event is a matter of the recording, not of the upload.
func TestBrokenEventsAreTaken(t *testing.T) {
	v, client := open(t)
	if status, text, _ := do(t, client, upload(v, `{"version":1,"events":["{\"type\":4,\"timestamp\":1}","{\"type\":4}"]}`)); status != 200 {
		t.Fatal(status, text)
	}
	rs := v.Recordings()
	if len(rs) != 1 || len(rs[0].Events) != 1 || len(rs[0].Broken) != 1 {
		t.Errorf("recordings %+v", rs)
	}
}
