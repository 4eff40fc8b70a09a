package diff

import (
	"fmt"
	"math"
	"strings"

	"replaylab/lab/dom"
)

// boxTolerance is how far two boxes may be apart, in CSS pixels: layout rounds text to 1/64 and
// borders to whole pixels.
const boxTolerance = 1

// looks compares how two nodes are rendered. A difference that the parents have too, in the same
// property with the same values, is counted but not listed: it is inherited. One of nodes that differ
// in themselves is listed: whether it follows from that is not for this oracle to say.
func (c *comparison) looks(l, r *dom.Node) {
	if l.Kind != dom.Element || l.Unsteady {
		return
	}
	if (l.Box == nil) != (r.Box == nil) {
		if !c.parentsDiffer(l, func(lp, rp *dom.Node) bool { return (lp.Box == nil) != (rp.Box == nil) }) {
			c.add(Style, "rendered", l, r, ptr(fmt.Sprint(l.Box != nil)), ptr(fmt.Sprint(r.Box != nil)))
		} else {
			c.result.Hidden++
		}
		return
	}
	for _, i := range c.unlike(l.Style, r.Style) {
		a, b := l.Style[i], r.Style[i]
		if currentColor(l.Style, r.Style, i) || c.parentsDiffer(l, func(lp, rp *dom.Node) bool {
			return i < len(lp.Style) && i < len(rp.Style) && lp.Style[i].Value == a.Value && rp.Style[i].Value == b.Value
		}) {
			c.result.Hidden++
			continue
		}
		c.add(Style, a.Name, l, r, ptr(a.Value), ptr(b.Value))
	}
	c.pseudos(l, r)
	if l.Box == nil || c.options.Reflowed || sameBox(l, r) {
		return
	}
	if c.parentsDiffer(l, func(lp, rp *dom.Node) bool { return lp.Box != nil && rp.Box != nil && !sameBox(lp, rp) }) {
		c.result.Hidden++
		return
	}
	c.add(Geometry, "box", l, r, ptr(relative(l)), ptr(relative(r)))
}

func (c *comparison) parentsDiffer(l *dom.Node, differ func(lp, rp *dom.Node) bool) bool {
	lp := l.Parent
	for lp != nil && lp.Kind == dom.Shadow { // its elements inherit from the host
		lp = lp.Parent
	}
	if lp == nil {
		return false
	}
	rp := c.pairs[lp]
	return rp != nil && differ(lp, rp)
}

// offset is where a box stands in that of the nearest rendered ancestor of its document.
func offset(n *dom.Node) (x, y float64) {
	for p := n.Parent; p != nil && n.Kind == dom.Element; p = p.Parent {
		if p.Kind == dom.Document {
			break
		}
		if p.Box != nil {
			return n.Box.X - p.Box.X, n.Box.Y - p.Box.Y
		}
	}
	return n.Box.X, n.Box.Y
}

func sameBox(l, r *dom.Node) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) <= boxTolerance }
	lx, ly := offset(l)
	rx, ry := offset(r)
	return near(l.Box.W, r.Box.W) && near(l.Box.H, r.Box.H) && near(lx, rx) && near(ly, ry)
}

func relative(n *dom.Node) string {
	x, y := offset(n)
	return extent(*n.Box) + fmt.Sprintf(" at %.4g,%.4g in its parent", x, y)
}

func extent(b dom.Box) string { return fmt.Sprintf("%.4g×%.4g", b.W, b.H) }

// outline is a node as a person would write it, cut short.
func outline(n *dom.Node) string {
	const limit = 120
	var b strings.Builder
	write(&b, n, limit)
	if b.Len() > limit {
		return strings.ToValidUTF8(b.String()[:limit], "") + "…"
	}
	return strings.TrimSpace(b.String())
}

func write(b *strings.Builder, n *dom.Node, limit int) {
	if b.Len() > limit {
		return
	}
	switch n.Kind {
	case dom.Element:
		b.WriteString("<" + n.Name)
		for _, a := range n.Attrs {
			fmt.Fprintf(b, " %s=%q", a.Name, a.Value)
		}
		b.WriteString(">")
	case dom.Text, dom.CDATA:
		fmt.Fprintf(b, "%q", n.Value)
	case dom.Comment:
		fmt.Fprintf(b, "<!--%s-->", n.Value)
	default:
		b.WriteString("#" + n.Kind.String() + " ")
	}
	n.Below(func(c *dom.Node) { write(b, c, limit) })
}
