package model

import (
	"strings"

	"replaylab/lab/dom"
)

// check enters a checked radio button into its group, where it unchecks the one before it.
func (d *Document) check(n *node) {
	name := n.attr("name")
	if !n.checkedRadio(name) {
		return
	}
	group := d.checked[name]
	if group == nil {
		group = map[*node]bool{}
		d.checked[name] = group
	}
	for other := range group {
		switch {
		case other == n:
		case d.nodes[other.id] != other || !other.checkedRadio(name):
			delete(group, other) // removed, renamed or unchecked since
		case sameGroup(n, other):
			other.live.checked = false
			other.touched.at(state, d.index)
			delete(group, other)
		}
	}
	group[n] = true
}

func (n *node) checkedRadio(name string) bool {
	return name != "" && n.live != nil && n.live.checked && n.is("input") &&
		n.attr("name") == name && strings.EqualFold(n.attr("type"), "radio")
}

// sameGroup reports whether two radio buttons of one name exclude each other: same form, or no
// form and same tree.
func sameGroup(a, b *node) bool {
	if a.document() != b.document() {
		return false
	}
	formA, namesA := a.form()
	formB, namesB := b.form()
	switch {
	case namesA != "" && namesB != "":
		return namesA == namesB
	case namesA != "":
		return formB != nil && formB.attr("id") == namesA
	case namesB != "":
		return formA != nil && formA.attr("id") == namesB
	}
	return formA == formB && (formA != nil || a.scope() == b.scope())
}

// form is the form that owns a control: the one that it is in, unless it names another by its id. A
// page may have two forms of one id, so what a control is in is not told by name.
func (n *node) form() (in *node, names string) {
	if id := n.attr("form"); id != "" {
		return nil, id
	}
	p := n.parent
	for steps := upward; steps > 0 && p != nil && p.kind == dom.Element; steps-- { // not out of a shadow tree
		if p.is("form") {
			return p, ""
		}
		p = p.parent
	}
	return nil, ""
}

// scope is the document or shadow root that n is in.
func (n *node) scope() *node {
	for n.parent != nil && n.parent.shadow != n && n.parent.content != n && n.parent.frame != n {
		n = n.parent
	}
	return n
}
