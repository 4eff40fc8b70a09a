package diff

import (
	"net/url"
	"slices"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/privacy"
)

// hidden is the value of a control on every side if what stands there cannot be asterisks.
const hidden = "masked"

// masked writes what the promise makes of each text and value of the live page. The other sides must
// show just that, so nothing is changed there but what a control makes of asterisks itself.
func masked(c *Canon, n *dom.Node) Effect {
	switch {
	case n.Kind == dom.Text || n.Kind == dom.CDATA || n.Kind == dom.Comment:
		return maskedText(c, n)
	case n.Kind != dom.Element:
		return Nothing
	}
	if maskedAttributes(c, n)|maskedValue(c, n)|maskedFiles(c, n)|maskedDrawing(c, n) == Nothing {
		return Nothing
	}
	return Changed
}

// maskedAttributes writes what the promise makes of the attributes of an element. An address that the
// format writes in full is written so first.
func maskedAttributes(c *Canon, n *dom.Node) Effect {
	if c.Side != Live {
		return Nothing
	}
	before := slices.Clone(n.Attrs)
	for _, name := range c.Treatment[n].Attributes {
		n.Attrs = dom.Set(n.Attrs, name, c.promise.StarsInAttribute(n.Attr(name)))
	}
	for _, name := range c.Treatment[n].Queries {
		address := n.Attr(name)
		if n.NS == dom.SVG && hasPrefix(address, "#") {
			continue // a part of the same picture, and no address
		}
		if root, err := url.Parse(base(n)); err == nil && slices.Contains(addresses, name) {
			address = absolute(root, address)
		}
		if stars := privacy.StarsInQuery(address); stars != address && !hasPrefix(address, "data:", "blob:") {
			n.Attrs = dom.Set(n.Attrs, name, stars)
		}
	}
	return changed(!slices.Equal(before, n.Attrs))
}

func maskedValue(c *Canon, n *dom.Node) Effect {
	value, ok := dom.Get(n.Props, dom.PropValue)
	is := privacy.Masked(value)
	switch c.Side {
	case Live:
		is = c.Treatment[n].Masked && strings.TrimSpace(value) != ""
	case Replayed:
		if m := c.recorded[n.ID]; m != nil && !holdsStars(n) {
			is = privacy.Masked(m.Prop(dom.PropValue)) && (!ok || value == "" || given(n, value))
		}
	}
	blank := privacy.Blank(n)
	switch {
	case c.Side == Live && is && c.promise.Blanks && blank != "":
		n.Props = dom.Set(n.Props, dom.PropValue, blank)
		doubt(n, dom.DerivedValidity, dom.DerivedUserValidity)
		return Changed
	case c.Side == Replayed && blank != "" && c.recorded[n.ID] != nil && c.recorded[n.ID].Prop(dom.PropValue) == blank && given(n, value):
		n.Props = dom.Set(n.Props, dom.PropValue, blank) // as near to it as the control goes
		return Changed
	case !is:
		return Nothing
	}
	switch {
	case !holdsStars(n):
		n.Props = dom.Set(n.Props, dom.PropValue, hidden)
		n.Walk(func(o *dom.Node) bool { // nor is it said which option is chosen
			o.Props = dom.Unset(o.Props, dom.PropSelected)
			return true
		})
	case c.Side == Live:
		n.Props = dom.Set(n.Props, dom.PropValue, c.promise.Stars(n, value))
	}
	n.Props = dom.Unset(dom.Unset(n.Props, dom.PropScrollLeft), dom.PropScrollTop) // it does not scroll as far
	doubt(n, dom.DerivedValidity, dom.DerivedUserValidity)                         // asterisks are no number and no address
	return Changed
}

// maskedFiles writes what the promise makes of the names of chosen files.
func maskedFiles(c *Canon, n *dom.Node) Effect {
	names := n.Prop(dom.PropFiles)
	if c.Side != Live || !c.Treatment[n].Masked || names == "" {
		return Nothing
	}
	n.Props = dom.Set(n.Props, dom.PropFiles, c.promise.Stars(n, names))
	return Changed
}

// maskedDrawing leaves the canvas of the live page blank.
func maskedDrawing(c *Canon, n *dom.Node) Effect {
	if c.Side != Live || !c.Treatment[n].Drawing {
		return Nothing
	}
	_, drawn := dom.Get(n.Derived, dom.DerivedCanvas)
	n.Derived = dom.Unset(n.Derived, dom.DerivedCanvas)
	return changed(drawn)
}

func maskedText(c *Canon, n *dom.Node) Effect {
	if c.Side == Live && c.Treatment[n].Masked && strings.TrimSpace(n.Value) != "" {
		n.Value = c.promise.Stars(n, n.Value)
	} else if !privacy.Masked(n.Value) {
		return Nothing
	}
	if n.Parent != nil && n.Parent.Name == "title" { // the window is called after it
		doubt(document(n), dom.DerivedTitle)
	}
	return Changed
}

// holdsStars reports whether a control takes asterisks for a value. The others sanitise them away, as
// the HTML standard has it for each type.
func holdsStars(n *dom.Node) bool {
	if n.Name == "select" {
		return false
	}
	return n.Name != "input" || !slices.Contains([]string{"number", "date", "time", "month", "week", "datetime-local", "color", "range"}, kind(n))
}

func kind(n *dom.Node) string { return strings.ToLower(n.Attr("type")) }

// given reports whether a value may be what a control shows that was told to show asterisks.
func given(n *dom.Node, value string) bool {
	switch {
	case n.Name == "select" || kind(n) == "range": // any of its options; the middle of its range
		return true
	case kind(n) == "color":
		return value == "#000000"
	}
	return false
}
