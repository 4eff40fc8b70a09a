package model

import (
	"fmt"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// scroll applies the scroll offset of an element, or of a window by its document.
func (d *Document) scroll(e event.Event, f *faults) {
	var s event.ScrollData
	if !decode(e, &s, f) || s.ID == -1 {
		return
	}
	n, err := d.find(s.ID)
	switch {
	case err != nil:
		f.add(fmt.Errorf("scroll: %w", err))
		return
	case n.kind != dom.Element && n.kind != dom.Document:
		f.add(fmt.Errorf("scroll: node %d is %s", s.ID, n.kind))
		return
	}
	n.scrollTo(s.X, s.Y)
	n.touched.at(state, d.index)
}

// scroller is the node that keeps n's scroll offset: n, or the document whose window scrolls with
// it. The html element of a document, or its body in quirks mode, has its window's offset.
func (n *node) scroller() *node {
	doc := n.parent
	switch {
	case n.is("html") && doc != nil && doc.kind == dom.Document && !doc.quirks:
		return doc
	case n.is("body") && doc.is("html") && doc.parent != nil && doc.parent.kind == dom.Document && doc.parent.quirks:
		return doc.parent
	}
	return n
}

func (n *node) scrollTo(x, y float64) {
	s := n.scroller().state()
	s.x, s.y = x, y
}

// raiseScroll hands the offset that a new element's description gave to the window it belongs to.
func (n *node) raiseScroll() {
	if s := n.live; s != nil && (s.x != 0 || s.y != 0) && n.scroller() != n {
		n.scrollTo(s.x, s.y)
	}
}
