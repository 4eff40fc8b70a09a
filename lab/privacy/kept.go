package privacy

import (
	"slices"

	"replaylab/lab/dom"
)

// kept is what an earlier promise meant for a node as it then was.
type kept struct {
	treatment Treatment
	text      string
	attrs     []dom.Pair
}

// Since is the promise for a page whose rules have changed while it stood. What was recorded under
// the rules of before, and has not changed since, is in the recording as those rules had it: nobody
// records it again because of new rules. root is the page as it was under them. The rules about
// blocked elements are as they are now.
func (p Promise) Since(root *dom.Node, before Promise) Promise {
	treated := Judge(root, before)
	p.kept = map[int]kept{}
	root.Walk(func(n *dom.Node) bool {
		if n.Backend > 0 {
			p.kept[n.Backend] = kept{treated[n], textOf(n), n.Attrs}
		}
		return true
	})
	return p
}

// Alone is the promise without what it keeps of before.
func (p Promise) Alone() Promise {
	p.kept = nil
	return p
}

// keep has what has not changed treated as it was.
func (p Promise) keep(n *dom.Node, t Treatment) Treatment {
	was, ok := p.kept[n.Backend]
	if !ok || n.Backend == 0 {
		return t
	}
	if textOf(n) == was.text && (was.treatment.Masked != t.Masked) && !t.Blocked {
		t.Masked, t.Why = was.treatment.Masked, was.treatment.Why
	}
	t.Attributes = keepNames(n, was, t.Attributes, was.treatment.Attributes)
	t.Queries = keepNames(n, was, t.Queries, was.treatment.Queries)
	return t
}

// keepNames are the attributes that are masked now, but of those that have not changed as then.
func keepNames(n *dom.Node, was kept, now, then []string) (list []string) {
	for _, a := range n.Attrs {
		in := now
		if value, ok := dom.Get(was.attrs, a.Name); ok && value == a.Value {
			in = then
		}
		if slices.Contains(in, a.Name) {
			list = append(list, a.Name)
		}
	}
	return list
}

// textOf is what of a node is masked besides its attributes.
func textOf(n *dom.Node) string {
	if n.Kind == dom.Element {
		return n.Prop(dom.PropValue)
	}
	return n.Value
}
