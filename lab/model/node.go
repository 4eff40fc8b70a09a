package model

import (
	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// node is one node of the document. Children are a linked list, because recorders send the last
// of many siblings first and a slice would be shifted for each of them.
type node struct {
	kind            dom.Kind
	ns, name, value string
	id              int // 0 if the recording gives none that can be used
	attrs           []dom.Pair

	parent        *node // the host of a shadow root, the element of a frame's document
	prev, next    *node
	first, last   *node
	kids          int
	shadow, frame *node
	content       *node            // of a template
	quirks        bool             // of a document
	defined       bool             // of a custom element
	init          event.ShadowInit // of a shadow root

	live    *live    // nil if all is at its default
	style   *style   // of style and link elements that have said rules
	adopted []*sheet // of a document or shadow root; of a host, what its shadow root will adopt

	touched touched
	event   int // number of the event that built it
	order   int // which of that event's adds did; 0 for the first or a whole tree
}

// live is state that attributes do not carry.
type live struct {
	x, y  float64 // scroll offset
	media media
	modal bool
	control
	extra []dom.Pair // set by a plugin
}

// state returns the live state of n, for changing it.
func (n *node) state() *live {
	if n.live == nil {
		n.live = &live{}
	}
	return n.live
}

// is reports whether n is an HTML element of that name.
func (n *node) is(name string) bool {
	return n != nil && n.kind == dom.Element && n.ns == dom.HTML && n.name == name
}

func (n *node) attr(name string) string {
	v, _ := dom.Get(n.attrs, name)
	return v
}

func (n *node) has(name string) bool {
	_, ok := dom.Get(n.attrs, name)
	return ok
}

// owner is the node that the recording names as n's parent: a shadow root has no id of its own.
func (n *node) owner() *node {
	if p := n.parent; p != nil && (p.kind == dom.Shadow || p.kind == dom.Content) {
		return p.parent
	}
	return n.parent
}

// insert puts c, which is nowhere, among n's children, before the child b, or last if b is nil.
func (n *node) insert(c, b *node) {
	c.parent, c.next, c.prev = n, b, n.last
	if b != nil {
		c.prev = b.prev
		b.prev = c
	} else {
		n.last = c
	}
	if c.prev != nil {
		c.prev.next = c
	} else {
		n.first = c
	}
	n.kids++
}

// unlink takes n, which is no shadow root, out of its parent.
func (n *node) unlink() {
	p := n.parent
	n.parent = nil
	if p.frame == n {
		p.frame = nil
		return
	}
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		p.first = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	} else {
		p.last = n.prev
	}
	n.prev, n.next = nil, nil
	p.kids--
}

// each calls fn for n and everything below it, in the order of dom.Node.Below, until fn returns
// false. It finds its way by the links between nodes, since a recording can be deeper than any
// stack of calls, and wider than anybody would want to list who looks for the first of something.
func (n *node) each(fn func(*node) bool) {
	for c := n; c != nil; c = c.after(n) {
		if !fn(c) {
			return
		}
	}
}

// after is the node that follows n in the order of each, nil if it is the last one below top.
func (n *node) after(top *node) *node {
	for _, c := range [...]*node{n.shadow, n.content, n.frame, n.first} {
		if c != nil {
			return c
		}
	}
	for ; n != top; n = n.parent {
		p := n.parent
		switch {
		case n == p.shadow && p.content != nil:
			return p.content
		case (n == p.shadow || n == p.content) && p.frame != nil:
			return p.frame
		case (n == p.shadow || n == p.content || n == p.frame) && p.first != nil:
			return p.first
		case n.next != nil:
			return n.next
		}
	}
	return nil
}

// under reports whether n is a or below it.
func (n *node) under(a *node) bool {
	for ; n != nil; n = n.parent {
		if n == a {
			return true
		}
	}
	return false
}

// leaf reports whether nothing is below n.
func (n *node) leaf() bool {
	return n.first == nil && n.shadow == nil && n.content == nil && n.frame == nil
}

// document is the Document that n is in, itself if it is one.
func (n *node) document() *node {
	for n.kind != dom.Document && n.parent != nil {
		n = n.parent
	}
	return n
}

// closest is the nearest element of that name above n, at most that many steps up.
func (n *node) closest(name string, steps int) *node {
	for p := n.parent; p != nil && steps > 0; p, steps = p.parent, steps-1 {
		if p.is(name) {
			return p
		}
	}
	return nil
}

// shadowRoot returns the shadow root of an element, made if need be. The format knows open ones only.
func (d *Document) shadowRoot(host *node) *node {
	if host.shadow == nil {
		host.shadow = &node{kind: dom.Shadow, parent: host, event: d.index, adopted: host.adopted}
		host.touched.at(children, d.index)
	}
	return host.shadow
}

// contentOf returns the content of a template, made if need be.
func (d *Document) contentOf(template *node) *node {
	if template.content == nil {
		template.content = &node{kind: dom.Content, parent: template, event: d.index}
		template.touched.at(children, d.index)
	}
	return template.content
}

// holdsFrame reports whether a document can be shown inside n.
func (n *node) holdsFrame() bool {
	return n.is("iframe") || n.is("frame") || n.is("object") || n.is("embed")
}
