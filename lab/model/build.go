package model

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// build makes a node and everything below it from its description and puts it under parent, before
// the child given, or makes it the root if parent is nil. Whatever is wrong inside is left out.
func (d *Document) build(desc *event.Node, parent, before *node, f *faults) *node {
	type job struct {
		desc   *event.Node
		parent *node
	}
	top := d.make(desc, parent, f)
	d.link(top, parent, before)
	stack := []job{}
	push := func(n *node, desc *event.Node) {
		for _, c := range slices.Backward(desc.ChildNodes) {
			stack = append(stack, job{c, n})
		}
	}
	push(top, desc)
	for len(stack) > 0 {
		j := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		parent, err := d.fits(j.desc, j.parent)
		if err != nil {
			f.add(err)
			continue
		}
		n := d.make(j.desc, parent, f)
		d.link(n, parent, nil)
		push(n, j.desc)
	}
	d.fillFrames(f)
	return top
}

// fillFrames builds the documents that came before their frames did. One of them can hold the
// frame of the next and so on, so the nested builds leave the list to the outermost.
func (d *Document) fillFrames(f *faults) {
	if d.filling {
		return
	}
	d.filling = true
	for len(d.ready) > 0 {
		frame := d.ready[0]
		d.ready = d.ready[1:]
		w, ok := d.waiting[frame.id]
		if !ok || d.nodes[frame.id] != frame {
			continue
		}
		delete(d.waiting, frame.id)
		now := d.index
		d.index = w.index // the event that says what is in the frame
		d.build(w.node, frame, nil, f)
		d.index = now
	}
	d.filling = false
}

// fits returns the node that desc becomes a child of when the recording puts it under parent: the
// parent or its shadow root.
func (d *Document) fits(desc *event.Node, parent *node) (*node, error) {
	switch {
	case desc == nil:
		return nil, fmt.Errorf("nothing to put under node %d", parent.id)
	case desc.Type < event.DocumentNode || desc.Type > event.CommentNode:
		return nil, fmt.Errorf("node %d has the unknown type %d", desc.ID, desc.Type)
	case parent.kind != dom.Element && parent.kind != dom.Document:
		return nil, fmt.Errorf("node %d is under the %s node %d", desc.ID, parent.kind, parent.id)
	case desc.Type == event.DocumentNode && !parent.holdsFrame():
		return nil, fmt.Errorf("document %d is under node %d, which is no frame", desc.ID, parent.id)
	case desc.IsShadow && parent.kind != dom.Element:
		return nil, fmt.Errorf("node %d is in the shadow root of node %d, which is no element", desc.ID, parent.id)
	case desc.IsShadow && desc.Type != event.DocumentNode:
		return d.shadowRoot(parent), nil
	case desc.IsContent && parent.is("template"):
		return d.contentOf(parent), nil
	}
	return parent, nil
}

// link puts a new node in its place and lets the document take notice.
func (d *Document) link(n, parent, before *node) {
	switch {
	case parent == nil:
		return
	case n.kind == dom.Document:
		if parent.frame != nil {
			d.detach(parent.frame)
		}
		parent.frame, n.parent = n, parent
	default:
		parent.insert(n, before)
	}
	n.owner().touched.at(children, d.index)
	n.raiseScroll()
	if n.kind == dom.Text && parent.style != nil && parent.event != d.index {
		d.restyle(parent)
	}
	if n.kind != dom.Element {
		return
	}
	d.joinControls(n)
	if n.name == "style" {
		d.settleLater(n)
	}
	if _, ok := d.waiting[n.id]; ok && n.holdsFrame() {
		d.ready = append(d.ready, n)
	}
}

// make makes one node from its description, under that parent but not linked to it yet.
func (d *Document) make(desc *event.Node, parent *node, f *faults) *node {
	n := &node{event: d.index}
	d.claim(n, desc.ID, parent, f)
	n.touched.at(placed, d.index)
	switch desc.Type {
	case event.DocumentNode:
		n.kind, n.quirks = dom.Document, desc.CompatMode == "BackCompat"
		d.adoptInline(n, desc.AdoptedStyleSheets)
	case event.DoctypeNode:
		n.kind, n.name, n.value = dom.Doctype, desc.Name, desc.PublicID+"\n"+desc.SystemID
	case event.ElementNode:
		n.kind = dom.Element
		d.element(n, desc, f)
	case event.TextNode:
		n.kind, n.value = dom.Text, desc.TextContent
		if desc.CDATA {
			n.kind = dom.CDATA
		}
	case event.CDATANode:
		n.kind, n.value = dom.CDATA, desc.TextContent
	case event.CommentNode:
		n.kind, n.value = dom.Comment, desc.TextContent
		if desc.Target != nil {
			n.kind, n.name = dom.Instruction, *desc.Target
		}
	}
	return n
}

func (d *Document) element(n *node, desc *event.Node, f *faults) {
	n.name = strings.ToLower(desc.TagName)
	if n.name == "" {
		f.add(fmt.Errorf("element %d has no name", desc.ID))
		n.name = "div" // what recorders write for a name that the format cannot say
	}
	if desc.IsSVG {
		n.ns, n.name = dom.SVG, svgName(n.name)
	}
	if desc.NS != nil {
		n.ns = namespace(*desc.NS)
	}
	if desc.QName != "" {
		n.name = desc.QName
	}
	n.defined = desc.IsCustom
	d.describe(n, desc.Attributes, f)
	n.restore(desc.Raw)
	if desc.Shadow != nil {
		d.shadowRoot(n).init = *desc.Shadow
	}
	if desc.IsShadowHost || len(desc.AdoptedStyleSheets) > 0 {
		d.adoptInline(d.shadowRoot(n), desc.AdoptedStyleSheets)
	}
}
