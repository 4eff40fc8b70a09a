package still

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"replaylab/lab/dom"
)

// harmful are attributes that run, load, send, take the focus or start something.
var harmful = map[string]bool{
	"srcdoc": true, "srcset": true, "imagesrcset": true, "ping": true, "nonce": true, "autofocus": true, "autoplay": true, "action": true,
	"formaction": true, "http-equiv": true, "manifest": true, "codebase": true, "classid": true, "archive": true, "data": true, "profile": true,
	"sandbox": true, "csp": true, "allow": true, "shadowrootmode": true, "value": true, "checked": true, "selected": true, "style": true,
	"target": true, "download": true, "attributionsrc": true, "is": true,
}

// pictured are attributes whose address shows something.
var pictured = map[string]bool{"src": true, "poster": true, "background": true, "lowsrc": true}

var attribute = regexp.MustCompile("^[^\\x00-\\x20\"'<>/=\x60]+$")

// open writes the start of an element, with its live state as attributes.
func (w writer) open(n *dom.Node, name string) {
	w.put("<", name)
	for _, a := range n.Attrs {
		lower := strings.ToLower(a.Name)
		switch {
		case !attribute.MatchString(a.Name), strings.HasPrefix(lower, "on"), harmful[lower]:
		case lower == "href" || strings.HasSuffix(lower, ":href"):
			w.attribute(a.Name, address(n, a.Value))
		case lower == "rr_dataurl": // a picture as some recorders inline it
			if n.Name == "img" && shown(a.Value) {
				w.attribute("src", a.Value)
			}
		case pictured[lower]:
			if shown(a.Value) {
				w.attribute(a.Name, a.Value)
			}
		default:
			w.attribute(a.Name, css1(a.Value))
		}
	}
	w.state(n)
	if style := style(n); style != "" {
		w.attribute("style", style)
	}
	if n.Name == "iframe" && n.Frame != nil {
		var inner bytes.Buffer
		if Write(&inner, &dom.Tree{Root: n.Frame}) == nil {
			w.attribute("srcdoc", inner.String())
		}
	}
	if n.Name == "iframe" {
		w.attribute("sandbox", "")
	}
	w.put(">")
}

func (w writer) attribute(name, value string) {
	w.put(" ", name, `="`, html.EscapeString(value), `"`)
}

// css1 is for the attributes of SVG that are styles, such as fill.
func css1(value string) string {
	if !strings.Contains(strings.ToLower(value), "url(") {
		return value
	}
	return css(value)
}

// address keeps places in the page, and pictures. Of a link it keeps that it is one.
func address(n *dom.Node, value string) string {
	switch {
	case strings.HasPrefix(value, "#"), strings.EqualFold(n.Name, "image") && shown(value):
		return value
	}
	return "#"
}

// shown reports whether an address is a picture, a sound or a film that is in the address itself.
func shown(value string) bool {
	value = strings.ToLower(strings.TrimSpace(value))
	for _, kind := range []string{"data:image/", "data:audio/", "data:video/"} {
		if strings.HasPrefix(value, kind) {
			return true
		}
	}
	return false
}

// state writes what a person has entered and chosen.
func (w writer) state(n *dom.Node) {
	live := func(prop, attr string) (string, bool) {
		if v, ok := dom.Get(n.Props, prop); ok {
			return v, true
		}
		return dom.Get(n.Attrs, attr)
	}
	switch n.Name {
	case "input":
		if n.Attr("type") != "file" {
			if v, ok := live(dom.PropValue, "value"); ok {
				w.attribute("value", v)
			}
		}
		if v, ok := live(dom.PropChecked, "checked"); ok && v != "false" {
			w.put(" checked")
		}
	case "option":
		if v, ok := dom.Get(n.Attrs, "value"); ok {
			w.attribute("value", v)
		}
		if v, ok := live(dom.PropSelected, "selected"); ok && v != "false" {
			w.put(" selected")
		}
	case "button", "li", "meter", "progress", "param", "data":
		if v, ok := dom.Get(n.Attrs, "value"); ok {
			w.attribute("value", v)
		}
	}
	if n.Name == "dialog" && n.Prop(dom.PropOpen) != "" {
		if _, ok := dom.Get(n.Attrs, "open"); !ok {
			w.put(" open")
		}
	}
}

// style is the style attribute, and what stands for the top layer and for what was blocked.
func style(n *dom.Node) string {
	s := strings.TrimRight(css(n.Attr("style")), "; \n")
	add := func(more string) {
		if s != "" {
			s += "; "
		}
		s += more
	}
	switch n.Prop(dom.PropOpen) {
	case "modal":
		add("position: fixed; inset: 0; margin: auto; z-index: 2147483647")
	case "popover":
		add("display: block; z-index: 2147483647")
	case "fullscreen":
		add("position: fixed; inset: 0; width: 100%; height: 100%; margin: 0; z-index: 2147483647")
	}
	width, height := n.Attr("rr_width"), n.Attr("rr_height")
	if size.MatchString(width) && size.MatchString(height) {
		add("display: inline-block; width: " + width + "; height: " + height + "; background: #8884")
	}
	return s
}

var size = regexp.MustCompile(`^[0-9.]+px$`)
