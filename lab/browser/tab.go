package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// Behind opens another tab in front of the page, at an address or blank, and waits until the page
// has lost the focus and is hidden, as it would for a user.
func (p *Page) Behind(ctx context.Context, url string) error {
	if url == "" {
		url = "about:blank"
	}
	if err := p.focus(ctx, false); err != nil {
		return err
	}
	var created proto.TargetCreateTargetResult
	err := p.conn.root.Call(ctx, "Target.createTarget", proto.TargetCreateTarget{URL: url, BrowserContextID: p.context.id}, &created)
	if err != nil {
		return fmt.Errorf("open a tab: %w", err)
	}
	p.mu.Lock()
	p.tabs = append(p.tabs, created.TargetID)
	p.mu.Unlock()
	return p.Eval(ctx, "", visible("hidden"), nil)
}

// Front brings the page to the front again and closes the tabs that Behind opened.
func (p *Page) Front(ctx context.Context) error {
	if err := p.Call(ctx, "Page.bringToFront", nil, nil); err != nil {
		return err
	}
	if err := p.Eval(ctx, "", visible("visible"), nil); err != nil {
		return err
	}
	p.mu.Lock()
	tabs := p.tabs
	p.tabs = nil
	p.mu.Unlock()
	for _, t := range tabs {
		if err := p.conn.root.Call(ctx, "Target.closeTarget", proto.TargetCloseTarget{TargetID: t}, nil); err != nil {
			return fmt.Errorf("close a tab: %w", err)
		}
	}
	return p.focus(ctx, p.config.Focus)
}

func (p *Page) focus(ctx context.Context, emulate bool) error {
	return p.Call(ctx, "Emulation.setFocusEmulationEnabled", map[string]any{"enabled": emulate}, nil)
}

// visible is a script that waits for the page's visibility and for the focus that goes with it.
func visible(state string) string {
	return fmt.Sprintf(`new Promise(done => {
		const look = () => {
			if (document.visibilityState !== %[1]q || document.hasFocus() !== (%[1]q === 'visible')) return;
			for (const t of events) removeEventListener(t, look, true);
			done();
		};
		const events = ['visibilitychange', 'focus', 'blur'];
		for (const t of events) addEventListener(t, look, true);
		look();
	})`, state)
}

// Offline cuts the page's network, or gives it back. Workers of the page go with it.
func (p *Page) Offline(ctx context.Context, off bool) error {
	p.mu.Lock()
	sessions := append([]*Session{p.Session}, p.children...)
	p.mu.Unlock()
	for _, s := range sessions {
		err := s.Call(ctx, "Network.enable", nil, nil)
		if err == nil {
			err = s.Call(ctx, "Network.emulateNetworkConditions", map[string]any{
				"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
			}, nil)
		}
		if err != nil && s == p.Session {
			return fmt.Errorf("cut the network: %w", err)
		}
	}
	return nil
}

// Crash kills the page's renderer and waits until it is dead.
func (p *Page) Crash(ctx context.Context) error {
	if _, err := p.Start("Page.crash", nil); err != nil {
		return err
	}
	select {
	case <-p.crashed:
		return nil
	case <-p.Done():
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the crash: %w", context.Cause(ctx))
	}
}

// Resize gives the page another window size and waits until the page has been told: the resize
// event comes with the next frame that is drawn.
func (p *Page) Resize(ctx context.Context, v View) error {
	if v.Width == p.config.View.Width && v.Height == p.config.View.Height {
		return nil
	}
	window, err := p.Window(ctx, "", false)
	if err != nil {
		return err
	}
	told, err := window.begin(`function() { return new Promise(done => addEventListener('resize', () => done(), {once: true})) }`)
	if err != nil {
		return err
	}
	v.Dark = p.config.View.Dark
	p.config.View = v
	if err := p.Call(ctx, "Emulation.setDeviceMetricsOverride", metrics(v), nil); err != nil {
		return err
	}
	_, err = told(ctx)
	return err
}

// Advance lets the page's clock run ahead by d, at once: its timers fire as they would, and the
// clock stands while a request is in flight. From the first call on the page's time is virtual and
// stands still between calls, for good. Animation frames, style animations and workers do not
// follow it.
func (p *Page) Advance(ctx context.Context, d time.Duration) error {
	expired := make(chan struct{}, 1)
	p.mu.Lock()
	first := p.expired == nil
	p.expired = expired
	p.mu.Unlock()
	if first {
		p.On("Emulation.virtualTimeBudgetExpired", func(json.RawMessage) {
			p.mu.Lock()
			defer p.mu.Unlock()
			select {
			case p.expired <- struct{}{}:
			default:
			}
		})
	}
	err := p.Call(ctx, "Emulation.setVirtualTimePolicy", map[string]any{
		"policy": "pauseIfNetworkFetchesPending", "budget": float64(d) / float64(time.Millisecond), "maxVirtualTimeTaskStarvationCount": 100000,
	}, nil)
	if err != nil {
		return fmt.Errorf("advance the page's clock: %w", err)
	}
	select {
	case <-expired:
		return nil
	case <-p.crashed:
		return ErrTargetGone
	case <-p.Done():
		return ErrTargetGone
	case <-ctx.Done():
		return fmt.Errorf("advance the page's clock by %s: %w", d, context.Cause(ctx))
	}
}
