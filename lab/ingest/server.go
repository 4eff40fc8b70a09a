// Package ingest receives what capture SDKs send over HTTP, keeps every request byte for byte, and
// answers as the real service would or as a scenario asks. It reads requests as far as uploads and
// events; what events mean is not its business.
package ingest

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"replaylab/lab/event"
)

// Config says how to receive uploads. The zero value works.
type Config struct {
	Listen      string           // host:port; empty means a free port of 127.0.0.1
	Host        string           // the host in URLs, for a browser elsewhere; empty means the one listened on
	MaxBody     int              // bytes of a body as sent; zero means 16 MiB
	MaxInflated int              // bytes of a body without its compression; zero means 32 MiB
	Now         func() time.Time // nil means time.Now

	// Front, if there is one, takes every request first. What it is given takes in uploads.
	Front func(uploads http.Handler) http.Handler
}

// A Server takes in the uploads of any number of visits at the same time. Its methods may be called
// from several goroutines.
type Server struct {
	config Config
	limits event.Limits
	http   *http.Server
	url    string
	served chan struct{}  // closed when no more connections are accepted
	busy   sync.WaitGroup // connections, and handlers that have taken theirs over

	mu     sync.Mutex
	visits map[string]*Visit // by token
	strays int
}

// Listen starts a server on a port of its own. It runs until Close.
func Listen(c Config) (*Server, error) {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.MaxBody == 0 {
		c.MaxBody = 16 << 20
	}
	if c.MaxInflated == 0 {
		c.MaxInflated = 32 << 20
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for uploads: %w", err)
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for uploads: %w", err), l.Close())
	}
	s := &Server{
		config: c,
		limits: event.Limits{Unpacked: c.MaxInflated},
		url:    "http://" + net.JoinHostPort(cmp.Or(c.Host, host), port),
		served: make(chan struct{}),
		visits: map[string]*Visit{},
	}
	var handler http.Handler = http.HandlerFunc(s.handle)
	if c.Front != nil {
		handler = c.Front(handler)
	}
	s.http = &http.Server{Handler: handler, ConnState: s.count}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(l)
	}()
	return s, nil
}

// URL is the address under which visits have theirs, such as "http://127.0.0.1:40123".
func (s *Server) URL() string { return s.url }

// Strays is the number of requests that named no open visit. They were answered 404 and not kept.
func (s *Server) Strays() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.strays
}

// Open makes a visit: addresses of its own, under a token, for the uploads that belong together. It
// takes requests until its Close or the server's, and those of a visit with the same token that was
// open before.
func (s *Server) Open(c VisitConfig) *Visit {
	v := newVisit(s, cmp.Or(c.Token, rand.Text()), c)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits[v.token] = v
	return v
}

// Close closes all visits, ends every connection and waits for their handlers.
func (s *Server) Close() error {
	s.mu.Lock()
	visits := s.visits
	s.visits = map[string]*Visit{}
	s.mu.Unlock()
	for _, v := range visits {
		v.end()
	}
	err := s.http.Close()
	<-s.served
	s.busy.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close the ingest server: %w", err)
	}
	return nil
}

// count keeps busy: a connection is new before the accept loop ends, so none is added after Close
// has waited for served.
func (s *Server) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.busy.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.busy.Done()
	}
}

// A place is what the path of a request names: /v/{token}/{load}/config/{key} or
// /v/{token}/{load}/track, where any slash may be doubled.
type place struct {
	load, endpoint, key string // endpoint is "config", "track", or "" for a stray request
}

func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	s.busy.Add(1) // its connection is counted until it is hijacked, so this is never the first
	defer s.busy.Done()
	v, p := s.find(r.URL.EscapedPath())
	if v == nil || !v.serve(w, r, p) {
		s.mu.Lock()
		s.strays++
		s.mu.Unlock()
		http.Error(w, fmt.Sprintf("%s %s: no open visit has this address; visits live under %s/v/{token}/",
			r.Method, r.URL.Path, s.url), http.StatusNotFound)
	}
}

func (s *Server) find(path string) (*Visit, place) {
	parts := strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
	if len(parts) < 2 || parts[0] != "v" {
		return nil, place{}
	}
	s.mu.Lock()
	v := s.visits[parts[1]]
	s.mu.Unlock()
	var p place
	for i, part := range parts[2:] {
		if plain, err := url.PathUnescape(part); err == nil {
			parts[2+i] = plain
		}
	}
	if len(parts) > 2 {
		p.load = parts[2]
	}
	switch {
	case len(parts) == 4 && (parts[3] == "track" || parts[3] == "config"):
		p.endpoint = parts[3]
	case len(parts) == 5 && parts[3] == "config":
		p.endpoint, p.key = parts[3], parts[4]
	}
	return v, p
}

func (s *Server) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.visits, token)
}
