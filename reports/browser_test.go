package reports_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/reports"
	"replaylab/sdkbundle/npm"
	"replaylab/sdkbundle/world"
)

// factLimit is how long a fact that a test waits for may take to come true, on a busy machine.
const factLimit = 20 * time.Second

// TestInABrowser uses the page in a real browser, as a person would and as an attacker would.
func TestInABrowser(t *testing.T) {
	conn := chromium(t)
	t.Run("as a person", func(t *testing.T) { usedByAPerson(t, conn) })
	t.Run("the words of the terminal", func(t *testing.T) { saysWhatTheTerminalSays(t, conn) })
	t.Run("narrow", func(t *testing.T) { fitsAPhone(t, conn) })
	t.Run("of the suite", func(t *testing.T) { copesWithoutBrowsers(t, conn) })
	t.Run("hostile", func(t *testing.T) { runsNothing(t, conn) })
	t.Run("policy", func(t *testing.T) { allowsNoNetwork(t, conn) })
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

// tab is a page of that browser, with what it asked for and what its console said.
type tab struct {
	*browser.Page
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string
	said     []string
}

// open opens an address in a browser context of its own.
func open(t *testing.T, conn *browser.Conn, address string, width int) *tab {
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
	v.Page, err = x.NewPage(t.Context(), browser.PageConfig{
		View: browser.View{Width: width, Height: 800}, Script: script, Focus: true, OnTarget: v.listen,
	})
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
		if json.Unmarshal(params, &e) == nil {
			note(&v.requests, "%s", e.Request.URL)
		}
	})
	s.On("Runtime.exceptionThrown", func(params json.RawMessage) { note(&v.said, "exception: %s", params) })
	s.On("Runtime.consoleAPICalled", func(params json.RawMessage) { note(&v.said, "console: %s", params) })
	s.On("Log.entryAdded", func(params json.RawMessage) { note(&v.said, "log: %s", params) })
	_, _ = s.Start("Network.enable", nil)
	_, _ = s.Start("Log.enable", nil)
}

// asked lists the requests so far, without data: addresses, which ask nobody.
func (v *tab) asked() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(v.requests), func(u string) bool { return strings.HasPrefix(u, "data:") })
}

// heard lists what the console has said so far.
func (v *tab) heard() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.said)
}

// get evaluates an expression in the page and returns its value.
func get[T any](v *tab, expression string) (value T) {
	v.t.Helper()
	if err := v.EvalMain(v.ctx, "", expression, &value); err != nil {
		v.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits until an expression is true in the page.
func (v *tab) until(expression string) {
	v.t.Helper()
	ctx, cancel := browser.Within(v.ctx, factLimit, "waiting until "+expression)
	defer cancel()
	err := v.EvalMain(ctx, "", "new Promise(done => { const look = () => ("+expression+") ? done() : requestAnimationFrame(look); look() })", nil)
	if err != nil {
		v.t.Fatalf("%v; the page is at %s and says:\n%.2000s", err, get[string](v, "location.hash"), get[string](v, "document.body.innerText"))
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

func (v *tab) press(keys ...string) {
	v.t.Helper()
	for _, k := range keys {
		if err := v.Press(v.ctx, k); err != nil {
			v.t.Fatal(err)
		}
	}
}

// pasted is what a person gets who pastes somewhere else.
func (v *tab) pasted() string {
	v.t.Helper()
	get[any](v, "(() => { const a = document.createElement('textarea'); a.id = 'elsewhere'; document.body.append(a); a.focus() })()")
	err := v.Call(v.ctx, "Input.dispatchKeyEvent", map[string]any{"type": "rawKeyDown", "key": "v", "code": "KeyV", "modifiers": 2, "commands": []string{"paste"}}, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	v.until("document.getElementById('elsewhere').value !== ''")
	return get[string](v, "(() => { const a = document.getElementById('elsewhere'); a.remove(); return a.value })()")
}

//go:embed testdata/walk.js
var walkScript string

// walk goes everywhere in the report and tells what is wrong there.
func (v *tab) walk(folder string, most int, plain bool) {
	v.t.Helper()
	var out struct {
		Problems []string
		Places   int
		Left     int
	}
	args := map[string]any{"inside": fileURL(folder) + "/", "most": most, "plain": plain}
	if err := v.EvalMain(v.ctx, "", "("+walkScript+")("+browser.Quote(args)+")", &out); err != nil {
		v.t.Fatal(err)
	}
	for _, p := range out.Problems {
		v.t.Error(p)
	}
	v.t.Logf("went to %d places, and left out %d", out.Places, out.Left)
}

func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

// writtenTo writes a report and returns its folder and the address of its page.
func writtenTo(t *testing.T, run *result.Run, o reports.Options) (dir, address string) {
	t.Helper()
	dir = t.TempDir()
	shots(t, dir, run)
	if err := reports.Write(dir, run, o); err != nil {
		t.Fatal(err)
	}
	return dir, fileURL(filepath.Join(dir, reports.PageFile))
}
