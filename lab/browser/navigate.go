package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// loadLimit bounds the loading of a page. Pages of the lab come from loopback: the largest real
// application of the suite needs under 3 s on two busy cores.
const loadLimit = 20 * time.Second

// followLoading keeps track of which frames are between the start of a load and its end.
func (p *Page) followLoading(s *Session) {
	on := func(event string, busy bool) {
		s.On(event, func(params json.RawMessage) {
			var e struct {
				FrameID     string `json:"frameId"`
				Disposition string `json:"disposition"`
			}
			if json.Unmarshal(params, &e) != nil || (e.Disposition != "" && e.Disposition != "currentTab") {
				return
			}
			p.busy(e.FrameID, busy)
		})
	}
	on("Page.frameRequestedNavigation", true)
	on("Page.frameStartedLoading", true)
	on("Page.frameStoppedLoading", false)
	on("Page.frameDetached", false)
	s.On("Page.documentOpened", func(params json.RawMessage) {
		// Writing into a document breaks off its load, and nothing else tells of that.
		var e struct {
			Frame struct {
				ID string `json:"id"`
			} `json:"frame"`
		}
		if json.Unmarshal(params, &e) == nil {
			p.busy(e.Frame.ID, false)
		}
	})
	// A navigation that ends in a download or an empty answer never loads.
	on("Page.frameClearedScheduledNavigation", false)
}

func (p *Page) busy(frame string, loading bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loading[frame] = loading
	p.signal()
}

// signal wakes whoever waits for a change. p.mu must be held.
func (p *Page) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// until waits until ready reports true. It is asked again whenever a document, frame or load of
// the page begins or ends.
func (p *Page) until(ctx context.Context, what string, ready func() bool) error {
	for {
		p.mu.Lock()
		ok, changed := ready(), p.changed
		p.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-p.crashed:
			return fmt.Errorf("wait for %s: %w", what, ErrTargetGone)
		case <-p.Done():
			return fmt.Errorf("wait for %s: %w", what, ErrTargetGone)
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, context.Cause(ctx))
		}
	}
}

// Rest waits until whatever the last act set off in the main frame has loaded: one turn of the
// page's event loop, so that a navigation it asked for has begun, and then the end of that.
func (p *Page) Rest(ctx context.Context) error {
	ctx, cancel := Within(ctx, loadLimit, "loading the page")
	defer cancel()
	for {
		err := p.Eval(ctx, "", "new Promise(done => setTimeout(done, 0))", nil)
		if err != nil && !Navigated(err) {
			return err
		}
		if wait := p.until(ctx, "the page to load", func() bool { return !p.loading[p.TargetID] }); wait != nil || err == nil {
			return wait
		}
	}
}

// Frames waits until no frame of the page is loading, and every frame that has a process of its
// own has been taken in.
func (p *Page) Frames(ctx context.Context) error {
	p.mu.Lock()
	sessions := append([]*Session{p.Session}, p.children...)
	p.mu.Unlock()
	for _, s := range sessions {
		if err := s.caughtUp(ctx); err != nil {
			return fmt.Errorf("wait for the page's frames to load: %w", err)
		}
	}
	return p.until(ctx, "the page's frames to load", func() bool {
		for _, busy := range p.loading {
			if busy {
				return false
			}
		}
		for _, s := range p.children {
			if _, ok := p.contexts[place{s.TargetID, s, false}]; !ok && s.Type == "iframe" && !s.gone() {
				return false
			}
		}
		return true
	})
}

// Open goes to an address and waits until the page has loaded.
func (p *Page) Open(ctx context.Context, url string) error {
	ctx, cancel := Within(ctx, loadLimit, "loading "+url)
	defer cancel()
	var r struct {
		ErrorText string `json:"errorText"`
	}
	if err := p.load(ctx, func() error {
		err := p.Call(ctx, "Page.navigate", map[string]any{"url": url}, &r)
		if err == nil && r.ErrorText != "" {
			err = errors.New(r.ErrorText)
		}
		return err
	}); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	return nil
}

// Reload loads the page again.
func (p *Page) Reload(ctx context.Context) error {
	ctx, cancel := Within(ctx, loadLimit, "loading the page again")
	defer cancel()
	return p.load(ctx, func() error { return p.Call(ctx, "Page.reload", nil, nil) })
}

// History goes back (-1) or forward (1) and waits for the page.
func (p *Page) History(ctx context.Context, by int) error {
	ctx, cancel := Within(ctx, loadLimit, "going through the history")
	defer cancel()
	var h struct {
		CurrentIndex int `json:"currentIndex"`
		Entries      []struct {
			ID int `json:"id"`
		} `json:"entries"`
	}
	if err := p.Call(ctx, "Page.getNavigationHistory", nil, &h); err != nil {
		return err
	}
	to := h.CurrentIndex + by
	if to < 0 || to >= len(h.Entries) {
		return errors.New("the history has no such page")
	}
	return p.load(ctx, func() error {
		return p.Call(ctx, "Page.navigateToHistoryEntry", map[string]any{"entryId": h.Entries[to].ID}, nil)
	})
}

// load does something that brings a new document and waits for that document's load event, or
// for the moment at which a document kept aside is shown again.
func (p *Page) load(ctx context.Context, act func() error) error {
	p.mu.Lock()
	before := p.loads
	p.mu.Unlock()
	if err := act(); err != nil {
		return err
	}
	return p.until(ctx, "the page to load", func() bool { return p.loads > before })
}

func (p *Page) followLoads(s *Session) {
	count := func(json.RawMessage) {
		p.mu.Lock()
		p.loads++
		p.signal()
		p.mu.Unlock()
	}
	s.On("Page.loadEventFired", count)
	s.On("Page.frameNavigated", func(params json.RawMessage) {
		var e struct {
			Frame struct {
				ParentID string `json:"parentId"`
			} `json:"frame"`
			Type string `json:"type"`
		}
		if json.Unmarshal(params, &e) != nil || e.Frame.ParentID != "" {
			return
		}
		if e.Type == "BackForwardCacheRestore" {
			count(nil)
		}
		// A document in another process than the last has the browser's own fonts. Where they are set
		// already the browser refuses.
		_, _ = s.Start("Page.setFontFamilies", fontFamilies)
		_, _ = s.Start("Page.setFontSizes", fontSizes)
	})
}
