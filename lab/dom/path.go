package dom

import (
	"slices"
	"strconv"
	"strings"
)

// Path is an expression that finds the node when it is pasted into the devtools console of its
// page, such as document.querySelector("#list > li:nth-child(2)").childNodes[0]. A closed shadow
// root cannot be entered by script; there the expression says so in a comment.
func Path(n *Node) string {
	switch n.Kind {
	case Document:
		if n.Parent == nil {
			return "document"
		}
		return Path(n.Parent) + ".contentDocument"
	case Shadow:
		if n.Prop(PropMode) == "closed" {
			return Path(n.Parent) + ".shadowRoot /* closed */"
		}
		return Path(n.Parent) + ".shadowRoot"
	case Content:
		return Path(n.Parent) + ".content"
	case Element:
		return element(n)
	}
	if n.Parent == nil {
		return "(detached " + n.Kind.String() + ")"
	}
	return Path(n.Parent) + ".childNodes[" + Ordinal(n) + "]"
}

// Root is the document, shadow root or template content that a node is in.
func Root(n *Node) *Node {
	for n.Parent != nil && n.Kind != Document && n.Kind != Shadow && n.Kind != Content {
		n = n.Parent
	}
	return n
}

// Ordinal is the node's place among its parent's child nodes, from 0.
func Ordinal(n *Node) string {
	if n.Parent != nil {
		for i, c := range n.Parent.Children {
			if c == n {
				return strconv.Itoa(i)
			}
		}
	}
	return "?"
}

// element is the path of an element: a selector from the nearest place above it that no other
// element can be taken for. That is an element with an id of its own, the body, the root of the
// document or, as a shadow root and a template have none, the child of those.
func element(n *Node) string {
	name := n.Name
	var parts []string
	for ; n.Parent != nil; n = n.Parent {
		part, anchor := step(n), n.Parent.Kind != Element
		switch id := n.Attr("id"); {
		case id != "" && plain(id) && unique(n, id):
			part, anchor = "#"+id, true
		case n.Parent.Kind == Document && n.Name != "html":
			part = ":root"
		case n.Parent.Kind == Shadow || n.Parent.Kind == Content:
			part = ":scope"
		case n.Name == "body" && n.Parent.Name == "html":
			anchor = true
		}
		parts = append(parts, part)
		if anchor {
			return from(n, parts)
		}
	}
	return "(detached " + name + ")"
}

// from writes the steps that lead down from an anchor, given from the last to the first.
func from(anchor *Node, parts []string) string {
	slices.Reverse(parts)
	at := Path(Root(anchor))
	if parts[0] == ":scope" {
		k, _ := place(anchor)
		at += ".children[" + strconv.Itoa(k-1) + "]"
		if len(parts) == 1 {
			return at
		}
	}
	return at + ".querySelector(" + strconv.Quote(strings.Join(parts, " > ")) + ")"
}

// step is what leads from an element's parent to the element.
func step(n *Node) string {
	k, all := place(n)
	same, before, strange := 0, 0, !plain(n.Name)
	for i, c := range all {
		if c.Name != n.Name {
			continue
		}
		same++
		if i < k {
			before++
		}
		strange = strange || c.NS != n.NS
	}
	switch {
	case strange: // a selector matches such names in ways of its own
		return ":nth-child(" + strconv.Itoa(k) + ")"
	case same == 1:
		return n.Name
	}
	return n.Name + ":nth-of-type(" + strconv.Itoa(before) + ")"
}

// place is the element's place among the elements beside it, from 1, and all of these.
func place(n *Node) (k int, all []*Node) {
	for _, c := range n.Parent.Children {
		if c.Kind != Element {
			continue
		}
		if all = append(all, c); c == n {
			k = len(all)
		}
	}
	return k, all
}

// plain reports whether a name or an id can stand in a selector, and that in a string, as it is.
func plain(id string) bool {
	for i, r := range id {
		letter := r == '_' || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		if !letter && (i == 0 || (r != '-' && (r < '0' || r > '9'))) {
			return false
		}
	}
	return true
}

// unique reports whether no other element has the id. In quirks mode case does not tell ids apart.
func unique(n *Node, id string) bool {
	count := 0
	var visit func(*Node)
	visit = func(n *Node) {
		if n.Kind == Element && strings.EqualFold(n.Attr("id"), id) {
			count++
		}
		for _, c := range n.Children {
			visit(c)
		}
	}
	visit(Root(n))
	return count == 1
}
