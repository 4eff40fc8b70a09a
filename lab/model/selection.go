package model

import (
	"fmt"
	"unicode/utf16"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// selection is the page's selected range. A nil one is empty.
type selection struct{ start, end boundary }

// boundary is a place in the document: a node and an offset into its text or children.
type boundary struct {
	node   *node
	offset int
}

// selectRange applies a selection event. Browsers keep one range, and so does the tree.
func (d *Document) selectRange(e event.Event, f *faults) {
	var s event.SelectionData
	if !decode(e, &s, f) {
		return
	}
	d.page.at(selecting, d.index)
	d.selected = nil
	if len(s.Ranges) == 0 {
		return
	}
	r := s.Ranges[0]
	start, err := d.find(r.Start)
	if err != nil {
		f.add(fmt.Errorf("selection: %w", err))
		return
	}
	end, err := d.find(r.End)
	if err != nil {
		f.add(fmt.Errorf("selection: %w", err))
		return
	}
	d.selected = &selection{boundary{start, r.StartOffset}, boundary{end, r.EndOffset}}
}

// leave moves the ends of the selection out of a node that is about to be removed, to the place
// where it was, as browsers do.
func (s *selection) leave(n *node) {
	if s == nil || n.parent == nil {
		return
	}
	for _, b := range []*boundary{&s.start, &s.end} {
		if b.node.under(n) {
			b.node, b.offset = n.parent, 0
			for c := n.prev; c != nil; c = c.prev {
				b.offset++
			}
		}
	}
}

// clamp keeps an offset inside its node, whose text or children may have become fewer.
func (b boundary) clamp() int {
	n := b.node
	size := n.kids
	if n.kind != dom.Element && n.kind != dom.Document && n.kind != dom.Shadow {
		size = len(utf16.Encode([]rune(n.value)))
	}
	return max(0, min(b.offset, size))
}
