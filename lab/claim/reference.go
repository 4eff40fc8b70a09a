package claim

import (
	"image"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/pixel"
	"replaylab/lab/visit"
)

// reference is what a moment of the replay must look like: the live page or, where masking changes
// the layout, the same moment of a control visit with its text masked.
type reference struct {
	tree *dom.Tree
	shot []byte
	// Of a control visit: which node of the tree stands for each of the live page, and the other way
	// round; and the parts of the window that are not the same twice, which nobody can be blamed for.
	of, back map[*dom.Node]*dom.Node
	unsteady []image.Rectangle
}

// Reflowed reports whether at some moment the replay does not look like the live page, and something
// is masked or blocked there: whether that is as it should be takes a control visit with its text masked.
func Reflowed(f *Facts) bool {
	for i := range f.Moments {
		m := &f.Moments[i]
		if m.Replayed == nil || !f.compare(m).treated {
			continue
		}
		for _, shot := range [][]byte{m.ReplayedShot, m.PlayedShot} {
			if r, err := pixel.Compare(m.Shot, shot, nil); shot != nil && (err != nil || r.Pixels > 0) {
				return true
			}
		}
	}
	return false
}

// Refer has the moments of which there is a picture with the text masked judged by that.
func (f *Facts) Refer(masked *visit.Visit) {
	f.Masked = masked
	for i := range f.Moments {
		m := &f.Moments[i]
		if i >= len(masked.Moments) || masked.Moments[i].Masked == nil || m.Replayed == nil {
			continue
		}
		if m.reference = f.refer(m, masked, &masked.Moments[i]); m.reference != nil {
			m.seen, m.through = nil, nil
		}
	}
}

// Reference is the PNG of the page with its text masked, or nil if the live page is held against
// the replay as it is.
func (m *Moment) Reference() []byte {
	if m.reference == nil {
		return nil
	}
	return m.reference.shot
}

// refer joins a moment with that of the masked control visit. It is nil if that cannot stand for it.
func (f *Facts) refer(m *Moment, v *visit.Visit, at *visit.Moment) *reference {
	r := &reference{tree: at.Masked.Tree, shot: at.Masked.Shot, of: map[*dom.Node]*dom.Node{}, back: map[*dom.Node]*dom.Node{}}
	plain, masked := preorder(at.Page.Root), preorder(at.Masked.Tree.Root)
	if len(plain) != len(masked) {
		return nil
	}
	alike := diff.Compare(addressless(m.Live, f.Visit), addressless(at.Page.Tree, v), diff.Options{Looks: true})
	place := map[*dom.Node]int{}
	for i, n := range plain {
		place[n] = i
	}
	for l, p := range alike.Pairs {
		r.of[l], r.back[masked[place[p]]] = masked[place[p]], l
	}
	for _, d := range alike.Differences {
		if d.Kind.Looks() {
			delete(r.of, d.Left)
		}
	}
	found, err := pixel.Compare(m.Shot, at.Shot, nil)
	if err != nil {
		return nil
	}
	for _, region := range found.Regions {
		r.unsteady = append(r.unsteady, region.Rectangle)
	}
	return r
}

func preorder(root *dom.Node) (list []*dom.Node) {
	root.Walk(func(n *dom.Node) bool { list = append(list, n); return true })
	return list
}

// graft gives the nodes of the live page, in canonical form, the looks that they have with the text
// masked. What is not the same twice is left out of the comparison.
func (r *reference) graft(live *dom.Tree) {
	live.Root.Walk(func(n *dom.Node) bool {
		if n.Kind != dom.Element || n.Origin == nil || n.Style == nil && n.Box == nil && n.Origin.Box != nil {
			return true // the policy has taken its looks away
		}
		if ref := r.of[n.Origin]; ref != nil {
			n.Style, n.Box, n.Pseudos = ref.Style, ref.Box, ref.Pseudos
		} else {
			n.Unsteady = true
		}
		return true
	})
}
