package trust

// Table I of FIDELITY.md, in the source: delivery, consent, what an SDK does to its page, and the id by
// which events name their recording.

var sourceTransport = []Defect{
	{
		Name: "source-meta-lost", Section: "I", What: "a recording begins without the event that says the size of the window", Scenario: "planted/page",
		Caught: inOrder("full snapshot without meta"),
		Source: patch("record/recording.ts", "      view.meta();\n", ""),
	},
	{
		Name: "source-time-since-the-load", Section: "I", What: "events are timed from the load of the page", Scenario: "planted/page",
		Caught: faithful("loaded", "extra", "", `document.querySelector("#log > li:nth-of-type(1)")`),
		Source: patch("record/recording.ts", "    last = Math.max(last, dom.now());\n", "    last = Math.max(last, dom.ticks());\n"),
	},
	{
		Name: "source-number-behind-the-event", Section: "I", What: "an event's number is written behind it and not into it", Scenario: "planted/page",
		Caught: faithful("loaded", "nothing to compare", "", ""),
		Source: patch("session/line.ts", "text.slice(0, -1)", "text"),
	},
	{
		Name: "source-root-without-a-number", Section: "I", What: "what a late shadow root holds is told to be in a node that has no number", Scenario: "shadow/open",
		Caught: inOrder("event that fits nothing"),
		Source: patch("record/recording.ts", "m.adds.push({parentId: entry.id, nextId: null, node: w.top});", "m.adds.push({parentId: s.mirror.id(r), nextId: null, node: w.top});"),
	},
	{
		Name: "source-latest-first", Section: "I", What: "of what waits for its upload the latest goes first", Scenario: "planted/queued",
		Caught: inOrder("late"),
		Source: patch("session/delivery.ts", "    queue.push(w);\n", "    queue.unshift(w);\n"),
	},
	{
		Name: "source-refused-given-up", Section: "I", What: "an upload that the server could not take is given up", Scenario: "delivery/retry",
		Caught: faithful("added", "*", "", "*"),
		Source: patch("session/upload.ts", "status === 499 || status >= 500)", "status === 499)"),
	},
	{
		Name: "source-half-of-the-large", Section: "I", What: "of an upload that is too large the second half is not sent", Scenario: "planted/toolarge",
		Caught: faithful("added", "missing", "", `document.querySelector("#list > li:nth-of-type(7)")`),
		Source: patch("session/courier.ts", "return first === 'done' ? send(o, events.slice(half)) : first;", "return first;"),
	},
	{
		Name: "source-leaving-unheard", Section: "I", What: "that the page is left is not heard", Scenario: "planted/leaving",
		Caught: faithful("added", "missing", "", `document.querySelector("#list > li:nth-of-type(3)")`),
		Source: patch("session/delivery.ts", "    listen(window, 'pagehide', depart),\n", ""),
	},
	{
		Name: "source-opt-out-unread", Section: "I", What: "a visitor who has opted out is recorded", Scenario: "planted/optout",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Source: patch("session/run.ts", "const out = () => options.optOut === true || connector", "const out = () => connector"),
	},
	{
		Name: "source-refusal-unread", Section: "I", What: "a project that captures nothing is recorded", Scenario: "planted/refused",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Source: patch("session/run.ts", "    if (s && Object.keys(s).length > 0 && s.capture_enabled !== true) return false;\n", ""),
	},
	{
		Name: "source-own-sample", Section: "I", What: "the page's sample rate wins over the project's", Scenario: "planted/unsampled",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Source: patch("session/run.ts", "rate = s?.sample_rate ?? settings.rate;", "rate = settings.rate || (s?.sample_rate ?? 0);"),
	},
	{
		Name: "source-everybody-sampled", Section: "I", What: "a sample rate of nothing takes in everybody", Scenario: "planted/unsampled",
		Caught: Sign{Claim: "silent", Kind: "upload"},
		Source: patch("session/sample.ts", "return (xxHash32(String(session)) % 1e6) / 1e6 < rate;", "return !rate || (xxHash32(String(session)) % 1e6) / 1e6 < rate;"),
	},
}

var sourcePage = []Defect{
	{
		Name: "source-result-swallowed", Section: "I", What: "a patched function returns nothing", Scenario: "planted/page",
		Caught: unharmed("deviating patch", "CSSStyleSheet.prototype.insertRule"),
		Source: patch("record/patch.ts", "        return result;\n", ""),
	},
	{
		Name: "source-patches-visible", Section: "I", What: "patched functions have another name and number of parameters", Scenario: "planted/page",
		Caught: unharmed("visible patch", "Animation.prototype.cancel"),
		Source: patch("record/patch.ts", "return [new Proxy(f, handler), () => delete handler.apply];",
			"return [function (this: unknown, ...args: unknown[]) { return handler.apply ? handler.apply(f, this, args) : Reflect.apply(f, this, args) }, () => delete handler.apply];"),
	},
	{
		Name: "source-patches-left", Section: "I", What: "patched functions are not put back", Scenario: "planted/page",
		Caught: unharmed("leftover patch", "Animation.prototype.cancel"),
		Source: patch("record/patch.ts", "if (now?.configurable && now[key] === ours)", "if (now?.configurable && now[key] !== ours)"),
	},
	{
		Name: "source-elements-marked", Section: "I", What: "elements are given their numbers as an attribute", Scenario: "planted/page",
		Caught: Sign{Claim: "unharmed", Kind: "page differs: attribute", Name: "data-sr", Path: at("p")},
		Source: patch("record/mirror.ts", "      entries.set(n, e);\n", "      entries.set(n, e);\n      if (n.nodeType === 1) (n as Element).setAttribute('data-sr', String(e.id));\n"),
	},
	{
		Name: "source-helper-in-the-page", Section: "I", What: "an element that helps to read style sheets is put into the page", Scenario: "planted/window",
		Caught: unharmed("foreign node", "style"),
		Source: patch("record/sheets.ts", "    scratch ??= new s.win.CSSStyleSheet();\n", "    if (!scratch) s.win.document.head.append(s.win.document.createElement('style'));\n    scratch ??= new s.win.CSSStyleSheet();\n"),
	},
	{
		Name: "source-eval-tried", Section: "I", What: "it is tried whether code may be made of text", Scenario: "csp/strict-nonce",
		Caught: unharmed("CSP violation", "script-src*"),
		Source: patch("record/recording.ts", "  const own = listening(dom);\n", "  const own = listening(dom);\n  try { new Function('return 1') } catch {}\n"),
	},
	{
		Name: "source-worker-unasked", Section: "I", What: "a worker is tried that nobody has asked for", Scenario: "csp/no-workers",
		Caught: unharmed("CSP violation", "worker-src"),
		Source: patch("session/delivery.ts", "  const packing = squeeze(settings, o.log);\n", "  const packing = squeeze({...settings, worker: true}, o.log);\n"),
	},
	{
		Name: "source-markup-assigned", Section: "I", What: "markup is parsed that the page wants to see first", Scenario: "planted/strict",
		Caught: unharmed("CSP violation", "require-trusted-types-for*"),
		Source: patch("record/privacy.ts", "  const test = (s: string) => void probe.querySelector(s);\n", "  try { document.createElement('p').innerHTML = '<b></b>' } catch {}\n  const test = (s: string) => void probe.querySelector(s);\n"),
	},
	{
		Name: "source-console-noise", Section: "I", What: "that recording begins is printed as an error", Scenario: "planted/page",
		Caught: unharmed("console.error", ""),
		Source: patch("session/run.ts", "    const to = delivery;\n", "    const to = delivery;\n    console.error('[Session Replay] recording');\n"),
	},
	{
		Name: "source-cookie", Section: "I", What: "the device is kept in a cookie", Scenario: "planted/page",
		Caught: unharmed("other header", "Cookie"),
		Source: patch("session/run.ts", "      focus = watchFocus(decide);\n      await configure();", "      document.cookie = 'sr_device=' + id.device;\n      focus = watchFocus(decide);\n      await configure();"),
	},
	{
		Name: "source-sheets-loaded-again", Section: "I", What: "a style sheet is asked for once more", Scenario: "fidelity/a20-shorthand-variable",
		Caught: unharmed("other requests", "/main.css"),
		Source: patch("record/sheets.ts", "{cache: 'only-if-cached', mode: 'same-origin'}", "{cache: 'reload', mode: 'same-origin'}"),
	},
	{
		Name: "source-observer-throws", Section: "I", What: "an observer asks a text what only an element can answer", Scenario: "planted/tree",
		Caught: unharmed("exception", ""),
		Source: patch("record/mutations.ts", "    if (records.length) for (const r of list) records.push(r);\n    else records = list;\n",
			"    list = list.filter(r => !(r.target as Element).matches('[data-quiet]'));\n    if (records.length) for (const r of list) records.push(r);\n    else records = list;\n"),
	},
	{
		Name: "source-click-kept", Section: "I", What: "a click that is watched for its effect is kept from the page", Scenario: "planted/page",
		Caught: unharmed("page differs: missing", ""),
		Source: patch("session/clicks.ts", "    const path = e.composedPath(), target = path[0];\n", "    const path = e.composedPath(), target = path[0];\n    e.stopPropagation();\n"),
	},
	{
		Name: "source-never-comes-back", Section: "I", What: "where several nodes go at once the search for those above them never ends", Scenario: "planted/tree",
		Caught: unharmed("page hung or crashed", ""),
		Source: patch("record/mutations.ts", "while (above && !gone.has(above)) above = above.parent;", "while (above && !gone.has(above)) above = above.parent ?? above;"),
	},
}

// sourceEvents are about the property by which events name their recording.
var sourceEvents = []Defect{
	{
		Name: "source-property-misnamed", Section: "I", What: "the property has another name than the server looks for", Scenario: "planted/events",
		Caught: Sign{Claim: "tagged", Checkpoint: "tracked", Kind: "event", Name: "Tracked"},
		Source: patch("session/run.ts", "{'[Amplitude] Session Replay ID': ", "{'[Amplitude] Replay ID': "),
	},
	{
		Name: "source-id-the-wrong-way-round", Section: "I", What: "the id has the session before the device", Scenario: "planted/events",
		Caught: Sign{Claim: "tagged", Checkpoint: "tracked", Kind: "event", Name: "Tracked"},
		Source: patch("session/run.ts", "`${id.device}/${id.session}`", "`${id.session}/${id.device}`"),
	},
	{
		Name: "source-new-session-not-followed", Section: "I", What: "the plugin stays with the first session", Scenario: "plugin/amplitude [order=before]",
		Caught: Sign{Claim: "tagged", Checkpoint: "another-session", Kind: "event", Name: "Added"},
		Source: patch("plugin/index.ts", "      decided = sdk.setSessionId(session, now.device).promise;\n", ""),
	},
	{
		Name: "source-late-event-in-the-new-session", Section: "I", What: "an event of the session before is given the new recording", Scenario: "plugin/amplitude [order=before]",
		Caught: Sign{Claim: "tagged", Checkpoint: "another-session", Kind: "event", Name: "session_end"},
		Source: patch("plugin/index.ts", "event.session_id === before?.session ? before.properties : {};", "event.session_id === before?.session ? properties : {};"),
	},
	{
		Name: "source-named-without-a-recording", Section: "I", What: "events name a recording also when there is none", Scenario: "planted/events",
		Caught: Sign{Claim: "untagged", Checkpoint: "ended", Kind: "event", Name: "Tracked"},
		Source: patch("session/run.ts", "properties: () => (capturing() ?", "properties: () => (id.session ?"),
	},
	{
		Name: "source-wanted-for-captured", Section: "I", What: "what was wanted is taken for what is captured", Scenario: "planted/events",
		Caught: Sign{Claim: "untagged", Checkpoint: "ended", Kind: "event", Name: "Tracked"},
		Source: patch("session/run.ts", "const capturing = () => recorder !== undefined;", "const capturing = () => wanted && !stopped;"),
	},
	{
		Name: "source-end-of-the-next", Section: "I", What: "that it is over is noted, and not acted on", Scenario: "planted/events",
		Caught: Sign{Claim: "untagged", Checkpoint: "ended", Kind: "event", Name: "Tracked"},
		Source: patch("session/run.ts", "      ended = true;\n      turn++;\n      decide();\n", "      ended = true;\n      turn++;\n"),
	},
}
