package model

import (
	"strconv"

	"replaylab/lab/dom"
)

// Tree returns the document as it is now. The tree shares nothing with the document and may be
// kept and changed. Before the first full snapshot its root is an empty Document.
func (d *Document) Tree() *dom.Tree {
	t := &dom.Tree{Root: &dom.Node{Kind: dom.Document}, Width: d.width, Height: d.height, URL: d.url}
	if d.root == nil {
		return t
	}
	c := &copier{wanted: map[*node]*dom.Node{}}
	d.focus.active(func(n *node) { c.wanted[n] = nil })
	if s := d.selected; s != nil {
		c.wanted[s.start.node], c.wanted[s.end.node] = nil, nil
	}
	for _, r := range d.highlighted() {
		for _, b := range r {
			c.wanted[b.node] = nil
		}
	}
	t.Root = c.copy(d.root)
	t.Highlights = d.highlightsOf(c.wanted)
	d.focus.active(func(n *node) {
		if e := c.wanted[n]; e != nil {
			e.Props = dom.Set(e.Props, dom.PropFocused, "true")
		}
	})
	if s := d.selected; s != nil {
		r := &dom.Range{Start: c.wanted[s.start.node], StartOffset: s.start.clamp(), End: c.wanted[s.end.node], EndOffset: s.end.clamp()}
		if r.Start != nil && r.End != nil && (r.Start != r.End || r.StartOffset != r.EndOffset) {
			t.Selection = r
		}
	}
	return t
}

// copier makes the nodes of one tree. They, the lists of their children and their attributes come
// from large pieces of memory, which is most of the speed.
type copier struct {
	nodes  []dom.Node
	links  []*dom.Node
	pairs  []dom.Pair
	wanted map[*node]*dom.Node // copies that are asked for later
}

// take returns the next count elements of a piece of memory. Their capacity is their number, so
// that appending to them later cannot write into the neighbour's.
func take[T any](piece *[]T, count int) []T {
	from := len(*piece)
	if cap(*piece)-from < count {
		*piece, from = make([]T, 0, max(count, 512)), 0
	}
	*piece = (*piece)[:from+count]
	return (*piece)[from : from+count : from+count]
}

func (c *copier) copy(root *node) *dom.Node {
	type job struct {
		from *node
		to   *dom.Node
	}
	top := &take(&c.nodes, 1)[0]
	stack := []job{{root, top}}
	for len(stack) > 0 {
		j := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n, to := j.from, j.to
		to.Kind, to.NS, to.Name, to.Value, to.ID = n.kind, n.ns, n.name, n.value, n.id
		to.Attrs = c.list(n.attrs)
		to.Props = c.props(n)
		if _, ok := c.wanted[n]; ok {
			c.wanted[n] = to
		}
		below := func(from *node) *dom.Node {
			if from == nil {
				return nil
			}
			b := &take(&c.nodes, 1)[0]
			b.Parent = to
			stack = append(stack, job{from, b})
			return b
		}
		to.Shadow, to.Content, to.Frame = below(n.shadow), below(n.content), below(n.frame)
		if n.kids > 0 {
			to.Children = take(&c.links, n.kids)[:0]
		}
		for child := n.first; child != nil; child = child.next {
			to.Children = append(to.Children, below(child))
		}
	}
	return top
}

// list copies a list of pairs.
func (c *copier) list(list []dom.Pair) []dom.Pair {
	if len(list) == 0 {
		return nil
	}
	made := take(&c.pairs, len(list))
	copy(made, list)
	return made
}

// props is the live state of a node, sorted by name.
func (c *copier) props(n *node) []dom.Pair {
	if n.kind != dom.Element && n.kind != dom.Document && n.kind != dom.Shadow {
		return nil
	}
	var p []dom.Pair
	put := func(name, value string) {
		if value != "" {
			p = dom.Set(p, name, value)
		}
	}
	switch {
	case n.kind == dom.Shadow:
		n.shadowProps(put)
		fallthrough
	case n.kind == dom.Document:
		put(dom.PropAdopted, n.adoptedRules())
		if len(n.adopted) > 1 {
			put(dom.PropAdoptedCount, strconv.Itoa(len(n.adopted)))
		}
		put(dom.PropAdoptedFlags, n.adoptedFlags())
		if n.quirks {
			put(dom.PropQuirks, "true")
		}
	case n.style != nil:
		put(dom.PropSheet, n.rules())
	case n.ns == dom.HTML:
		n.controlProps(put)
		if value, ok := n.liveValue(); ok {
			p = dom.Set(p, dom.PropValue, value) // always, as a page's own value is never absent
		}
	}
	if n.defined {
		put(dom.PropDefined, "true")
	}
	if s := n.scroller().live; s != nil {
		if s.x != 0 {
			put(dom.PropScrollLeft, number(s.x))
		}
		if s.y != 0 {
			put(dom.PropScrollTop, number(s.y))
		}
	}
	if s := n.live; s != nil {
		for _, e := range s.extra {
			put(e.Name, e.Value)
		}
	}
	return p
}

// controlProps tells the state of the elements that have some by their nature.
func (n *node) controlProps(put func(name, value string)) {
	switch n.name {
	case "input":
		put(dom.PropChecked, n.checkedness())
		put(propFiles, n.files())
	case "option":
		if n.live != nil && n.live.chosen {
			put(dom.PropSelected, "true")
		}
	case "dialog":
		switch {
		case !n.has("open"):
		case n.live != nil && n.live.modal:
			put(dom.PropOpen, "modal")
		default:
			put(dom.PropOpen, "dialog")
		}
	case "audio", "video":
		n.mediaProps(put)
	}
}
