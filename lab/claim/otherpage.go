package claim

import (
	"slices"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// otherPage are differences between the live page with the SDK and that of the control visit,
// except where two control visits differ as well, and those that a second, slower pair of visits
// does not show: what comes and goes by itself may be there in one visit and gone in the next.
func otherPage(f *Facts, i int) []result.Evidence {
	m := &f.Moments[i]
	if m.Control == nil {
		return nil
	}
	differences := pageDifferences(f.Control, m.Control, f.Visit, m.Live)
	if len(differences) == 0 {
		return nil
	}
	restless := map[spot]bool{}
	if usable(f.Second) && i < len(f.Second.Moments) {
		for _, d := range pageDifferences(f.Control, m.Control, f.Second, f.Second.Moments[i].Page.Tree) {
			restless[spotOf(d)] = true
		}
	}
	lasting := f.lasting(i)
	var list []result.Evidence
	for _, d := range differences {
		if restless[spotOf(d)] || lasting != nil && !lasting[spotOf(d).place()] {
			continue
		}
		at := d.Right
		if at == nil {
			at = d.Left
		}
		list = append(list, result.Evidence{
			Kind: "page differs: " + string(d.Kind), Name: d.Name, Path: dom.Path(at), Live: value(d.RightValue), Control: value(d.LeftValue),
			Detail: "at checkpoint " + m.Checkpoint, Step: m.Step, Blame: "SDK", Phase: recording,
		})
	}
	return list
}

// lasting are the places in which the second pair of visits differs, or nil if there was none.
func (f *Facts) lasting(i int) map[place]bool {
	if !usable(f.Again) || !usable(f.Second) || i >= len(f.Again.Moments) || i >= len(f.Second.Moments) {
		return nil
	}
	list := map[place]bool{}
	for _, d := range pageDifferences(f.Second, f.Second.Moments[i].Page.Tree, f.Again, f.Again.Moments[i].Page.Tree) {
		list[spotOf(d).place()] = true
	}
	return list
}

// pageDifference is a difference between two visits, with the first visit's node for the place
// where something stands that it does not have.
type pageDifference struct {
	diff.Difference
	parent *dom.Node
}

func pageDifferences(a *visit.Visit, left *dom.Tree, b *visit.Visit, right *dom.Tree) []pageDifference {
	r := diff.Compare(addressless(left, a), addressless(right, b), diff.Options{Looks: true})
	back := map[*dom.Node]*dom.Node{}
	for l, r := range r.Pairs {
		back[r] = l
	}
	list := make([]pageDifference, len(r.Differences))
	for i, d := range r.Differences {
		list[i] = pageDifference{Difference: d}
		if d.Left == nil && d.Right != nil {
			list[i].parent = back[d.Right.Parent]
		}
	}
	return list
}

// spot is where in the control visit's page a difference is. What is missing or extra counts for
// the parent, whose list of children is not the same twice.
type spot struct {
	node *dom.Node
	what string
}

func spotOf(d pageDifference) spot {
	switch {
	case d.Kind == diff.Missing || d.Kind == diff.Moved:
		return spot{d.Left.Parent, "children"}
	case d.Kind == diff.Extra:
		return spot{d.parent, "children"}
	}
	return spot{d.Left, string(d.Kind) + " " + plainName(d.Difference)}
}

// place is a spot in words, so that it can be found in another visit.
type place struct{ path, what string }

func (s spot) place() place {
	if s.node == nil {
		return place{"", s.what}
	}
	return place{dom.Path(s.node), s.what}
}

// addressless copies a tree with the visit's own addresses, whose ports differ from visit to
// visit, written as their variables.
func addressless(t *dom.Tree, v *visit.Visit) *dom.Tree {
	c := t.Clone()
	c.Root.Walk(func(n *dom.Node) bool {
		n.Value = v.Plain(n.Value)
		for _, list := range [][]dom.Pair{n.Attrs, n.Props} {
			for i := range list {
				list[i].Value = v.Plain(list[i].Value)
			}
		}
		shared := true // with the tree that was copied, and with other nodes
		for i, p := range n.Style {
			if plain := v.Plain(p.Value); plain != p.Value {
				if shared {
					n.Style, shared = slices.Clone(n.Style), false
				}
				n.Style[i].Value = plain
			}
		}
		return true
	})
	return c
}
