package model

import "strings"

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
	formA, idA := a.form()
	formB, idB := b.form()
	if idA != "" || idB != "" {
		return idA == idB
	}
	return formA == formB && (formA != nil || a.scope() == b.scope())
}

// form is the form that owns a control, and its id if it has one.
func (n *node) form() (*node, string) {
	if id := n.attr("form"); id != "" {
		return nil, id
	}
	form := n.closest("form", upward)
	if form == nil {
		return nil, ""
	}
	return form, form.attr("id")
}

// scope is the document or shadow root that n is in.
func (n *node) scope() *node {
	for n.parent != nil && n.parent.shadow != n && n.parent.frame != n {
		n = n.parent
	}
	return n
}
