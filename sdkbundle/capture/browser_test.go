package capture_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
	"replaylab/lab/origin"
	"replaylab/sdkbundle/capture"
	"replaylab/sdkbundle/world"
)

const key = "APIKEY1234567890"

// open is a configuration with which everything is captured that the application wants.
const open = `{"configs":{"sessionReplay":{}}}`

var (
	live   *browser.Browser
	server *ingest.Server
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	found, err := browser.Find(browser.Live, "")
	if err != nil {
		fmt.Fprintln(os.Stderr, "the contract of the SDK is tested in a browser:", err)
		return 1
	}
	sup := &browser.Supervisor{Found: found}
	live = browser.Use(sup)
	defer sup.Close()
	defer live.Close()
	if server, err = ingest.Listen(ingest.Config{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer server.Close()
	return m.Run()
}

// visitor is a page with the SDK in it, not started.
type visitor struct {
	*testing.T
	ctx    context.Context
	tabs   *browser.Context // that the page is in
	page   *browser.Page
	ingest *ingest.Visit
	site   *origin.Site
}

const markup = `<!doctype html><title>Contract</title><p id="p">text</p><button id="b">Button</button>
<script>b.onclick = () => p.append('.')</script>`

// visit opens a page whose SDK gets that configuration.
func visit(t *testing.T, remote string) *visitor {
	t.Helper()
	return visitWith(t, remote, capture.Script)
}

// visitWith opens a page with another script of the SDK's.
func visitWith(t *testing.T, remote string, script func() (string, error)) *visitor {
	t.Helper()
	bundle, err := script()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	v := &visitor{T: t, ctx: ctx, ingest: server.Open(ingest.VisitConfig{Key: key, Remote: remote})}
	t.Cleanup(v.ingest.Close)
	v.site, err = origin.Listen(origin.Config{
		Files: map[string][]byte{
			"/page.html": []byte(markup), "/other.html": []byte(markup), "/plain.txt": []byte("plain"),
			"/worker.js": workerFile(t), "/broken.js": []byte("throw new Error('not a worker')"),
		},
		SDK: origin.SDK{Place: origin.Head, Bundle: []byte(bundle), Boot: func(load string) []byte {
			options, _ := json.Marshal(map[string]any{
				"deviceId": "device", "sessionId": 1700000000000, "sampleRate": 1,
				"trackServerUrl": v.ingest.TrackURL(load), "configServerUrl": v.ingest.ConfigURL(load),
			})
			return []byte(`window.said = []; const say = (...m) => said.push(m.join(' '));
				window.start = more => sessionReplay.init('` + key + `', {...` + string(options) + `, loggerProvider: {log: say, warn: say, error: say, debug: say}, ...more}).promise;
				// Resolves when the tasks and timers that were due have run, what the SDK has put off among them.
				window.turn = async () => {
					for (let i = 0; i < 3; i++) {
						await new Promise(done => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0) });
						await new Promise(done => setTimeout(done));
					}
				};
				window.props = () => Object.values(sessionReplay.getSessionReplayProperties()).join(' ')`)
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.site.Close() })
	conn, err := live.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x, err := conn.NewContext(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	v.tabs = x
	return v.another("/page.html")
}

// another opens a page in one more tab.
func (v *visitor) another(path string) *visitor {
	v.Helper()
	helpers, err := world.Script()
	v.must(err)
	tab := *v
	tab.page, err = v.tabs.NewPage(v.ctx, browser.PageConfig{Focus: true, Script: helpers})
	v.must(err)
	tab.open(path)
	return &tab
}

func (v *visitor) must(err error) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
}

func (v *visitor) open(path string) {
	v.Helper()
	v.must(v.page.Open(v.ctx, v.site.Origin("a")+path))
}

// eval runs JavaScript in the page and waits for the promise that it may return.
func (v *visitor) eval(js string) string {
	v.Helper()
	var text string
	v.must(v.page.EvalMain(v.ctx, "", `(async () => String(await (`+js+`) ?? ''))()`, &text))
	return text
}

// start starts the SDK with further options, as an object literal, and waits until it is decided what it does.
func (v *visitor) start(options string) {
	v.Helper()
	v.eval("start(" + options + ")")
}

// want checks the value of an expression.
func (v *visitor) want(js, value string) {
	v.Helper()
	if got := v.eval(js); got != value {
		v.Errorf("%s is %q, want %q", js, got, value)
	}
}

// replays are the uploads of recordings so far that reached the server, refused ones included.
func (v *visitor) replays() []event.Upload { return only(v.ingest.Uploads(), "replay") }

func only(list []event.Upload, kind string) []event.Upload {
	return slices.DeleteFunc(slices.Clone(list), func(u event.Upload) bool { return u.Kind != kind })
}

// wait waits for a fact about the uploads of a kind.
func (v *visitor) wait(what, kind string, done func([]event.Upload) bool) []event.Upload {
	v.Helper()
	v.must(v.ingest.Wait(v.ctx, what, func(list []event.Upload) bool { return done(only(list, kind)) }))
	return only(v.ingest.Uploads(), kind)
}

// arrives waits until so many uploads have come.
func (v *visitor) arrives(n int) []event.Upload {
	v.Helper()
	return v.wait(fmt.Sprintf("upload %d", n), "replay", func(list []event.Upload) bool { return len(list) >= n })
}

// count checks how many requests of a kind there have been.
func (v *visitor) count(kind string, n int) {
	v.Helper()
	if got := len(only(v.ingest.Uploads(), kind)); got != n {
		v.Errorf("%d requests of kind %s, want %d", got, kind, n)
	}
}

func (v *visitor) reply(r ingest.Reply) {
	v.Helper()
	v.must(v.ingest.Reply(r))
}

// advance lets the page's timers run ahead.
func (v *visitor) advance(d time.Duration) {
	v.Helper()
	v.must(v.page.Advance(v.ctx, d))
}

// has reports whether some upload that was taken in has an event with that text in it.
func has(list []event.Upload, text string) bool {
	return slices.ContainsFunc(list, func(u event.Upload) bool {
		return slices.ContainsFunc(u.Events, func(e json.RawMessage) bool { return strings.Contains(string(e), text) })
	})
}
