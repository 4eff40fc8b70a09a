package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
)

// Target is what a session is attached to: a page, a frame of another site, a worker.
type Target struct {
	TargetID string `json:"targetId"`
	Type     string `json:"type"`
	URL      string `json:"url"`
}

type attached struct {
	SessionID  string `json:"sessionId"`
	TargetInfo Target `json:"targetInfo"`
	Waiting    bool   `json:"waitingForDebugger"`
}

// Session is one attachment to a target. Calls may be made from any goroutine; event handlers run
// one after another, in the order of the events, and may make calls.
type Session struct {
	Target

	conn *Conn
	id   string

	mu       sync.Mutex
	more     sync.Cond
	events   []message
	handlers map[string][]func(json.RawMessage)
	ended    bool

	paused       chan struct{} // closed at the freeze that is waited for; see Freeze
	pauseHandled bool

	done chan struct{}
}

func newSession(c *Conn, id string, t Target) *Session {
	s := &Session{Target: t, conn: c, id: id, handlers: map[string][]func(json.RawMessage){}, done: make(chan struct{})}
	s.more.L = &s.mu
	return s
}

// Done is closed when the target is gone or the connection has ended.
func (s *Session) Done() <-chan struct{} { return s.done }

// Call sends a command and decodes its result into result, which may be nil.
func (s *Session) Call(ctx context.Context, method string, params, result any) error {
	raw, err := s.Raw(ctx, method, params)
	if err != nil || result == nil {
		return err
	}
	if err := unmarshal(raw, result); err != nil {
		return fmt.Errorf("decode the answer to %s: %w", method, err)
	}
	return nil
}

// Raw sends a command and returns its result undecoded.
func (s *Session) Raw(ctx context.Context, method string, params any) (json.RawMessage, error) {
	answer, err := s.Start(method, params)
	if err != nil {
		return nil, err
	}
	return answer(ctx)
}

// Start sends a command and returns at once with the function that waits for its result. Commands
// of one session reach the browser in the order of their Start.
func (s *Session) Start(method string, params any) (func(context.Context) (json.RawMessage, error), error) {
	reply, id, err := s.conn.send(s.id, method, params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	return func(ctx context.Context) (json.RawMessage, error) {
		select {
		case m := <-reply:
			return m.result(method)
		default:
		}
		select {
		case m := <-reply:
			return m.result(method)
		case <-ctx.Done():
			s.conn.forget(id)
			return nil, fmt.Errorf("%s: %w", method, context.Cause(ctx))
		case <-s.done:
		case <-s.conn.done:
		}
		select {
		case m := <-reply: // answered just before the end
			return m.result(method)
		default:
		}
		s.conn.forget(id)
		if err := s.conn.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", method, err)
		}
		return nil, fmt.Errorf("%s: %w", method, ErrTargetGone)
	}, nil
}

// Command is a call of the browser. Into is where its result is decoded to; nil throws it away.
type Command struct {
	Method       string
	Params, Into any
}

// All sends commands at once and waits for all of them. They are carried out in order, so it costs
// one round trip.
func (s *Session) All(ctx context.Context, commands ...Command) error {
	answers := make([]func(context.Context) (json.RawMessage, error), len(commands))
	var err error
	for i, c := range commands {
		if answers[i], err = s.Start(c.Method, c.Params); err != nil {
			return err
		}
	}
	for i, answer := range answers {
		raw, err := answer(ctx)
		if err != nil {
			return err
		}
		if into := commands[i].Into; into != nil {
			if err := unmarshal(raw, into); err != nil {
				return fmt.Errorf("decode the answer to %s: %w", commands[i].Method, err)
			}
		}
	}
	return nil
}

func (m message) result(method string) (json.RawMessage, error) {
	if m.err != nil {
		m.err.Method = method
		return nil, m.err
	}
	return m.body, nil
}

// On calls fn for every later event of that name.
func (s *Session) On(event string, fn func(params json.RawMessage)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[event] = append(s.handlers[event], fn)
}

func (s *Session) queue(m message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.handlers[m.method]) > 0 && !s.ended {
		s.events = append(s.events, m)
		s.more.Signal()
	}
}

// caughtUp waits until the handlers of every event that has come so far have run: an answer to a
// command may overtake them. It must not be called from a handler.
func (s *Session) caughtUp(ctx context.Context) error {
	ran := make(chan struct{})
	s.mu.Lock()
	if !s.ended {
		s.events = append(s.events, message{then: func() { close(ran) }})
		s.more.Signal()
	}
	s.mu.Unlock()
	select {
	case <-ran:
	case <-s.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

func (s *Session) gone() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.ended = true
		close(s.done)
		s.more.Signal()
	}
}

// dispatch runs handlers until the session ends and its queue is empty.
func (s *Session) dispatch() {
	for {
		s.mu.Lock()
		for len(s.events) == 0 && !s.ended {
			s.more.Wait()
		}
		if len(s.events) == 0 {
			s.mu.Unlock()
			return
		}
		m := s.events[0]
		s.events = s.events[1:]
		handlers := s.handlers[m.method]
		s.mu.Unlock()
		if m.then != nil {
			m.then()
		}
		for _, fn := range handlers {
			fn(m.body)
		}
	}
}
