package replay_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/player"
)

// acts are recordings that do harm by something else than a document. BASE is the empty page of ways.
var acts = map[string]string{
	"a rule put into a sheet":      `[full(base), add({type: 2, id: 5, tagName: 'style', attributes: {}, childNodes: []}), inc({source: 8, id: 5, adds: [{rule: 'body { background: url(URL) }', index: 0}]})]`,
	"a declaration":                `[full(base), add({type: 2, id: 5, tagName: 'style', attributes: {_cssText: 'body { color: red }'}, childNodes: []}), inc({source: 13, id: 5, index: [0], set: {property: 'background', value: 'url(URL)', priority: ''}})]`,
	"an adopted sheet":             `[full(base), inc({source: 15, id: 900000, styleIds: [1], styles: [{styleId: 1, rules: [{rule: 'body { background: url(URL) }', index: 0}]}]})]`,
	"a replaced sheet":             `[full(base), inc({source: 15, id: 900000, styleIds: [1], styles: [{styleId: 1, rules: []}]}), inc({source: 8, styleId: 1, replaceSync: 'body { background: url(URL) }'})]`,
	"a font":                       `[full(base), inc({source: 10, family: 'f', fontSource: 'url(URL)', buffer: false})]`,
	"a picture on a canvas":        `[full(base), add({type: 2, id: 5, tagName: 'canvas', attributes: {}, childNodes: []}), inc({source: 9, id: 5, type: 0, commands: [{property: 'drawImage', args: [{rr_type: 'HTMLImageElement', src: 'URL'}, 0, 0]}]})]`,
	"what was on a canvas":         `[full(base), add({type: 2, id: 5, tagName: 'canvas', attributes: {rr_dataURL: 'URL'}, childNodes: []})]`,
	"an inlined picture":           `[full(base), add({type: 2, id: 5, tagName: 'img', attributes: {rr_dataURL: 'URL'}, childNodes: []})]`,
	"a frame of another origin":    `[full(base), add({type: 2, id: 5, tagName: 'iframe', attributes: {rr_src: 'URL'}, childNodes: []})]`,
	"text of a style element":      `[full(base), add({type: 2, id: 5, tagName: 'style', attributes: {}, childNodes: []}), inc({source: 0, adds: [{parentId: 5, nextId: null, node: {type: 3, id: 6, textContent: ''}}]}), inc({source: 0, texts: [{id: 6, value: 'body { background: url(URL) }'}]})]`,
	"an animation":                 `[full(base), {type: 6, timestamp: 1500, data: {plugin: 'replaylab/state@1', payload: {kind: 'animation', animation: 1, id: 900002, frames: [{backgroundImage: 'url(URL)'}, {backgroundImage: 'url(URL)'}], timing: {duration: 1e6}, state: 'running', time: 0, rate: 1}}}]`,
	"a qualified name of a script": `[full(base), add({type: 2, id: 5, tagName: 'x', ns: 'http://www.w3.org/2000/svg', qname: 'svg:script', attributes: {}, childNodes: [{type: 3, id: 6, textContent: "RUN"}]})]`,
	"a document in an object":      `[full(base), add({type: 2, id: 5, tagName: 'object', attributes: {data: 'URL', type: 'text/html'}, childNodes: []}), inc({source: 0, isAttachIframe: true, adds: [{parentId: 5, nextId: null, node: {type: 0, id: 6, childNodes: [{type: 2, id: 7, tagName: 'html', attributes: {}, childNodes: [{type: 2, id: 8, tagName: 'body', attributes: {onload: "RUN"}, childNodes: [{type: 2, id: 9, tagName: 'img', attributes: {src: 'URL', onerror: "RUN"}, childNodes: []}, {type: 2, id: 10, tagName: 'script', attributes: {src: 'URL'}, childNodes: [{type: 3, id: 11, textContent: "RUN"}]}]}]}]}}]})]`,
	"a document in an embed":       `[full(base), add({type: 2, id: 5, tagName: 'embed', attributes: {src: 'URL', type: 'text/html'}, childNodes: []}), inc({source: 0, isAttachIframe: true, adds: [{parentId: 5, nextId: null, node: {type: 0, id: 6, childNodes: [{type: 2, id: 7, tagName: 'html', attributes: {}, childNodes: [{type: 2, id: 8, tagName: 'body', attributes: {onload: "RUN"}, childNodes: [{type: 2, id: 9, tagName: 'img', attributes: {src: 'URL', onerror: "RUN"}, childNodes: []}, {type: 2, id: 10, tagName: 'script', attributes: {src: 'URL'}, childNodes: [{type: 3, id: 11, textContent: "RUN"}]}]}]}]}}]})]`,
	"a real attribute":             `[full(base), add({type: 2, id: 5, tagName: 'img', attributes: {src: 'nowhere:x'}, raw: {onerror: "RUN"}, childNodes: []})]`,
}

// hits is a server that notes the paths that it is asked for.
type hits struct {
	*httptest.Server
	mu    sync.Mutex
	paths map[string]bool
}

func newHits() *hits {
	h := &hits{paths: map[string]bool{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.paths[r.URL.Path] = true
		w.WriteHeader(http.StatusNoContent)
	}))
	DeferCleanup(h.Close)
	return h
}

func (h *hits) hit(path string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.paths[path]
}

// weapon is one hostile recording.
type weapon struct {
	vector, way, path string
	events            json.RawMessage
}

// weapons writes all hostile recordings: each document in each way, and the other acts.
func weapons(ctx context.Context, h *hits, role string) (list []weapon) {
	GinkgoHelper()
	p, done := blank(ctx, live)
	defer done()
	arm := func(vector, way, text string) string {
		path := fmt.Sprintf("/%s/%d", role, len(list))
		url := h.URL + path
		run := "top.harmed = window.harmed = 1; new Image().src = '" + url + "'"
		list = append(list, weapon{vector: vector, way: way, path: path})
		return strings.NewReplacer("RUN", run, "QUOTED", run, "rr_dataURL", "rr_dataURL", "URL", url).Replace(text)
	}
	for _, vector := range slices.Sorted(maps.Keys(hostile)) {
		for _, way := range []string{"snapshot", "added", "attributes", "frame", "shadow"} {
			document := arm(vector, way, "<!doctype html>"+hostile[vector])
			code := fmt.Sprintf("(() => { %s; return (%s)[%q]((%s)(%s)) })()", helpers, ways, way, toSnapshot, browser.Quote(document))
			Expect(p.EvalMain(ctx, "", code, &list[len(list)-1].events)).To(Succeed(), vector+" "+way)
		}
	}
	for _, vector := range slices.Sorted(maps.Keys(acts)) {
		const words = `const base = empty(), inc = data => ({type: 3, timestamp: ++clock, data}), add = node => inc({source: 0, adds: [{parentId: 900002, nextId: null, node}]});`
		code := fmt.Sprintf("(() => { %s %s return %s })()", helpers, words, arm(vector, "event", acts[vector]))
		Expect(p.EvalMain(ctx, "", code, &list[len(list)-1].events)).To(Succeed(), vector)
	}
	return list
}

var _ = Describe("The reference player, in a browser that nothing seals", func() {
	It("lets no hostile recording run script or reach a server, of over a hundred that do so in a naive player", func(ctx SpecContext) {
		h := newHits()
		harmful := map[string]int{}
		count := 0
		for _, w := range weapons(ctx, h, "naive") {
			if func() bool {
				p, done := blank(ctx, live)
				defer done()
				_ = p.EvalMain(ctx, "", fmt.Sprintf("(%s)(%s)", naive, w.events), nil)
				for end := time.Now().Add(naiveLimit); time.Now().Before(end); {
					if h.hit(w.path) || ran(ctx, p) {
						return true
					}
				}
				return false
			}() {
				harmful[w.vector+" "+w.way] = 1
				count++
			} else {
				GinkgoWriter.Println("no harm in a naive player:", w.vector, w.way)
			}
		}
		vectors := map[string]bool{}
		for name := range harmful {
			vectors[name[:strings.LastIndexByte(name, ' ')]] = true
		}
		GinkgoWriter.Printf("%d hostile recordings over %d vectors do harm in a naive player\n", count, len(vectors))
		Expect(count).To(BeNumerically(">=", 100))
		Expect(len(vectors)).To(BeNumerically(">=", 15))

		script, err := player.Script()
		Expect(err).NotTo(HaveOccurred())
		p, done := blank(ctx, live)
		defer done()
		Expect(p.EvalMain(ctx, "", script+"; window.replayPlayer = replayPlayer; void 0", nil)).To(Succeed())
		all := weapons(ctx, h, "reference")
		for _, w := range all {
			code := fmt.Sprintf(`(async events => {
				const root = document.body.appendChild(document.createElement('div'));
				const p = new replayPlayer.Player(root);
				p.add([{type: 4, timestamp: 1, data: {href: 'http://a.localhost/', width: 300, height: 200}}, ...events]);
				p.seek(1e6);
				await p.settled();
			})(%s)`, w.events)
			Expect(p.EvalMain(ctx, "", code, nil)).To(Succeed(), w.vector+" "+w.way)
			Expect(ran(ctx, p)).To(BeFalse(), "script of the recording has run: "+w.vector+" "+w.way)
		}
		Consistently(ctx, func() (reached []string) {
			for _, w := range all {
				if h.hit(w.path) {
					reached = append(reached, w.vector+" "+w.way)
				}
			}
			return reached
		}).WithTimeout(2*calm).Should(BeEmpty(), "recordings reached a server")
		Expect(ran(ctx, p)).To(BeFalse())
	}, SpecTimeout(10*time.Minute))
})

// naiveLimit is how long a recording may take to do harm in a naive player. Those that take longer
// are not counted.
const naiveLimit = 700 * time.Millisecond
