// Package origin is the web site of one visit: it serves a scenario's pages from several origins
// on loopback, with the headers that the scenario asks for, and puts the SDK's script tags where a
// customer would put them. A tag that is part of the page is subject to the page's Content
// Security Policy; a script injected through the debugger would not be.
package origin

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Config says what a site serves. Files is required.
type Config struct {
	Files   map[string][]byte // by path, such as "/page.html"
	Mounts  []Mount
	Headers []Header
	// Fill substitutes what is the visit's own, such as canaries, in files and headers.
	Fill func(text string) string
	SDK  SDK
	// Seed makes the nonces of two visits of the same scenario equal.
	Seed string
	// Hosts replaces a.localhost and b.localhost, for a browser on another machine. The site then
	// listens on all interfaces. With one host there is no second site, and Origin("b") is "".
	Hosts []string
}

// Mount serves a folder.
type Mount struct {
	Path string // such as "/lib"
	FS   fs.FS
}

// Header is added to the answers for one path, or for all if Path is "*". "${nonce}" in its value
// becomes the nonce of that answer.
type Header struct{ Path, Name, Value string }

// Request is one request that a page made of the site.
type Request struct {
	At     time.Time
	Method string
	Host   string
	URL    string
	Dest   string // what the page wanted it for: Sec-Fetch-Dest
	Header http.Header
	Body   []byte // at most MaxBody of it
	Status int
}

// MaxBody bounds what is kept of a request's body, in bytes.
const MaxBody = 16 << 20

// Site serves one visit until Close.
type Site struct {
	config  Config
	origins map[string]string
	servers []*http.Server

	mu       sync.Mutex
	loads    int
	inFlight int
	changed  chan struct{} // closed and replaced when inFlight or requests change
	requests []Request
	reports  []Report
}

// Listen starts the site on two free ports.
func Listen(c Config) (*Site, error) {
	s := &Site{config: c, origins: map[string]string{}, changed: make(chan struct{})}
	bind, hosts := "127.0.0.1:0", []string{"a.localhost", "b.localhost"}
	if len(c.Hosts) > 0 {
		bind, hosts = ":0", c.Hosts
	}
	for i := range 2 {
		l, err := net.Listen("tcp", bind)
		if err != nil {
			_ = s.Close()
			return nil, fmt.Errorf("serve the scenario's pages: %w", err)
		}
		port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
		if i == 0 {
			s.origins["a"] = "http://" + net.JoinHostPort(hosts[0], port)
			if len(hosts) > 1 {
				s.origins["b"] = "http://" + net.JoinHostPort(hosts[1], port)
			}
		} else {
			s.origins["a2"] = "http://" + net.JoinHostPort(hosts[0], port)
		}
		server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
		s.servers = append(s.servers, server)
		go server.Serve(l)
	}
	return s, nil
}

// Origin is the address of an origin without a trailing slash: "a"; "b", another site; "a2",
// another origin of the same site. It is "" if the site does not have that origin.
func (s *Site) Origin(name string) string { return s.origins[name] }

// Origins lists the addresses that the site answers under, without a path.
func (s *Site) Origins() []string {
	return slices.Sorted(maps.Values(s.origins))
}

// Serves reports whether an address is of one of the site's origins.
func (s *Site) Serves(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	for _, o := range s.origins {
		if o == u.Scheme+"://"+u.Host {
			return true
		}
	}
	return false
}

// Close stops serving and breaks every connection. ServeHTTP still answers.
func (s *Site) Close() error {
	for _, server := range s.servers {
		_ = server.Close()
	}
	return nil
}

// Requests lists the requests that were answered so far.
func (s *Site) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Idle waits until no request is in flight.
func (s *Site) Idle(ctx context.Context) error {
	for {
		s.mu.Lock()
		n, changed := s.inFlight, s.changed
		s.mu.Unlock()
		if n == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for %d requests of the page to be answered: %w", n, context.Cause(ctx))
		}
	}
}

func (s *Site) count(by int, r *Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight += by
	if r != nil {
		s.requests = append(s.requests, *r)
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Site) nextLoad() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	return fmt.Sprint(s.loads)
}

// fill substitutes the visit's own values and the addresses of the site's origins.
func (s *Site) fill(text string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	for name, address := range s.origins {
		text = strings.ReplaceAll(text, "${origin:"+name+"}", address)
	}
	if s.config.Fill != nil {
		text = s.config.Fill(text)
	}
	return text
}
