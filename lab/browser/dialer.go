package browser

import (
	"context"
	"crypto/tls"
	"net"
)

// dialer connects to a browser. The WebSocket library bounds the connecting by its context, but not
// the handshake after it, and a browser that is stopped takes connections without ever answering.
type dialer struct {
	secure bool

	conn  net.Conn
	bound func() bool // lifts the bound
}

// DialContext implements the library's interface.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	port := "80"
	if d.secure {
		port = "443"
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		address = net.JoinHostPort(address, port)
	}
	connect := (&net.Dialer{}).DialContext
	if d.secure {
		connect = (&tls.Dialer{}).DialContext
	}
	var err error
	if d.conn, err = connect(ctx, network, address); err == nil {
		d.bound = context.AfterFunc(ctx, func() { _ = d.conn.Close() })
	}
	return d.conn, err
}

// settle is called with what came of the handshake. A connection that made it is no longer bound by
// ctx; any other is closed.
func (d *dialer) settle(ctx context.Context, err error) error {
	if d.conn == nil {
		return err
	}
	if !d.bound() {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = d.conn.Close()
	}
	return err
}
