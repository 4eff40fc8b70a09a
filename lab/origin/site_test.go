package origin_test

import (
	"context"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"replaylab/fixtures"
	"replaylab/lab/origin"
)

func listen(t testing.TB, c origin.Config) *origin.Site {
	t.Helper()
	s, err := origin.Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// client finds every host on loopback, as a browser finds all names under localhost.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+port)
}}}

type answer struct {
	status int
	header http.Header
	body   string
}

// ask makes one request. Headers are names and values by turns.
func ask(t testing.TB, method, url string, headers ...string) answer {
	t.Helper()
	return send(t, method, url, "", headers...)
}

func send(t testing.TB, method, url, body string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	w, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	data, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{w.StatusCode, w.Header, string(data)}
}

func files(pairs ...string) map[string][]byte {
	m := map[string][]byte{}
	for pair := range slices.Chunk(pairs, 2) {
		m[pair[0]] = []byte(pair[1])
	}
	return m
}

func TestOrigins(t *testing.T) {
	s := listen(t, origin.Config{Files: files("/x.txt", "a ${origin:a} b ${origin:b} a2 ${origin:a2}")})
	part := func(name string) *url.URL {
		u, err := url.Parse(s.Origin(name))
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	a, b, a2 := part("a"), part("b"), part("a2")
	if a.Hostname() != "a.localhost" || b.Hostname() != "b.localhost" || a2.Hostname() != "a.localhost" || a.Port() != b.Port() || a.Port() == a2.Port() {
		t.Errorf("the origins are %s, %s and %s", a, b, a2)
	}
	if got := s.Origin("c"); got != "" {
		t.Errorf("there is a third site: %s", got)
	}
	want := "a " + a.String() + " b " + b.String() + " a2 " + a2.String()
	for _, name := range []string{"a", "b", "a2"} {
		if got := ask(t, "GET", s.Origin(name)+"/x.txt"); got.status != 200 || got.body != want {
			t.Errorf("%s answers %d %s, want %s", name, got.status, got.body, want)
		}
	}
	one := listen(t, origin.Config{Hosts: []string{"127.0.0.1"}})
	if !strings.HasPrefix(one.Origin("a"), "http://127.0.0.1:") || one.Origin("b") != "" || one.Origin("a2") == one.Origin("a") {
		t.Errorf("with one host: %q, %q and %q", one.Origin("a"), one.Origin("b"), one.Origin("a2"))
	}
	two := listen(t, origin.Config{Hosts: []string{"127.0.0.1", "::1"}})
	if !strings.HasPrefix(two.Origin("b"), "http://[::1]:") {
		t.Errorf("with two hosts: %q", two.Origin("b"))
	}
}

func TestFiles(t *testing.T) {
	built, err := fixtures.Build("rows", map[string]string{"n": "3"})
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret.txt")
	folder := filepath.Join(filepath.Dir(secret), "lib")
	for _, err := range []error{os.WriteFile(secret, []byte("secret"), 0o600), os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "disk.js"), []byte("on disk"), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := mime.AddExtensionType(".oldjs", "application/javascript"); err != nil {
		t.Fatal(err)
	}
	s := listen(t, origin.Config{
		Files: files("/code.oldjs", "${secret:x}", "/page.html", "<p>page", "/plain", "<p>plain", "/data.json", `"${secret:x}"`, "/pixel.png", "${secret:x}", "/lib/own.js", "own", "/rows.html", string(built)),
		Mounts: []origin.Mount{
			{Path: "/lib", FS: fstest.MapFS{"a.js": {Data: []byte("first")}, "own.js": {Data: []byte("mounted")}, "deep/b.css": {Data: []byte("deep")}}},
			{Path: "/lib/", FS: os.DirFS(folder)},
		},
		Fill: func(text string) string { return strings.ReplaceAll(text, "${secret:x}", "filled") },
	})
	for path, want := range map[string]struct {
		status int
		kind   string // content type, a part of it
		body   string
	}{
		"/page.html":                 {200, "text/html", "<p>page"},
		"/plain":                     {200, "text/html", "<p>plain"},
		"/data.json":                 {200, "application/json", `"filled"`},
		"/code.oldjs":                {200, "application/javascript", "filled"},
		"/pixel.png":                 {200, "image/png", "${secret:x}"},
		"/rows.html":                 {200, "text/html", string(built)},
		"/lib/own.js":                {200, "javascript", "own"},
		"/lib/a.js":                  {200, "javascript", "first"},
		"/lib/disk.js":               {200, "javascript", "on disk"},
		"/lib/deep/b.css":            {200, "text/css", "deep"},
		"/lib/a.js?x=1":              {200, "javascript", "first"},
		"/lib/a.js?status=503":       {503, "javascript", "first"},
		"/lib/a.js?status=teapot":    {200, "javascript", "first"},
		"/lib/a.js?status=99":        {200, "javascript", "first"},
		"/lib/a.js?delay=1ns":        {200, "javascript", "first"},
		"/favicon.ico":               {204, "", ""},
		"/none.html":                 {404, "text/plain", "the scenario has no file /none.html\n"},
		"/":                          {404, "text/plain", "the scenario has no file /\n"},
		"/lib":                       {404, "text/plain", "the scenario has no file /lib\n"},
		"/lib/deep":                  {404, "text/plain", "the scenario has no file /lib/deep\n"},
		"/lib/../secret.txt":         {404, "text/plain", "the scenario has no file /lib/../secret.txt\n"},
		"/lib/%2e%2e/secret.txt":     {404, "text/plain", "the scenario has no file /lib/../secret.txt\n"},
		"/lib/..%2fsecret.txt":       {404, "text/plain", "the scenario has no file /lib/../secret.txt\n"},
		"/lib/deep/../../secret.txt": {404, "text/plain", "the scenario has no file /lib/deep/../../secret.txt\n"},
		"/lib/" + secret:             {404, "text/plain", "the scenario has no file /lib/" + secret + "\n"},
	} {
		got := ask(t, "GET", s.Origin("a")+path)
		if got.status != want.status || !strings.Contains(got.header.Get("Content-Type"), want.kind) || got.body != want.body {
			t.Errorf("GET %s: %d %s %q, want %d %s %q", path, got.status, got.header.Get("Content-Type"), got.body, want.status, want.kind, want.body)
		}
		if cached := got.header.Get("Cache-Control"); cached != "no-cache" {
			t.Errorf("GET %s: it may be kept: %q", path, cached)
		}
		if head := ask(t, "HEAD", s.Origin("a")+path); head.status != want.status || head.body != "" || !strings.Contains(head.header.Get("Content-Type"), want.kind) {
			t.Errorf("HEAD %s: %+v", path, head)
		}
	}
}

func TestRequestsAreNoted(t *testing.T) {
	s := listen(t, origin.Config{Files: files("/x.js", "x")})
	ask(t, "GET", s.Origin("b")+"/x.js?a=b", "Sec-Fetch-Dest", "script")
	ask(t, "POST", s.Origin("a")+"/none")
	list := s.Requests()
	if len(list) != 2 {
		t.Fatalf("noted %+v", list)
	}
	if r := list[0]; r.Method != "GET" || r.URL != "/x.js?a=b" || r.Dest != "script" || r.Status != 200 || r.Host != strings.TrimPrefix(s.Origin("b"), "http://") || r.At.IsZero() {
		t.Errorf("noted %+v", r)
	}
	if r := list[1]; r.Method != "POST" || r.Status != 404 {
		t.Errorf("noted %+v", r)
	}
}

// Idle waits for what is in flight, and says how much that is when it must not wait longer.
func TestIdle(t *testing.T) {
	arrived, release := make(chan bool), make(chan bool)
	s := listen(t, origin.Config{SDK: origin.SDK{Boot: func(string) []byte {
		arrived <- true
		<-release
		return nil
	}}})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Idle(ctx); err != nil {
		t.Error(err)
	}
	done := make(chan answer)
	go func() { done <- ask(t, "GET", s.Origin("a")+"/_sdk/boot.js?load=1") }()
	<-arrived
	over, end := context.WithCancel(ctx)
	end()
	if err := s.Idle(over); err == nil || !strings.Contains(err.Error(), "wait for 1 requests of the page to be answered: context canceled") {
		t.Errorf("with one in flight: %v", err)
	}
	close(release)
	if err := s.Idle(ctx); err != nil || len(s.Requests()) != 1 {
		t.Errorf("at rest: %v, with %d answered", err, len(s.Requests()))
	}
	<-done
}

func TestClose(t *testing.T) {
	s := listen(t, origin.Config{Files: files("/x", "x")})
	url := s.Origin("a") + "/x"
	ask(t, "GET", url)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if w, err := client.Get(url); err == nil {
		w.Body.Close()
		t.Error("it still serves")
	}
}
