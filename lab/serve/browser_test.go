package serve_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/serve"
	"replaylab/reports"
	"replaylab/sdkbundle/capture"
	"replaylab/sdkbundle/npm"
	"replaylab/sdkbundle/player"
	"replaylab/sdkbundle/world"
)

var pictures = flag.String("pictures", "", "folder for pictures of the viewer, to be looked at")

// factLimit is how long a fact that a test waits for may take to come true, on a busy machine.
const factLimit = 30 * time.Second

// real is the viewer as the command has it.
func real(t *testing.T) serve.Assets {
	t.Helper()
	files, err := reports.Viewer()
	if err != nil {
		t.Fatal(err)
	}
	script, err := player.Script()
	if err != nil {
		t.Fatal(err)
	}
	return serve.Assets{Page: files.Page, Script: files.Script, Style: files.Style, Player: []byte(script)}
}

// chromium starts a browser for the test.
func chromium(t *testing.T) *browser.Conn {
	t.Helper()
	cache, err := npm.DefaultDir()
	if err != nil {
		t.Fatal(err)
	}
	found, err := browser.Require(t.Context(), browser.Live, "", cache, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	sup := &browser.Supervisor{Found: found}
	b := browser.Use(sup)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		if err := sup.Close(); err != nil {
			t.Error(err)
		}
	})
	conn, err := b.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// shop is a page with the reference SDK, which uploads to the server.
func shop(t *testing.T, s *serve.Server) (address string) {
	t.Helper()
	sdk, err := capture.Script()
	if err != nil {
		t.Fatal(err)
	}
	config, err := json.Marshal(map[string]string{"key": s.Key(), "trackServerUrl": s.TrackURL(), "configServerUrl": s.ConfigURL()})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("testdata/shop.html")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/sdk.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, "const CONFIG = %s;\n%s", config, sdk)
	})
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(page) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// tab is a page of the browser, with what it asked for and what its console said.
type tab struct {
	*browser.Page
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string
	said     []string
}

func visit(t *testing.T, conn *browser.Conn, address string, view browser.View) *tab {
	t.Helper()
	script, err := world.Script()
	if err != nil {
		t.Fatal(err)
	}
	x, err := conn.NewContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	v := &tab{t: t, ctx: t.Context()}
	v.Page, err = x.NewPage(t.Context(), browser.PageConfig{View: view, Script: script, Focus: true, OnTarget: v.listen})
	if err == nil {
		err = v.Open(t.Context(), address)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *tab) listen(_ context.Context, s *browser.Session) {
	note := func(list *[]string, format string, args ...any) {
		v.mu.Lock()
		defer v.mu.Unlock()
		*list = append(*list, fmt.Sprintf(format, args...))
	}
	s.On("Network.requestWillBeSent", func(params json.RawMessage) {
		var e struct{ Request struct{ URL string } }
		if json.Unmarshal(params, &e) == nil && !strings.HasPrefix(e.Request.URL, "data:") {
			note(&v.requests, "%s", e.Request.URL)
		}
	})
	s.On("Runtime.exceptionThrown", func(params json.RawMessage) { note(&v.said, "exception: %s", params) })
	s.On("Runtime.consoleAPICalled", func(params json.RawMessage) { note(&v.said, "console: %s", params) })
	s.On("Log.entryAdded", func(params json.RawMessage) {
		if !strings.Contains(string(params), `"level":"verbose"`) { // advice about forms of the replayed page
			note(&v.said, "log: %s", params)
		}
	})
	_, _ = s.Start("Network.enable", nil)
	_, _ = s.Start("Log.enable", nil)
}

// quiet checks that the viewer asked nobody but its server, and that nothing was wrong on its page.
func (v *tab) quiet(server string) {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, said := range v.said {
		v.t.Errorf("the page says %.600s", said)
	}
	for _, r := range slices.Compact(slices.Sorted(slices.Values(v.requests))) {
		if !strings.HasPrefix(r, server) && !strings.HasPrefix(r, "ws"+strings.TrimPrefix(server, "http")) {
			v.t.Errorf("the page asked for %s", r)
		}
	}
}

func value[T any](v *tab, expression string) (result T) {
	v.t.Helper()
	if err := v.EvalMain(v.ctx, "", expression, &result); err != nil {
		v.t.Fatalf("%s: %v", expression, err)
	}
	return result
}

// until waits until an expression is true in the page.
func (v *tab) until(expression string) {
	v.t.Helper()
	ctx, cancel := browser.Within(v.ctx, factLimit, "waiting until "+expression)
	defer cancel()
	err := v.EvalMain(ctx, "", "new Promise(done => { const look = () => ("+expression+") ? done() : requestAnimationFrame(look); look() })", nil)
	if err != nil {
		v.t.Fatalf("%v; the page says:\n%.2000s", err, value[string](v, "document.body.innerText"))
	}
}

func (v *tab) click(selector string) {
	v.t.Helper()
	e, err := v.Find(v.ctx, selector)
	if err == nil {
		err = v.Click(v.ctx, e, 1)
	}
	if err != nil {
		v.t.Fatalf("click %s: %v", selector, err)
	}
}

func (v *tab) typed(selector, text string) {
	v.t.Helper()
	e, err := v.Find(v.ctx, selector)
	if err == nil {
		err = v.Type(v.ctx, e, text)
	}
	if err != nil {
		v.t.Fatalf("type into %s: %v", selector, err)
	}
}

func (v *tab) press(keys ...string) {
	v.t.Helper()
	for _, k := range keys {
		if err := v.Press(v.ctx, k); err != nil {
			v.t.Fatal(err)
		}
	}
}

// picture keeps a picture for people, if they want some.
func (v *tab) picture(name string) {
	v.t.Helper()
	if *pictures == "" {
		return
	}
	shot, err := v.Screenshot(v.ctx)
	if err == nil {
		err = os.WriteFile(filepath.Join(*pictures, name+".png"), shot, 0o644)
	}
	if err != nil {
		v.t.Error(err)
	}
}
