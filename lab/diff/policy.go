package diff

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/privacy"
)

// Side is which tree a rule looks at.
type Side int

// The sides. Live is what the page had, Model what the recording says, Replayed what the player
// built.
const (
	Live Side = iota
	Model
	Replayed
)

// Effect is what a rule did to a node.
type Effect int

// The effects.
const (
	Nothing Effect = iota
	Changed
	Dropped // the node goes, with everything below it
)

// Rule is one named way in which trees of the same page may differ. It rewrites the node of each
// side into a form in which the difference is gone.
type Rule struct {
	Name string
	Why  string
	// Standing rules hold for every SDK: they are about how the format writes a page down, or
	// about the lab. Any other rule holds only where an adapter names it.
	Standing bool
	Apply    func(c *Canon, n *dom.Node) Effect
}

// Canon is one tree being brought into canonical form.
type Canon struct {
	Side Side
	Tree *dom.Tree
	// Treatment is what the SDK's masking promise means for each node of the live tree, and of
	// the other trees by way of nothing: there it is empty.
	Treatment map[*dom.Node]privacy.Treatment
	Fired     map[string]*Firing

	promise  privacy.Promise
	recorded map[int]*dom.Node // of the replayed tree: what the recording says of each node id
}

// Firing counts how often a rule fired.
type Firing struct {
	Count  int
	Sample string      // path of the first node
	On     []*dom.Node // of the tree as it was read
}

// Policy is the set of rules that hold in one comparison.
type Policy struct{ rules []Rule }

// NewPolicy takes the standing rules and those that are named. An unknown name is an error.
func NewPolicy(names ...string) (Policy, error) {
	var p Policy
	known := map[string]bool{}
	for _, r := range Rules {
		known[r.Name] = true
		if r.Standing || slices.Contains(names, r.Name) {
			p.rules = append(p.rules, r)
		}
	}
	for _, n := range names {
		if !known[n] {
			return Policy{}, fmt.Errorf("no equivalence rule is called %q", n)
		}
	}
	return p, nil
}

// Without is the policy without one of its rules.
func (p Policy) Without(name string) Policy {
	return Policy{slices.DeleteFunc(slices.Clone(p.rules), func(r Rule) bool { return r.Name == name })}
}

// Canonical copies a tree and rewrites the copy by the policy. What fired is returned. The promise
// is needed for the live tree alone, and the recording's own tree, which may be nil, for the
// replayed one.
func (p Policy) Canonical(t *dom.Tree, side Side, promise privacy.Promise, recorded *dom.Tree) (*dom.Tree, map[string]*Firing) {
	c := &Canon{Side: side, Tree: t.Clone(), Fired: map[string]*Firing{}, promise: promise, recorded: map[int]*dom.Node{}}
	if side == Live {
		c.Treatment = privacy.Judge(c.Tree.Root, promise)
	}
	if side == Replayed && recorded != nil {
		recorded.Root.Walk(func(n *dom.Node) bool {
			if n.ID > 0 {
				c.recorded[n.ID] = n
			}
			return true
		})
	}
	p.visit(c, c.Tree.Root)
	if s := c.Tree.Selection; s != nil && (gone(s.Start) || gone(s.End)) {
		c.Tree.Selection = nil
	}
	for i := range c.Tree.Highlights {
		h := &c.Tree.Highlights[i]
		h.Ranges = slices.DeleteFunc(h.Ranges, func(r dom.Range) bool { return gone(r.Start) || gone(r.End) })
	}
	c.Tree.Highlights = slices.DeleteFunc(c.Tree.Highlights, func(h dom.Highlight) bool { return len(h.Ranges) == 0 })
	return c.Tree, c.Fired
}

// gone reports whether the rules have taken a node, or one above it, out of the tree.
func gone(n *dom.Node) bool {
	for ; n.Parent != nil; n = n.Parent {
		there := false
		n.Parent.Below(func(child *dom.Node) { there = there || child == n })
		if !there {
			return true
		}
	}
	return false
}

// visit applies all rules to a node, then goes on below. It reports whether the node was dropped.
func (p Policy) visit(c *Canon, n *dom.Node) bool {
	for _, r := range p.rules {
		switch r.Apply(c, n) {
		case Changed:
			c.fire(r.Name, n)
		case Dropped:
			c.fire(r.Name, n)
			n.Kind = 0
			return true
		}
	}
	for _, side := range [...]**dom.Node{&n.Shadow, &n.Content, &n.Frame} {
		if *side != nil && p.visit(c, *side) {
			*side = nil
		}
	}
	n.Children = slices.DeleteFunc(n.Children, func(child *dom.Node) bool { return p.visit(c, child) })
	return false
}

func (c *Canon) fire(name string, n *dom.Node) {
	f := c.Fired[name]
	if f == nil {
		f = &Firing{Sample: dom.Path(origin(n))}
		c.Fired[name] = f
	}
	f.Count++
	f.On = append(f.On, origin(n))
}

// base is the address that a node's relative addresses are resolved against.
func base(n *dom.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Kind == dom.Document {
			return n.Prop(dom.PropBase)
		}
	}
	return ""
}

func isHTML(n *dom.Node, names ...string) bool {
	return n.Kind == dom.Element && n.NS == dom.HTML && slices.Contains(names, n.Name)
}

func drop(n *dom.Node, names ...string) (dropped bool) {
	for _, name := range names {
		if _, ok := dom.Get(n.Attrs, name); ok {
			n.Attrs = dom.Unset(n.Attrs, name)
			dropped = true
		}
	}
	return dropped
}

func changed(did bool) Effect {
	if did {
		return Changed
	}
	return Nothing
}

func hasPrefix(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}
