package serve_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
)

var assets = serve.Assets{Page: []byte("<!doctype html>the viewer"), Script: []byte("1"), Player: []byte("2"), Style: []byte("b{}")}

// Whoever asks under a name that is not the server's was led here by somebody's DNS.
func TestHost(t *testing.T) {
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: assets, Hosts: []string{"lab.test"}})
	u, err := url.Parse("http://" + strings.TrimPrefix(s.TrackURL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	local := "http://127.0.0.1:" + u.Port()
	for host, want := range map[string]int{
		"127.0.0.1:" + u.Port(): 200, "localhost:" + u.Port(): 200, "LocalHost:" + u.Port(): 200, "lab.test:" + u.Port(): 200, "[::1]:" + u.Port(): 200,
		"evil.test:" + u.Port(): 421, "127.0.0.1": 421, "127.0.0.1:1": 421, "evil.test": 421,
	} {
		for _, path := range []string{"/", "/api/sessions", "/viewer.js", "/v/site/page/config/" + s.Key()} {
			if status, body, _ := get(t, local+path, "Host", host); status != want {
				t.Errorf("%s as %s: %d %s, want %d", path, host, status, body, want)
			}
		}
	}
}

func TestKey(t *testing.T) {
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: assets, Listen: "0.0.0.0:0", Hosts: []string{"127.0.0.1"}})
	if s.Open() {
		t.Error("open to everybody")
	}
	for _, key := range []string{"", "wrong", s.Key() + "x"} {
		if status := upload(t, s, key, "d", "1", meta(1)); status != http.StatusUnauthorized {
			t.Errorf("an upload with the key %q is answered %d", key, status)
		}
	}
	if status := upload(t, s, s.Key(), "d", "1", meta(1)); status != http.StatusOK {
		t.Errorf("an upload with the key is answered %d", status)
	}
	live := "/api/sessions/" + shelf.ID("d", "1") + "/live"
	paths := []string{"/", "/s/" + shelf.ID("d", "1"), "/api/sessions", "/api/sessions/" + shelf.ID("d", "1") + "/events"}
	for _, path := range append(paths, live, "/api/x", "/?key=wrong") {
		if status, body, _ := get(t, s.URL()+path, "Cookie", "replaylab_key=wrong"); status != http.StatusUnauthorized || strings.Contains(body, "the viewer") {
			t.Errorf("%s without a key: %d %s", path, status, body)
		}
	}
	_, _, h := get(t, s.URL()+"/s/x?t=5&key="+s.Key())
	cookie, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
	if h.Get("Location") != "/s/x?t=5" || !strings.Contains(h.Get("Set-Cookie"), "HttpOnly; SameSite=Strict") {
		t.Errorf("a key in the address: %v", h)
	}
	for _, path := range paths {
		for _, with := range [][]string{{"Cookie", cookie}, {"Authorization", "Bearer " + s.Key()}} {
			if status, body, _ := get(t, s.URL()+path, with...); status != http.StatusOK {
				t.Errorf("%s with a key: %d %s", path, status, body)
			}
		}
	}
	for key, want := range map[string]int{"wrong": 401, s.Key(): 303} {
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.PostForm(s.URL()+"/key", url.Values{"key": {key}})
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != want || (want == 303) != (res.Header.Get("Set-Cookie") != "") {
			t.Errorf("the form with %q: %d %v", key, res.StatusCode, res.Header)
		}
	}
}

// A page of another origin can neither read nor follow, though its requests come from this machine.
func TestOtherOrigins(t *testing.T) {
	s, _ := listenQuietly(t, serve.Config{Assets: assets})
	upload(t, s, s.Key(), "d", "1", meta(1))
	for _, path := range []string{"/", "/api/sessions", "/viewer.js"} {
		_, _, h := get(t, s.URL()+path, "Origin", "https://evil.test")
		if h.Get("Access-Control-Allow-Origin") != "" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
	address := "ws" + strings.TrimPrefix(s.URL(), "http") + "/api/sessions/" + shelf.ID("d", "1") + "/live"
	_, res, err := websocket.DefaultDialer.Dial(address, http.Header{"Origin": {"https://evil.test"}})
	if err == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("a WebSocket is answered %v, %v", res, err)
	}
}
