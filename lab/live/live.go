// Package live sends messages to a page over a WebSocket as they come to be, no faster than the page
// takes them.
package live

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A Source has messages for one page. Next waits for one until ctx ends.
type Source interface {
	Next(ctx context.Context) ([]byte, error)
}

// How long one message may take to be sent, and how often a page is asked whether it is still there;
// it may miss one question.
const (
	sendLimit = 10 * time.Second
	ask       = 20 * time.Second
)

// Links are the connections of a server. Its zero value works.
type Links struct {
	mu     sync.Mutex
	open   map[*websocket.Conn]bool
	closed bool
	busy   sync.WaitGroup
}

// Serve makes a request a WebSocket and sends what the source has, until the page goes, the source
// has an error, or Close. A request from a page of another origin is refused. Links that are closed
// take no more.
func (l *Links) Serve(w http.ResponseWriter, r *http.Request, s Source) error {
	upgrader := websocket.Upgrader{HandshakeTimeout: sendLimit} // its CheckOrigin compares with the Host header
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return fmt.Errorf("open a WebSocket: %w", err) // the client has been told
	}
	if !l.enter(conn) {
		return errors.Join(errClosed, conn.Close())
	}
	defer l.leave(conn)

	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer cancel()
		listen(conn)
	}()
	err = send(ctx, conn, s)
	if ctx.Err() != nil {
		err = nil // the page went, or the links were closed
	}
	_ = conn.WriteControl(websocket.CloseMessage, closing(err), time.Now().Add(time.Second))
	_ = conn.Close()
	<-gone
	return err
}

var errClosed = errors.New("the server is closing")

func closing(err error) []byte {
	if err != nil {
		return websocket.FormatCloseMessage(websocket.CloseInternalServerErr, "")
	}
	return websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
}

// listen reads until the page goes. It has nothing to say; its answers keep the connection.
func listen(conn *websocket.Conn) {
	conn.SetReadLimit(512)
	alive := func(string) error { return conn.SetReadDeadline(time.Now().Add(2*ask + sendLimit)) }
	conn.SetPongHandler(alive)
	_ = alive("")
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// send writes messages and, in between, questions. Those are control frames, which may be written at
// the same time.
func send(ctx context.Context, conn *websocket.Conn, s Source) error {
	tick := time.NewTicker(ask)
	defer tick.Stop()
	stop := make(chan struct{})
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		for {
			select {
			case <-tick.C:
				_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(sendLimit))
			case <-stop:
				return
			}
		}
	}()
	defer func() { close(stop); <-asked }()
	for {
		message, err := s.Next(ctx)
		if err != nil {
			return err
		}
		if err := conn.SetWriteDeadline(time.Now().Add(sendLimit)); err != nil {
			return err
		}
		if err := conn.WriteMessage(websocket.TextMessage, message); err != nil {
			return fmt.Errorf("send to the page: %w", err)
		}
	}
}

func (l *Links) enter(conn *websocket.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	if l.open == nil {
		l.open = map[*websocket.Conn]bool{}
	}
	l.open[conn] = true
	l.busy.Add(1)
	return true
}

func (l *Links) leave(conn *websocket.Conn) {
	l.mu.Lock()
	delete(l.open, conn)
	l.mu.Unlock()
	l.busy.Done()
}

// Close ends every connection and waits until each Serve has returned.
func (l *Links) Close() error {
	l.mu.Lock()
	l.closed = true
	for conn := range l.open {
		_ = conn.Close()
	}
	l.mu.Unlock()
	l.busy.Wait()
	return nil
}
