package diff

import (
	"fmt"
	"math"
	"strings"

	"replaylab/lab/dom"
)

// derived compares what the browsers made of two nodes. What differs where the nodes themselves
// differ follows from that, and is counted only.
func (c *comparison) derived(l, r *dom.Node, differ bool) {
	a, b := l.Derived, r.Derived
	for len(a) > 0 || len(b) > 0 {
		var lv, rv *string
		var name string
		switch {
		case len(b) == 0 || (len(a) > 0 && a[0].Name < b[0].Name):
			name, lv, a = a[0].Name, &a[0].Value, a[1:]
		case len(a) == 0 || b[0].Name < a[0].Name:
			name, rv, b = b[0].Name, &b[0].Value, b[1:]
		default:
			name, lv, rv, a, b = a[0].Name, &a[0].Value, &b[0].Value, a[1:], b[1:]
		}
		switch {
		case unknown(lv) || unknown(rv) || (lv != nil && rv != nil && *lv == *rv):
		case differ:
			c.result.Hidden++
		case name == dom.DerivedHit:
			c.hit(l, r, lv, rv)
		default:
			c.add(Derived, name, l, r, lv, rv)
		}
	}
}

// hit lists a difference of what a point belongs to, unless the point is not the same.
func (c *comparison) hit(l, r *dom.Node, lv, rv *string) {
	near := func(a, b float64) bool { return math.Abs(a-b) <= boxTolerance }
	if c.options.Reflowed || c.options.Referred || l.Box == nil || r.Box == nil ||
		!near(l.Box.X, r.Box.X) || !near(l.Box.Y, r.Box.Y) || !near(l.Box.W, r.Box.W) || !near(l.Box.H, r.Box.H) {
		c.result.Hidden++
		return
	}
	c.add(Hit, "", l, r, lv, rv)
}

func unknown(v *string) bool { return v != nil && *v == dom.Unknown }

// doubt puts a derived fact of a node out of question.
func doubt(n *dom.Node, names ...string) {
	for _, name := range names {
		n.Derived = dom.Set(n.Derived, name, dom.Unknown)
	}
}

func (c *comparison) sameRange(l, r dom.Range) bool {
	return c.pairs[l.Start] == r.Start && c.pairs[l.End] == r.End && l.StartOffset == r.StartOffset && l.EndOffset == r.EndOffset
}

// highlights compares custom highlights by their names and by the nodes that their ranges begin and
// end in.
func (c *comparison) highlights(left, right *dom.Tree) {
	taken := make([]bool, len(right.Highlights))
	partner := func(l dom.Highlight) *dom.Highlight {
		for i := range right.Highlights {
			r := &right.Highlights[i]
			if !taken[i] && l.Name == r.Name && c.pairs[document(l.Ranges[0].Start)] == document(r.Ranges[0].Start) {
				taken[i] = true
				return r
			}
		}
		return nil
	}
	for _, l := range left.Highlights {
		r := partner(l)
		same := r != nil && l.Priority == r.Priority && len(l.Ranges) == len(r.Ranges)
		for i := 0; same && i < len(l.Ranges); i++ {
			same = c.sameRange(l.Ranges[i], r.Ranges[i])
		}
		switch {
		case same:
		case r == nil:
			c.add(Highlight, l.Name, l.Ranges[0].Start, nil, ptr(lit(l)), nil)
		default:
			c.add(Highlight, l.Name, l.Ranges[0].Start, r.Ranges[0].Start, ptr(lit(l)), ptr(lit(*r)))
		}
	}
	for i, r := range right.Highlights {
		if !taken[i] {
			c.add(Highlight, r.Name, nil, r.Ranges[0].Start, nil, ptr(lit(r)))
		}
	}
}

// document is the outermost node of the document that n is in.
func document(n *dom.Node) *dom.Node {
	for n.Kind != dom.Document && n.Parent != nil {
		n = n.Parent
	}
	return n
}

// lit describes what a highlight covers.
func lit(h dom.Highlight) string {
	var list []string
	for i := range h.Ranges {
		list = append(list, described(&h.Ranges[i]))
	}
	if h.Priority != 0 {
		list = append(list, fmt.Sprintf("priority %d", h.Priority))
	}
	return strings.Join(list, "\n")
}
