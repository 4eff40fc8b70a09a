package model

import (
	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// defineElement applies the definition of a custom element to all that bear its name. The event
// does not say in which document; a name of two meanings is beyond the format.
func (d *Document) defineElement(e event.Event, f *faults) {
	var c event.CustomElementData
	if !decode(e, &c, f) || c.Define == nil {
		return
	}
	d.root.each(func(n *node) bool {
		if n.is(c.Define.Name) || (n.kind == dom.Element && n.attr("is") == c.Define.Name) {
			n.defined = true
			n.touched.at(state, d.index)
		}
		return true
	})
}
