package capture_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

// stored waits until the page's database has so many chunks.
const stored = `(async n => { for (;;) {
	const db = await new Promise(done => { const r = indexedDB.open('session-replay'); r.onsuccess = () => done(r.result) });
	const count = await new Promise(done => { const r = db.transaction('chunks').objectStore('chunks').count(); r.onsuccess = () => done(r.result) });
	db.close();
	if (n(count)) return count;
} })`

// covers C113, C114: what a page could not send is sent by the next page of the origin, under the names of the first.
func TestNextPageSendsTheRest(t *testing.T) {
	v := visit(t, open)
	v.start("{}")
	v.arrives(1)
	v.reply(ingest.Reply{On: "track", Status: 503})
	v.eval("(p.textContent = 'left-behind' + 'y'.repeat(100000), " + stored + "(n => n > 0))")
	v.open("/other.html")
	v.reply(ingest.Reply{On: "track"})
	v.start("{sessionId: 1700000000005}")
	v.wait("what the page before left", "replay", func(list []event.Upload) bool { return has(list, "left-behind") })
	for _, u := range v.replays() {
		if has([]event.Upload{u}, "left-behind") && (u.SessionID != "1700000000000" || u.Load != "1") {
			t.Errorf("it came under session %s of load %s", u.SessionID, u.Load)
		}
	}
	v.want(stored+"(n => n === 0)", "0")
}

// covers C116: a page that lives sends for itself, and each page's events carry the name of its own stream.
func TestTabsAreSeparate(t *testing.T) {
	first := visit(t, open)
	first.start("{}")
	first.arrives(1)
	first.reply(ingest.Reply{On: "track", Status: 503, Header: http.Header{"Retry-After": {"3600"}, "Access-Control-Expose-Headers": {"Retry-After"}}})
	first.eval("(p.textContent = 'of-the-first-tab', " + stored + "(n => n > 0))")
	first.eval("void sessionReplay.flush()")
	first.arrives(2)
	first.leave("gone", "of-nobody", time.Hour)
	first.reply(ingest.Reply{On: "track"})
	second := first.another("/other.html")
	second.start("{}")
	second.eval("void (p.textContent = 'of-the-second-tab', sessionReplay.flush())")
	list := second.wait("what was left, and the second tab's own", "replay", func(list []event.Upload) bool { return has(list, "of-nobody") && has(list, "of-the-second-tab") })
	list = slices.DeleteFunc(list, func(u event.Upload) bool { return u.Status >= 300 })
	if has(list, "of-the-first-tab") {
		t.Error("what is in the store of a page that lives was sent by another")
	}
	streams := map[string]string{} // by the page that sent it
	for _, u := range list {
		_, after, _ := strings.Cut(string(u.Inflated), `"stream":"`)
		name, _, _ := strings.Cut(after, `"`)
		page := u.Header.Get("X-Client-Url")
		if name != "gone" && (name == "" || streams[page] != "" && streams[page] != name) {
			t.Errorf("%s sent streams %q and %q", page, streams[page], name)
		}
		if name != "gone" {
			streams[page] = name
		}
	}
	if a, b := streams[first.site.Origin("a")+"/page.html"], streams[first.site.Origin("a")+"/other.html"]; a == "" || b == "" || a == b {
		t.Errorf("the streams are %v", streams)
	}
}

// leave puts into the store what a page might have left that long ago.
func (v *visitor) leave(stream, text string, ago time.Duration) {
	v.Helper()
	owner := fmt.Sprintf(`{url: %q, key: %q, device: 'device', session: '1', stream: %q, rate: 1, gate: 0}`, v.ingest.TrackURL("1"), key, stream)
	v.eval(fmt.Sprintf(`(async () => {
		const db = await new Promise(done => { const r = indexedDB.open('session-replay', 1); r.onupgradeneeded = () => r.result.createObjectStore('chunks', {autoIncrement: true}); r.onsuccess = () => done(r.result) });
		const s = db.transaction('chunks', 'readwrite').objectStore('chunks');
		s.add({owner: %s, events: ['{"type":5,"timestamp":1,"data":{"tag":"%s"}}'], size: 50, at: Date.now() - %d});
		await new Promise(done => s.transaction.oncomplete = done);
		db.close();
	})()`, owner, text, ago.Milliseconds()))
}

// covers C19, C21, C22: what fits is sent when the page is left, without asking the server for permission first.
func TestLeaving(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		sent   bool
	}{"little": {"'little'", true}, "much": {"'much' + 'z'.repeat(70000)", false}} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			v.start("{}")
			v.arrives(1)
			v.eval("(p.textContent = " + c.change + ", turn())")
			v.open("/plain.txt")
			if c.sent {
				v.wait("what was captured last", "replay", func(list []event.Upload) bool { return has(list, name) })
			}
			for _, u := range v.replays() {
				if u.Beacon && (u.Version != 2 || u.Header.Get("Authorization") != "" || len(u.Body) > 64<<10 || !strings.HasPrefix(u.Header.Get("Content-Type"), "text/plain")) {
					t.Errorf("%s with %v, version %d, %d bytes", u.URL, u.Header, u.Version, len(u.Body))
				}
			}
			if c.sent {
				return
			}
			v.open("/page.html")
			v.start("{}")
			v.wait("what did not fit", "replay", func(list []event.Upload) bool { return has(list, name) })
		})
	}
}

// covers C112: without a database that works the SDK records all the same.
func TestNoDatabase(t *testing.T) {
	for name, broken := range map[string]string{
		"none":    "Object.defineProperty(window, 'indexedDB', {value: undefined})",
		"throws":  "IDBFactory.prototype.open = () => { throw new Error('no') }",
		"slow":    "IDBFactory.prototype.open = () => new EventTarget()",
		"refuses": "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') }",
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			v.eval("void (" + strings.ReplaceAll(broken, ";", ",") + ")")
			v.start("{}")
			v.arrives(1)
			v.eval("void (p.textContent = 'afterwards')")
			v.eval("sessionReplay.flush()")
			if !has(v.replays(), "afterwards") {
				t.Error("nothing was uploaded afterwards")
			}
		})
	}
}

// covers C115: what is too old goes, and what is no chunk is passed over.
func TestCleanUp(t *testing.T) {
	v := visit(t, open)
	v.leave("gone", "too-old", 96*time.Hour)
	v.leave("gone", "recent", time.Hour)
	v.eval(`(async () => {
		const db = await new Promise(done => { const r = indexedDB.open('session-replay', 1); r.onsuccess = () => done(r.result) });
		const s = db.transaction('chunks', 'readwrite').objectStore('chunks');
		s.add('nothing of ours');
		await new Promise(done => s.transaction.oncomplete = done);
		db.close();
	})()`)
	v.start("{}")
	v.wait("what a page left an hour ago", "replay", func(list []event.Upload) bool { return has(list, "recent") })
	v.want(stored+"(n => n === 1)", "1")
	if has(v.replays(), "too-old") {
		t.Error("what was left days ago was uploaded")
	}
}

// covers C64: a session is uploaded when it has lasted as long as it must, and never if it does not.
func TestShortSessions(t *testing.T) {
	v := visit(t, `{"configs":{"sessionReplay":{"sr_sampling_config":{"capture_enabled":true,"sample_rate":1,"min_session_duration_ms":20000}}}}`)
	v.start("{storeType: 'memory', sessionId: Date.now()}")
	v.advance(15 * time.Second)
	v.count("replay", 0)
	v.advance(20 * time.Second)
	if !has(v.replays(), "tagName") {
		t.Error("the session lasted and was not uploaded")
	}
	before := len(v.replays())
	v.eval("void sessionReplay.setSessionId(Date.now()).promise")
	v.advance(5 * time.Second)
	v.eval("void sessionReplay.shutdown()")
	v.advance(time.Minute)
	v.count("replay", before)
}
