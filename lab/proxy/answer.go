package proxy

import (
	"bytes"
	"cmp"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"

	"github.com/gorilla/websocket"
)

// answer notes a request and answers it in the place of the host.
func (p *Proxy) answer(w http.ResponseWriter, r *http.Request) {
	note := Request{Method: r.Method, URL: address(r), Header: r.Header.Clone()}
	if websocket.IsWebSocketUpgrade(r) {
		note.URL = strings.Replace(note.URL, "http", "ws", 1)
		p.note(note)
		p.webSocket(w, r, note.URL)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	note.Cut = err != nil || len(body) > MaxBody
	note.Body = body[:min(len(body), MaxBody)]
	p.note(note)
	if r.URL.Scheme == "http" && onThisMachine(r.URL.Hostname()) {
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
		onward.ServeHTTP(w, r)
		return
	}
	instead(w, r)
}

// instead answers in the place of a host.
func instead(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	allow(h, r)
	switch r.Header.Get("Sec-Fetch-Dest") {
	case "document", "iframe", "frame", "object", "embed":
		h.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title></title>")
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// onThisMachine reports whether a host is this machine itself.
func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// onward passes requests on to where they were made to. If nobody is there, the proxy answers itself.
var onward = &httputil.ReverseProxy{
	Rewrite:      func(*httputil.ProxyRequest) {},
	ErrorHandler: func(w http.ResponseWriter, r *http.Request, _ error) { instead(w, r) },
}

// allow says yes to whatever a page of another origin may ask for.
func allow(h http.Header, r *http.Request) {
	h.Set("Access-Control-Allow-Origin", cmp.Or(r.Header.Get("Origin"), "*"))
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Access-Control-Allow-Methods", cmp.Or(r.Header.Get("Access-Control-Request-Method"), "*"))
	h.Set("Access-Control-Allow-Headers", cmp.Or(r.Header.Get("Access-Control-Request-Headers"), "*"))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-store")
}

// address is the whole address that a request was made to.
func address(r *http.Request) string {
	u := *r.URL
	if u.Host == "" {
		u.Host = r.Host
		u.Scheme, _ = r.Context().Value(schemeKey{}).(string)
	}
	return u.String()
}

// webSocket takes a connection and notes every message that the page sends over it.
func (p *Proxy) webSocket(w http.ResponseWriter, r *http.Request, url string) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }, Subprotocols: websocket.Subprotocols(r)}
	c, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	if !p.keep(c) {
		return
	}
	defer p.drop(c)
	c.SetReadLimit(MaxBody)
	for {
		_, message, err := c.ReadMessage()
		if err != nil {
			return
		}
		p.note(Request{Method: "MESSAGE", URL: url, Body: message})
	}
}
