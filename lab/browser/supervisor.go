package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Source gives the address of a browser that lives. dead is the address of one that the caller
// found dead, or empty: the source checks that and starts another in its place.
type Source interface {
	Address(ctx context.Context, dead string) (string, error)
}

// Supervisor keeps one browser running: it starts it when it is first needed and replaces it when
// it has died. A browser elsewhere, known by its address, is used as it is and never replaced.
type Supervisor struct {
	Found  Found
	Config Config // Path is taken from Found

	mu   sync.Mutex
	proc *Process
}

// Address implements Source.
func (s *Supervisor) Address(ctx context.Context, dead string) (string, error) {
	if s.Found.URL != "" {
		return webSocket(ctx, s.Found.URL)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc != nil && (s.proc.URL() != dead || answers(ctx, dead)) {
		select {
		case <-s.proc.Exited():
		default:
			return s.proc.URL(), nil
		}
	}
	if err := s.close(); err != nil {
		return "", err
	}
	c := s.Config
	c.Path = s.Found.Path
	if s.Found.Role == Replay {
		c.Args = append(slices.Clone(c.Args), sealed...)
	}
	proc, err := Launch(ctx, c)
	if err != nil {
		return "", err
	}
	s.proc = proc
	return proc.URL(), nil
}

// PID is the process id of the browser that runs now, or 0.
func (s *Supervisor) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return 0
	}
	return s.proc.PID()
}

// Close ends the browser.
func (s *Supervisor) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.close()
}

func (s *Supervisor) close() error {
	if s.proc == nil {
		return nil
	}
	err := s.proc.Close()
	s.proc = nil
	return err
}

// answers reports whether the browser at an address takes a connection and says its name in time.
func answers(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, pingLimit/2)
	defer cancel()
	c, err := Dial(ctx, address)
	if err != nil {
		return false
	}
	defer c.Close()
	_, err = c.Version(ctx)
	return err == nil
}

// Browser is a browser of the lab as its users hold it: whatever process is behind it now.
type Browser struct {
	source Source

	mu   sync.Mutex
	conn *Conn
	url  string
}

// Use returns a browser that lives where source says.
func Use(source Source) *Browser { return &Browser{source: source} }

// Conn returns a connection to the browser. If the last one has ended, the browser is taken for
// dead and its source asked for another.
func (b *Browser) Conn(ctx context.Context) (*Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	dead := ""
	if b.conn != nil {
		if b.conn.Err() == nil {
			return b.conn, nil
		}
		_ = b.conn.Close()
		b.conn, dead = nil, b.url
	}
	address, err := b.source.Address(ctx, dead)
	if err != nil {
		return nil, err
	}
	if b.conn, err = Dial(ctx, address); err != nil {
		return nil, err
	}
	b.url = address
	return b.conn, nil
}

// Close ends the connection; the browser belongs to its source.
func (b *Browser) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn == nil {
		return nil
	}
	err := b.conn.Close()
	b.conn = nil
	return err
}

// Share serves supervisors to other processes of this machine, by role, until Close.
type Share struct {
	http *http.Server
	addr string
}

// NewShare listens on loopback.
func NewShare(sources map[Role]Source) (*Share, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("share the browsers: %w", err)
	}
	mux := http.NewServeMux()
	for role, source := range sources {
		mux.HandleFunc("/"+string(role), func(w http.ResponseWriter, r *http.Request) {
			address, err := source.Address(r.Context(), r.URL.Query().Get("dead"))
			if err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, address)
		})
	}
	s := &Share{http: &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}, addr: "http://" + l.Addr().String()}
	go s.http.Serve(l)
	return s, nil
}

// URL is where Shared finds it.
func (s *Share) URL() string { return s.addr }

// Close stops serving.
func (s *Share) Close() error { return s.http.Close() }

// Shared is a source in another process, served by a Share.
type Shared struct {
	URL  string
	Role Role
}

// Address implements Source.
func (s Shared) Address(ctx context.Context, dead string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/"+string(s.Role)+"?dead="+url.QueryEscape(dead), nil)
	if err != nil {
		return "", err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask process 1 for the %s browser: %w", s.Role, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<16))
	if err == nil && res.StatusCode != http.StatusOK {
		err = errors.New(string(text))
	}
	if err != nil {
		return "", fmt.Errorf("ask process 1 for the %s browser: %w", s.Role, err)
	}
	return string(text), nil
}

// Product is the browser's own name and version.
func (b *Browser) Product(ctx context.Context) (string, error) {
	c, err := b.Conn(ctx)
	if err != nil {
		return "", err
	}
	return c.Version(ctx)
}
