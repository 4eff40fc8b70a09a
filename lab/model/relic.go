package model

import "replaylab/lab/dom"

// relic is what stays of a node that was removed, for when it comes back: a move is a remove and an
// add. The add describes the node anew; this is what no add can say and what a DOM node keeps.
type relic struct {
	touched touched
	adopted []*sheet // of its shadow root
	dirty   bool     // of a form control
}

func (n *node) relic() relic {
	r := relic{touched: n.touched, adopted: n.adopted, dirty: n.live != nil && n.live.dirty}
	if n.shadow != nil {
		r.adopted = n.shadow.adopted
	}
	return r
}

func (r relic) revive(n *node) {
	n.touched, n.adopted = r.touched, r.adopted
	if r.dirty {
		n.state().dirty = true
	}
}

// detach takes n, which is not the root, out of the document, and with it everything below.
func (d *Document) detach(n *node) {
	d.selected.leave(n)
	option := n.lostOption()
	n.each(func(c *node) bool {
		if c.id != 0 {
			delete(d.nodes, c.id)
			c.touched.at(removed, d.index)
			d.gone[c.id] = c.relic()
		}
		d.focus.leave(c)
		if c.live != nil && c.live.checked {
			delete(d.checked[c.attr("name")], c)
		}
		return true
	})
	parent := n.parent
	n.unlink()
	idNode := parent
	if parent.kind == dom.Shadow || parent.kind == dom.Content {
		idNode = parent.parent
	}
	idNode.touched.at(children, d.index)
	if n.kind == dom.Text && parent.style != nil {
		d.restyle(parent)
	}
	if option != nil {
		option.reset()
	}
}
