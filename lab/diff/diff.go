// Package diff compares two trees of the same page and says in what they differ. What may differ
// is decided beforehand, by the named rules of an equivalence policy; see policy.go.
package diff

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"replaylab/lab/dom"
)

// Kind is the kind of a difference.
type Kind string

// The kinds of difference.
const (
	Missing   Kind = "missing"   // only the left tree has the node
	Extra     Kind = "extra"     // only the right tree has it
	Moved     Kind = "moved"     // both have it, in another place among its siblings or under another parent
	Text      Kind = "text"      // character data, or a doctype
	Name      Kind = "name"      // an element's name or namespace
	Attribute Kind = "attribute" // an attribute
	Property  Kind = "property"  // live state: see the Prop constants of dom
	Style     Kind = "style"     // a computed property
	Geometry  Kind = "geometry"  // size, or place in the parent's box
	Derived   Kind = "derived"   // what the browser made of the state: see the Derived constants of dom
	Hit       Kind = "hit test"  // what a point in the middle of an element belongs to
	Highlight Kind = "highlight" // a custom highlight
	Selection Kind = "selection" // the page's selection
	Window    Kind = "window"    // the window's size
)

// Looks reports whether a difference of the kind is one of how a page is rendered, not of what it is.
func (k Kind) Looks() bool { return k == Style || k == Geometry || k == Hit }

// Difference is one thing that is not equal.
type Difference struct {
	Kind        Kind
	Name        string // of the attribute or property
	Left, Right *dom.Node
	LeftValue   *string // nil where that side has no such thing
	RightValue  *string
}

// Options say what to compare beyond structure and state.
type Options struct {
	Looks   bool // computed style and boxes, where both trees have them
	Derived bool // what the browsers made of the pages' state: both trees were read from one
	// Reflowed leaves boxes out: masked text is not as wide as the text it stands for.
	Reflowed bool
	// Referred says that the looks of the left page are not its own but those of one with its text
	// masked. What was hit is then left out.
	Referred bool
	IDs      bool // nodes with the same id in the recording are the same node
}

// Result is the outcome of a comparison.
type Result struct {
	Differences []Difference
	// Pairs maps nodes of the left tree, as they were before the policy, to their partners.
	Pairs map[*dom.Node]*dom.Node
	// Hidden counts differences of style and geometry that are not listed, because they follow from one of the
	// parent's, and of derived facts that follow from another on the same element.
	Hidden int
}

// Compare compares two canonical trees: see Canonical. Neither is changed.
func Compare(left, right *dom.Tree, o Options) *Result {
	c := &comparison{options: o, left: index(left.Root), right: index(right.Root), styles: map[twoStyles][]int{}}
	n := len(c.left)
	c.result = &Result{Pairs: make(map[*dom.Node]*dom.Node, n)}
	c.pairs, c.back = make(map[*dom.Node]*dom.Node, n), make(map[*dom.Node]*dom.Node, n)
	if o.IDs {
		c.anchor(left.Root, right.Root)
	}
	c.pair(left.Root, right.Root)
	if left.Width != right.Width || left.Height != right.Height {
		c.add(Window, "size", left.Root, right.Root, ptr(size(left)), ptr(size(right)))
	}
	c.moves()
	c.selection(left, right)
	c.highlights(left, right)
	return c.result
}

func size(t *dom.Tree) string { return fmt.Sprintf("%d×%d", t.Width, t.Height) }

func ptr(s string) *string { return &s }

type comparison struct {
	options     Options
	result      *Result
	left, right map[*dom.Node]uint64 // hash of each node with all below it
	pairs       map[*dom.Node]*dom.Node
	back        map[*dom.Node]*dom.Node
	styles      map[twoStyles][]int     // in what two computed styles differ
	anchors     map[*dom.Node]*dom.Node // partners by id, fixed beforehand
	anchored    map[*dom.Node]bool      // right nodes that are some left node's partner by id
	lost        []*dom.Node             // left nodes without partner
	gained      []*dom.Node             // right nodes without partner
	moved       []*dom.Node             // left nodes whose partner stands elsewhere among its siblings
}

func (c *comparison) add(k Kind, name string, l, r *dom.Node, lv, rv *string) {
	c.result.Differences = append(c.result.Differences, Difference{k, name, origin(l), origin(r), lv, rv})
}

func origin(n *dom.Node) *dom.Node {
	if n != nil && n.Origin != nil {
		return n.Origin
	}
	return n
}

// pair takes two nodes for the same, compares them and goes on below.
func (c *comparison) pair(l, r *dom.Node) {
	c.pairs[l], c.back[r] = r, l
	c.result.Pairs[origin(l)] = origin(r)
	same := c.left[l] == c.right[r]
	own := len(c.result.Differences)
	if !same {
		c.own(l, r)
	}
	differ := len(c.result.Differences) > own
	if c.options.Derived {
		c.derived(l, r, differ)
	}
	if c.options.Looks {
		c.looks(l, r)
	}
	if same && !c.options.Looks && !c.options.Derived && len(c.anchors) == 0 {
		c.take(l, r)
		return
	}
	for _, side := range [...]struct{ l, r *dom.Node }{{l.Shadow, r.Shadow}, {l.Content, r.Content}, {l.Frame, r.Frame}} {
		switch {
		case side.l != nil && side.r != nil:
			c.pair(side.l, side.r)
		case side.l != nil:
			c.lose(side.l)
		case side.r != nil:
			c.gain(side.r)
		}
	}
	c.children(l, r)
}

// take pairs two subtrees whose hashes are equal, node by node.
func (c *comparison) take(l, r *dom.Node) {
	c.pairs[l], c.back[r] = r, l
	c.result.Pairs[origin(l)] = origin(r)
	if l.Shadow != nil {
		c.take(l.Shadow, r.Shadow)
	}
	if l.Content != nil {
		c.take(l.Content, r.Content)
	}
	if l.Frame != nil {
		c.take(l.Frame, r.Frame)
	}
	for i := range l.Children {
		c.take(l.Children[i], r.Children[i])
	}
}

func (c *comparison) lose(n *dom.Node) { c.lost = append(c.lost, n) }
func (c *comparison) gain(n *dom.Node) { c.gained = append(c.gained, n) }

// own compares what two nodes hold themselves.
func (c *comparison) own(l, r *dom.Node) {
	if l.Name != r.Name || l.NS != r.NS {
		c.add(Name, "", l, r, ptr(Qualified(l)), ptr(Qualified(r)))
	}
	if l.Value != r.Value && l.Kind != dom.Document {
		c.add(Text, "", l, r, ptr(l.Value), ptr(r.Value))
	}
	c.lists(Attribute, l, r, l.Attrs, r.Attrs)
	c.lists(Property, l, r, l.Props, r.Props)
}

// Qualified is an element's name, with the namespace if that is not HTML's.
func Qualified(n *dom.Node) string {
	if n.NS == dom.HTML {
		return n.Name
	}
	return n.Name + " (" + n.NS + ")"
}

// lists compares two sorted lists of named values.
func (c *comparison) lists(k Kind, l, r *dom.Node, a, b []dom.Pair) {
	// A name can occur twice: with and without a namespace. One that is there and empty is another
	// matter than one that says something.
	again := func(list []dom.Pair, i int) string {
		switch name := list[i].Name; {
		case i > 0 && name == list[i-1].Name:
			return name + " (again)"
		case list[i].Value == "":
			return name + " (empty)"
		default:
			return name
		}
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || (i < len(a) && a[i].Name < b[j].Name):
			if !ignored(k, a[i].Name) {
				c.add(k, again(a, i), l, r, ptr(a[i].Value), nil)
			}
			i++
		case i == len(a) || b[j].Name < a[i].Name:
			if !ignored(k, b[j].Name) {
				c.add(k, again(b, j), l, r, nil, ptr(b[j].Value))
			}
			j++
		default:
			if !equal(a[i].Name, a[i].Value, b[j].Value) && !ignored(k, a[i].Name) {
				c.add(k, a[i].Name, l, r, ptr(a[i].Value), ptr(b[j].Value))
			}
			i, j = i+1, j+1
		}
	}
}

func ignored(k Kind, name string) bool { return k == Property && name == dom.PropBase }

// tolerances are how far two numbers may be apart: scroll offsets by the rounding of a pixel, places
// in a video by that of a frame.
var tolerances = map[string]float64{dom.PropScrollLeft: 1, dom.PropScrollTop: 1, dom.PropMediaTime: 0.25}

// equal compares two values of a property.
func equal(name, a, b string) bool {
	tolerance := tolerances[name]
	if a == b || tolerance == 0 {
		return a == b
	}
	x, err := strconv.ParseFloat(a, 64)
	if err != nil {
		return false
	}
	y, err := strconv.ParseFloat(b, 64)
	return err == nil && math.Abs(x-y) <= tolerance
}

// selection compares the two selections by the nodes they begin and end in.
func (c *comparison) selection(left, right *dom.Tree) {
	l, r := left.Selection, right.Selection
	if l == nil && r == nil {
		return
	}
	if l != nil && r != nil && c.sameRange(*l, *r) {
		return
	}
	var lv, rv *string
	ln, rn := left.Root, right.Root
	if l != nil {
		lv, ln = ptr(described(l)), l.Start
	}
	if r != nil {
		rv, rn = ptr(described(r)), r.Start
	}
	c.add(Selection, "", ln, rn, lv, rv)
}

func described(r *dom.Range) string {
	end := func(n *dom.Node, offset int) string { return fmt.Sprintf("%s, %d", dom.Path(n), offset) }
	return strings.Join([]string{end(r.Start, r.StartOffset), end(r.End, r.EndOffset)}, " → ")
}
