package ingest_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

func TestConfiguration(t *testing.T) {
	v, client := open(t)
	for _, c := range []struct {
		method, path string
		status       int
		want         string
	}{
		{"GET", "/" + v.Key() + "?config_group=browser", 200, ingest.DefaultRemote},
		{"GET", "//" + v.Key() + "?config_group=browser", 200, ingest.DefaultRemote},
		{"GET", "/other?config_group=browser", 401, `wrong API key "other"`},
		{"GET", "/a%2Fb", 401, `wrong API key "a/b"`},
		{"GET", "/", 401, "no API key"},
		{"GET", "", 401, "no API key"},
		{"POST", "/" + v.Key(), 405, "method POST for configuration, want GET"},
	} {
		r, _ := http.NewRequest(c.method, v.ConfigURL("1")+c.path, nil)
		status, text, header := do(t, client, r)
		if status != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s %s: %d %q, want %d with %q", c.method, c.path, status, text, c.status, c.want)
		}
		if status == 200 && header.Get("Content-Type") != "application/json" {
			t.Errorf("content type %q", header.Get("Content-Type"))
		}
		u := last(t, v)
		if u.Kind != "config" || u.Status != c.status || (u.Problem == "") != (status == 200) || u.Load != "1" || !strings.HasSuffix(u.URL, c.path) {
			t.Errorf("%s %s: kept as %+v", c.method, c.path, u)
		}
	}

	v.Remote(`{"configs":{"sessionReplay":{"sr_sampling_config":{"capture_enabled":false}}}}`)
	r, _ := http.NewRequest("GET", v.ConfigURL("1")+"/"+v.Key(), nil)
	if _, text, _ := do(t, client, r); !strings.Contains(text, "capture_enabled") {
		t.Errorf("after Remote: %q", text)
	}
}

func TestAddressForABrowserElsewhere(t *testing.T) {
	s, _ := listen(t, ingest.Config{Listen: ":0", Host: "host.docker.internal"})
	if want := "http://host.docker.internal:"; !strings.HasPrefix(s.URL(), want) || !strings.HasPrefix(s.Open(ingest.VisitConfig{}).TrackURL("1"), s.URL()+"/v/") {
		t.Errorf("address %s, want %s…", s.URL(), want)
	}
	if _, err := ingest.Listen(ingest.Config{Listen: "no port"}); err == nil || !strings.HasPrefix(err.Error(), "listen for uploads: ") {
		t.Errorf("error %v", err)
	}
}

func TestStrayRequests(t *testing.T) {
	s, client := listen(t, ingest.Config{})
	v := s.Open(ingest.VisitConfig{})
	for _, url := range []string{v.TrackURL("1") + "/more", strings.TrimSuffix(v.TrackURL("1"), "/1/track"), strings.Replace(v.TrackURL("1"), "track", "favicon.ico", 1)} {
		r, _ := http.NewRequest("POST", url, strings.NewReader("secret"))
		status, text, _ := do(t, client, r)
		refused(t, v, status, text, 404, "a stray request")
		if u := last(t, v); u.Kind != "" || string(u.Body) != "secret" {
			t.Errorf("%s: kept as %+v", url, u)
		}
	}
	if s.Strays() != 0 {
		t.Errorf("%d strays counted on the server, but all were under a token", s.Strays())
	}

	kept := len(v.Uploads())
	for _, path := range []string{"/", "/favicon.ico", "/v/guess/1/track", "/v", "/v/"} {
		r, _ := http.NewRequest("POST", s.URL()+path, strings.NewReader("secret"))
		if status, text, _ := do(t, client, r); status != 404 || !strings.Contains(text, "no open visit has this address") {
			t.Errorf("%s: %d %q", path, status, text)
		}
	}
	if s.Strays() != 5 || len(v.Uploads()) != kept {
		t.Errorf("%d strays, want 5; %d requests kept, want %d", s.Strays(), len(v.Uploads()), kept)
	}

	v.Close()
	if status, _, _ := do(t, client, upload(v, body(1, 1))); status != 404 || s.Strays() != 6 || len(v.Uploads()) != kept {
		t.Errorf("after Close: answered %d, %d strays, %d kept", status, s.Strays(), len(v.Uploads()))
	}
}

func TestVisitsAreIsolated(t *testing.T) {
	s, client := listen(t, ingest.Config{})
	var visits []*ingest.Visit
	var sinks []*sink
	for range 4 {
		sinks = append(sinks, &sink{})
		visits = append(visits, s.Open(ingest.VisitConfig{Sink: sinks[len(sinks)-1]}))
	}
	visits[0].Remote("{}")
	if err := visits[0].Reply(ingest.Reply{On: "config", Status: 500}); err != nil {
		t.Fatal(err)
	}
	const each = 25
	var all sync.WaitGroup
	for i, v := range visits {
		for n := range each {
			all.Go(func() {
				r := upload(v, body(1, 1000*i+n))
				if res, err := client.Do(r); err != nil {
					t.Error(err)
				} else {
					_, _ = io.Copy(io.Discard, res.Body)
					res.Body.Close()
				}
			})
		}
	}
	all.Wait()
	for i, v := range visits {
		rs := v.Recordings()
		if len(rs) != 1 || len(rs[0].Events) != each || rs[0].Start() != float64(1000*i) || rs[0].Dropped != 0 {
			t.Errorf("visit %d: %d recordings: %+v", i, len(rs), rs)
		}
		if len(sinks[i].got) != each {
			t.Errorf("visit %d: its sink got %d uploads, want %d", i, len(sinks[i].got), each)
		}
		for n, u := range v.Uploads() {
			if u.Seq != n+1 {
				t.Errorf("visit %d: request %d has number %d", i, n, u.Seq)
			}
		}
	}
	r, _ := http.NewRequest("GET", visits[1].ConfigURL("1")+"/"+visits[1].Key(), nil)
	if status, text, _ := do(t, client, r); status != 200 || text != ingest.DefaultRemote {
		t.Errorf("one visit's knobs turned another: %d %q", status, text)
	}
}

func TestLoadsUnderOneSessionAreSeparate(t *testing.T) {
	v, client := open(t)
	for _, load := range []string{"1", "2"} {
		r := upload(v, body(1, 5))
		r.URL, _ = r.URL.Parse(v.TrackURL(load) + query)
		if status, text, _ := do(t, client, r); status != 200 {
			t.Fatal(status, text)
		}
	}
	rs := v.Recordings()
	if len(rs) != 2 || rs[0].Load != "1" || rs[1].Load != "2" || rs[0].Dropped+rs[1].Dropped != 0 {
		t.Errorf("recordings %+v, want one of each load", rs)
	}
}

func TestSink(t *testing.T) {
	s, client := listen(t, ingest.Config{})
	sink := &sink{}
	v := s.Open(ingest.VisitConfig{Sink: sink})
	if status, text, _ := do(t, client, upload(v, body(1, 1))); status != 200 {
		t.Fatal(status, text)
	}
	bad := upload(v, "nonsense")
	if status, _, _ := do(t, client, bad); status != 400 {
		t.Fatal("nonsense was taken")
	}
	sink.err = errors.New("no space left")
	status, text, _ := do(t, client, upload(v, body(1, 2)))
	if status != 507 || !strings.Contains(text, "keep request 3: no space left") {
		t.Errorf("answered %d %q", status, text)
	}
	if u := last(t, v); u.Status != 507 || len(u.Body) == 0 || len(u.Inflated) == 0 || len(u.Events) != 0 {
		t.Errorf("kept in memory: %+v", u)
	}
	if rs := v.Recordings(); len(rs) != 1 || len(rs[0].Events) != 1 {
		t.Errorf("recordings %+v, want the first upload alone", rs)
	}
	if len(sink.got) != 3 || sink.got[0].Status != 200 || sink.got[1].Status != 400 || string(sink.got[1].Body) != "nonsense" {
		t.Errorf("the sink got %+v", sink.got)
	}
}

// A sink keeps uploads in memory. It has no lock, since the server must not call it twice at a time,
// and gives way to other goroutines so that a server that does is found out.
type sink struct {
	busy atomic.Bool
	got  []event.Upload
	err  error
}

func (s *sink) Append(ctx context.Context, u event.Upload) error {
	if s.busy.Swap(true) {
		return errors.New("called twice at a time")
	}
	defer s.busy.Store(false)
	for range 20 {
		runtime.Gosched()
	}
	s.got = append(s.got, u)
	return cmp.Or(s.err, ctx.Err())
}
