package ingest_test

import (
	"net/http"
	"strings"
	"testing"

	"replaylab/lab/ingest"
)

func preflight(url string) *http.Request {
	r, _ := http.NewRequest(http.MethodOptions, url, nil)
	r.Header.Set("Origin", "http://a.localhost:8080")
	r.Header.Set("Access-Control-Request-Method", "POST")
	r.Header.Set("Access-Control-Request-Headers", "authorization,x-more")
	return r
}

func TestPreflight(t *testing.T) {
	v, client := open(t)
	for _, url := range []string{v.TrackURL("1") + query, v.ConfigURL("1") + "/" + v.Key()} {
		status, text, h := do(t, client, preflight(url))
		if status != 204 || text != "" {
			t.Errorf("answered %d %q", status, text)
		}
		for name, want := range map[string]string{
			"Access-Control-Allow-Origin":          "http://a.localhost:8080",
			"Access-Control-Allow-Credentials":     "true",
			"Access-Control-Allow-Methods":         "GET, POST",
			"Access-Control-Allow-Private-Network": "true",
			"Cross-Origin-Resource-Policy":         "cross-origin",
			"Vary":                                 "Origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		allowed := ", " + h.Get("Access-Control-Allow-Headers") + ","
		for _, name := range []string{"authorization", "content-encoding", "content-type", "x-client-library", "x-client-sample-rate", "x-client-url", "x-client-version", "x-sampling-hash-alg", "x-more"} {
			if strings.Count(allowed, ", "+name+",") != 1 {
				t.Errorf("header %s is not in %q once", name, allowed)
			}
		}
		if u := last(t, v); u.Kind != "preflight" || u.Status != 204 || u.Problem != "" || u.Load != "1" {
			t.Errorf("kept %+v", u)
		}
	}
}

func TestEveryAnswerLetsPagesIn(t *testing.T) {
	v, client := open(t)
	stray, _ := http.NewRequest("GET", v.TrackURL("1")+"/x", nil)
	config, _ := http.NewRequest("GET", v.ConfigURL("1")+"/"+v.Key(), nil)
	for want, r := range map[int]*http.Request{200: upload(v, body(1, 1)), 400: upload(v, ""), 404: stray, 202: config} {
		if want == 202 {
			set(t, v, ingest.Reply{On: "config", Times: 1, Status: 202})
		}
		r.Header.Set("Origin", "null")
		status, _, h := do(t, client, r)
		if status != want || h.Get("Access-Control-Allow-Origin") != "null" || h.Get("Access-Control-Allow-Credentials") != "true" ||
			h.Get("Access-Control-Expose-Headers") != "X-Session-Replay-Event-Skipped" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("answered %d with %v, want %d and CORS", status, h, want)
		}
	}
	if _, _, h := do(t, client, upload(v, body(1, 1))); h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without an origin: %v", h)
	}
}

func TestRepliesToPreflights(t *testing.T) {
	v, client := open(t)
	url := v.TrackURL("1") + query

	// A reply to uploads does not touch their preflights, unless it takes CORS away.
	set(t, v, ingest.Reply{On: "track", Times: 1, Status: 503})
	if status, _, h := do(t, client, preflight(url)); status != 204 || h.Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("answered %d with %v", status, h)
	}
	if got := statuses(t, v, client, 2); got != "503 200" {
		t.Errorf("uploads answered %s", got)
	}
	set(t, v, ingest.Reply{On: "track", Times: 1, NoCORS: true})
	status, _, h := do(t, client, preflight(url))
	if status != 204 {
		t.Errorf("answered %d", status)
	}
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") || strings.HasPrefix(name, "Cross-Origin-") {
			t.Errorf("without CORS there is still %s", name)
		}
	}
	if _, _, h := do(t, client, preflight(url)); h.Get("Access-Control-Allow-Origin") == "" {
		t.Error("a reply for one request held for two")
	}

	set(t, v, ingest.Reply{On: "preflight", Header: http.Header{"Access-Control-Allow-Origin": {"*"}}})
	if _, _, h := do(t, client, preflight(url)); h.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("answered with %v", h)
	}
}
