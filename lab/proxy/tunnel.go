package proxy

import (
	"bufio"
	"net"
	"sync"
)

// tunnel is a connection whose first bytes were read already.
type tunnel struct {
	net.Conn
	r     *bufio.Reader
	ended func()
}

func (t *tunnel) Read(b []byte) (int, error) { return t.r.Read(b) }

func (t *tunnel) Close() error {
	t.ended()
	return nil
}

// tunnels is a listener of connections that are there already.
type tunnels struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
	addr  net.Addr
}

func (t *tunnels) give(c net.Conn) {
	select {
	case t.conns <- c:
	case <-t.done:
		_ = c.Close()
	}
}

func (t *tunnels) Accept() (net.Conn, error) {
	select {
	case c := <-t.conns:
		return c, nil
	case <-t.done:
		return nil, net.ErrClosed
	}
}

func (t *tunnels) Close() error {
	t.once.Do(func() { close(t.done) })
	return nil
}

func (t *tunnels) Addr() net.Addr { return t.addr }
