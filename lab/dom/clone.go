package dom

import (
	"slices"
)

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
