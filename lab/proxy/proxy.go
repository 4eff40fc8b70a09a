// Package proxy sees what a page sends to hosts that are not the lab's. A browser context that has a
// Proxy for its own sends everything there but what goes to the addresses it is told to reach itself.
// The proxy answers in the place of those hosts, over TLS with certificates of the lab's own authority,
// and passes nothing on but plain requests to servers on this machine, such as a developer's own: no
// byte leaves it.
package proxy

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Request is one request to a foreign host.
type Request struct {
	At     time.Time
	Method string // of HTTP; CONNECT for the way to a host; MESSAGE for one that was sent over a WebSocket
	URL    string // absolute; of a CONNECT, "//host:port"
	Header http.Header
	Body   []byte
	Cut    bool // the body is longer than what was kept, or did not arrive to its end
}

// Config says how a proxy listens. Authority is required.
type Config struct {
	Authority *Authority
	// Host is the name under which a browser elsewhere reaches this machine. The proxy then listens on
	// all interfaces; else on loopback alone.
	Host string
}

// MaxBody bounds what is kept of one body or message, in bytes.
const MaxBody = 16 << 20

// A Proxy serves one visit until Close. Its methods may be called from several goroutines.
type Proxy struct {
	authority *Authority
	url       string
	outer     *http.Server // what the browser talks to
	inner     *http.Server // what is behind a CONNECT
	tunnels   *tunnels
	served    sync.WaitGroup

	mu       sync.Mutex
	requests []Request
	noted    chan struct{}      // closed when one more request is noted
	open     map[io.Closer]bool // connections that were taken over
	closed   bool
}

// Listen starts a proxy on a port of its own.
func Listen(c Config) (*Proxy, error) {
	bind := "127.0.0.1:0"
	if c.Host != "" {
		bind = ":0"
	}
	l, err := net.Listen("tcp", bind)
	if err != nil {
		return nil, fmt.Errorf("listen for requests to foreign hosts: %w", err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for requests to foreign hosts: %w", err), l.Close())
	}
	p := &Proxy{authority: c.Authority, url: "http://" + net.JoinHostPort(cmp.Or(c.Host, "127.0.0.1"), port), open: map[io.Closer]bool{}, noted: make(chan struct{})}
	p.tunnels = &tunnels{conns: make(chan net.Conn), done: make(chan struct{}), addr: l.Addr()}
	p.outer = server(p.handle)
	p.inner = server(p.answer)
	p.inner.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		scheme := "http"
		if _, ok := c.(*tls.Conn); ok {
			scheme = "https"
		}
		return context.WithValue(ctx, schemeKey{}, scheme)
	}
	p.served.Go(func() { _ = p.outer.Serve(l) })
	p.served.Go(func() { _ = p.inner.Serve(p.tunnels) })
	return p, nil
}

type schemeKey struct{}

func server(handle http.HandlerFunc) *http.Server {
	// What the server has to say of broken connections concerns nobody: pages go away.
	return &http.Server{Handler: handle, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
}

// URL is the address that a browser context takes for its proxy, such as "http://127.0.0.1:40123".
func (p *Proxy) URL() string { return p.url }

// Requests lists the requests so far, in the order in which they were read to their ends.
func (p *Proxy) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Await returns once a request has been seen of which is says so, or with the error of ctx.
func (p *Proxy) Await(ctx context.Context, is func(Request) bool) error {
	for seen := 0; ; {
		p.mu.Lock()
		fresh, noted := p.requests[seen:], p.noted
		p.mu.Unlock()
		if slices.ContainsFunc(fresh, is) {
			return nil
		}
		seen += len(fresh)
		select {
		case <-noted:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Close breaks every connection and takes no more.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	open := slices.Collect(maps.Keys(p.open))
	p.mu.Unlock()
	for _, c := range open {
		_ = c.Close() // without the lock, which a connection's end takes
	}
	err := errors.Join(p.outer.Close(), p.inner.Close())
	p.served.Wait()
	return err
}

// keep holds a connection that was taken over until the proxy closes, and reports whether it is open.
func (p *Proxy) keep(c io.Closer) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = c.Close()
		return false
	}
	p.open[c] = true
	return true
}

func (p *Proxy) drop(c io.Closer) {
	_ = c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

func (p *Proxy) note(r Request) {
	r.At = time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, r)
	close(p.noted)
	p.noted = make(chan struct{})
}

// handle takes what the browser asks of its proxy: a way to a host, or a plain request in full.
func (p *Proxy) handle(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		p.answer(w, r)
		return
	}
	p.note(Request{Method: r.Method, URL: "//" + r.Host, Header: r.Header})
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "the lab's proxy: "+err.Error(), http.StatusInternalServerError)
		return
	}
	if !p.keep(conn) {
		return
	}
	if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		p.drop(conn)
		return
	}
	host, _, _ := net.SplitHostPort(r.Host)
	p.tunnel(&tunnel{Conn: conn, r: buffered.Reader, ended: func() { p.drop(conn) }}, host)
}

// tunnel serves what is behind a CONNECT: TLS if it begins like that, else plain HTTP.
func (p *Proxy) tunnel(c *tunnel, host string) {
	first, err := c.r.Peek(1)
	if err != nil {
		_ = c.Close()
		return
	}
	const handshake = 0x16 // the first byte of a TLS record that holds one
	if first[0] != handshake {
		p.tunnels.give(c)
		return
	}
	p.tunnels.give(tls.Server(c, &tls.Config{
		NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return p.authority.leaf(cmp.Or(hello.ServerName, host))
		},
	}))
}
