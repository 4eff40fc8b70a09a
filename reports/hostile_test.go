package reports_test

import (
	_ "embed"
	"fmt"
	"net"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/reports"
)

// attack is text of a page under test that tries to run script, or to reach a server, in the report
// that shows it. RUN stands for script that does both, and URL for an address of the server. In
// naive, where a careless report might have put it, X stands for the text.
type attack struct{ text, naive string }

var attacks = map[string]attack{
	"an element":                       {`<img src="nowhere:x" onerror="RUN">`, `<p>X</p>`},
	"the end of a script":              {`</script><script>RUN</script>`, `<script type="application/json">{"a":"X"}</script>`},
	"the end of an attribute":          {`"><svg onload="RUN"></svg>`, `<p title="X">`},
	"the end of a quoted attribute":    {`'><svg onload="RUN"></svg>`, `<p title='X'>`},
	"the end of a title":               {`</title><img src="URL">`, `<title>X</title>`},
	"the end of a text area":           {`</textarea><img src="URL">`, `<textarea>X</textarea>`},
	"the end of a comment":             {`--><img src="URL"><!--`, `<!--X-->`},
	"the end of a style":               {`</style><style>@import "URL";</style>`, `<style>X</style>`},
	"the end of a declaration":         {`red; background: url(URL)`, `<p style="color: X">x</p>`},
	"an address":                       {`URL`, `<img src="X">`},
	"an address that is script":        {`javascript:RUN`, `<iframe src="X"></iframe>`},
	"an address that is a page":        {`data:text/html,<script>new Image().src='URL'</script>`, `<iframe src="X"></iframe>`},
	"a page in a page":                 {`<iframe srcdoc="<script>RUN</script>"></iframe>`, `<p>X</p>`},
	"a script from elsewhere":          {`<script src="URL"></script>`, `<p>X</p>`},
	"a base":                           {`<base href="URL"><img src="y">`, `<p>X</p>`},
	"a refresh":                        {`<meta http-equiv="refresh" content="0;url=URL">`, `<p>X</p>`},
	"a preload":                        {`<link rel="preload" as="image" href="URL">`, `<p>X</p>`},
	"a frame":                          {`<iframe src="URL"></iframe>`, `<p>X</p>`},
	"a handler that waits for a focus": {`<input autofocus onfocus="RUN">`, `<p>X</p>`},
}

// odd is text that does no harm anywhere, and confuses programs.
var odd = []string{"__proto__", "constructor", "toString", "n/a", "\x00", "\ud7ff\u2028\u202e", "../../../etc/passwd", "//127.0.0.1/x.png", `\\127.0.0.1\x.png`, strings.Repeat("long", 200), "%", "#/r/a/b/c", "#upload-3"}

// server counts connections and answers none. Whether a request follows is no matter: Chromium may
// keep a page from asking something of this machine, but it finds out only once it is connected.
type server struct {
	net.Listener
	count atomic.Int64
	first chan struct{} // closed at the first connection
}

func newServer(t *testing.T) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{Listener: l, first: make(chan struct{})}
	var serving sync.WaitGroup
	serving.Go(s.serve)
	t.Cleanup(func() {
		_ = l.Close()
		serving.Wait()
	})
	return s
}

func (s *server) serve() {
	for {
		c, err := s.Accept()
		if err != nil {
			return
		}
		if s.count.Add(1) == 1 {
			close(s.first)
		}
		_ = c.Close()
	}
}

// aim turns the variables of an attack into this server's.
func (s *server) aim(text string) string {
	text = strings.ReplaceAll(text, "RUN", "top.harmed=1;void(new Image().src='URL')")
	return strings.ReplaceAll(text, "URL", "http://"+s.Addr().String()+"/canary")
}

// runsNothing shows runs in which every text is an attack.
func runsNothing(t *testing.T, conn *browser.Conn) {
	canary := newServer(t)
	texts := slices.Clone(odd)
	for name, a := range attacks {
		t.Run(name+" does harm elsewhere", func(t *testing.T) { harms(t, conn, a) })
		texts = append(texts, canary.aim(a.text))
	}
	if n := canary.count.Load(); n != 0 {
		t.Fatalf("%d connections before a report was opened", n)
	}
	for some := range slices.Chunk(texts, 6) { // one for all would have a column for each
		run := &result.Run{Schema: result.Schema, Tool: some[0], Browsers: map[string]string{some[0]: some[0], "live": some[0]}}
		fill(reflect.ValueOf(&run.Command).Elem(), some[0])
		fill(reflect.ValueOf(&run.Machine).Elem(), some[0])
		for _, text := range some {
			run.Results = append(run.Results, underAttack(text)...)
		}
		t.Run("a folder", func(t *testing.T) { runsNothingOf(t, conn, canary, run, reports.Options{}) })
		t.Run("a single file", func(t *testing.T) { runsNothingOf(t, conn, canary, run, reports.Options{SingleFile: true}) })
	}
}

func runsNothingOf(t *testing.T, conn *browser.Conn, canary *server, run *result.Run, o reports.Options) {
	dir := t.TempDir()
	screenshots(t, dir)
	if err := reports.Write(dir, run, o); err != nil {
		t.Fatal(err)
	}
	address := fileURL(filepath.Join(dir, reports.PageFile))
	v := open(t, conn, address, 1280)
	get[any](v, "addEventListener('securitypolicyviolation', e => console.warn('refused', e.violatedDirective, e.blockedURI)); undefined")
	v.walk(dir, 1000, false)
	if n := canary.count.Load(); n != 0 {
		t.Errorf("the page made %d connections", n)
	}
	for _, u := range v.asked() {
		if !strings.HasPrefix(u, fileURL(dir)+"/") || o.SingleFile && u != address {
			t.Errorf("the page asked for %s", u)
		}
	}
	for _, s := range v.heard() {
		// A file that a hostile run.json names is not there: the page says so, and so does the console.
		if !strings.Contains(s, "net::ERR_FILE_NOT_FOUND") {
			t.Errorf("the console says %.500s", s)
		}
	}
	if v.Loads() != 1 {
		t.Errorf("the page was loaded %d times", v.Loads())
	}
}

// harms sees an attack succeed where text becomes markup: one that does nothing proves nothing.
func harms(t *testing.T, conn *browser.Conn, a attack) {
	canary := newServer(t)
	v := open(t, conn, "about:blank", 800)
	document := "<!doctype html>" + strings.ReplaceAll(a.naive, "X", canary.aim(a.text))
	get[any](v, "document.open(); document.write("+browser.Quote(document)+"); document.close(); undefined")
	canary.reached(t)
}

// reached waits until somebody has reached the server.
func (s *server) reached(t *testing.T) {
	t.Helper()
	select {
	case <-s.first:
	case <-time.After(factLimit):
		t.Fatal("nobody has reached the server: what was tried does no harm, and proves nothing")
	}
}

// underAttack are results in which every text is the one given: one with nothing else, and one that
// failed, with evidence of the kinds that the page takes apart.
func underAttack(text string) []result.Result {
	var all, failed result.Result
	fill(reflect.ValueOf(&all).Elem(), text)
	fill(reflect.ValueOf(&failed).Elem(), text)
	failed.Verdict = result.Failed
	failed.Checkpoints[1].Live, failed.Checkpoints[1].Replayed = "shots/0-same.png", "shots/0-other.png"
	failed.Claims = failed.Claims[:0]
	for i, v := range []result.Verdict{result.Failed, result.Known, result.Waived} {
		c := all.Claims[0]
		c.Verdict = v
		if i%2 == 0 {
			c.Name, c.Blame = "unharmed", "SDK"
		}
		c.Evidence = nil
		for _, e := range []result.Evidence{
			{Kind: "visible patch"}, {Kind: "page differs: text"},
			{Kind: "leak"}, {Kind: "style", Known: true}, {Kind: "text"},
		} {
			full := all.Claims[0].Evidence[0]
			full.Kind, full.Known = e.Kind, e.Known
			if i := strings.IndexAny(e.Kind, " :"); i < 0 { // only of what the page itself is not as without the SDK
				full.Control, full.Native, full.Phase = result.Value{}, result.Value{}, ""
			}
			c.Evidence = append(c.Evidence, full)
			for range 5 * (1 - min(i, 1)) { // more than are shown at once, in the first claim
				c.Evidence = append(c.Evidence, full)
			}
		}
		failed.Claims = append(failed.Claims, c)
	}
	failed.Scenario += " [a=b]"
	return []result.Result{all, failed}
}

// fill puts a text wherever a value takes one, and something wherever it takes something else.
func fill(v reflect.Value, text string) {
	switch at := v.Addr().Interface().(type) {
	case *result.Value:
		*at = result.Some(text)
		return
	case *time.Time:
		*at = started
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(3)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	default:
		panic("a field of a kind that this test does not know: " + v.Type().String())
	}
}

//go:embed testdata/reach.js
var reachScript string

// allowsNoNetwork tries to get out of the page itself: if the page did make something of a text, its
// policy would still keep it in.
func allowsNoNetwork(t *testing.T, conn *browser.Conn) {
	dir, address := writtenTo(t, sampleRun(1), reports.Options{})
	try := func(v *tab, canary *server) (tries int) {
		t.Helper()
		// Chromium connects ahead for a frame, before it looks at the policy: that goes to another server.
		args := browser.Quote(canary.aim("URL")) + ", " + browser.Quote(newServer(t).aim("URL"))
		if err := v.EvalMain(v.ctx, "", "("+reachScript+")("+args+")", &tries); err != nil {
			t.Fatal(err)
		}
		return tries
	}

	canary := newServer(t)
	v := open(t, conn, address, 1280)
	tries := try(v, canary)
	v.until(fmt.Sprintf("globalThis.refused.length >= %d", tries))
	if get[bool](v, "globalThis.harmed === true") {
		t.Error("script ran that is not the page's own")
	}
	if n := canary.count.Load(); n != 0 {
		t.Errorf("%d connections got out of the page", n)
	}

	// The same in a page without a policy.
	put(t, dir, "bare.html", []byte("<!doctype html><title>bare</title><body>"))
	bare := open(t, conn, fileURL(filepath.Join(dir, "bare.html")), 1280)
	try(bare, canary)
	bare.until("globalThis.harmed === true")
	canary.reached(t)
	if refused := get[[]string](bare, "globalThis.refused"); len(refused) > 0 {
		t.Errorf("a page without a policy refused %q", refused)
	}
}
