package trust

import (
	"encoding/json"
	"slices"

	"replaylab/lab/event"
)

// Table I of FIDELITY.md: transport, and what an SDK does to its page.

func inOrder(kind string) Sign { return Sign{Claim: "in order", Kind: kind} }

func unharmed(kind, name string) Sign { return Sign{Claim: "unharmed", Kind: kind, Name: name} }

var transport = []Defect{
	{
		Name: "uploads-reordered", Section: "I", What: "a later upload arrives before an earlier one", Scenario: "planted/forms",
		Caught: inOrder("late"),
		Recording: func(t *tape) {
			for i, h := range t.events {
				if i > 0 && t.events[i-1].source == event.Input {
					from := h.upload
					t.split(h)
					t.uploads[h.upload].Seq, t.uploads[from].Seq = t.uploads[from].Seq, t.uploads[h.upload].Seq
					return
				}
			}
		},
	},
	{
		Name: "upload-repeated", Section: "I", What: "an upload is sent again as if it were news, stamped anew", Scenario: "planted/tree",
		Caught: faithful("edited", "extra", "", "*"),
		Recording: func(t *tape) {
			for _, h := range slices.Clone(t.events) {
				if h.source == event.Mutation && !h.gone {
					n := t.add(h, func(map[string]any) {})
					n.all["timestamp"] = moved(h.all["timestamp"], 1)
					for _, a := range objects(n.data["adds"]) {
						if node, ok := a["node"].(map[string]any); ok {
							node["id"] = moved(node["id"], 5000)
						}
					}
					n.raw, _ = json.Marshal(n.all)
				}
			}
		},
	},
	{
		Name: "upload-lost", Section: "I", What: "the uploads with the last of what was typed are lost", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value*", at("other")),
		Recording: func(t *tape) {
			other := t.id("other")
			i := slices.IndexFunc(t.events, func(h *heard) bool { return h.source == event.Input && h.data["id"] == other })
			if i < 0 {
				return
			}
			t.split(t.events[i])
			for _, h := range t.events[i:] {
				t.uploads[h.upload].Problem = "lost on the way"
			}
		},
	},
	{
		Name: "nothing-delivered", Section: "I", What: "no upload is taken", Scenario: "planted/page",
		Caught: faithful("loaded", "nothing to compare", "", ""),
		Recording: func(t *tape) {
			for i := range t.uploads {
				t.uploads[i].Problem = "refused"
			}
		},
	},
	{
		Name: "event-cut-off", Section: "I", What: "an event is cut off in the middle", Scenario: "planted/page",
		Caught: inOrder("broken event"),
		Recording: func(t *tape) {
			h := t.events[len(t.events)-1]
			h.all, h.raw = nil, json.RawMessage(`{"type":3,"data":{"source":0},"timestamp":`)
			t.touched[h.upload] = true
		},
	},
	{
		Name: "meta-lost", Section: "I", What: "the recording begins without the event that says the size of the window", Scenario: "planted/page",
		Caught:    inOrder("full snapshot without meta"),
		Recording: func(t *tape) { t.drop(func(h *heard) bool { return h.typ == event.Meta }) },
	},
	{
		Name: "snapshot-lost", Section: "I", What: "the recording has changes and nothing that they change", Scenario: "planted/page",
		Caught:    inOrder("change before the first full snapshot"),
		Recording: func(t *tape) { t.drop(func(h *heard) bool { return h.typ == event.FullSnapshot }) },
	},
	{
		Name: "ids-out-of-step", Section: "I", What: "mutations name nodes that were never recorded", Scenario: "planted/tree",
		Caught: inOrder("event that fits nothing"),
		Recording: func(t *tape) {
			t.mutations("attributes", func(a map[string]any) bool {
				a["id"] = moved(a["id"], 7000)
				return true
			})
		},
	},
	{
		Name: "clock-ahead", Section: "I", What: "the SDK's clock is ten minutes fast", Scenario: "planted/page",
		Caught: faithful("loaded", "nothing to compare", "", ""),
		Recording: func(t *tape) {
			for _, h := range t.events {
				h.all["timestamp"] = moved(h.all["timestamp"], 600_000)
			}
		},
	},
	{
		Name: "session-torn", Section: "I", What: "half of the uploads come under another session", Scenario: "planted/forms",
		Caught: inOrder("change before the first full snapshot"),
		Recording: func(t *tape) {
			for i, h := range t.events {
				if i > 0 && t.events[i-1].source == event.Input {
					t.split(h)
					t.uploads[h.upload].SessionID += "1"
					return
				}
			}
		},
	},
	{
		Name: "silence-broken-by-a-recording", Section: "I", What: "a recording is sent although the page forbids it", Scenario: "planted/silent",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Recording: func(t *tape) {
			t.uploads = append(t.uploads, event.Upload{Seq: 900, Method: "POST", URL: "/sessions/v2/track", Kind: "replay"})
		},
	},
	{
		Name: "silence-broken-by-interactions", Section: "I", What: "clicks are sent although the page forbids it", Scenario: "planted/silent",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Recording: func(t *tape) {
			t.uploads = append(t.uploads, event.Upload{Seq: 901, Method: "POST", URL: "/sessions/v2/track?type=interaction", Kind: "interaction"})
		},
	},
	{
		Name: "opt-out-ignored", Section: "I", What: "a visitor who has opted out is recorded", Scenario: "planted/optout", SDK: "amplitude",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		After:  `{ const own = sessionReplay; globalThis.sessionReplay = {...own, init: (key, o) => own.init(key, {...o, optOut: false})} }`,
	},
}

// page are defects of an SDK that its page can notice.
var page = []Defect{
	{
		Name: "throws-late", Section: "I", What: "the SDK throws from a timer", Scenario: "planted/page",
		Caught: unharmed("exception", ""),
		After:  `setTimeout(() => { throw new Error('late') }, 20);`,
	},
	{
		Name: "rejects-unhandled", Section: "I", What: "a promise of the SDK is rejected and nobody takes it", Scenario: "planted/page",
		Caught: unharmed("exception", ""),
		After:  `void Promise.reject(new Error('no such server'));`,
	},
	{
		Name: "console-noise", Section: "I", What: "the SDK writes errors into the console", Scenario: "planted/page",
		Caught: unharmed("console.error", ""),
		After:  `console.error('replay: could not reach the server');`,
	},
	{
		Name: "frame-left-in-page", Section: "I", What: "the SDK puts a script element into the page", Scenario: "planted/page",
		Caught: unharmed("foreign node", "script"),
		After:  `addEventListener('DOMContentLoaded', () => { const s = document.createElement('script'); s.type = 'x'; document.head.append(s) });`,
	},
	{
		Name: "page-marked", Section: "I", What: "the SDK marks an element by an attribute", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: attribute", Name: "data-node-id", Path: at("p")},
		After:  `addEventListener('DOMContentLoaded', () => { document.getElementById('p').dataset.nodeId = '7' });`,
	},
	{
		Name: "text-touched", Section: "I", What: "the SDK changes a text of the page", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: text", Path: at("p") + ".childNodes[0]"},
		After:  `addEventListener('DOMContentLoaded', () => { document.getElementById('p').firstChild.data += ' ' });`,
	},
	{
		Name: "style-added", Section: "I", What: "the SDK adopts a sheet that moves the page", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: property", Name: "adopted", Path: "document"},
		After:  `addEventListener('DOMContentLoaded', () => { const s = new CSSStyleSheet(); s.replaceSync('body { padding-top: 2px }'); document.adoptedStyleSheets = [s] });`,
	},
	{
		Name: "focus-stolen", Section: "I", What: "the SDK takes the focus away from the page", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: property", Name: "focused", Path: at("name")},
		After:  `addEventListener('load', () => document.getElementById('name').focus());`,
	},
	{
		Name: "patch-visible", Section: "I", What: "a patched function has another number of parameters", Scenario: "planted/page",
		Caught: unharmed("visible patch", "Node.prototype.contains"),
		After:  `{ const native = Node.prototype.contains; Node.prototype.contains = function contains() { return native.apply(this, arguments) } }`,
	},
	{
		Name: "patch-unchecked", Section: "I", What: "a patched function does not throw where the native one does", Scenario: "planted/page",
		Caught: unharmed("unchecked patch", "Element.prototype.getAttribute"),
		After: `{ const native = Element.prototype.getAttribute;
			Element.prototype.getAttribute = {getAttribute(name) { try { return native.call(this, name) } catch { return null } }}.getAttribute }`,
	},
	{
		Name: "patch-left-behind", Section: "I", What: "a patched function stays after the SDK was stopped", Scenario: "planted/page",
		Caught: unharmed("leftover patch", "Document.prototype.getElementById"),
		After: `{ const native = Document.prototype.getElementById;
			Document.prototype.getElementById = {getElementById(id) { return native.call(this, ...arguments) }}.getElementById }`,
	},
	{
		Name: "descriptor-changed", Section: "I", What: "a property of the platform can no longer be changed", Scenario: "planted/page",
		Caught: unharmed("visible patch", "Element.prototype.matches"),
		After:  `Object.defineProperty(Element.prototype, 'matches', {writable: false, configurable: true, enumerable: true, value: Element.prototype.matches});`,
	},
	{
		Name: "result-changed", Section: "I", What: "a patched function returns something else", Scenario: "planted/page",
		Caught: unharmed("deviating patch", "CSSStyleSheet.prototype.insertRule"),
		After: `{ const native = CSSStyleSheet.prototype.insertRule;
			CSSStyleSheet.prototype.insertRule = {insertRule(rule) { native.call(this, ...arguments) }}.insertRule }`,
	},
	{
		Name: "style-against-policy", Section: "I", What: "the SDK sets a style that the page's policy forbids", Scenario: "planted/strict",
		Caught: unharmed("CSP violation", "style-src*"),
		After:  `addEventListener('DOMContentLoaded', () => { document.createElement('p').setAttribute('style', 'color: red') });`,
	},
	{
		Name: "worker-against-policy", Section: "I", What: "the SDK tries a worker that the page's policy forbids", Scenario: "csp/no-workers",
		Caught: unharmed("CSP violation", "worker-src"),
		After:  `addEventListener('DOMContentLoaded', () => { try { new Worker(URL.createObjectURL(new Blob(['0']))) } catch {} });`,
	},
	{
		Name: "untrusted-markup", Section: "I", What: "the SDK assigns markup that the page wants to see first", Scenario: "planted/strict",
		Caught: unharmed("CSP violation", "require-trusted-types-for*"),
		After:  `addEventListener('DOMContentLoaded', () => { try { document.createElement('p').innerHTML = '<b>x</b>' } catch {} });`,
	},
	{
		Name: "page-hangs", Section: "I", What: "the SDK never comes back from a click", Scenario: "planted/strict",
		Caught: unharmed("page hung or crashed", ""),
		After:  `addEventListener('click', () => { for (;;); });`,
	},
	{
		Name: "page-covered", Section: "I", What: "an invisible layer of the SDK takes the clicks", Scenario: "planted/page",
		Caught: unharmed("step could not be done", ""),
		After: `addEventListener('DOMContentLoaded', () => { const o = document.createElement('div');
			Object.assign(o.style, {position: 'fixed', inset: '0', zIndex: '9'}); document.documentElement.append(o) });`,
	},
	{
		Name: "event-swallowed", Section: "I", What: "a listener of the SDK keeps clicks from the page", Scenario: "planted/page",
		Caught: unharmed("page differs: missing", ""),
		After:  `addEventListener('click', e => e.stopImmediatePropagation(), true);`,
	},
	{
		Name: "microtasks-reordered", Section: "I", What: "the SDK puts off microtasks of the page", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: moved", Path: `document.querySelector("#log > li:nth-of-type(*)")`},
		After: `{ const native = Promise.prototype.then;
			Promise.prototype.then = {then(yes, no) { return native.call(native.call(this, v => v), yes, no) }}.then }`,
	},
	{
		Name: "request-of-its-own", Section: "I", What: "the SDK asks the page's server for something", Scenario: "planted/page",
		Caught: unharmed("other requests", "/page.html?sr=1"),
		After:  `void fetch('/page.html?sr=1');`,
	},
	{
		Name: "header-on-the-page's-requests", Section: "I", What: "a patched fetch puts a header of its own on the page's requests", Scenario: "planted/page",
		Caught: unharmed("other header", "X-Replay-Id"),
		After: `{ const native = fetch; globalThis.fetch = {fetch(input, init) {
			return input === '/data.json' ? native.call(this, input, {...init, headers: {'X-Replay-Id': '7'}}) : native.apply(this, arguments) }}.fetch }`,
	},
	{
		Name: "event-made-up", Section: "I", What: "the SDK sends the page a focus event that nobody caused", Scenario: "planted/page",
		Caught: unharmed("other events", "focus"),
		After:  `addEventListener('load', () => document.getElementById('name').dispatchEvent(new FocusEvent('focus')));`,
	},
	{
		Name: "result-changed-anywhere", Section: "I", What: "a patched function that no recorder needs returns something else", Scenario: "planted/page",
		Caught: unharmed("deviating patch", "Element.prototype.hasAttribute"),
		After: `{ const native = Element.prototype.hasAttribute;
			Element.prototype.hasAttribute = {hasAttribute(name) { return !native.call(this, ...arguments) }}.hasAttribute }`,
	},
	{
		Name: "address-wrong", Section: "I", What: "the recording names another page", Scenario: "planted/page",
		Caught: faithful("loaded", "address", "", "document"),
		Recording: func(t *tape) {
			for _, h := range t.events {
				if h.typ == event.Meta {
					h.data["href"] = "http://shop.example/other.html"
				}
			}
		},
	},
	{
		Name: "typing-doubled", Section: "I", What: "the SDK sends the input event of a field a second time", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: property", Name: "value", Path: at("name")},
		After:  `addEventListener('input', e => { if (e.isTrusted) e.target.value += '' + e.data }, true);`,
	},
}
