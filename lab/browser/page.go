package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-rod/rod/lib/proto"
)

// World is the name of the lab's isolated script world. It shares the DOM with the page and
// nothing else, so the page's own patches cannot reach it and it leaves no trace in the page.
const World = "replaylab"

// Context is a browser context: cookies, storage and cache of its own.
type Context struct {
	conn *Conn
	id   proto.BrowserBrowserContextID
}

// Route says how a browser context reaches servers. The zero value is: itself.
type Route struct {
	// Proxy is the address of an HTTP proxy for whatever its pages, workers and beacons ask for, but of
	// the servers that Direct lists as host:port.
	Proxy  string
	Direct []string
}

// NewContext opens an empty browser context.
func (c *Conn) NewContext(ctx context.Context) (*Context, error) {
	return c.NewRoutedContext(ctx, Route{})
}

// NewRoutedContext opens an empty browser context that reaches servers as route says.
func (c *Conn) NewRoutedContext(ctx context.Context, route Route) (*Context, error) {
	want := proto.TargetCreateBrowserContext{DisposeOnDetach: true}
	if route.Proxy != "" {
		want.ProxyServer = route.Proxy
		// Chromium reaches its own machine without a proxy unless that is taken back.
		want.ProxyBypassList = strings.Join(append([]string{"<-loopback>"}, route.Direct...), ";")
	}
	var r proto.TargetCreateBrowserContextResult
	if err := c.root.Call(ctx, "Target.createBrowserContext", want, &r); err != nil {
		return nil, err
	}
	return &Context{conn: c, id: r.BrowserContextID}, nil
}

// Profile is the context of the browser's own profile folder. It lasts as long as that, and cannot be closed.
func (c *Conn) Profile() *Context { return &Context{conn: c} }

// Cookie is a cookie of a browser context, whichever script or server has set it.
type Cookie struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Domain string `json:"domain"`
	Path   string `json:"path"`
}

// Cookies lists the cookies of the context, those that no script can see included.
func (x *Context) Cookies(ctx context.Context) ([]Cookie, error) {
	var r struct {
		Cookies []Cookie `json:"cookies"`
	}
	err := x.conn.root.Call(ctx, "Storage.getCookies", map[string]any{"browserContextId": x.id}, &r)
	return r.Cookies, err
}

// Close closes the context and every page in it.
func (x *Context) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), pingLimit)
	defer cancel()
	err := x.conn.root.Call(ctx, "Target.disposeBrowserContext", proto.TargetDisposeBrowserContext{BrowserContextID: x.id}, nil)
	if errors.Is(err, ErrGone) {
		return nil // went with its browser
	}
	return err
}

// View is what a page takes its window for.
type View struct {
	Width, Height int
	Dark          bool
}

// DefaultView is the window of a scenario that asks for no other.
var DefaultView = View{Width: 1280, Height: 720}

// PageConfig says what a new page is to be. The zero value is a plain page of the default view.
type PageConfig struct {
	View   View
	Script string // run in the lab's world of every document, before the page's own
	// Focus makes the page believe that it has the focus, whatever window is in front.
	Focus bool
	// OnTarget is called for the page and every frame or worker under it, before it runs any
	// script. It may make calls, but not wait for the target to do anything.
	OnTarget func(ctx context.Context, s *Session)
}

// Page is a top-level page with the frames and workers that belong to it.
type Page struct {
	*Session
	context *Context
	config  PageConfig
	life    context.Context
	stop    context.CancelFunc

	mu       sync.Mutex
	contexts map[place]int64 // script contexts
	children []*Session
	loading  map[string]bool        // frames that are loading
	loads    int                    // documents loaded in the main frame so far
	changed  chan struct{}          // closed and replaced when any of the above changes
	tabs     []proto.TargetTargetID // opened in front of the page
	expired  chan struct{}          // told when the budget of virtual time is used up
	crashed  chan struct{}
	dead     sync.Once

	scriptURLs map[*Session]func(id string) string
}

// NewPage opens a blank page. ctx bounds the opening; the page lives until its context is closed.
func (x *Context) NewPage(ctx context.Context, c PageConfig) (*Page, error) {
	if c.View.Width == 0 {
		c.View = DefaultView
	}
	p := &Page{
		context: x, config: c,
		contexts: map[place]int64{}, loading: map[string]bool{},
		changed: make(chan struct{}), crashed: make(chan struct{}),
	}
	p.life, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	var created proto.TargetCreateTargetResult
	err := x.conn.root.Call(ctx, "Target.createTarget", proto.TargetCreateTarget{
		URL: "about:blank", BrowserContextID: x.id, NewWindow: true, Width: &c.View.Width, Height: &c.View.Height,
	}, &created)
	if err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	var at proto.TargetAttachToTargetResult
	err = x.conn.root.Call(ctx, "Target.attachToTarget", proto.TargetAttachToTarget{TargetID: created.TargetID, Flatten: true}, &at)
	if err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	p.Session = x.conn.session(string(at.SessionID), Target{TargetID: string(created.TargetID), Type: "page"})
	p.On("Inspector.targetCrashed", func(json.RawMessage) { p.crash() })
	if err := p.setUp(ctx, p.Session); err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	return p, nil
}

// Crashed is closed when the page's renderer has died.
func (p *Page) Crashed() <-chan struct{} { return p.crashed }

func (p *Page) crash() { p.dead.Do(func() { close(p.crashed) }) }

// setUp prepares a page or frame before any of its script runs.
func (p *Page) setUp(ctx context.Context, s *Session) error {
	s.On("Target.attachedToTarget", p.attached)
	s.On("Runtime.executionContextCreated", p.contextCreated(s))
	s.On("Runtime.executionContextDestroyed", p.contextDestroyed(s))
	p.followLoading(s)
	if s.Type == "page" {
		p.followLoads(s)
	}
	s.On("Runtime.executionContextsCleared", p.contextsCleared(s))
	if p.config.OnTarget != nil {
		p.config.OnTarget(ctx, s)
	}
	commands := []Command{
		{Method: "Target.setAutoAttach", Params: proto.TargetSetAutoAttach{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: true}},
		{Method: "Page.enable"},
		{Method: "Page.setLifecycleEventsEnabled", Params: map[string]any{"enabled": true}},
		{Method: "Runtime.enable"},
	}
	if p.config.Script != "" {
		commands = append(commands, Command{Method: "Page.addScriptToEvaluateOnNewDocument", Params: map[string]any{"source": p.config.Script, "worldName": World, "runImmediately": true}})
	}
	if s.Type == "page" {
		commands = append(commands,
			Command{Method: "Emulation.setDeviceMetricsOverride", Params: metrics(p.config.View)},
			Command{Method: "Emulation.setEmulatedMedia", Params: media(p.config.View)},
			Command{Method: "Emulation.setFocusEmulationEnabled", Params: map[string]any{"enabled": p.config.Focus}},
		)
	}
	return s.All(ctx, append(commands, Command{Method: "Page.setFontFamilies", Params: fontFamilies}, Command{Method: "Page.setFontSizes", Params: fontSizes})...)
}

// A full Chromium and a headless shell choose other fonts for the generic families, and then lay
// out text and form controls otherwise. These are the fonts that doctor asks for.
var (
	families = map[string]string{
		"standard": "Liberation Serif", "serif": "Liberation Serif", "sansSerif": "Liberation Sans",
		"fixed": "Liberation Mono", "cursive": "Liberation Serif", "fantasy": "Liberation Sans", "math": "DejaVu Serif",
	}
	sizes = map[string]int{"standard": 16, "fixed": 13}

	fontFamilies = map[string]any{"fontFamilies": families}
	fontSizes    = map[string]any{"fontSizes": sizes}
)

func metrics(v View) map[string]any {
	return map[string]any{"width": v.Width, "height": v.Height, "deviceScaleFactor": 1, "mobile": false}
}

func media(v View) map[string]any {
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	return map[string]any{"features": []map[string]string{
		{"name": "prefers-color-scheme", "value": scheme},
		{"name": "prefers-reduced-motion", "value": "no-preference"},
	}}
}

// attached takes in a frame of another site or a worker, which waits until it is let run.
func (p *Page) attached(params json.RawMessage) {
	var a attached
	if json.Unmarshal(params, &a) != nil {
		return
	}
	s := p.conn.session(a.SessionID, a.TargetInfo)
	p.mu.Lock()
	p.children = append(p.children, s)
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(p.life, pingLimit)
	defer cancel()
	if s.Type == "iframe" {
		_ = p.setUp(ctx, s) // an error means that it is gone again
	} else {
		s.On("Target.attachedToTarget", p.attached)
		_, _ = s.Start("Target.setAutoAttach", proto.TargetSetAutoAttach{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: true})
		if p.config.OnTarget != nil {
			p.config.OnTarget(ctx, s)
		}
	}
	_ = s.Call(ctx, "Runtime.runIfWaitingForDebugger", nil, nil)
}

// SlowError is why something failed that the page did not do in time, while its browser lives.
type SlowError struct {
	What  string
	Limit time.Duration
}

func (e *SlowError) Error() string { return fmt.Sprintf("%s took more than %s", e.What, e.Limit) }

// Within is a context that gives up after d with a SlowError.
func Within(ctx context.Context, d time.Duration, what string) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, &SlowError{what, d})
}

// Loads counts the documents that were loaded in the main frame.
func (p *Page) Loads() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.loads
}
