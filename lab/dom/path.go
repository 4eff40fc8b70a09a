package dom

import (
	"fmt"
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
		root := Root(n)
		if root == n {
			return "(detached " + n.Name + ")"
		}
		return Path(root) + ".querySelector(" + strconv.Quote(Selector(n)) + ")"
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

// Selector is a CSS selector for an element, unique in its document, shadow root or template.
func Selector(n *Node) string {
	var parts []string
	for ; n != nil && n.Kind == Element; n = n.Parent {
		if id := n.Attr("id"); id != "" && plain(id) && unique(n, id) {
			parts = append(parts, "#"+id)
			break
		}
		part := strings.ReplaceAll(n.Name, ":", `\:`)
		if n.Parent != nil && n.Parent.Kind == Element {
			if k, alone := position(n); !alone {
				part += fmt.Sprintf(":nth-of-type(%d)", k)
			}
		}
		parts = append(parts, part)
		if n.Name == "body" || n.Name == "html" {
			break
		}
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, " > ")
}

func plain(id string) bool {
	for i, r := range id {
		letter := r == '_' || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		if !letter && (i == 0 || (r != '-' && (r < '0' || r > '9'))) {
			return false
		}
	}
	return true
}

func unique(n *Node, id string) bool {
	count := 0
	var visit func(*Node)
	visit = func(n *Node) {
		if n.Kind == Element && n.Attr("id") == id {
			count++
		}
		for _, c := range n.Children {
			visit(c)
		}
	}
	visit(Root(n))
	return count == 1
}

// position is the element's place among siblings of its name, from 1, and whether it is the only one.
func position(n *Node) (k int, alone bool) {
	count := 0
	for _, c := range n.Parent.Children {
		if c.Kind == Element && c.Name == n.Name {
			count++
		}
		if c == n {
			k = count
		}
	}
	return k, count == 1
}
