package model

import (
	"cmp"
	"slices"

	"replaylab/lab/dom"
)

// highlighted lists the two ends of every range of every custom highlight, of those whose nodes are there.
func (d *Document) highlighted() (list [][2]boundary) {
	for _, of := range d.highlights {
		for _, h := range of {
			list = append(list, d.ends(h)...)
		}
	}
	return list
}

// ends finds the nodes of a highlight's ranges. Empty ranges show nothing.
func (d *Document) ends(h said) (list [][2]boundary) {
	for _, r := range h.Ranges {
		a, b := boundary{d.nodes[r.Start], r.StartOffset}, boundary{d.nodes[r.End], r.EndOffset}
		if a.node != nil && b.node != nil && (a.node != b.node || a.clamp() != b.clamp()) {
			list = append(list, [2]boundary{a, b})
		}
	}
	return list
}

// highlightsOf is the custom highlights of the top document, as truth reads them.
func (d *Document) highlightsOf(copies map[*node]*dom.Node) (list []dom.Highlight) {
	if d.root == nil || len(d.highlights) == 0 {
		return nil
	}
	order := map[*node]int{}
	d.root.each(func(n *node) bool { order[n] = len(order); return true })
	for _, h := range d.highlights[d.root.id] {
		ends := d.ends(h)
		slices.SortFunc(ends, func(a, b [2]boundary) int {
			return cmp.Or(cmp.Compare(order[a[0].node], order[b[0].node]), cmp.Compare(a[0].offset, b[0].offset),
				cmp.Compare(order[a[1].node], order[b[1].node]), cmp.Compare(a[1].offset, b[1].offset))
		})
		made := dom.Highlight{Name: h.Name, Priority: int(h.Priority)}
		for _, e := range ends {
			made.Ranges = append(made.Ranges, dom.Range{Start: copies[e[0].node], StartOffset: e[0].clamp(), End: copies[e[1].node], EndOffset: e[1].clamp()})
		}
		if len(made.Ranges) > 0 {
			list = append(list, made)
		}
	}
	slices.SortFunc(list, func(a, b dom.Highlight) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
