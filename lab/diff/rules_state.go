package diff

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// liveValue takes away the attributes that the format overwrites with live state.
func liveValue(_ *Canon, n *dom.Node) Effect {
	switch {
	case isHTML(n, "input", "textarea", "select"):
		return changed(drop(n, "value", "checked"))
	case isHTML(n, "option"):
		return changed(drop(n, "selected"))
	}
	return Nothing
}

func textareaText(_ *Canon, n *dom.Node) Effect {
	if !isHTML(n, "textarea") || len(n.Children) == 0 {
		return Nothing
	}
	n.Children = nil
	return Changed
}

// addresses are the attributes that the format writes in full.
var addresses = []string{"src", "href", "xlink:href", "data", "background", "srcset"}

var inlineURL = regexp.MustCompile(`url\((["']?)([^"')]*)(["']?)\)`)

func absoluteURL(c *Canon, n *dom.Node) Effect {
	if c.Side != Live || n.Kind != dom.Element {
		return Nothing
	}
	root, err := url.Parse(base(n))
	if err != nil {
		return Nothing
	}
	did := false
	for i, a := range n.Attrs {
		value := a.Value
		switch {
		case a.Name == "srcset":
			value = candidates(root, value)
		case slices.Contains(addresses, a.Name) && !(a.Name != "src" && strings.HasPrefix(value, "#") && n.NS == dom.SVG):
			value = absolute(root, value)
		case a.Name == "style":
			value = inlineURL.ReplaceAllStringFunc(value, func(m string) string {
				p := inlineURL.FindStringSubmatch(m)
				if strings.HasPrefix(p[2], "#") { // in CSS such a reference is to the same document, wherever that is
					return m
				}
				return "url(" + p[1] + absolute(root, p[2]) + p[3] + ")"
			})
		}
		if value != a.Value {
			n.Attrs[i].Value, did = value, true
		}
	}
	return changed(did)
}

// lineBreaks are what browsers leave out of an address before they read it.
var lineBreaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

func absolute(root *url.URL, ref string) string {
	blank := ref
	if ref = strings.TrimSpace(ref); ref == "" { // there is no address to write in full
		return blank
	}
	if hasPrefix(ref, "data:", "blob:", "javascript:", "about:", "mailto:", "tel:") {
		return ref
	}
	u, err := root.Parse(lineBreaks.Replace(ref))
	if err != nil {
		return ref
	}
	if u.Path == "" && u.Host != "" {
		u.Path = "/"
	}
	return u.String()
}

// candidates makes every address of a srcset absolute. An address goes to the next white space:
// that of a data URL has commas in it.
func candidates(root *url.URL, set string) string {
	const space = " \t\n\f\r"
	var list []string
	for {
		set = strings.TrimLeft(set, space+",")
		if set == "" {
			return strings.Join(list, ", ")
		}
		address, rest := set, ""
		if end := strings.IndexAny(set, space); end >= 0 {
			address, rest = set[:end], set[end:]
		}
		descriptor := ""
		if alone := strings.TrimRight(address, ","); alone != address {
			address = alone
		} else {
			descriptor, rest, _ = strings.Cut(rest, ",")
		}
		list = append(list, strings.Join(append([]string{absolute(root, address)}, strings.Fields(descriptor)...), " "))
		set = rest
	}
}

// hoverClass takes the player's class off, and the empty attribute that is left of it. An empty
// class attribute that the page never had is a trace that the player failed to remove, so it is
// only taken off where the class was.
func hoverClass(c *Canon, n *dom.Node) Effect { return classOff(c, n, ":hover") }

// pointerMark takes off the attributes by which a player shows what a pointer is over or presses, and what fills
// the screen, which it has to make a popover.
func pointerMark(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed || n.Kind != dom.Element {
		return Nothing
	}
	if drop(n, ":fullscreen") {
		drop(n, "popover")
		n.Props = dom.Set(n.Props, dom.PropOpen, "fullscreen")
		drop(n, ":hover", ":active")
		return Changed
	}
	return changed(drop(n, ":hover", ":active"))
}

// pausedClass also takes off the empty attribute that is left of it when the player plays.
func pausedClass(c *Canon, n *dom.Node) Effect {
	if v, ok := dom.Get(n.Attrs, "class"); ok && v == "" && c.Side == Replayed && isHTML(n, "html") {
		if m := c.recorded[n.ID]; m != nil {
			if _, has := dom.Get(m.Attrs, "class"); !has {
				drop(n, "class")
				return Changed
			}
		}
	}
	return classOff(c, n, "rrweb-paused")
}

func classOff(c *Canon, n *dom.Node, class string) Effect {
	if c.Side != Replayed || n.Kind != dom.Element {
		return Nothing
	}
	list := strings.Fields(n.Attr("class"))
	i := slices.Index(list, class)
	if i < 0 {
		return Nothing
	}
	list = slices.Delete(list, i, i+1)
	if len(list) == 0 {
		drop(n, "class")
	} else {
		n.Attrs = dom.Set(n.Attrs, "class", strings.Join(list, " "))
	}
	return Changed
}

func classTokens(_ *Canon, n *dom.Node) Effect {
	value, ok := dom.Get(n.Attrs, "class")
	if !ok || n.Kind != dom.Element || value == "" {
		return Nothing
	}
	var list []string
	for _, token := range strings.Fields(value) {
		if !slices.Contains(list, token) {
			list = append(list, token)
		}
	}
	tokens := strings.Join(list, " ")
	n.Attrs = dom.Set(n.Attrs, "class", tokens)
	return changed(tokens != value)
}

func autocompleteOff(c *Canon, n *dom.Node) Effect {
	if !isHTML(n, "input", "textarea", "select", "form") {
		return Nothing
	}
	return changed(drop(n, "autocomplete"))
}

func autoplay(_ *Canon, n *dom.Node) Effect {
	if isHTML(n, "video", "audio") {
		return changed(drop(n, "autoplay"))
	}
	return Nothing
}

func formatAttribute(c *Canon, n *dom.Node) Effect {
	if c.Side == Live || n.Kind != dom.Element {
		return Nothing
	}
	did := drop(n, "rr_open_mode")
	for _, a := range slices.Clone(n.Attrs) {
		if strings.HasPrefix(a.Name, "rr_") {
			did = drop(n, a.Name) || did
		}
	}
	return changed(did)
}
