package lab_test

import (
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab"
	"replaylab/lab/result"
)

// used is a page that does a little of everything, for SDKs that get in its way.
const used = `A page is used.

-- scenario --
open       /page.html
type       #name Ada
click      #go
checkpoint used
-- page.html --
<!doctype html>
<title>Used</title>
<style>main { min-height: 2000px } .on { color: green }</style>
<main id="m"><p id="p">text</p><input id="name"><button id="go">Go</button><img id="i" src="/dot.svg" width="9" height="9"></main>
<script>
onerror = () => true;
addEventListener('unhandledrejection', e => e.preventDefault());
go.onclick = async () => {
  p.className = 'on';
  try { p.setAttribute('data-state', 'pressed') } catch (e) { p.textContent = 'failed: ' + e.message }
  await fetch('/data.json', {headers: {'X-Page': '1'}});
  p.textContent = 'done';
};
</script>
-- dot.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>
-- data.json --
{}
`

// guarded is a page with a strict policy.
const guarded = `A page with a policy is opened.

-- scenario --
header     /page.html Content-Security-Policy: script-src 'nonce-${nonce}' 'self'; style-src 'nonce-${nonce}'; require-trusted-types-for 'script'
open       /page.html
checkpoint opened
-- page.html --
<!doctype html>
<title>Guarded</title>
<p id="p">text</p>
`

// atStart runs code when the page has loaded, and wraps record so that stop runs other code.
func atStart(code, stop string) string {
	return `;(() => { const record = rrweb.record; rrweb = {...rrweb, record: Object.assign(o => {
		const end = record(o);
		addEventListener('load', () => { ` + code + ` });
		return () => { end(); ` + stop + ` };
	}, record)} })();`
}

// A wrapper around the real rrweb does one harm. Each names what must catch it, and nothing else of
// the page may be accused but what rrweb does anyway.
var _ = Describe("A real SDK that also does one harm", func() {
	labs := map[string]*lab.Lab{} // by scenario, so that each control visit is made once

	with := func(ctx SpecContext, text, code string) result.Result {
		sdk := *rrweb
		sdk.Bundle = slices.Concat(rrweb.Bundle, []byte("\n"+code))
		if labs[text] == nil {
			labs[text] = fresh()
		}
		return labs[text].Run(ctx, lab.Case{Scenario: written(text), SDK: &sdk, Player: player})
	}
	news := func(r result.Result) (list []string) {
		for _, c := range claims(r, "unharmed") {
			for _, e := range c.Evidence {
				if !e.Known {
					list = append(list, strings.TrimSpace(e.Kind+" "+e.Name))
				}
			}
		}
		return slices.Compact(slices.Sorted(slices.Values(list)))
	}

	It("is accused of nothing new if it does none", func(ctx SpecContext) {
		for _, text := range []string{used, guarded} {
			Expect(news(with(ctx, text, "/* nothing */"))).To(BeEmpty())
		}
	}, budget)

	DescribeTable("is caught", func(ctx SpecContext, text, code string, want ...string) {
		r := with(ctx, text, code)
		Expect(news(r)).To(ConsistOf(want), r.Reason)
		for _, c := range claims(r, "unharmed") {
			Expect(c.Verdict).To(Equal(result.Failed))
			Expect(c.Blame).To(Equal("SDK"))
		}
	},
		// what the page is told of errors
		Entry("throwing into the page's try", budget, used, `{ const n = Element.prototype.setAttribute;
			Element.prototype.setAttribute = {setAttribute(a, b) { if (a === 'data-state') throw new TypeError('oh'); return n.apply(this, arguments) }}.setAttribute }`,
			"leftover patch Element.prototype.setAttribute", "page differs: attribute data-state", "foreign node #text", "node taken out #text"),
		Entry("throwing where the page has a handler", budget, used, atStart(`setTimeout(() => { throw new Error('late') })`, ``), "error event"),
		Entry("breaking a promise where the page has a handler", budget, used, atStart(`Promise.reject(new Error('late'))`, ``), "rejection event"),
		Entry("taking window.onerror", budget, used, atStart(`window.onerror = e => !e`, ``), "other handler window.onerror"),
		// answers of the platform
		Entry("forgetting an answer", budget, used, `{ const n = CSSGroupingRule.prototype.insertRule;
			CSSGroupingRule.prototype.insertRule = {insertRule(rule) { n.apply(this, arguments) }}.insertRule }`,
			"deviating patch CSSGroupingRule.prototype.insertRule", "leftover patch CSSGroupingRule.prototype.insertRule"),
		Entry("handing out another shadow root", budget, used, atStart(`{ const n = Element.prototype.attachShadow;
			Element.prototype.attachShadow = {attachShadow(init) { n.apply(this, arguments); return new Proxy(this, {}) }}.attachShadow }`, ``),
			"deviating patch Element.prototype.attachShadow", "deviating patch Element.prototype.attachShadow, closed", "deviating patch ShadowRoot.prototype.adoptedStyleSheets", "deviating patch ShadowRoot.prototype.adoptedStyleSheets, of no sheet"),
		Entry("turning a value into text twice", budget, used, atStart(`{
			const p = CSSStyleDeclaration.prototype, n = p.setProperty; p.setProperty = {setProperty(property, value) { String(value); return n.apply(this, arguments) }}.setProperty;
			Object.defineProperty(p.setProperty, 'length', {value: 2}) }`, ``),
			"deviating patch CSSStyleDeclaration.prototype.setProperty, conversions"),
		// descriptors
		Entry("making a property enumerable otherwise", budget, used, `Object.defineProperty(Node.prototype, 'contains', {enumerable: false})`,
			"visible patch Node.prototype.contains", "leftover patch Node.prototype.contains", "deviating patch Object.keys(Node.prototype)"),
		Entry("adding to a prototype", budget, used, `Element.prototype.__sdk = 1`, "added property Element.prototype.__sdk", "leftover patch Element.prototype.__sdk", "deviating patch Object.keys(Element.prototype)"),
		Entry("putting something back at another place", budget, used, `{ const p = Event.prototype, d = Object.getOwnPropertyDescriptor(p, 'composedPath'); delete p.composedPath; Object.defineProperty(p, 'composedPath', d) }`,
			"visible patch Event.prototype.(order of properties)", "leftover patch Event.prototype.(order of properties)"),
		Entry("going between a prototype and its own", budget, used, `Object.setPrototypeOf(Text.prototype, Object.create(CharacterData.prototype, {[Symbol.toStringTag]: {value: 'Between'}}))`,
			"visible patch Text.prototype.(what it is)", "leftover patch Text.prototype.(what it is)"),
		Entry("replacing something while it stops", budget, used, atStart(``, `Range.prototype.detach = {detach() {}}.detach`), "leftover patch Range.prototype.detach"),
		Entry("marking nodes", budget, used, atStart(`document.querySelector('#p').__sn = 1`, ``), "added property p.__sn"),
		Entry("patching what no global leads to", budget, used, `{ const p = Object.getPrototypeOf([][Symbol.iterator]()), n = p.next; p.next = function () { return n.call(this) } }`,
			"visible patch %ArrayIteratorPrototype%.next", "leftover patch %ArrayIteratorPrototype%.next"),
		// nodes and events
		Entry("adding an element for a moment", budget, used, atStart(`{ const b = document.createElement('b'); document.body.append(b); b.remove() }`, ``), "foreign node b", "node taken out b"),
		Entry("setting an attribute for a moment", budget, used, atStart(`document.body.setAttribute('data-x', ''); document.body.removeAttribute('data-x')`, ``), "foreign change data-x"),
		Entry("writing a text again", budget, used, atStart(`document.querySelector('#p').firstChild.nodeValue = 'text'`, ``), "foreign change text"),
		Entry("taking the focus for a moment", budget, used, atStart(`{ const f = document.activeElement; document.querySelector('#name').focus(); document.querySelector('#name').blur() }`, ``),
			"other events blur", "other events focus", "other events focusin", "other events focusout"),
		Entry("telling the page that it has been resized", budget, used, atStart(`dispatchEvent(new Event('resize'))`, ``), "other events resize"),
		Entry("scrolling and scrolling back", budget, used, atStart(`scrollTo(0, 500); requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, 0)))`, ``), "other events scroll", "other events scrollend"),
		// requests
		Entry("loading a picture again", budget, used, atStart(`fetch('/dot.svg')`, ``), "other requests /dot.svg"),
		Entry("adding a header to what the page asks", budget, used, `{ const n = fetch; window.fetch = {fetch(a, o) { return o && o.headers && !(o.body) ? n(a, {...o, headers: {...o.headers, 'X-Trace': '1'}}) : n.apply(window, arguments) }}.fetch }`,
			"other header X-Trace", "leftover patch window.fetch", "visible patch window.fetch"),
		// policies, scroll and layout
		Entry("writing a style that the policy forbids", budget, guarded, atStart(`document.createElement('i').setAttribute('style', 'color: red')`, ``), "CSP violation style-src-attr", "log"),
		Entry("writing markup as text where types are asked for", budget, guarded, atStart(`try { document.createElement('i').innerHTML = '<b>' } catch {}`, ``), "CSP violation require-trusted-types-for", "log"),
		Entry("moving the page by some pixels", budget, used, atStart(`{ const s = new CSSStyleSheet(); s.replaceSync('#p { padding-top: 5px }'); document.adoptedStyleSheets = [s] }`, ``),
			"page differs: geometry box", "page differs: property adopted", "page differs: style padding-top"),
		Entry("leaving the page scrolled", budget, used, atStart(`addEventListener('click', () => setTimeout(() => scrollTo(0, 300), 50))`, ``),
			"other events scroll", "other events scrollend", "page differs: property scrollTop"),
		// order
		Entry("putting a microtask off", budget, used, `{ const t = setTimeout; window.queueMicrotask = {queueMicrotask(f) { t(f, 0) }}.queueMicrotask }`,
			"deviating patch queueMicrotask", "unchecked patch window.queueMicrotask", "leftover patch window.queueMicrotask", "other order events", "other order frames", "other order microtasks", "other order tasks"),
		Entry("telling listeners late", budget, used, `{ const n = EventTarget.prototype.addEventListener; Object.defineProperty(EventTarget.prototype, 'addEventListener', {value: {addEventListener(t, f, o) {
			return t === 'x' && typeof f === 'function' ? n.call(this, t, e => { Promise.resolve().then(() => f.call(this, e)) }, o) : n.apply(this, arguments) }}.addEventListener}) }`,
			"deviating patch EventTarget.prototype.addEventListener", "deviating patch EventTarget.prototype.addEventListener, options", "deviating patch EventTarget.prototype.dispatchEvent", "leftover patch EventTarget.prototype.addEventListener",
			"other order events", "visible patch EventTarget.prototype.addEventListener"),
	)
})
