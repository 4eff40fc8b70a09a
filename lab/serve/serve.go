// Package serve is a replay server for one machine: it takes in uploads of capture SDKs, keeps them,
// and shows them in a viewer, all at one address.
package serve

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"replaylab/lab/ingest"
	"replaylab/lab/live"
	"replaylab/lab/serve/shelf"
)

// Config says what to serve.
type Config struct {
	Shelf  *shelf.Shelf // open until the server is closed
	Listen string       // host:port; empty means a free port of 127.0.0.1
	Hosts  []string     // further names under which this machine is asked for
	Key    string       // for uploads and, if it listens to more than this machine, for the viewer; empty means a new one
	Assets Assets
	Now    func() time.Time // nil means time.Now
	Log    func(string)     // told of what goes wrong between a page and the server; nil means nobody
}

// Assets are the viewer's files.
type Assets struct{ Page, Script, Player, Style []byte }

// Server is a running server.
type Server struct {
	config Config
	ingest *ingest.Server
	visit  *ingest.Visit
	links  live.Links
	open   bool // to this machine alone, so that the viewer needs no key
	hosts  map[string]bool
}

// The addresses of uploads are the same in every run: pages have them in their sources.
const token, load = "site", "page"

// Listen starts a server. It runs until Close.
func Listen(c Config) (*Server, error) {
	c.Listen = cmp.Or(c.Listen, "127.0.0.1:0")
	c.Key = cmp.Or(c.Key, NewKey())
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = func(string) {}
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: want HOST:PORT, such as 127.0.0.1:4600: %w", c.Listen, err)
	}
	s := &Server{config: c, open: loopback(host)}
	ready := make(chan struct{})
	routes := s.routes()
	s.ingest, err = ingest.Listen(ingest.Config{Listen: c.Listen, Host: shown(host, c.Hosts), Now: c.Now, Front: func(uploads http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-ready
			s.front(uploads, routes, w, r)
		})
	}})
	if err != nil {
		close(ready)
		return nil, fmt.Errorf("%w; is another server running there? --listen names another address", err)
	}
	s.hosts = names(host, port(s.ingest.URL()), c.Hosts)
	s.visit = s.ingest.Open(ingest.VisitConfig{Token: token, Key: c.Key, Sink: c.Shelf, Forget: true})
	close(ready)
	return s, nil
}

// URL is the viewer's address, without a key.
func (s *Server) URL() string { return s.ingest.URL() }

// TrackURL and ConfigURL are the options trackServerUrl and configServerUrl of pages.
func (s *Server) TrackURL() string { return s.visit.TrackURL(load) }

// ConfigURL is the option configServerUrl.
func (s *Server) ConfigURL() string { return s.visit.ConfigURL(load) }

// Key is the API key of pages.
func (s *Server) Key() string { return s.config.Key }

// Open reports whether the viewer can be seen without the key.
func (s *Server) Open() bool { return s.open }

// Close ends every connection. What was answered is kept.
func (s *Server) Close() error {
	err := s.links.Close()
	s.visit.Close()
	return errors.Join(err, s.ingest.Close())
}

// NewKey is a key that cannot be guessed.
func NewKey() string { return strings.ToLower(rand.Text()) }

// front takes every request: uploads go to the ingest server, which asks for the key itself.
func (s *Server) front(uploads, viewer http.Handler, w http.ResponseWriter, r *http.Request) {
	if !s.hosts[strings.ToLower(r.Host)] {
		http.Error(w, fmt.Sprintf("%.200q is not a name of this server: open it as %s, or start it with --host to give it that name", r.Host, s.URL()), http.StatusMisdirectedRequest)
		return
	}
	if strings.HasPrefix(strings.TrimLeft(r.URL.Path, "/"), "v/") {
		uploads.ServeHTTP(w, r)
		return
	}
	viewer.ServeHTTP(w, r)
}
