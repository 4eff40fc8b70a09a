package capture_test

import (
	"fmt"
	"testing"
	"time"

	"replaylab/lab/event"
)

// covers C53, C54: which sessions are captured follows from the hash of the session's id and nothing else.
func TestSampling(t *testing.T) {
	v := visit(t, open)
	for session, ratio := range map[string]float64{
		"1700000000000": 0.223047, "1700000000001": 0.570550, "1700000000002": 0.979568, "'1'": 0.971186, "'0'": 0.501170,
		"'abc'": 0.579327, "'日本'": 0.243828, "'😀'": 0.825596, "'0123456789abcdef'": 0.648361, "'sess-abc/def'": 0.295905,
	} {
		v.start(fmt.Sprintf("{sessionId: %s, sampleRate: %f}", session, ratio))
		v.want("props()", "")
		v.start(fmt.Sprintf("{sessionId: %s, sampleRate: %f, deviceId: 'another'}", session, ratio+0.000001))
		v.want("props() !== ''", "true")
	}
}

// covers C55, C56, C57, C58, C59, C60: the property, and when there is none.
func TestProperties(t *testing.T) {
	for name, c := range map[string]struct{ options, want, says string }{
		"as documented":     {"{}", `{"[Amplitude] Session Replay ID":"device/1700000000000"}`, ""},
		"debug mode":        {"{debugMode: true}", `{"[Amplitude] Session Replay ID":"device/1700000000000","[Amplitude] Session Replay Debug":"{\"appHash\":\"-13656480\"}"}`, ""},
		"every character":   {"{deviceId: 'aZ09_-.|@:='}", `{"[Amplitude] Session Replay ID":"aZ09_-.|@:=/1700000000000"}`, ""},
		"a session of text": {"{sessionId: 'one'}", `{"[Amplitude] Session Replay ID":"device/one"}`, ""},
		"no device":         {"{deviceId: undefined}", `{}`, "deviceId is missing"},
		"a slash":           {"{deviceId: 'a/b'}", `{}`, "deviceId has a character other than"},
		"another letter":    {"{deviceId: 'é'}", `{}`, "deviceId has a character other than"},
		"no session":        {"{sessionId: undefined}", `{}`, ""},
		"session 0":         {"{sessionId: 0}", `{}`, ""},
		"not sampled":       {"{sampleRate: 0}", `{}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			v.start(c.options)
			v.want("JSON.stringify(sessionReplay.getSessionReplayProperties())", c.want)
			if c.says != "" {
				v.want("said.filter(s => s.includes('"+c.says+"')).length", "1")
				v.count("config", 0)
			}
			if name == "session 0" {
				v.eval("sessionReplay.setSessionId(1700000000009).promise")
				v.want("props()", "device/1700000000009")
			}
		})
	}
}

// covers C66, C117: nothing that an application hands over makes a call throw or a promise fail.
func TestNothingThrows(t *testing.T) {
	v := visit(t, open)
	for _, options := range []string{
		"{loggerProvider: {warn() { throw 1 }, error() { throw 1 }, log() { throw 1 }, debug() { throw 1 }}}", "{loggerProvider: {self: window}}",
		"{privacyConfig: {maskSelector: [null, 3, '!!'], unmaskSelector: 'p', blockSelector: {}, urlMaskLevels: 5, defaultMaskLevel: 'none'}}",
		"{flushIntervalConfig: {minIntervalMs: 'x', maxIntervalMs: -1}, sampleRate: NaN, flushMaxRetries: -1, serverZone: 'MARS'}",
		"{handleFetchConfig() { throw 1 }}", "{userProperties: window, version: {}}",
	} {
		v.want("start("+options+").then(() => 'kept', e => 'failed ' + e)", "kept")
	}
	v.want("(sessionReplay.init(), sessionReplay.setSessionId(), sessionReplay.evaluateTargetingAndCapture(), sessionReplay.flush(null), sessionReplay.shutdown(), sessionReplay.shutdown(), 'done')", "done")
}

// covers C67, C68: a page without the focus is not captured, and one that gets it back is, from a new snapshot on.
func TestFocus(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	v.arrives(1)
	v.must(v.page.Behind(v.ctx, ""))
	v.want("turn().then(props)", "")
	v.eval("void (p.textContent = 'while-away')")
	v.eval("void sessionReplay.flush()")
	if has(v.replays(), "while-away") {
		t.Error("what happened without the focus was uploaded as it happened")
	}
	v.must(v.page.Front(v.ctx))
	v.want("turn().then(props)", id)
	v.eval("sessionReplay.flush()")
	if list := v.ingest.Recordings(); len(list) != 1 || count(list[0].Events, event.FullSnapshot) != 2 || !has(v.replays(), "while-away") {
		t.Errorf("there are %d recordings", len(list))
	}
	v.start("{debugMode: true}")
	v.must(v.page.Behind(v.ctx, ""))
	v.want("turn().then(() => props().startsWith('"+id+"'))", "true")
}

func count(events []event.Event, typ event.Type) (n int) {
	for _, e := range events {
		if e.Type == typ {
			n++
		}
	}
	return n
}

// The SDK takes nothing over that is there already, and loading it twice changes nothing.
func TestLoadedTwice(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	v.eval(`new Promise(done => { window.first = sessionReplay; const s = document.createElement('script'); s.src = '/_sdk/sdk.js'; s.onload = done; document.head.append(s) })`)
	v.want("first === sessionReplay", "true")
	v.want("props()", id)
}

// Console, errors and failed requests are captured where they are asked for, and addresses without their values.
func TestBeside(t *testing.T) {
	v := visit(t, `{"configs":{"sessionReplay":{"sr_logging_config":{"console":{"enabled":true,"levels":["warn","error"]}}}}}`)
	v.eval("void (window.plain = console.warn)")
	v.start("{loggingConfig: {console: {enabled: false}, network: {enabled: true}}}")
	v.want("[console.warn.name, console.warn.length, console.warn === plain].join()", "warn,0,false")
	v.eval("void console.warn('printed', {deep: {text: 'inside'}, get trap() { window.trapped = true; return 1 }})")
	v.eval("void console.log('not-asked-for')")
	v.eval("void setTimeout(() => { throw new Error('thrown-by-the-page') })")
	v.eval("void Promise.reject(new Error('rejected-by-the-page'))")
	// Whoever observes is told of a request in one task, in the order in which they began to.
	v.eval("void (window.told = new Promise(done => new PerformanceObserver(list => list.getEntries().some(e => e.name.includes('plain.txt')) && done()).observe({type: 'resource'})))")
	v.eval("fetch('/missing.json?token=secret-value').then(() => fetch('/plain.txt?fine=1')).then(() => told).then(turn)")
	v.eval("sessionReplay.flush()")
	list := v.replays()
	for text, want := range map[string]bool{
		"printed": true, "inside": true, "not-asked-for": false, "thrown-by-the-page": true, "rejected-by-the-page": true,
		"missing.json?token=************": true, "secret-value": false, "plain.txt": false, "/track": false,
	} {
		if has(list, text) != want {
			t.Errorf("%q: captured %v", text, !want)
		}
	}
	v.want("window.trapped", "")
	v.eval("void sessionReplay.shutdown()")
	v.want("console.warn === plain", "true")
}

// Rage clicks and dead clicks are marked; clicks that do something are not.
func TestFrustration(t *testing.T) {
	v := visit(t, open)
	v.eval("void document.body.insertAdjacentHTML('beforeend', '<button id=dead>Dead</button>')")
	v.start("{storeType: 'memory'}")
	click := func(selector string, times int) {
		e, err := v.page.Find(v.ctx, selector)
		v.must(err)
		for range times {
			v.must(v.page.Click(v.ctx, e, 1))
		}
	}
	click("#b", 1)
	v.advance(5 * time.Second)
	v.eval("void sessionReplay.flush()")
	v.advance(time.Second)
	if has(v.replays(), "dead-click") || has(v.replays(), "rage-click") {
		t.Error("a click that did something was marked")
	}
	click("#dead", 4)
	v.advance(5 * time.Second)
	v.eval("void sessionReplay.flush()")
	v.advance(time.Second)
	if !has(v.replays(), "dead-click") || !has(v.replays(), "rage-click") || !has(v.replays(), `"count":4`) {
		t.Errorf("dead: %v, rage: %v", has(v.replays(), "dead-click"), has(v.replays(), "rage-click"))
	}
}
