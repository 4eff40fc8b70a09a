package replay_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/lab/replay"
)

// hostile are documents that try to run script or to reach a server. RUN stands for script that
// does both, URL for an address of the server, and QUOTED for script inside a quoted attribute.
var hostile = map[string]string{
	"a script":                  `<script>RUN</script>`,
	"a script from elsewhere":   `<script src="URL"></script>`,
	"a module":                  `<script type="module">RUN</script>`,
	"a handler of an error":     `<img src="nowhere:x" onerror="QUOTED">`,
	"a handler of a load":       `<svg onload="QUOTED"></svg>`,
	"a handler on the body":     `<body onload="QUOTED">`,
	"a handler of the focus":    `<input autofocus onfocus="QUOTED">`,
	"a handler of a toggle":     `<details open ontoggle="QUOTED"><summary>x</summary></details>`,
	"a handler of an animation": `<style>@keyframes k { to { color: red } } p { animation: k 1ms }</style><p onanimationstart="QUOTED">x</p>`,
	"a picture":                 `<img src="URL">`,
	"a picture of a set":        `<img srcset="URL 1x">`,
	"a picture's source":        `<picture><source srcset="URL"><img></picture>`,
	"a frame":                   `<iframe src="URL"></iframe>`,
	"a frame that is script":    `<iframe src="javascript:QUOTED"></iframe>`,
	"a frame from text":         `<iframe srcdoc="<script>QUOTED</script>"></iframe>`,
	"a frame of a data address": `<iframe src="data:text/html,<script>fetch('URL')</script>"></iframe>`,
	"an object":                 `<object data="URL"></object>`,
	"an embedded page":          `<embed src="URL" type="text/html">`,
	"a refresh":                 `<meta http-equiv="refresh" content="0;url=URL">`,
	"a style sheet":             `<link rel="stylesheet" href="URL">`,
	"a preload":                 `<link rel="preload" as="image" href="URL">`,
	"a preloaded module":        `<link rel="modulepreload" href="URL">`,
	"a prefetch":                `<link rel="prefetch" href="URL">`,
	"a background":              `<p style="background: url(URL)">x</p>`,
	"a background by rule":      `<style>p { background: url(URL) }</style><p>x</p>`,
	"an imported sheet":         `<style>@import "URL";</style>`,
	"a font":                    `<style>@font-face { font-family: f; src: url(URL) } p { font-family: f }</style><p>x</p>`,
	"a video":                   `<video src="URL" autoplay muted></video>`,
	"a poster":                  `<video poster="URL"></video>`,
	"a sound":                   `<audio src="URL" preload="auto"></audio>`,
	"a picture in a drawing":    `<svg><image href="URL"/></svg>`,
	"a script in a drawing":     `<svg><script>RUN</script></svg>`,
	"a filter":                  `<svg><filter id="f"><feImage href="URL"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
	"a button's picture":        `<input type="image" src="URL">`,
	"a shadow root":             `<div><template shadowrootmode="open"><img src="URL"></template></div>`,
	"a table's background":      `<table background="URL"><tr><td>x</td></tr></table>`,
}

// harms says whether a naive player, which writes the document into a page, does harm with it.
func harms(ctx context.Context, document string) {
	GinkgoHelper()
	canary := newServer()
	p, done := blank(ctx, live)
	defer done()
	Expect(p.EvalMain(ctx, "", "document.open(); document.write("+browser.Quote(canary.in(document))+"); document.close()", nil)).To(Succeed())
	Eventually(ctx, func() bool { return canary.touched() || ran(ctx, p) }).WithTimeout(hitLimit).Should(BeTrue(), "the document does no harm: it proves nothing")
}

// ran reports whether script of a recording has run in a page or a frame of it.
func ran(ctx context.Context, p *browser.Page) bool {
	var yes bool
	err := p.EvalMain(ctx, "", `(function look(w) {
		try { if (w.harmed) return true; } catch { return false; }
		for (let i = 0; i < w.frames.length; i++) if (look(w.frames[i])) return true;
		return false;
	})(window)`, &yes)
	return err == nil && yes
}

var _ = Describe("A hostile recording", func() {
	for name, text := range hostile {
		It("does nothing by "+name, func(ctx SpecContext) {
			run := "top.harmed = window.harmed = 1; fetch('URL')"
			document := "<!doctype html>" + strings.NewReplacer("RUN", run, "QUOTED", run).Replace(text)
			harms(ctx, document)
			for _, player := range players {
				canary := newServer()
				s, err := replay.Open(ctx, second, player)
				Expect(err).NotTo(HaveOccurred())
				DeferCleanup(s.Close)
				Expect(s.Load(ctx, recorded(ctx, canary.in(document)))).To(Succeed())
				Expect(s.Seek(ctx, replay.Moment{Time: 1500, Width: 800, Height: 600})).To(Succeed())
				_, err = s.Read(ctx, readOptions)
				Expect(err).NotTo(HaveOccurred())
				harmed, err := s.Harmed(ctx)
				Expect(err).NotTo(HaveOccurred())
				Expect(harmed).To(BeFalse(), "script of the recording has run in "+player.Label)
				Consistently(ctx, canary.touched).WithTimeout(calm).Should(BeFalse(), "the recording reached a server in "+player.Label)
			}
		}, budget)
	}
})

// recorded is a recording whose snapshot is the document. The browser parses it without running it.
func recorded(ctx context.Context, document string) []event.Event {
	GinkgoHelper()
	p, done := blank(ctx, live)
	defer done()
	var snapshot json.RawMessage
	Expect(p.EvalMain(ctx, "", "("+toSnapshot+")("+browser.Quote(document)+")", &snapshot)).To(Succeed())
	var events []event.Event
	for _, raw := range []string{
		`{"type":4,"timestamp":1000,"data":{"href":"http://a.localhost/","width":800,"height":600}}`,
		fmt.Sprintf(`{"type":2,"timestamp":1001,"data":{"node":%s,"initialOffset":{"top":0,"left":0}}}`, snapshot),
		`{"type":3,"timestamp":1400,"data":{"source":2,"type":2,"id":1,"x":5,"y":5}}`,
		`{"type":3,"timestamp":2000,"data":{"source":3,"id":1,"x":0,"y":0}}`,
	} {
		e, err := event.Parse([]byte(raw))
		Expect(err).NotTo(HaveOccurred())
		events = append(events, e)
	}
	return events
}

// toSnapshot writes a document as the node of a full snapshot, as trustingly as can be.
const toSnapshot = `text => {
	let id = 0;
	const write = n => {
		const at = {id: ++id};
		if (n.nodeType === 9) return {...at, type: 0, childNodes: [...n.childNodes].map(write)};
		if (n.nodeType === 10) return {...at, type: 1, name: n.name, publicId: '', systemId: ''};
		if (n.nodeType === 3) return {...at, type: 3, textContent: n.data, isStyle: n.parentNode.localName === 'style' || undefined};
		if (n.nodeType !== 1) return {...at, type: 5, textContent: ''};
		const attributes = {};
		for (const a of n.attributes) attributes[a.name] = a.value;
		const inner = n.localName === 'template' && n.hasAttribute('shadowrootmode') ? [...n.content.childNodes] : [...n.childNodes];
		const node = {...at, type: 2, tagName: n.localName, attributes, childNodes: inner.map(write)};
		if (n.namespaceURI.endsWith('svg')) node.isSVG = true;
		return node;
	};
	return write(new DOMParser().parseFromString(text, 'text/html'));
}`
