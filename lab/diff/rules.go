package diff

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// Rules is the equivalence policy: everything that may differ between a page and its replay,
// in the order in which it is applied. A difference that no rule takes away counts.
var Rules = []Rule{
	{"blocked", "a blocked element is replaced by an empty box of its size", true, blocked},
	{"masked", "masked text and values are asterisks, just as the SDK documents; a control shows of them what it can hold", true, masked},
	{"script-dropped", "the SDK documents that it leaves scripts out", false, scriptDropped},
	{"script-as-noscript", "players turn scripts into inert elements", false, scriptAsNoscript},
	{"script-emptied", "scripts do not run in a replay: neither their code nor their attributes matter", false, scriptEmptied},
	{"comment-dropped", "the SDK documents that it leaves comments out", false, commentDropped},
	{"head-meta-dropped", "the SDK documents that it leaves out head elements that nobody sees", false, headMetaDropped},
	{"head-whitespace-dropped", "the SDK documents that it leaves out white space in the head", false, headWhitespaceDropped},
	{"cross-site-frame", "a frame of another origin is recorded only by a recorder of its own", false, crossSiteFrame},
	{"foreign-frame", "a frame whose document no script may look into is recorded only by a recorder of its own", false, foreignFrame},
	{"unrecorded-frame", "a frame that was not recorded shows the blank document that every frame begins with", true, unrecordedFrame},
	{"player-style", "players add style sheets of their own", false, playerStyle},
	{"link-as-style", "a linked sheet is replayed as a style element with the same rules", false, linkAsStyle},
	{"style-text-as-rules", "the text of a style element is compared as the rules that the browser made of it", true, styleText},
	{"hover-twin", "players have rules for :hover hold for a class or an attribute as well", false, hoverTwin},
	{"device-width", "players read queries about the device's width as queries about the window's", false, deviceWidth},
	{"preference-exchanged", "players have queries about a person's settings answered as they were in the recorded window", false, preferenceExchanged},
	{"frame-without-source", "the document of a frame is rebuilt, not loaded", false, frameWithoutSource},
	{"handler-renamed", "players rename inline event handlers so that they cannot run", false, handlerRenamed},
	{"csp-renamed", "players rename the content of a Content Security Policy so that it is not enforced", false, cspRenamed},
	{"canvas-as-picture", "players show a picture in place of a canvas, which browsers only show where scripts run", false, canvasAsPicture},
	{"script-address", "players have addresses that are script do nothing", false, scriptAddress},
	{"inlined-picture", "players show a picture that came along from where it is in the recording", false, inlinedPicture},
	{"live-value", "the format writes the live state of a control into its attributes; the state is compared instead", true, liveValue},
	{"textarea-text", "the text inside a textarea is its default value, which the format replaces by the live one", true, textareaText},
	{"absolute-url", "the format writes addresses in full", true, absoluteURL},
	{"hover-class", "players show :hover by a class", false, hoverClass},
	{"pointer-mark", "players show what a pointer is over or presses, and what fills the screen, by an attribute", false, pointerMark},
	{"class-tokens", "players rewrite the class attribute, and with it white space and tokens that stand there twice", false, classTokens},
	{"paused-class", "players mark a paused page by a class on its root", false, pausedClass},
	{"autocomplete-off", "players switch autocomplete off", false, autocompleteOff},
	{"autoplay-dropped", "the format drops autoplay", true, autoplay},
	{"not-fetched", "nothing is fetched during a replay: a picture, video or sound that the recording only has the address of cannot come", true, notFetched},
	{"canvas-unreadable", "the pixels of a canvas with a picture of another origin, or of one beyond measure, cannot be read", true, canvasUnreadable},
	{"format-attribute", "attributes that the format adds to carry live state", true, formatAttribute},
}

func blocked(c *Canon, n *dom.Node) Effect {
	if n.Kind != dom.Element {
		return Nothing
	}
	w, h := n.Attr("rr_width"), n.Attr("rr_height")
	switch {
	case c.Side == Live && c.Treatment[n].Blocked && n.Box != nil:
		w, h = pixels(n.Box.W), pixels(n.Box.H)
	case c.Side == Live && c.Treatment[n].Blocked:
		w, h = "0px", "0px"
	case c.Side == Replayed:
		// The player has turned the recorded size into a style, so the recording is asked.
		m := c.recorded[n.ID]
		if m == nil || m.Attr("rr_width") == "" {
			return Nothing
		}
		w, h = pixels(number(m.Attr("rr_width"))), pixels(number(m.Attr("rr_height")))
	case c.Side == Live || w == "":
		return Nothing
	default:
		w, h = pixels(number(w)), pixels(number(h))
	}
	n.Attrs = []dom.Pair{{Name: "blocked box", Value: w + "×" + h}}
	n.Props, n.Derived, n.Children, n.Shadow, n.Content, n.Frame = nil, nil, nil, nil, nil, nil
	n.Style, n.Box = nil, nil
	return Changed
}

func pixels(f float64) string { return fmt.Sprintf("%dpx", int(math.Round(f))) }

func number(s string) (f float64) {
	_, _ = fmt.Sscan(strings.TrimSuffix(s, "px"), &f)
	return f
}

func scriptDropped(_ *Canon, n *dom.Node) Effect {
	if n.Kind == dom.Element && n.Name == "script" {
		return Dropped
	}
	return Nothing
}

func scriptAsNoscript(c *Canon, n *dom.Node) Effect {
	if m := c.recorded[n.ID]; c.Side != Replayed || !isHTML(n, "noscript") || m == nil || m.Name != "script" {
		return Nothing
	}
	n.Name = "script"
	return Changed
}

func scriptEmptied(_ *Canon, n *dom.Node) Effect {
	if n.Kind != dom.Element || n.Name != "script" || len(n.Attrs)+len(n.Children)+len(n.Props) == 0 {
		return Nothing
	}
	n.Attrs, n.Props, n.Children = nil, nil, nil
	return Changed
}

func commentDropped(_ *Canon, n *dom.Node) Effect {
	if n.Kind == dom.Comment {
		return Dropped
	}
	return Nothing
}

// headMetas are the names and properties of meta elements that Amplitude and rrweb's slimDOM list.
var headMetas = regexp.MustCompile(`(?i)^(description|keywords|robots|googlebot|bingbot|author|generator|framework|publisher|progid|(og|twitter|fb|msapplication-|article|product):?.*|.*-verification|verify-.*|p:domain_verify|csrf-token)$`)

func headMetaDropped(_ *Canon, n *dom.Node) Effect {
	switch {
	case isHTML(n, "meta") && (headMetas.MatchString(n.Attr("name")) || headMetas.MatchString(n.Attr("property")) || n.Attr("http-equiv") != ""):
		return Dropped
	case isHTML(n, "link") && slices.Contains(strings.Fields(strings.ToLower(n.Attr("rel"))), "shortcut"):
		return Dropped
	}
	return Nothing
}

func headWhitespaceDropped(_ *Canon, n *dom.Node) Effect {
	if n.Kind == dom.Text && n.Parent != nil && isHTML(n.Parent, "head") && strings.TrimSpace(n.Value) == "" {
		return Dropped
	}
	return Nothing
}

func crossSiteFrame(c *Canon, n *dom.Node) Effect {
	if n.Kind != dom.Element || !slices.Contains([]string{"iframe", "frame"}, n.Name) {
		return Nothing
	}
	if c.Side != Live {
		if n.Attr("rr_src") == "" {
			return Nothing
		}
		drop(n, "rr_src")
		n.Frame = nil
		return Changed
	}
	if n.Frame == nil || !opaque(n) && sameOrigin(n.Frame.Value, documentURL(n)) {
		return Nothing
	}
	n.Frame = nil
	return Changed
}

// foreignFrame takes the document away of a frame of another origin, or of a sandbox whose document could be
// anything by now. What a sandbox without scripts shows its markup says, so that one counts.
func foreignFrame(c *Canon, n *dom.Node) Effect {
	if c.Side != Live || n.Kind != dom.Element || n.Frame == nil || !slices.Contains([]string{"iframe", "frame"}, n.Name) {
		return Nothing
	}
	sandbox, _ := dom.Get(n.Attrs, "sandbox")
	fixed := n.Frame.Value == "about:srcdoc" && !slices.Contains(strings.Fields(strings.ToLower(sandbox)), "allow-scripts")
	if !(opaque(n) && !fixed) && sameOrigin(n.Frame.Value, documentURL(n)) {
		return Nothing
	}
	n.Frame = nil
	return Changed
}

// opaque reports whether a frame is sandboxed into an origin of its own, whatever its address.
func opaque(n *dom.Node) bool {
	sandbox, ok := dom.Get(n.Attrs, "sandbox")
	return ok && !slices.Contains(strings.Fields(strings.ToLower(sandbox)), "allow-same-origin")
}

// unrecordedFrame takes the blank document away that a frame has before anything is put into it.
func unrecordedFrame(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed || n.Frame == nil || n.Frame.ID > 0 || !named(n) {
		return Nothing
	}
	n.Frame = nil
	return Changed
}

func documentURL(n *dom.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Kind == dom.Document {
			return n.Value
		}
	}
	return ""
}

func sameOrigin(a, b string) bool {
	if hasPrefix(a, "about:", "blob:") || a == "" {
		return true
	}
	x, err := url.Parse(a)
	if err != nil {
		return true
	}
	y, err := url.Parse(b)
	return err != nil || (x.Scheme == y.Scheme && x.Host == y.Host)
}

func playerStyle(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed || !isHTML(n, "style") || n.ID > 0 || n.Parent == nil {
		return Nothing
	}
	if named(n.Parent) || (n.Parent.Kind == dom.Shadow && named(n.Parent.Parent)) {
		return Dropped
	}
	return Nothing
}

// named reports whether the player told the ids of nodes, so that a node without one is its own.
func named(n *dom.Node) bool { return n != nil && n.ID > 0 }

func linkAsStyle(c *Canon, n *dom.Node) Effect {
	attributes := []string{"rel", "href", "type", "crossorigin", "integrity", "referrerpolicy"}
	if m := c.recorded[n.ID]; c.Side == Replayed && isHTML(n, "style") && m != nil && m.Name == "link" {
		return changed(drop(n, attributes...)) // they do nothing there
	}
	if !isHTML(n, "link") || n.Prop(dom.PropSheet) == "" {
		return Nothing
	}
	n.Name = "style"
	drop(n, attributes...)
	return Changed
}

func styleText(_ *Canon, n *dom.Node) Effect {
	if !isHTML(n, "style") || len(n.Children) == 0 {
		return Nothing
	}
	n.Children = nil
	return Changed
}

// frameWithoutSource leaves out what frames load. An object or embed element shows a document that is rebuilt
// only as long as it has the address of an empty one, beside the recorded one, which is compared.
func frameWithoutSource(c *Canon, n *dom.Node) Effect {
	if n.Kind == dom.Element && slices.Contains([]string{"iframe", "frame"}, n.Name) {
		return changed(drop(n, "src", "srcdoc", "rr_src"))
	}
	name := map[string]string{"object": "data", "embed": "src"}[n.Name]
	if c.Side != Replayed || n.Frame == nil || name == "" || n.NS != dom.HTML {
		return Nothing
	}
	values, empty := 0, -1
	for i, a := range n.Attrs {
		if a.Name == name {
			values++
			if a.Value == "about:blank" {
				empty = i
			}
		}
	}
	if values != 2 || empty < 0 {
		return Nothing
	}
	n.Attrs = slices.Delete(n.Attrs, empty, empty+1)
	return Changed
}

func handlerRenamed(c *Canon, n *dom.Node) Effect {
	did := false
	if c.Side == Replayed && n.Kind == dom.Element {
		for _, a := range slices.Clone(n.Attrs) {
			if strings.HasPrefix(a.Name, "_on") {
				drop(n, a.Name)
				n.Attrs = dom.Set(n.Attrs, a.Name[1:], a.Value)
				did = true
			}
		}
	}
	return changed(did)
}

func canvasAsPicture(c *Canon, n *dom.Node) Effect {
	if _, marked := dom.Get(n.Attrs, "rr_canvas"); c.Side != Replayed || !isHTML(n, "canvas") || !marked {
		return Nothing
	}
	drop(n, "rr_canvas")
	n.Style = slices.Clone(n.Style)
	for i := range n.Style {
		if n.Style[i].Name == "content" {
			n.Style[i].Value = "normal"
		}
	}
	return Changed
}

// scriptAddress puts back what an address was that a player has made "javascript:void 0".
func scriptAddress(c *Canon, n *dom.Node) Effect {
	m := c.recorded[n.ID]
	if c.Side != Replayed || n.Kind != dom.Element || m == nil {
		return Nothing
	}
	did := false
	for _, a := range slices.Clone(n.Attrs) {
		was, ok := dom.Get(m.Attrs, a.Name)
		if ok && a.Value == "javascript:void 0" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(was)), "javascript:") {
			n.Attrs = dom.Set(n.Attrs, a.Name, was)
			did = true
		}
	}
	return changed(did)
}

// inlinedPicture puts back where a picture came from.
func inlinedPicture(c *Canon, n *dom.Node) Effect {
	m := c.recorded[n.ID]
	if c.Side != Replayed || !isHTML(n, "img") || m == nil || m.Attr("rr_dataURL") == "" || n.Attr("src") != m.Attr("rr_dataURL") {
		return Nothing
	}
	drop(n, "src", "srcset")
	for _, name := range []string{"src", "srcset"} {
		if was, ok := dom.Get(m.Attrs, name); ok {
			n.Attrs = dom.Set(n.Attrs, name, was)
		}
	}
	return Changed
}

func cspRenamed(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed || !isHTML(n, "meta") {
		return Nothing
	}
	value, ok := dom.Get(n.Attrs, "csp-content")
	if !ok {
		return Nothing
	}
	drop(n, "csp-content")
	n.Attrs = dom.Set(n.Attrs, "content", value)
	return Changed
}
