package browser

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
)

// A place is where a script context lives. Script contexts are numbered anew in each process, and a
// frame can have some in two: a parent may look into a frame of its own whose document, of another
// site, is already elsewhere.
type place struct {
	frame   string
	session *Session
	main    bool // the page's own world, not the lab's
}

func (p *Page) contextCreated(s *Session) func(json.RawMessage) {
	return func(params json.RawMessage) {
		var e struct {
			Context struct {
				ID      int64  `json:"id"`
				Name    string `json:"name"`
				AuxData struct {
					FrameID   string `json:"frameId"`
					IsDefault bool   `json:"isDefault"`
				} `json:"auxData"`
			} `json:"context"`
		}
		if json.Unmarshal(params, &e) != nil || e.Context.AuxData.FrameID == "" {
			return
		}
		if !e.Context.AuxData.IsDefault && e.Context.Name != World {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.contexts[place{e.Context.AuxData.FrameID, s, e.Context.AuxData.IsDefault}] = e.Context.ID
		p.signal()
	}
}

func (p *Page) contextDestroyed(s *Session) func(json.RawMessage) {
	return func(params json.RawMessage) {
		var e struct {
			ID int64 `json:"executionContextId"`
		}
		if json.Unmarshal(params, &e) != nil {
			return
		}
		p.forget(s, e.ID)
	}
}

func (p *Page) forget(s *Session, id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.contexts, func(at place, known int64) bool { return at.session == s && known == id })
}

func (p *Page) contextsCleared(s *Session) func(json.RawMessage) {
	return func(json.RawMessage) {
		p.mu.Lock()
		defer p.mu.Unlock()
		maps.DeleteFunc(p.contexts, func(at place, _ int64) bool { return at.session == s })
	}
}

// own is the session of a frame that has a process of its own, or nil. p.mu must be held.
func (p *Page) own(frame string) *Session {
	for i := len(p.children) - 1; i >= 0; i-- {
		if s := p.children[i]; s.TargetID == frame && s.Type == "iframe" && !s.gone() {
			return s
		}
	}
	return nil
}

// lookUp finds a script context of a frame. p.mu must be held.
func (p *Page) lookUp(frame string, main bool) (*Session, int64, bool) {
	if s := p.own(frame); s != nil {
		id, ok := p.contexts[place{frame, s, main}]
		return s, id, ok
	}
	for at, id := range p.contexts {
		if at.frame == frame && at.main == main && !at.session.gone() {
			return at.session, id, true
		}
	}
	return nil, 0, false
}

// world waits until the frame has a script context of the wanted kind and returns it with the
// session that it lives in. An empty frame id means the page's main frame.
func (p *Page) world(ctx context.Context, frame string, main bool) (s *Session, id int64, err error) {
	if frame == "" {
		frame = p.TargetID
	}
	err = p.until(ctx, "the document of frame "+frame, func() (ok bool) {
		s, id, ok = p.lookUp(frame, main)
		return ok
	})
	return s, id, err
}

// Worlds lists the frames that have a script context of the lab's, the main frame first.
func (p *Page) Worlds() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []string{p.TargetID}
	for at := range p.contexts {
		if !at.main && !slices.Contains(list, at.frame) {
			list = append(list, at.frame)
		}
	}
	slices.Sort(list[1:])
	return list
}

// EnterFrame makes the lab's world in a frame's document if it is not there: the browser makes none
// in an empty document that may not run script.
func (p *Page) EnterFrame(ctx context.Context, s *Session, frame string) error {
	p.mu.Lock()
	_, _, ok := p.lookUp(frame, false)
	p.mu.Unlock()
	if ok {
		return nil
	}
	var made struct {
		ID int64 `json:"executionContextId"`
	}
	if err := s.Call(ctx, "Page.createIsolatedWorld", map[string]any{"frameId": frame, "worldName": World}, &made); err != nil {
		return err
	}
	var e evaluated
	code := "if (!('replaylab' in globalThis)) {" + p.config.Script + "\n}"
	if err := s.Call(ctx, "Runtime.evaluate", map[string]any{"expression": code, "contextId": made.ID}, &e); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.contexts[place{frame, s, false}] = made.ID
	p.signal()
	return e.err()
}

// replaced reports whether a call failed because the document went away between looking up its
// script context and using it. The event that announces the new one may come after the failure.
func (p *Page) replaced(err error, s *Session, id int64) bool {
	var refused *CallError
	if !errors.As(err, &refused) || !strings.Contains(refused.Message, "Cannot find context") {
		return false
	}
	p.forget(s, id)
	return true
}
