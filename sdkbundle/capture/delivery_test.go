package capture_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

// covers C15, C16, C33: the headers and the body of an upload.
func TestUploadForm(t *testing.T) {
	v := visit(t, open)
	v.eval("history.replaceState(null, '', '?token=secret&n=' + 'x'.repeat(2000))")
	v.start("{}")
	u := v.arrives(1)[0]
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Authorization": "Bearer " + key, "Content-Encoding": "gzip", "X-Client-Sample-Rate": "1",
		"X-Sampling-Hash-Alg": "xxhash32", "X-Client-Version": "0.1.0", "X-Client-Library": "standalone/0.1.0", "Cookie": "",
	} {
		if got := u.Header.Get(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
	if url := u.Header.Get("X-Client-Url"); len(url) > 1000 || strings.Contains(url, "secret") || !strings.Contains(url, "/page.html?token=******&n=") {
		t.Errorf("X-Client-Url has %d characters: %.100s", len(url), url)
	}
	var body struct {
		Version int
		Events  []string
	}
	if err := json.Unmarshal(u.Inflated, &body); err != nil || body.Version != 1 || len(body.Events) < 2 {
		t.Fatalf("the body is %.100s (%v)", u.Inflated, err)
	}
	seq := -1
	for _, text := range body.Events {
		var e struct {
			Type, Timestamp *float64
			Data            any
			Seq             int
		}
		if err := json.Unmarshal([]byte(text), &e); err != nil || e.Type == nil || e.Timestamp == nil || e.Seq <= seq {
			t.Errorf("an event is %.100s after number %d (%v)", text, seq, err)
		}
		seq = e.Seq
	}
}

// covers C17, C34: without compression the body is as it is, and a query that the address has stays.
func TestUploadOptions(t *testing.T) {
	v := visit(t, open)
	v.start("{enableTransportCompression: false, trackServerUrl: '" + v.ingest.TrackURL("1") + "?tenant=1'}")
	u := v.arrives(1)[0]
	if u.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(string(u.Body), `{"version":1,`) {
		t.Errorf("uncompressed it is %v %.50s", u.Header, u.Body)
	}
	if !strings.Contains(u.URL, "/track?tenant=1&device_id=device&session_id=1700000000000&type=replay") {
		t.Errorf("the address is %s", u.URL)
	}
}

// covers C23, C24: what happened arrives soon although nothing happens any more, and waits longer each time.
func TestQuietPage(t *testing.T) {
	v := visit(t, open)
	v.start("{storeType: 'memory'}")
	v.arrives(1)
	v.eval("void (p.textContent = 'the-last-change')")
	v.wait("the last change", "replay", func(list []event.Upload) bool { return has(list, "the-last-change") })
	before := len(v.replays())
	v.eval("void setInterval(() => p.append('.'), 100)")
	v.advance(time.Minute)
	if n := len(v.replays()) - before; n < 5 || n > 14 {
		t.Errorf("%d uploads in a minute of changes, want some ten", n)
	}
}

// covers C28, C29: what came before belongs to the session before, and the device goes with its session.
func TestNewSession(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	v.eval("void (p.textContent = 'in-the-first')")
	v.eval("sessionReplay.setSessionId(1700000000001, 'other').promise")
	v.want("props() + ' ' + sessionReplay.getSessionId()", "other/1700000000001 1700000000001")
	v.eval("void (p.textContent = 'in-the-second')")
	v.eval("sessionReplay.flush()")
	first := false
	for _, u := range v.replays() {
		second, one := u.SessionID == "1700000000001", []event.Upload{u}
		if (u.DeviceID == "other") != second || !second && has(one, "in-the-second") {
			t.Errorf("device %s, session %s has %.300s", u.DeviceID, u.SessionID, u.Inflated)
		}
		first = first || !second && has(one, "in-the-first")
	}
	if !first {
		t.Error("what came before the new session is not in the session before")
	}
	list := v.ingest.Recordings()
	if len(list) != 2 || list[1].Events[0].Type != event.Meta || list[1].Events[1].Type != event.FullSnapshot && list[1].Events[2].Type != event.FullSnapshot {
		t.Errorf("there are %d recordings", len(list))
	}
}

// covers C30, C36, C62, C63: flush, stop, start, shutdown, and init again.
func TestLife(t *testing.T) {
	v := visit(t, open)
	v.want("props()", "")
	v.start("{}")
	v.start("{}") // twice: the first gives way
	v.eval("void (p.textContent = 'flushed')")
	v.eval("sessionReplay.flush()")
	if !has(v.replays(), "flushed") {
		t.Error("flush did not deliver what was captured")
	}
	v.eval("void sessionReplay.stop()")
	v.want("props()", "")
	v.eval("void (p.textContent = 'while-stopped')")
	v.eval("void dispatchEvent(new Event('focus'))")
	v.eval("sessionReplay.start().promise")
	v.want("props()", id)
	v.eval("void sessionReplay.shutdown()")
	v.want("props()", "")
	v.eval("void (p.textContent = 'after-shutdown')")
	v.eval("sessionReplay.flush()")
	if has(v.replays(), "after-shutdown") {
		t.Error("what came after the shutdown was uploaded")
	}
	v.start("{}")
	v.want("props()", id)
}

// covers C39, C40, C41, C42, C43, C44, C51: what is tried again, how often, and what is given up.
func TestAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		reply   ingest.Reply
		options string
		tries   int
		within  time.Duration // before another round begins
	}{
		"400":                  {ingest.Reply{Status: 400}, "", 1, 45 * time.Second},
		"401":                  {ingest.Reply{Status: 401}, "", 1, 45 * time.Second},
		"403":                  {ingest.Reply{Status: 403}, "", 1, 45 * time.Second},
		"404":                  {ingest.Reply{Status: 404}, "", 1, 45 * time.Second},
		"429":                  {ingest.Reply{Status: 429}, "", 6, 45 * time.Second},
		"500":                  {ingest.Reply{Status: 500}, "", 6, 45 * time.Second},
		"503, six retries":     {ingest.Reply{Status: 503}, "flushMaxRetries: 6", 7, 65 * time.Second},
		"503, no retries":      {ingest.Reply{Status: 503}, "flushMaxRetries: 0", 1, 45 * time.Second},
		"no CORS, two retries": {ingest.Reply{NoCORS: true, Status: 500}, "flushMaxRetries: 2", 0, 45 * time.Second},
		"204":                  {ingest.Reply{Status: 204}, "", 1, 45 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			c.reply.On = "track"
			v.reply(c.reply)
			v.eval("void (b.remove())")
			v.start("{storeType: 'memory', " + c.options + "}")
			v.eval("void sessionReplay.flush()")
			v.advance(c.within)
			if v.reply(ingest.Reply{On: "track"}); c.tries > 0 {
				v.count("replay", c.tries)
			}
			v.eval("void (p.textContent = 'and-later')")
			v.advance(3 * time.Minute)
			if !has(v.replays(), "and-later") {
				t.Error("what came later did not arrive")
			}
			if retried := c.tries != 1 || strings.HasPrefix(name, "503"); has(v.replays(), `"tagName":"body"`) != (retried || name == "204") {
				t.Errorf("the first snapshot: arrived %v", has(v.replays(), `"tagName":"body"`))
			}
		})
	}
}

// Retry-After is obeyed.
func TestRetryAfter(t *testing.T) {
	v := visit(t, open)
	v.reply(ingest.Reply{On: "track", Status: 503, Times: 1, Header: http.Header{"Retry-After": {"50"}, "Access-Control-Expose-Headers": {"Retry-After"}}})
	v.start("{storeType: 'memory'}")
	v.eval("void sessionReplay.flush()")
	v.advance(45 * time.Second)
	v.count("replay", 1)
	v.advance(20 * time.Second)
	if !has(v.replays(), "tagName") {
		t.Error("nothing arrived when the time was over")
	}
}

// covers C45, C46: what is too large is halved until it fits; what is refused however small is given up.
func TestTooLarge(t *testing.T) {
	v := visit(t, open)
	v.start("{storeType: 'memory'}")
	v.arrives(1)
	v.reply(ingest.Reply{On: "track", Status: 413, Times: 1})
	for n := range 5 {
		v.eval(fmt.Sprintf("(p.textContent = 'part-%d', turn())", n))
	}
	v.eval("sessionReplay.flush()")
	list := v.replays()
	for n := range 5 {
		if !has(list, fmt.Sprintf("part-%d", n)) {
			t.Errorf("part %d did not arrive in %d uploads", n, len(list))
		}
	}
	v.reply(ingest.Reply{On: "track", Status: 413})
	before := len(list)
	v.eval("void (p.textContent = 'never')")
	v.eval("sessionReplay.flush()")
	if n := len(v.replays()) - before; n < 1 || n > 12 {
		t.Errorf("%d uploads of what is always refused", n)
	}
}

// covers C47, C48, C49, C52: the server says that it skips events.
func TestSkipped(t *testing.T) {
	skip := func(code string) ingest.Reply {
		return ingest.Reply{On: "track", Times: 1, Header: http.Header{"X-Session-Replay-Event-Skipped": {code}, "Access-Control-Expose-Headers": {"X-Session-Replay-Event-Skipped"}}}
	}
	for code, c := range map[string]struct{ soon, captured bool }{"429": {false, true}, "4004": {false, false}, "4005": {false, false}, "77": {true, true}} {
		t.Run(code, func(t *testing.T) {
			v := visit(t, open)
			v.reply(skip(code))
			v.start("{storeType: 'memory'}")
			v.eval("void sessionReplay.flush()")
			v.advance(time.Second)
			v.want("props() !== ''", fmt.Sprint(c.captured))
			v.eval("void (p.textContent = 'later')")
			v.advance(50 * time.Second)
			if has(v.replays(), `"later"`) != c.soon {
				t.Errorf("within the minute: arrived %v", !c.soon)
			}
			v.advance(20 * time.Second)
			if has(v.replays(), `"later"`) != c.captured {
				t.Errorf("after the minute: arrived %v", !c.captured)
			}
			v.eval("void sessionReplay.setSessionId(1700000000001)")
			v.advance(20 * time.Second)
			v.want("props()", "device/1700000000001")
		})
	}
}

// covers C50: an upload without an answer is cut off after ten seconds, and tried again.
func TestHang(t *testing.T) {
	v := visit(t, open)
	v.reply(ingest.Reply{On: "track", Hang: true, Times: 1})
	v.start("{storeType: 'memory', sendTimeoutMs: 200}")
	v.arrives(2)
	v.eval("sessionReplay.flush()")
	if !has(v.replays(), "tagName") {
		t.Error("the snapshot did not arrive")
	}
}

// covers C25, C26: limits of size.
func TestSizes(t *testing.T) {
	v := visit(t, open)
	v.start("{maxPersistedEventsSizeBytes: 4000, maxSingleEventSizeBytes: 20000}")
	for n := range 4 {
		v.eval(fmt.Sprintf("(p.textContent = 'part-%d' + 'x'.repeat(3000), turn())", n))
	}
	v.eval("(p.textContent = 'huge' + 'x'.repeat(30000), turn())")
	v.eval("(p.textContent = 'the-next', turn())")
	v.eval("sessionReplay.flush()")
	list := v.replays()
	if len(list) < 4 || has(list, "huge") || !has(list, "the-next") {
		t.Errorf("%d uploads; huge: %v, next: %v", len(list), has(list, "huge"), has(list, "the-next"))
	}
	v.want("said.filter(s => s.includes('maxSingleEventSizeBytes')).length", "1")
}
