package model

import (
	"fmt"

	"replaylab/lab/dom"
)

// Check reports whether the document is a tree whose books are right.
func (d *Document) Check() error {
	if d.root == nil {
		return nil
	}
	known := 0
	var err error
	fail := func(format string, args ...any) {
		if err == nil {
			err = fmt.Errorf(format, args...)
		}
	}
	seen := map[*node]bool{}
	d.root.each(func(n *node) bool {
		if seen[n] {
			fail("node %d is there twice", n.id)
			return false
		}
		seen[n] = true
		if n.id != 0 {
			known++
			if d.nodes[n.id] != n {
				fail("node %d is not the one on the books", n.id)
			}
			if _, ok := d.gone[n.id]; ok {
				fail("node %d is there and gone", n.id)
			}
		}
		kids := 0
		var last *node
		for c := n.first; c != nil; last, c = c, c.next {
			if kids++; c.parent != n || c.prev != last || kids > n.kids {
				fail("node %d: child %d is linked badly", n.id, c.id)
				return false
			}
		}
		if kids != n.kids || n.last != last {
			fail("node %d has %d children and counts %d", n.id, kids, n.kids)
		}
		if s := n.shadow; s != nil && (s.parent != n || s.kind != dom.Shadow) {
			fail("node %d has a bad shadow root", n.id)
		}
		if s := n.frame; s != nil && (s.parent != n || s.kind != dom.Document) {
			fail("node %d has a bad frame", n.id)
		}
		return true
	})
	if known != len(d.nodes) {
		fail("%d nodes with ids, and %d on the books", known, len(d.nodes))
	}
	for name, n := range map[string]*node{"focus": d.focus.on, "focused document": d.focus.in, "pressed document": d.focus.down} {
		if n != nil && !seen[n] {
			fail("%s is outside the document", name)
		}
	}
	if len(d.styles) != 0 || len(d.ready) != 0 {
		fail("work is left over")
	}
	return err
}
