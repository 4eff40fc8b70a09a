// Package dom holds canonical document trees: one form for a live page, for the page that a
// recording describes, and for a replayed page, so that any two can be compared node by node.
package dom

import (
	"slices"
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

// The names of live state in Node.Props. A property that has its default value is left out.
const (
	PropValue         = "value"         // form control: live value
	PropChecked       = "checked"       // "true" or "false", of a check box or radio button
	PropIndeterminate = "indeterminate" // "true"
	PropSelected      = "selected"      // option: "true"
	PropScrollLeft    = "scrollLeft"    // CSS pixels; on the Document for its window
	PropScrollTop     = "scrollTop"
	PropFocused       = "focused"  // "true": the active element of its document or shadow root
	PropOpen          = "open"     // "modal", "dialog" (not modal), "popover", "fullscreen"
	PropTopLayer      = "topLayer" // place in the top layer, from 1
	PropMode          = "mode"     // shadow root: "open" or "closed"
	PropDelegates     = "delegatesFocus"
	PropSlotting      = "slotAssignment" // shadow root: "manual"
	PropClonable      = "clonable"
	PropSerializable  = "serializable"
	PropSheet         = "sheet"         // style and link: the rules, one a line
	PropAdopted       = "adopted"       // document and shadow root: rules of all adopted sheets, one a line
	PropAdoptedCount  = "adoptedCount"  // document and shadow root, if there is more than one adopted sheet
	PropAdoptedFlags  = "adoptedFlags"  // of adopted sheets that are disabled or for some media only: number, from 1, and flags, one sheet a line
	PropSheetDisabled = "sheetDisabled" // style and link: "true"
	PropSheetMedia    = "sheetMedia"    // style and link: the media that a script has put in place of the attribute's
	PropQuirks        = "quirks"        // document: "true" in quirks mode
	PropDesignMode    = "designMode"    // document: "on"
	PropMedia         = "media"         // video and audio: "playing" or "paused"
	PropMuted         = "muted"         // video and audio: "true"
	PropVolume        = "volume"        // video and audio, if not 1
	PropRate          = "playbackRate"  // video and audio, if not 1
	PropMediaTime     = "mediaTime"     // video and audio that is paused: where, in seconds
	PropSource        = "srcObject"     // video and audio: class of the object that a script has made its source
	PropDefined       = "defined"       // custom element: "true"
	PropStates        = "states"        // custom element: the :state() names that it has, of those that a style sheet asks for
	PropCustomError   = "customError"   // form control: what a script has called wrong with it
	PropBase          = "base"          // document: what its relative addresses are resolved against; never compared
)

// The names in Node.Derived. What has its default value is left out.
const (
	DerivedTitle        = "title"        // document: what its window is called
	DerivedQuirks       = "quirks"       // document: "limited"
	DerivedFocusVisible = "focusVisible" // "true": the focused element shows that it is
	DerivedImage        = "image"        // img: natural size, "none", "loading" or "broken"
	DerivedValidity     = "validity"     // form control: the flags of its ValidityState that are set, but customError
	DerivedUserValidity = "userValidity" // form control, if a style sheet asks: "valid" or "invalid" after a user has edited it
	DerivedLoaded       = "loaded"       // video and audio: what has come of it, as size or "sound"; "failed"
	DerivedCanvas       = "canvas"       // canvas: hash of its pixels, or why they cannot be read; left out if it is blank
	DerivedHit          = "hit"          // what a point in the middle belongs to, of elements in the top layer or that can have focus: "self", "nothing" or an element's name and id
	DerivedSlot         = "slot"         // child of a shadow host: place, among those of its name, and name of the slot that shows it
)

// Unknown is a value that is equal to any other: a rule has put the fact out of question.
const Unknown = "\x00unknown"

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

// Get returns a value from a sorted list.
func Get(list []Pair, name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(list, name, func(p Pair, n string) int { return strings.Compare(p.Name, n) })
	if !ok {
		return "", false
	}
	return list[i].Value, true
}

// Set puts a value into a sorted list.
func Set(list []Pair, name, value string) []Pair {
	i, ok := slices.BinarySearchFunc(list, name, func(p Pair, n string) int { return strings.Compare(p.Name, n) })
	if ok {
		list[i].Value = value
		return list
	}
	return slices.Insert(list, i, Pair{name, value})
}

// Unset takes a value out of a sorted list.
func Unset(list []Pair, name string) []Pair {
	return slices.DeleteFunc(list, func(p Pair) bool { return p.Name == name })
}

// Attr returns an attribute, or "".
func (n *Node) Attr(name string) string {
	v, _ := Get(n.Attrs, name)
	return v
}

// Prop returns a live property, or "".
func (n *Node) Prop(name string) string {
	v, _ := Get(n.Props, name)
	return v
}

// Fact returns a derived fact, or "".
func (n *Node) Fact(name string) string {
	v, _ := Get(n.Derived, name)
	return v
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

// Clone copies the whole tree. The copy shares nothing with the original but computed style, which
// nobody writes into.
func (t *Tree) Clone() *Tree {
	copied := map[*Node]*Node{} // of the nodes that are pointed at
	if t.Selection != nil {
		copied[t.Selection.Start], copied[t.Selection.End] = nil, nil
	}
	for _, h := range t.Highlights {
		for _, r := range h.Ranges {
			copied[r.Start], copied[r.End] = nil, nil
		}
	}
	c := *t
	k := cloner{copied: copied}
	c.Root = k.clone(t.Root, nil)
	if t.Selection != nil {
		r := *t.Selection
		r.Start, r.End = copied[r.Start], copied[r.End]
		c.Selection = &r
	}
	c.Highlights = slices.Clone(t.Highlights)
	for i := range c.Highlights {
		h := &c.Highlights[i]
		h.Ranges = slices.Clone(h.Ranges)
		for k := range h.Ranges {
			r := &h.Ranges[k]
			r.Start, r.End = copied[r.Start], copied[r.End]
		}
	}
	return &c
}

// cloner copies nodes. They come from large pieces of memory, which is most of the speed.
type cloner struct {
	copied map[*Node]*Node
	nodes  []Node
	links  []*Node
}

func (k *cloner) clone(n, parent *Node) *Node {
	if n == nil {
		return nil
	}
	if len(k.nodes) == 0 {
		k.nodes = make([]Node, 256)
	}
	c := &k.nodes[0]
	k.nodes = k.nodes[1:]
	*c = *n
	c.Parent, c.Origin = parent, n
	c.Attrs, c.Props, c.Derived = slices.Clone(n.Attrs), slices.Clone(n.Props), slices.Clone(n.Derived)
	c.Shadow, c.Content, c.Frame = k.clone(n.Shadow, c), k.clone(n.Content, c), k.clone(n.Frame, c)
	if len(n.Children) > 0 {
		c.Children = k.list(len(n.Children))
		for i, child := range n.Children {
			c.Children[i] = k.clone(child, c)
		}
	}
	if len(k.copied) > 0 {
		if _, ok := k.copied[n]; ok {
			k.copied[n] = c
		}
	}
	return c
}

// list is room for some children. Its capacity is its length, so that no list can grow into the next.
func (k *cloner) list(n int) []*Node {
	if len(k.links) < n {
		k.links = make([]*Node, max(n, 256))
	}
	made := k.links[:n:n]
	k.links = k.links[n:]
	return made
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
