package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-rod/rod/lib/cdp"
)

// ErrGone is why a call fails when its browser died, stopped answering or was closed.
var ErrGone = errors.New("the browser is gone")

// ErrTargetGone is why a call fails when its page, frame or worker went while the browser lives.
var ErrTargetGone = errors.New("the page is gone")

// A browser that has not answered a trivial question for pingLimit is taken for dead. Asked every
// pingEvery, it is found out within 8 s, inside the 10 s the lab promises.
const (
	pingEvery = 2 * time.Second
	pingLimit = 6 * time.Second
)

// Conn is one DevTools connection to a browser. Its methods may be used from any goroutine.
type Conn struct {
	ws   *cdp.WebSocket
	root *Session

	mu       sync.Mutex
	nextID   int
	pending  map[int]chan message
	sessions map[string]*Session
	err      error // why the connection ended

	done    chan struct{} // closed when the reader has ended
	workers sync.WaitGroup
}

// Dial connects to the browser at a DevTools WebSocket URL. ctx bounds the dialling; the
// connection lives until Close or until the browser goes.
func Dial(ctx context.Context, url string) (*Conn, error) {
	d := &dialer{secure: strings.HasPrefix(url, "wss:")}
	ws := &cdp.WebSocket{Dialer: d}
	if err := d.settle(ctx, ws.Connect(ctx, url, http.Header{})); err != nil {
		return nil, fmt.Errorf("dial the browser at %s: %w", url, err)
	}
	c := &Conn{
		ws:       ws,
		pending:  map[int]chan message{},
		sessions: map[string]*Session{},
		done:     make(chan struct{}),
	}
	c.root = c.session("", Target{Type: "browser"})
	c.workers.Go(c.read)
	c.workers.Go(c.watch)
	return c, nil
}

// Close ends the connection and waits for its goroutines. The browser lives on.
func (c *Conn) Close() error {
	c.end(ErrGone)
	c.workers.Wait()
	return nil
}

// Done is closed when the connection has ended; Err then says why.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err is why the connection ended, or nil while it lives.
func (c *Conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Version is the browser's own name for itself, such as "HeadlessChrome/156.0.8078.79".
func (c *Conn) Version(ctx context.Context) (string, error) {
	var v struct {
		Product string `json:"product"`
	}
	err := c.root.Call(ctx, "Browser.getVersion", nil, &v)
	return v.Product, err
}

func (c *Conn) end(why error) {
	c.mu.Lock()
	if c.err == nil {
		c.err = why
	}
	c.mu.Unlock()
	_ = c.ws.Close()
}

// read takes messages off the wire until the connection ends, then fails whatever waits.
func (c *Conn) read() {
	defer func() {
		c.mu.Lock()
		if c.err == nil {
			c.err = ErrGone
		}
		sessions := c.sessions
		c.sessions = map[string]*Session{}
		c.mu.Unlock()
		close(c.done)
		for _, s := range sessions {
			s.end()
		}
	}()
	for {
		data, err := c.ws.Read()
		if err != nil {
			c.end(fmt.Errorf("%w: %w", ErrGone, err))
			return
		}
		m, err := parse(data)
		if err != nil {
			c.end(fmt.Errorf("%w: %w", ErrGone, err))
			return
		}
		if m.method == "" {
			c.answer(m)
		} else {
			c.deliver(m)
		}
	}
}

func (c *Conn) answer(m message) {
	c.mu.Lock()
	waiting := c.pending[m.id]
	delete(c.pending, m.id)
	c.mu.Unlock()
	if waiting != nil {
		waiting <- m
	}
}

// deliver queues an event on its session. A child's session is opened here, before its parent
// hears of it, so that no early event of the child is lost.
func (c *Conn) deliver(m message) {
	c.mu.Lock()
	s := c.sessions[m.session]
	c.mu.Unlock()
	if s == nil {
		return // detached meanwhile
	}
	switch m.method {
	case "Target.attachedToTarget":
		var p attached
		if json.Unmarshal(m.body, &p) == nil {
			c.session(p.SessionID, p.TargetInfo)
		}
	case "Target.detachedFromTarget":
		var p struct{ SessionID string }
		if json.Unmarshal(m.body, &p) == nil {
			c.drop(p.SessionID)
		}
	}
	s.queue(m)
}

// session returns the session with that id, opening it on first sight.
func (c *Conn) session(id string, t Target) *Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.sessions[id]; s != nil {
		return s
	}
	s := newSession(c, id, t)
	if c.err == nil {
		c.sessions[id] = s
		c.workers.Go(s.dispatch)
	} else {
		s.end()
	}
	return s
}

func (c *Conn) drop(id string) {
	c.mu.Lock()
	s := c.sessions[id]
	delete(c.sessions, id)
	c.mu.Unlock()
	if s != nil {
		s.end()
	}
}

func (c *Conn) send(session, method string, params any) (chan message, int, error) {
	if params == nil {
		params = struct{}{}
	}
	c.mu.Lock()
	if c.err != nil {
		defer c.mu.Unlock()
		return nil, 0, c.err
	}
	c.nextID++
	id := c.nextID
	reply := make(chan message, 1)
	c.pending[id] = reply
	c.mu.Unlock()

	data, err := json.Marshal(cdp.Request{ID: id, SessionID: session, Method: method, Params: params})
	if err == nil {
		err = c.ws.Send(data)
	}
	if err != nil {
		c.forget(id)
		return nil, 0, err
	}
	return reply, id, nil
}

func (c *Conn) forget(id int) {
	c.mu.Lock()
	delete(c.pending, id)
	c.mu.Unlock()
}

// watch asks the browser for its version again and again, so that one that hangs without closing
// its socket is found out.
func (c *Conn) watch() {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.done:
			return
		case <-tick.C:
		}
		// Not a deadline of the call: one that hangs may hang in sending, behind a message that the
		// browser does not take off the wire.
		hangs := time.AfterFunc(pingLimit, func() { c.end(fmt.Errorf("%w: it has not answered for %s", ErrGone, pingLimit)) })
		_, _ = c.Version(context.Background())
		hangs.Stop()
	}
}
