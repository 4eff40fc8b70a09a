package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// freezeLimit bounds the freezing of one page: it takes under 10 ms unless its script is busy.
const freezeLimit = 8 * time.Second

// freezeName tells the lab's debugger statement from the page's own.
const freezeName = "replaylab_freeze"

// Freeze stops the page between two of its tasks: its scripts, timers, animation frames and
// network callbacks, in all its frames. The debugger's reading commands and screenshots go on.
// The page must be let go by the function that Freeze returns.
//
// It works by a debugger statement in the lab's own world, so the page cannot see it. The
// debugger is attached for the time of the freeze alone: while it is, the page's own debugger
// statements would stop it too.
func (p *Page) Freeze(ctx context.Context) (thaw func(context.Context) error, err error) {
	ctx, cancel := Within(ctx, freezeLimit, "stopping the page")
	defer cancel()
	var frozen []func(context.Context) error
	thaw = func(ctx context.Context) error {
		var first error
		for i := len(frozen) - 1; i >= 0; i-- {
			if err := frozen[i](ctx); err != nil && first == nil {
				first = err
			}
		}
		return first
	}
	for _, s := range p.Sessions() {
		release, err := p.freezeOne(ctx, s.TargetID)
		if err != nil {
			_ = thaw(context.WithoutCancel(ctx))
			return nil, fmt.Errorf("stop the page: %w", err)
		}
		frozen = append(frozen, release)
	}
	return thaw, nil
}

// Sessions lists the page's own session and those of frames of other sites, which the browser
// keeps in processes of their own.
func (p *Page) Sessions() []*Session {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []*Session{p.Session}
	for _, s := range p.children {
		if _, ok := p.contexts[place{s.TargetID, s, false}]; ok && p.own(s.TargetID) == s {
			list = append(list, s)
		}
	}
	return list
}

func (p *Page) freezeOne(ctx context.Context, frame string) (func(context.Context) error, error) {
	s, world, err := p.world(ctx, frame, false)
	if err != nil {
		return nil, err
	}
	paused := make(chan struct{})
	s.pauses(paused)
	if err := s.send(ctx, "Animation.enable", nil); err != nil {
		return nil, err
	}
	if err := s.Call(ctx, "Animation.setPlaybackRate", map[string]any{"playbackRate": 0}, nil); err != nil {
		return nil, err
	}
	if err := s.Call(ctx, "Debugger.enable", nil, nil); err != nil {
		if strings.Contains(err.Error(), scriptless) { // there is nothing to stop but what is animated
			return func(ctx context.Context) error {
				s.pauses(nil)
				return s.animated(ctx)
			}, nil
		}
		return nil, err
	}
	ended, err := s.Start("Runtime.evaluate", map[string]any{
		"expression": "(stop => globalThis.replaylab ? replaylab.still(stop) : stop())(function " + freezeName + "() { debugger })",
		"contextId":  world, "returnByValue": true, "awaitPromise": true,
	})
	if err != nil {
		return nil, err
	}
	release := func(ctx context.Context) error {
		ctx, cancel := Within(ctx, freezeLimit, "letting the page go on")
		defer cancel()
		s.pauses(nil)
		if err := s.Call(ctx, "Debugger.resume", nil, nil); err != nil {
			return err
		}
		if _, err := ended(ctx); err != nil {
			return err
		}
		if err := s.Call(ctx, "Debugger.disable", nil, nil); err != nil {
			return err
		}
		return s.animated(ctx)
	}
	select {
	case <-paused:
		return release, nil
	case <-s.Done():
		return nil, ErrTargetGone
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// scriptless is how the browser refuses a debugger to a process with nothing but frames that are
// sandboxed against script.
const scriptless = "Script execution is prohibited"

// animated lets the animations of a session run again.
func (s *Session) animated(ctx context.Context) error {
	if err := s.Call(ctx, "Animation.setPlaybackRate", map[string]any{"playbackRate": 1}, nil); err != nil {
		return err
	}
	return s.Call(ctx, "Animation.disable", nil, nil)
}

// pauses tells the session to close the channel when it stops at the lab's own statement, and to
// go on at once from a debugger statement of the page. With nil it does neither.
func (s *Session) pauses(paused chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = paused
	if s.pauseHandled {
		return
	}
	s.pauseHandled = true
	s.handlers["Debugger.paused"] = append(s.handlers["Debugger.paused"], func(params json.RawMessage) {
		var e struct {
			CallFrames []struct {
				FunctionName string `json:"functionName"`
			} `json:"callFrames"`
		}
		_ = json.Unmarshal(params, &e)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.paused != nil && len(e.CallFrames) > 0 && e.CallFrames[0].FunctionName == freezeName {
			close(s.paused)
			s.paused = nil
			return
		}
		_, _ = s.Start("Debugger.resume", nil)
	})
}
