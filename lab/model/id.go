package model

import (
	"fmt"

	"replaylab/lab/dom"
)

// find returns the node with that id. Its error wraps ErrGone if there once was one.
func (d *Document) find(id int) (*node, error) {
	if n := d.nodes[id]; n != nil {
		return n, nil
	}
	if r, ok := d.gone[id]; ok {
		return nil, fmt.Errorf("node %d: %w by event %d", id, ErrGone, r.touched[removed]-1)
	}
	return nil, fmt.Errorf("there is no node %d", id)
}

// goneNow reports whether the event being applied removed that node.
func (d *Document) goneNow(id int) bool {
	r, ok := d.gone[id]
	return ok && int(r.touched[removed])-1 == d.index
}

// claim gives a new node its id. If another node has it, the newer word counts, unless both come
// from one description or one is above the other: then the new node goes without.
func (d *Document) claim(n *node, id int, parent *node, f *faults) {
	if id <= 0 {
		f.add(fmt.Errorf("a node has the id %d", id))
		return
	}
	if old := d.nodes[id]; old != nil {
		if old.event == d.index || old == d.root || parent != nil && parent.under(old) {
			f.add(fmt.Errorf("two nodes have the id %d", id))
			return
		}
		f.add(fmt.Errorf("node %d comes again under node %d while it is still under node %d", id, idOf(parent), idOf(old.parent)))
		d.detach(old)
	}
	if r, ok := d.gone[id]; ok {
		r.revive(n)
		delete(d.gone, id)
	}
	n.id = id
	d.nodes[id] = n
}

func idOf(n *node) int {
	if n == nil {
		return 0
	}
	if n.kind == dom.Shadow || n.kind == dom.Content {
		n = n.parent
	}
	return n.id
}
