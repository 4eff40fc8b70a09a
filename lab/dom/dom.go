// Package dom holds canonical document trees: one form for a live page, for the page that a
// recording describes, and for a replayed page, so that any two can be compared node by node.
package dom

import (
	"strings"
)

// Kind is the kind of a node.
type Kind uint8

// The kinds of node.
const (
	Document Kind = iota + 1
	Doctype
	Element
	Text
	Comment
	CDATA
	Instruction // a processing instruction
	Shadow      // a shadow root
	Content     // the content of a template
)

var kindNames = [...]string{"", "document", "doctype", "element", "text", "comment", "cdata", "instruction", "shadow root", "template content"}

func (k Kind) String() string { return kindNames[k] }

// Namespaces as Node.NS writes them. Any other namespace stands there as its URI.
const (
	HTML   = ""
	SVG    = "svg"
	MathML = "math"
)

// Pair is a named value.
type Pair struct{ Name, Value string }

// Node is one node of a tree.
type Node struct {
	Kind  Kind
	NS    string // of an element
	Name  string // element: qualified name; doctype and instruction: name
	Value string // text, comment, CDATA, instruction: data; doctype: public and system id, one a line; document: its URL

	Attrs []Pair // sorted by name
	Props []Pair // live state that attributes do not carry, sorted by name; see the Prop constants
	// Derived is what the browser itself made of the page's state, sorted by name; see the Derived
	// constants. No recording carries it, so it is compared between the two browsers alone.
	Derived []Pair
	// Style is chosen computed style, in the order it was asked for; nil if not rendered. Elements
	// of the same style share it: it may be replaced, not written into.
	Style   []Pair
	Box     *Box     // nil if not rendered
	Pseudos []Pseudo // rendered ones of an element, sorted by name

	Shadow   *Node // shadow root of an element
	Content  *Node // content of a template
	Frame    *Node // document of a frame
	Children []*Node
	Parent   *Node // the host for a shadow root, template content or frame document
	Origin   *Node // in a clone: the node that it was copied from

	Access *Access // an element's place in the accessibility tree; nil if it has none, or nobody asked

	ID         int    // node id in the recording, 0 if unknown
	Backend    int    // the browser's own id, 0 if unknown
	Unfinished bool   // document: it was opened by a script and never closed
	Unsteady   bool   // its Style and Box are not to be compared: they are not the same twice
	Matches    uint64 // bit i is set if the element matches selector i of those that were asked for
}

// Box is a border box in CSS pixels, relative to the document that the node is in.
type Box struct{ X, Y, W, H float64 }

// Access is what assistive technology is told of an element.
type Access struct{ Role, Name, Value string }

// Pseudo is how a pseudo-element is rendered.
type Pseudo struct {
	Name  string // "::before", "::after", "::marker" or "::backdrop"
	Style []Pair // as that of a node
	Box   Box    // of a backdrop it is not known
}

// Range is a selection: two ends, each a node and an offset into it.
type Range struct {
	Start       *Node
	StartOffset int
	End         *Node
	EndOffset   int
}

// Tree is a whole page.
type Tree struct {
	Root          *Node // its Document
	Width, Height int   // window, in CSS pixels
	URL           string
	Selection     *Range // nil if nothing is selected
	Highlights    []Highlight
}

// Highlight is a custom highlight of one document.
type Highlight struct {
	Name     string
	Priority int
	Ranges   []Range // in document order
}

// Below calls fn for the shadow root, template content, frame document and children of n, in
// this order: the preorder in which every package of the lab numbers nodes.
func (n *Node) Below(fn func(*Node)) {
	for _, c := range [...]*Node{n.Shadow, n.Content, n.Frame} {
		if c != nil {
			fn(c)
		}
	}
	for _, c := range n.Children {
		fn(c)
	}
}

// Walk calls fn for n and everything below it, in preorder, until fn returns false, which skips
// what is below that node.
func (n *Node) Walk(fn func(*Node) bool) {
	if fn(n) {
		n.Below(func(c *Node) { c.Walk(fn) })
	}
}

// Count is the number of nodes of n, itself included.
func (n *Node) Count() int {
	count := 0
	n.Walk(func(*Node) bool { count++; return true })
	return count
}

// Adopt sets Parent throughout the tree under n.
func (n *Node) Adopt() {
	n.Below(func(c *Node) { c.Parent = n; c.Adopt() })
}

// Text is the text under n, as a reader would see it in the source: shadow roots, template
// content and frames left out.
func (n *Node) Text() string {
	if n.Kind == Text || n.Kind == CDATA {
		return n.Value
	}
	var b strings.Builder
	for _, c := range n.Children {
		b.WriteString(c.Text())
	}
	return b.String()
}
