package model

import (
	"fmt"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// The mouse interactions that leave a trace in the document.
const (
	mouseDown  = 1
	focusEvent = 5
	blurEvent  = 6
	touchStart = 7
)

// focus is where the keyboard is. At most one element of the whole page has it; a document that
// lost it to another has none.
type focus struct {
	on   *node // the focused element
	in   *node // the document that has the keyboard, with a focused element or not
	down *node // the document that was last pressed on, since the last focus
}

func (f *focus) leave(n *node) {
	if f.on == n {
		f.on = nil
	}
	if f.in == n {
		f.in = nil
	}
	if f.down == n {
		f.down = nil
	}
}

// interact applies focus and blur. When an element loses focus its document keeps the keyboard,
// and so the frame around it stays active, unless the loss came from a press on another document.
func (d *Document) interact(e event.Event, f *faults) {
	var m event.MouseInteractionData
	if !decode(e, &m, f) || m.ID == -1 {
		return
	}
	switch m.Type {
	case mouseDown, touchStart:
		if n := d.nodes[m.ID]; n != nil {
			d.focus.down = n.document()
		}
		return
	case focusEvent, blurEvent:
	default:
		return
	}
	n, err := d.find(m.ID)
	switch {
	case err != nil:
		f.add(fmt.Errorf("focus: %w", err))
		return
	case n.kind != dom.Element:
		f.add(fmt.Errorf("focus: node %d is no element but %s", m.ID, n.kind))
		return
	case m.Type == focusEvent:
		if d.focus.on != nil {
			d.focus.on.touched.at(state, d.index)
		}
		d.focus = focus{on: n, in: n.document()}
	case d.focus.on == n:
		d.focus.on = nil
		if d.focus.down != nil {
			d.focus.in = d.focus.down
		}
	default:
		return // of an element that was not known to have focus
	}
	n.touched.at(state, d.index)
}

// active calls fn for the active element of every document and shadow root: the focused element,
// the hosts of the shadow roots it is in, and the frames around its document.
func (f *focus) active(fn func(*node)) {
	if f.on != nil {
		fn(f.on)
		for s := f.on.scope(); s.kind == dom.Shadow; s = s.parent.scope() {
			fn(s.parent)
		}
	}
	for doc := f.in; doc != nil && doc.parent != nil; doc = doc.parent.document() {
		fn(doc.parent)
		for s := doc.parent.scope(); s.kind == dom.Shadow; s = s.parent.scope() {
			fn(s.parent)
		}
	}
}
