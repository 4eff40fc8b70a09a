package diff

import (
	"math"
	"strings"

	"replaylab/lab/dom"
)

// twoStyles names two computed styles by where they are: elements of the same style share it.
type twoStyles struct{ left, right *dom.Pair }

// unlike lists the places in which two computed styles differ.
func (c *comparison) unlike(l, r []dom.Pair) (places []int) {
	if len(l) == 0 || len(r) == 0 {
		return nil
	}
	if places, ok := c.styles[twoStyles{&l[0], &r[0]}]; ok {
		return places
	}
	for i := range min(len(l), len(r)) {
		if l[i].Value != r[i].Value {
			places = append(places, i)
		}
	}
	c.styles[twoStyles{&l[0], &r[0]}] = places
	return places
}

// currentColor reports whether a property is a colour that is the text's on both sides: then it
// differs because that does.
func currentColor(l, r []dom.Pair, i int) bool {
	if !strings.HasSuffix(l[i].Name, "-color") {
		return false
	}
	for k := range min(len(l), len(r)) {
		if l[k].Name == "color" {
			return l[i].Value == l[k].Value && r[i].Value == r[k].Value
		}
	}
	return false
}

// pseudos compares the pseudo-elements of two elements. What differs as it does in the elements
// themselves is inherited from them.
func (c *comparison) pseudos(l, r *dom.Node) {
	a, b := l.Pseudos, r.Pseudos
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || (len(a) > 0 && a[0].Name < b[0].Name):
			c.follows(false, Style, a[0].Name+" rendered", l, r, "true", "false")
			a = a[1:]
		case len(a) == 0 || b[0].Name < a[0].Name:
			c.follows(false, Style, b[0].Name+" rendered", l, r, "false", "true")
			b = b[1:]
		default:
			c.pseudo(l, r, a[0], b[0])
			a, b = a[1:], b[1:]
		}
	}
}

func (c *comparison) pseudo(l, r *dom.Node, a, b dom.Pseudo) {
	same := true
	for _, i := range c.unlike(a.Style, b.Style) {
		x, y := a.Style[i], b.Style[i]
		inherited := i < len(l.Style) && i < len(r.Style) && l.Style[i].Value == x.Value && r.Style[i].Value == y.Value
		c.follows(inherited || currentColor(a.Style, b.Style, i), Style, a.Name+" "+x.Name, l, r, x.Value, y.Value)
		same = false
	}
	near := func(x, y float64) bool { return math.Abs(x-y) <= boxTolerance }
	if !c.options.Reflowed && (!near(a.Box.W, b.Box.W) || !near(a.Box.H, b.Box.H)) {
		c.follows(!same, Geometry, a.Name+" box", l, r, extent(a.Box), extent(b.Box))
	}
}

// follows lists a difference, or only counts it if it follows from another.
func (c *comparison) follows(hide bool, k Kind, name string, l, r *dom.Node, lv, rv string) {
	if hide {
		c.result.Hidden++
		return
	}
	c.add(k, name, l, r, ptr(lv), ptr(rv))
}
