package claim

import (
	"slices"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
)

// recorded is the model's node for a difference, or nil.
func (b *blamer) recorded(d diff.Difference) *dom.Node {
	if b.seen.recorded == nil {
		return nil
	}
	if d.Left != nil {
		if m := b.seen.recorded.Pairs[d.Left]; m != nil {
			return m
		}
	}
	if d.Right != nil {
		return b.seen.back[d.Right]
	}
	return nil
}

// modelValue is what the recording says in the place of a difference. known is false where the
// recording has no word for such a thing, as for computed style.
func modelValue(d diff.Difference, m *dom.Node) (v *string, known bool) {
	if m == nil {
		return nil, slices.Contains([]diff.Kind{diff.Missing, diff.Extra, diff.Name, diff.Text, diff.Attribute, diff.Property}, d.Kind)
	}
	get := func(list []dom.Pair) *string {
		again := strings.HasSuffix(d.Name, " (again)")
		for i, p := range list {
			if p.Name == plainName(d) && again == (i > 0 && list[i-1].Name == p.Name) {
				return &list[i].Value
			}
		}
		return nil
	}
	switch d.Kind {
	case diff.Text:
		return &m.Value, true
	case diff.Name:
		name := diff.Qualified(m)
		return &name, true
	case diff.Attribute:
		return get(m.Attrs), true
	case diff.Property:
		return get(m.Props), true
	case diff.Missing, diff.Extra:
		name := m.Kind.String()
		if m.Kind == dom.Element {
			name = "<" + m.Name + ">"
		}
		return &name, true
	}
	return nil, false
}

// plainName is the name of an attribute or property without what a difference says of it.
func plainName(d diff.Difference) string {
	return strings.TrimSuffix(strings.TrimSuffix(d.Name, " (empty)"), " (again)")
}

// unrecorded reports whether the recording has no word of what is different: of a thing that is
// not in it at all, or of a change after which it still has what the page had a checkpoint before.
func (b *blamer) unrecorded(d diff.Difference, m *dom.Node, v *string, known bool) bool {
	switch {
	case b.seen.recorded == nil:
		return true
	case d.Kind == diff.Missing:
		return m == nil
	case d.Kind == diff.Extra:
		return m != nil && b.paired(m.ID)
	case known && v == nil && d.LeftValue != nil:
		return true
	case known && d.Left != nil:
		was, ok := modelValue(d, b.before()[d.Left.Backend])
		return ok && d.Left.Backend > 0 && b.before()[d.Left.Backend] != nil && same(was, v) && !same(was, d.LeftValue)
	case known:
		return false
	}
	// What follows from everything else was not recorded if only things are missing.
	only := b.seen.recorded.Differences
	return len(only) > 0 && !slices.ContainsFunc(only, func(o diff.Difference) bool { return o.Kind != diff.Missing })
}

// previous is the checkpoint before, of the same recording; nil if there is none.
func (b *blamer) previous() *Moment {
	list := b.facts.Moments
	for i := 1; i < len(list); i++ {
		if &list[i] == b.moment && list[i-1].Recording == b.moment.Recording && list[i-1].Replayed != nil {
			return &list[i-1]
		}
	}
	return nil
}

// before are the nodes of the live page as they were a checkpoint before, by the browser's own id.
func (b *blamer) before() map[int]*dom.Node {
	if b.earlier == nil {
		b.earlier = map[int]*dom.Node{}
		if m := b.previous(); m != nil {
			b.facts.compare(m).live.Root.Walk(func(n *dom.Node) bool { b.earlier[n.Backend] = n; return true })
		}
	}
	return b.earlier
}

// paired reports whether a node of the recording stood for one of the live page a checkpoint before.
func (b *blamer) paired(id int) bool {
	m := b.previous()
	if m == nil || b.facts.compare(m).recorded == nil {
		return false
	}
	for _, recorded := range b.facts.compare(m).recorded.Pairs {
		if recorded.ID == id {
			return true
		}
	}
	return false
}

func same(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
