package proxy_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/origin"
	"replaylab/lab/proxy"
)

var (
	chromium  *browser.Browser
	authority *proxy.Authority
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	found, err := browser.Find(browser.Live, "")
	if err == nil {
		authority, err = proxy.NewAuthority()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	sup := &browser.Supervisor{Found: found, Config: browser.Config{Args: []string{authority.Flag()}}}
	defer sup.Close()
	chromium = browser.Use(sup)
	defer chromium.Close()
	return m.Run()
}

// visited opens a page behind a proxy and returns its site, the page and the proxy.
func visited(t *testing.T, files map[string]string) (context.Context, *origin.Site, *browser.Page, *proxy.Proxy) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	t.Cleanup(cancel)
	c := origin.Config{Files: map[string][]byte{}}
	for name, text := range files {
		c.Files[name] = []byte(text)
	}
	site, err := origin.Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	p, err := proxy.Listen(proxy.Config{Authority: authority})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	conn, err := chromium.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x, err := conn.NewRoutedContext(ctx, browser.Route{Proxy: p.URL(), Direct: []string{strings.TrimPrefix(site.Origin("a"), "http://")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	page, err := x.NewPage(ctx, browser.PageConfig{Focus: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Open(ctx, site.Origin("a")+"/page.html"); err != nil {
		t.Fatal(err)
	}
	return ctx, site, page, p
}

// until waits for a request that begins with this method and address and has this body.
func until(ctx context.Context, t *testing.T, p *proxy.Proxy, name, want, body string) {
	t.Helper()
	err := p.Await(ctx, func(r proxy.Request) bool {
		return strings.HasPrefix(r.Method+" "+r.URL, want) && strings.Contains(string(r.Body), body)
	})
	if err == nil {
		return
	}
	var seen []string
	for _, r := range p.Requests() {
		seen = append(seen, fmt.Sprintf("%s %s %q", r.Method, r.URL, r.Body))
	}
	t.Errorf("%s: no request %s with %q; seen:\n%s", name, want, body, strings.Join(seen, "\n"))
}

// TestEverySender has each way in which a page can send something send a word of its own, and wants
// the proxy to have seen it.
func TestEverySender(t *testing.T) {
	ctx, site, page, p := visited(t, map[string]string{
		"/page.html": "<!doctype html><body>",
		"/sw.js":     `self.onmessage = e => fetch('https://foreign.example/service', {method: 'POST', body: 'service worker', mode: 'no-cors'}); self.oninstall = () => skipWaiting(); self.onactivate = e => e.waitUntil(clients.claim());`,
		"/shared.js": `fetch('https://foreign.example/shared', {method: 'POST', body: 'shared worker'});`,
	})
	for _, c := range []struct{ name, code, request, body string }{
		{"fetch, TLS", `fetch('https://foreign.example/f?q=1', {method: 'PUT', body: 'by fetch', headers: {'X-Own': 'v'}}).then(r => r.status)`, "PUT https://foreign.example/f?q=1", "by fetch"},
		{"fetch, plain", `fetch('http://foreign.example:81/f', {method: 'POST', body: 'in plain'}).then(r => r.status)`, "POST http://foreign.example:81/f", "in plain"},
		{"an address", `fetch('https://192.0.2.7/f', {method: 'POST', body: 'to an address'}).then(r => r.status)`, "POST https://192.0.2.7/f", "to an address"},
		{"this machine", `fetch('http://127.0.0.1:4321/f', {method: 'POST', body: 'next door'}).then(r => r.status)`, "POST http://127.0.0.1:4321/f", "next door"},
		{"another port", `fetch('http://a.localhost:1234/f', {method: 'POST', body: 'another port'}).then(r => r.status)`, "POST http://a.localhost:1234/f", "another port"},
		{"beacon", `navigator.sendBeacon('https://beacon.example/b', 'by beacon')`, "POST https://beacon.example/b", "by beacon"},
		{"kept alive", `void fetch('https://foreign.example/k', {method: 'POST', body: 'kept alive', keepalive: true, mode: 'no-cors'})`, "POST https://foreign.example/k", "kept alive"},
		{"XHR", `new Promise(d => { const x = new XMLHttpRequest(); x.onload = d; x.open('POST', 'https://foreign.example/x'); x.send('by XHR'); }).then(() => 1)`, "POST https://foreign.example/x", "by XHR"},
		{"image", `new Promise(d => { const i = new Image(); i.onload = i.onerror = d; i.src = 'https://img.example/i.png?by=image'; }).then(() => 1)`, "GET https://img.example/i.png?by=image", ""},
		{"worker", `new Worker(URL.createObjectURL(new Blob(["fetch('https://foreign.example/w', {method: 'POST', body: 'worker', mode: 'no-cors'})"]))) && 1`, "POST https://foreign.example/w", "worker"},
		{"shared worker", `new SharedWorker('/shared.js') && 1`, "POST https://foreign.example/shared", "shared worker"},
		{"service worker", `navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(r => { r.active.postMessage(1); return 1 })`, "POST https://foreign.example/service", "service worker"},
		{"WebSocket, TLS", `new Promise(d => { const s = new WebSocket('wss://socket.example/s'); s.onopen = () => { s.send('a message'); d(1) } })`, "MESSAGE wss://socket.example/s", "a message"},
		{"WebSocket, plain", `new Promise(d => { const s = new WebSocket('ws://socket.example/p'); s.onopen = () => { s.send('another message'); d(1) } })`, "MESSAGE ws://socket.example/p", "another message"},
		{"frame", `new Promise(d => { const f = document.createElement('iframe'); f.onload = () => d(1); f.src = 'https://frame.example/?by=frame'; document.body.append(f) })`, "GET https://frame.example/?by=frame", ""},
		{"form", `(() => { const f = document.createElement('form'); f.method = 'post'; f.action = 'https://form.example/'; f.target = 'x'; f.innerHTML = '<iframe name=x></iframe><input name=by value=form>'; document.body.append(f); f.submit(); return 1 })()`, "POST https://form.example/", "by=form"},
		{"style", `(() => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'https://style.example/s.css'; document.head.append(l); return 1 })()`, "GET https://style.example/s.css", ""},
	} {
		if err := page.EvalMain(ctx, "", c.code, nil); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		wait, cancel := context.WithTimeout(ctx, 4*time.Second)
		until(wait, t, p, c.name, c.request, c.body)
		cancel()
	}
	for _, r := range p.Requests() {
		if strings.Contains(r.URL, strings.TrimPrefix(site.Origin("a"), "http://")) {
			t.Errorf("the site's own %s %s came by the proxy", r.Method, r.URL)
		}
		if r.URL == "https://foreign.example/f?q=1" && r.Method == "PUT" && r.Header.Get("X-Own") != "v" {
			t.Errorf("headers of the request: %v", r.Header)
		}
	}
	if err := page.EvalMain(ctx, "", "fetch('/page.html').then(r => r.text()).then(t => { if (!t.includes('doctype')) throw t })", nil); err != nil {
		t.Errorf("the site itself: %v", err)
	}
	if !slices.ContainsFunc(site.Requests(), func(r origin.Request) bool { return r.URL == "/page.html" && r.Dest == "empty" }) {
		t.Error("the site has not seen the page's own request")
	}
}

// TestThisMachine has a page speak with a server beside the lab's.
func TestThisMachine(t *testing.T) {
	next := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = io.Copy(w, io.MultiReader(strings.NewReader("heard "), r.Body))
	}))
	defer next.Close()
	ctx, _, page, p := visited(t, map[string]string{"/page.html": "<!doctype html>"})
	var said string
	if err := page.EvalMain(ctx, "", `fetch('`+next.URL+`/x', {method: 'POST', body: 'hello'}).then(r => r.text())`, &said); err != nil || said != "heard hello" {
		t.Errorf("the server said %q, %v", said, err)
	}
	until(ctx, t, p, "this machine", "POST "+next.URL+"/x", "hello")
}
