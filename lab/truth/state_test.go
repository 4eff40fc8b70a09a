package truth_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/truth"
)

// state is one fact that Read must see: in a page of that markup, the node that the function finds
// has the property or derived fact, or lacks it if the value is empty.
type state struct {
	markup  string
	at      func(root *dom.Node) *dom.Node
	prop    string
	derived string
	want    string
}

func of(id string) func(*dom.Node) *dom.Node {
	return func(root *dom.Node) *dom.Node { return byID(root, id) }
}

func top(root *dom.Node) *dom.Node { return root }

func rootOf(id string) func(*dom.Node) *dom.Node {
	return func(root *dom.Node) *dom.Node { return byID(root, id).Shadow }
}

// inRoot finds an element in a shadow root.
func inRoot(host, id string) func(*dom.Node) *dom.Node {
	return func(root *dom.Node) *dom.Node { return byID(byID(root, host).Shadow, id) }
}

// wave is a second of silence.
var wave = "data:audio/wav;base64," + base64.StdEncoding.EncodeToString(append(
	[]byte("RIFF\x64\x1f\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x40\x1f\x00\x00"),
	bytes.Repeat([]byte{128}, 8000)...))

const (
	// dot is a picture of 2×3 pixels.
	dot = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='3'/>`
	// custom defines an element that has a state, and one that is never defined stands beside it.
	custom = `<style>x-a:state(on){color:red} :host(:state(in)){} x-a:state(off){}</style><x-a id=a></x-a><x-b id=b></x-b><p id=p is=x-p></p>
		<script>customElements.define('x-a', class extends HTMLElement {
			constructor() { super(); const i = this.attachInternals(); i.states.add('on'); i.states.add('secret') }
		})</script>`
)

var states = map[string]state{
	"sheet disabled":             {`<style id=s>p{}</style><script>s.sheet.disabled=true</script>`, of("s"), dom.PropSheetDisabled, "", "true"},
	"disabled sheet's rules":     {`<style id=s>p{color:red}</style><script>s.sheet.disabled=true</script>`, of("s"), dom.PropSheet, "", "p { color: red; }"},
	"sheet enabled":              {`<style id=s>p{}</style>`, of("s"), dom.PropSheetDisabled, "", ""},
	"media by attribute":         {`<style id=s media="PRINT">p{}</style>`, of("s"), dom.PropSheetMedia, "", ""},
	"media by script":            {`<style id=s>p{}</style><script>s.sheet.media.mediaText='print'</script>`, of("s"), dom.PropSheetMedia, "", "print"},
	"media taken away":           {`<style id=s media=print>p{}</style><script>s.sheet.media.mediaText=''</script>`, of("s"), dom.PropSheetMedia, "", "all"},
	"one adopted sheet":          {`<script>document.adoptedStyleSheets=[new CSSStyleSheet]</script>`, top, dom.PropAdoptedCount, "", ""},
	"adopted sheets":             {`<script>document.adoptedStyleSheets=[new CSSStyleSheet, new CSSStyleSheet]</script>`, top, dom.PropAdoptedCount, "", "2"},
	"adopted sheets of a root":   {`<div id=h></div><script>h.attachShadow({mode:'closed'}).adoptedStyleSheets=[new CSSStyleSheet, new CSSStyleSheet]</script>`, rootOf("h"), dom.PropAdoptedCount, "", "2"},
	"flags of adopted sheets":    {`<script>document.adoptedStyleSheets=[new CSSStyleSheet, new CSSStyleSheet({media:'print', disabled:true})]</script>`, top, dom.PropAdoptedFlags, "", "2: disabled, print"},
	"no flags":                   {`<script>document.adoptedStyleSheets=[new CSSStyleSheet]</script>`, top, dom.PropAdoptedFlags, "", ""},
	"defined":                    {custom, of("a"), dom.PropDefined, "", "true"},
	"not defined":                {custom, of("b"), dom.PropDefined, "", ""},
	"built-in to be customised":  {custom, of("p"), dom.PropDefined, "", ""},
	"states that sheets ask for": {custom, of("a"), dom.PropStates, "", "on"},
	"no states":                  {custom, of("b"), dom.PropStates, "", ""},
	"natural size":               {`<img id=i src="` + dot + `" width=50>`, of("i"), "", dom.DerivedImage, "2×3"},
	"broken picture":             {`<img id=i src="data:image/png,x">`, of("i"), "", dom.DerivedImage, "broken"},
	"no picture":                 {`<img id=i>`, of("i"), "", dom.DerivedImage, "none"},
	"picture not yet asked for":  {`<div style="height:90000px"></div><img id=i loading=lazy src="/never.png">`, of("i"), "", dom.DerivedImage, "loading"},
	"title":                      {`<title> a  b </title>`, top, "", dom.DerivedTitle, "a b"},
	"title by script":            {`<script>document.title='set'</script>`, top, "", dom.DerivedTitle, "set"},
	"no title":                   {`<p>`, top, "", dom.DerivedTitle, ""},
	"quirks":                     {`-<p>`, top, dom.PropQuirks, "", "true"},
	"limited quirks":             {`-<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><p>`, top, "", dom.DerivedQuirks, "limited"},
	"no limited quirks":          {`<p>`, top, "", dom.DerivedQuirks, ""},
	"design mode":                {`<script>document.designMode='on'</script>`, top, dom.PropDesignMode, "", "on"},
	"no design mode":             {`<p>`, top, dom.PropDesignMode, "", ""},
	"custom error":               {`<input id=i><script>i.setCustomValidity('not that')</script>`, of("i"), dom.PropCustomError, "", "not that"},
	"another error":              {`<input id=i required>`, of("i"), dom.PropCustomError, "", ""},
	"value missing":              {`<input id=i required>`, of("i"), "", dom.DerivedValidity, "valueMissing"},
	"flags":                      {`<input id=i type=number min=3 step=2 value=2>`, of("i"), "", dom.DerivedValidity, "rangeUnderflow stepMismatch"},
	"valid":                      {`<input id=i required value=x>`, of("i"), "", dom.DerivedValidity, ""},
	"not to be validated":        {`<input id=i required disabled>`, of("i"), "", dom.DerivedValidity, ""},
	"edited, and nobody asks":    {`<form><input id=i value=x></form><script>i.form.reportValidity()</script>`, of("i"), "", dom.DerivedUserValidity, ""},
	"edited and invalid":         {`<style>:user-invalid{color:red}</style><form><input id=i required></form><script>i.form.requestSubmit()</script>`, of("i"), "", dom.DerivedUserValidity, "invalid"},
	"paused":                     {`<audio id=a></audio>`, of("a"), dom.PropMedia, "", "paused"},
	"muted":                      {`<audio id=a></audio><script>a.muted=true</script>`, of("a"), dom.PropMuted, "", "true"},
	"not muted":                  {`<audio id=a></audio>`, of("a"), dom.PropMuted, "", ""},
	"volume":                     {`<audio id=a></audio><script>a.volume=0.3</script>`, of("a"), dom.PropVolume, "", "0.3"},
	"rate":                       {`<audio id=a></audio><script>a.playbackRate=2</script>`, of("a"), dom.PropRate, "", "2"},
	"place":                      {`<audio id=a src="` + wave + `"></audio><script>a.currentTime=0.52</script>`, of("a"), dom.PropMediaTime, "", "0.5"},
	"sound":                      {`<audio id=a src="` + wave + `"></audio>`, of("a"), "", dom.DerivedLoaded, "sound"},
	"no sound":                   {`<audio id=a></audio>`, of("a"), "", dom.DerivedLoaded, ""},
	"no such sound":              {`<audio id=a src="data:audio/wav,x"></audio>`, of("a"), "", dom.DerivedLoaded, "failed"},
	"source by script":           {`<video id=a></video><script>onload=()=>{a.srcObject=new MediaStream}</script>`, of("a"), dom.PropSource, "", "MediaStream"},
	"drawn":                      {`<canvas id=c width=4 height=4></canvas><script>const x=c.getContext('2d'); x.fillStyle='#123456'; x.fillRect(1,1,2,2)</script>`, of("c"), "", dom.DerivedCanvas, "#"},
	"drawn by WebGL":             {`<canvas id=c width=4 height=4></canvas><script>const x=c.getContext('webgl',{preserveDrawingBuffer:true}); x.clearColor(1,0,0,1); x.clear(x.COLOR_BUFFER_BIT)</script>`, of("c"), "", dom.DerivedCanvas, "#"},
	"drawn off the page":         {`<canvas id=c width=4 height=4></canvas><script>const o=c.transferControlToOffscreen(); const x=o.getContext('2d'); x.fillRect(0,0,2,2)</script>`, of("c"), "", dom.DerivedCanvas, "#"},
	"blank":                      {`<canvas id=c></canvas><script>c.getContext('2d')</script>`, of("c"), "", dom.DerivedCanvas, ""},
	"without a context":          {`<canvas id=c></canvas>`, of("c"), "", dom.DerivedCanvas, ""},
	"without an area":            {`<canvas id=c width=0></canvas>`, of("c"), "", dom.DerivedCanvas, ""},
	"too large":                  {`<canvas id=c width=5000 height=5000></canvas>`, of("c"), "", dom.DerivedCanvas, "too large to be read"},
	"hit":                        {`<button id=b>x</button>`, of("b"), "", dom.DerivedHit, "self"},
	"hit through a child":        {`<button id=b><b>x</b></button>`, of("b"), "", dom.DerivedHit, "self"},
	"hit in a closed root":       {`<div id=h></div><script>h.attachShadow({mode:'closed'}).innerHTML='<button id=b>x</button>'</script>`, inRoot("h", "b"), "", dom.DerivedHit, "self"},
	"covered":                    {`<button id=b>x</button><div id=cover style="position:fixed;inset:0"></div>`, of("b"), "", dom.DerivedHit, "div#cover"},
	"covered by what has no id":  {`<button id=b style="pointer-events:none">x</button>`, of("b"), "", dom.DerivedHit, "body"},
	"out of the window":          {`<button id=b style="position:absolute;top:9000px">x</button>`, of("b"), "", dom.DerivedHit, ""},
	"no target":                  {`<p id=b>x</p>`, of("b"), "", dom.DerivedHit, ""},
	"on top":                     {`<div id=b popover>x</div><script>b.showPopover()</script>`, of("b"), "", dom.DerivedHit, "self"},
	"assigned by name":           {`<x-y id=h><b id=b slot=s></b><script>h.attachShadow({mode:'closed'}).innerHTML='<slot></slot><slot name=s></slot>'</script></x-y>`, of("b"), "", dom.DerivedSlot, "1 s"},
	"assigned by hand": {`<x-y id=h><b id=a></b><b id=b></b></x-y><script>const r=h.attachShadow({mode:'open',slotAssignment:'manual'});
		r.innerHTML='<slot></slot><slot></slot>'; r.lastChild.assign(b)</script>`, of("b"), "", dom.DerivedSlot, "2"},
	"not assigned": {`<x-y id=h><b id=a></b><b id=b></b></x-y><script>const r=h.attachShadow({mode:'open',slotAssignment:'manual'});
		r.innerHTML='<slot></slot><slot></slot>'; r.lastChild.assign(b)</script>`, of("a"), "", dom.DerivedSlot, ""},
}

// TestStates puts each state into a frame of one page of its own document, since one page can have
// one title, one mode and one focus. Frames are of one origin and in one process.
func TestStates(t *testing.T) {
	files := map[string]string{}
	body := "<!doctype html><body>"
	var names []string
	for name := range states {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		s := states[name]
		text := "<!doctype html>" + s.markup
		if s.markup[0] == '-' {
			text = s.markup[1:]
		}
		file := "/" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + ".html"
		files[file] = text
		body += `<iframe src="` + file + `"></iframe>`
	}
	files["/page.html"] = body
	page := read(t, files, truth.Options{})
	var documents []*dom.Node
	page.Root.Walk(func(n *dom.Node) bool {
		if n.Frame != nil {
			documents = append(documents, n.Frame)
		}
		return true
	})
	if len(documents) != len(names) {
		t.Fatalf("%d documents for %d states", len(documents), len(names))
	}
	for i, name := range names {
		s := states[name]
		n := s.at(documents[i])
		if n == nil {
			t.Errorf("%s: no such node", name)
			continue
		}
		got, where := n.Prop(s.prop), s.prop
		if s.derived != "" {
			got, where = n.Fact(s.derived), s.derived
		}
		if s.want == "#" && strings.HasPrefix(got, "#") && len(got) == 17 {
			continue // some pixels
		}
		if got != s.want {
			t.Errorf("%s: %s is %q, want %q", name, where, got, s.want)
		}
	}
}

// An element with focus shows it or not, whatever the page's rules make of that.
func TestFocusVisible(t *testing.T) {
	for visible, want := range map[string]string{"true": "true", "false": ""} {
		page := read(t, map[string]string{"/page.html": `<!doctype html><button id=b>x</button><script>b.focus({focusVisible:` + visible + `})</script>`}, truth.Options{})
		n := byID(page.Root, "b")
		if got := n.Fact(dom.DerivedFocusVisible); got != want || n.Prop(dom.PropFocused) != "true" {
			t.Errorf("focusVisible %s: %q, want %q; focused: %q", visible, got, want, n.Prop(dom.PropFocused))
		}
	}
}

// Documents inside a document, whatever shows them, three deep.
func TestDocumentsInside(t *testing.T) {
	deep := func(text string) string { return `<!doctype html><iframe src="` + text + `"></iframe>` }
	page := read(t, map[string]string{
		"/page.html":  `<!doctype html><frameset cols="50%,50%"><frame src="a.html"><frame src="b.html"></frameset>`,
		"/a.html":     `<!doctype html><object data="aa.html" type="text/html"></object><embed src="ab.html" type="text/html">`,
		"/aa.html":    deep("aaa.html"),
		"/aaa.html":   `<p>in an object</p>`,
		"/ab.html":    deep("aba.html"),
		"/aba.html":   `<p>in an embed</p>`,
		"/b.html":     `<!doctype html><object data="${origin:b}/ba.html" type="text/html"></object>`,
		"/ba.html":    `<!doctype html><p>of another site</p><iframe src="baa.html"></iframe>`,
		"/baa.html":   `<p>below it</p>`,
		"/never.html": ``,
	}, truth.Options{})
	var found []string
	page.Root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element && n.Name == "p" {
			path := n.Text()
			for d := n.Parent; d != nil; d = d.Parent {
				if d.Frame != nil {
					path = d.Name + " > " + path
				}
			}
			found = append(found, path)
		}
		return true
	})
	want := []string{"frame > object > iframe > in an object", "frame > embed > iframe > in an embed", "frame > object > of another site", "frame > object > iframe > below it"}
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// What is drawn tells canvases apart, and nothing else does.
func TestPixels(t *testing.T) {
	page := read(t, map[string]string{"/page.html": `<!doctype html><canvas id=a></canvas><canvas id=b></canvas><canvas id=c></canvas><canvas id=d></canvas><canvas id=none></canvas>
		<script>
			const draw = (c, x, colour) => { const g = c.getContext('2d'); g.fillStyle = colour; g.fillRect(x, 5, 9, 9) };
			draw(a, 5, 'red'); draw(b, 5, 'red'); draw(c, 6, 'red'); draw(d, 5, 'rgb(254 0 0)');
		</script><canvas id=t></canvas><img src="${origin:b}/dot.svg" onload="t.getContext('2d').drawImage(this, 0, 0)">`,
		"/dot.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="3"><rect width="2" height="3"/></svg>`}, truth.Options{})
	of := func(id string) string { return byID(page.Root, id).Fact(dom.DerivedCanvas) }
	if of("a") != of("b") || of("a") == "" || of("a") == of("c") || of("a") == of("d") || of("none") != "" {
		t.Errorf("a %s, b %s, c %s, d %s, none %s", of("a"), of("b"), of("c"), of("d"), of("none"))
	}
	if of("t") != "tainted" {
		t.Errorf("with a picture of another origin: %q", of("t"))
	}
}

// To read a canvas gives it no context: the page can still choose.
func TestReadingLeavesCanvasAlone(t *testing.T) {
	p := opened(t, map[string]string{"/page.html": `<!doctype html><canvas id=c></canvas>`})
	if _, err := truth.Read(t.Context(), p, truth.Options{}); err != nil {
		t.Fatal(err)
	}
	window, err := p.Window(t.Context(), "", true)
	if err != nil {
		t.Fatal(err)
	}
	var kind string
	const ask = "function() { return Object.prototype.toString.call(document.querySelector('canvas').getContext('bitmaprenderer')) }"
	if err := window.Call(t.Context(), ask, &kind); err != nil || kind != "[object ImageBitmapRenderingContext]" {
		t.Errorf("%s, %v", kind, err)
	}
}

func TestHighlights(t *testing.T) {
	page := read(t, map[string]string{"/page.html": `<!doctype html><style>::highlight(found){color:red}</style><p id=p>one two</p><p id=q>three</p>
		<iframe srcdoc="<p>framed</p><script>CSS.highlights.set('found', new Highlight(new StaticRange({startContainer: document.querySelector('p').firstChild, startOffset: 1, endContainer: document.querySelector('p').firstChild, endOffset: 3})))</script>"></iframe>
		<script>
			const r = (n, a, m, b) => { const x = new Range; x.setStart(n.firstChild, a); x.setEnd(m.firstChild, b); return x };
			const h = new Highlight(r(q, 0, q, 2), r(p, 4, q, 1));
			h.priority = 3;
			CSS.highlights.set('found', h);
			CSS.highlights.set('empty', new Highlight(r(q, 1, q, 1)));
		</script>`}, truth.Options{})
	var got []string
	for _, h := range page.Highlights {
		for _, r := range h.Ranges {
			got = append(got, h.Name+" "+r.Start.Value[r.StartOffset:]+" | "+r.End.Value[:r.EndOffset])
		}
	}
	if want := []string{"found two | t", "found three | th", "found ramed | fra"}; !slices.Equal(got, want) || page.Highlights[0].Priority != 3 {
		t.Errorf("%q, priority %d; want %q and 3", got, page.Highlights[0].Priority, want)
	}
}
