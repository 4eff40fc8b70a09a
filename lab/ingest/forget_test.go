package ingest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"replaylab/lab/ingest"
)

// A server that runs for weeks has addresses that do not change, and its memory does not grow.
func TestTokenAndForget(t *testing.T) {
	s, client := listen(t, ingest.Config{})
	kept := &sink{}
	v := s.Open(ingest.VisitConfig{Token: "site", Forget: true, Sink: kept})
	if want := s.URL() + "/v/site/1/track"; v.TrackURL("1") != want {
		t.Fatalf("address %s, want %s", v.TrackURL("1"), want)
	}
	res, err := client.Do(upload(v, `{"version":1,"events":[{"type":4,"timestamp":1}]}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK || len(kept.got) != 1 || len(kept.got[0].Events) != 1 {
		t.Errorf("status %d, the sink has %+v", res.StatusCode, kept.got)
	}
	if n := len(v.Uploads()); n != 0 {
		t.Errorf("%d uploads in memory", n)
	}
}

// What is in front sees every request, and hands on what it likes.
func TestFront(t *testing.T) {
	s, client := listen(t, ingest.Config{Front: func(uploads http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/v/") {
				uploads.ServeHTTP(w, r)
				return
			}
			_, _ = io.WriteString(w, "beside")
		})
	}})
	v := s.Open(ingest.VisitConfig{})
	for address, want := range map[string]string{s.URL() + "/": "beside", v.ConfigURL("1") + "/" + v.Key(): ingest.DefaultRemote} {
		res, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if string(body) != want {
			t.Errorf("%s: %s, want %s", address, body, want)
		}
	}
}
