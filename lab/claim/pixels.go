package claim

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/pixel"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// pixels checks that the picture of the replayed page is that of the live one, but for what the
// scenario tolerates. It knows nothing of the other oracles' verdicts. Replayed must be there.
func pixels(f *Facts, m *Moment) result.Claim {
	c := result.Claim{Name: "pixels", Checkpoint: m.Checkpoint}
	c.Evidence = f.pictured(m, f.compare(m), m.ReplayedShot)
	if m.Played != nil {
		c.Evidence = merge(c.Evidence, f.pictured(m, f.comparePlayed(m), m.PlayedShot))
	}
	if len(c.Evidence) > 0 {
		c.Summary, c.Blame = summary(c.Evidence)+onlyIn(c.Evidence), together(c.Evidence)
	}
	return verdict(c)
}

// pictured holds one picture of the replayed page against that of the live one.
func (f *Facts) pictured(m *Moment, seen *comparison, shot []byte) (list []result.Evidence) {
	wanted := m.wanted()
	fuzz := f.Scenario.FuzzAt(m.Checkpoint)
	found, err := pixel.Compare(wanted.shot, shot, f.blind(m, seen))
	if err != nil {
		return []result.Evidence{{Kind: "pixels", Detail: err.Error(), Step: m.Step, Blame: player}}
	}
	switch fuzz.Judge(found) {
	case pixel.Within:
		return nil
	case pixel.Unneeded:
		return []result.Evidence{{
			Kind: "tolerance not needed", Step: m.Step, Blame: policy,
			Detail: fmt.Sprintf("%s by up to %d, where the scenario tolerates %s by %s", plural(found.Pixels, "pixel"), found.Max, fuzz.Pixels, fuzz.Difference),
		}}
	}
	b := newBlamer(f, m, seen)
	for _, r := range fuzz.Beyond(found) {
		list = append(list, b.region(r))
	}
	return list
}

// wanted is what the moment must look like.
func (m *Moment) wanted() *reference {
	if m.reference != nil {
		return m.reference
	}
	return &reference{tree: m.Live, shot: m.Shot}
}

// node is the node that stands for one of the live page, if there is one.
func (r *reference) node(live *dom.Node) *dom.Node {
	if r.of == nil {
		return live
	}
	return r.of[live]
}

// live is the node of the live page that a node stands for, if there is one.
func (r *reference) live(n *dom.Node) *dom.Node {
	if r.back == nil {
		return n
	}
	return r.back[n]
}

// blind are the parts of the window that are not judged: a blocked element, whose box has nothing
// but a size; a frame that the policy leaves out; a picture that the replay did not get, which is
// for `faithful` and its rules to judge; a frame whose document the page has opened and not closed, which
// the browser draws or not, as it happens (in a replay the lab closes it); and what is not the same twice.
func (f *Facts) blind(m *Moment, seen *comparison) []image.Rectangle {
	wanted := m.wanted()
	list := slices.Clone(wanted.unsteady)
	add := func(nodes ...*dom.Node) {
		for _, n := range nodes {
			if n == nil {
				continue
			}
			if b := n.InWindow(); b != nil {
				list = append(list, image.Rect(int(math.Floor(b.X)), int(math.Floor(b.Y)), int(math.Ceil(b.X+b.W)), int(math.Ceil(b.Y+b.H))))
			}
		}
	}
	for n, t := range privacy.Judge(m.Live.Root, m.Promise) {
		if t.Blocked {
			add(wanted.node(n), seen.direct.Pairs[n])
		}
	}
	seen.live.Root.Walk(func(n *dom.Node) bool {
		if n.Origin != nil && (n.Frame == nil && n.Origin.Frame != nil || n.Fact(dom.DerivedImage) == dom.Unknown) {
			add(wanted.node(n.Origin), seen.direct.Pairs[n.Origin])
		}
		return true
	})
	seen.shown.Root.Walk(func(n *dom.Node) bool {
		if s := n.Fact(dom.DerivedImage); s == "broken" || s == "loading" {
			add(n)
		}
		return true
	})
	m.Live.Root.Walk(func(n *dom.Node) bool {
		if n.Frame != nil && n.Frame.Unfinished {
			add(wanted.node(n), seen.direct.Pairs[n])
		}
		return true
	})
	return list
}

// region describes a part of the pictures that differs, and lays it to the smallest element of the
// live page that its middle is in.
func (b *blamer) region(r pixel.Region) result.Evidence {
	e := result.Evidence{
		Kind: "pixels", Live: result.Some(rgb(r.Left)), Replayed: result.Some(rgb(r.Right)), Step: b.moment.Step,
		Detail: fmt.Sprintf("%s in %s differ, by up to %d of 255; the colours are those at %d,%d", plural(r.Pixels, "pixel"), r, r.Max, r.At.X, r.At.Y),
		Blame:  b.looksBlame(), Cause: result.RecordedWrong,
	}
	if e.Blame == player {
		e.Cause = result.ReplayedWrong
	}
	wanted := b.moment.wanted()
	n := wanted.live(smallest(wanted.tree.Root, r.Rectangle))
	e.Follows = b.follows(n, smallest(b.seen.shown.Root, r.Rectangle), r.Rectangle)
	if n != nil {
		e.Name, e.Path = label(n), dom.Path(n)
		if recorded := b.seen.recordedNode(n); recorded != nil {
			e.NodeID = recorded.ID
		}
	}
	return e
}

// follows lists the differences of other oracles that change how a part of the window is drawn:
// those of the smallest elements that it is in, live and replayed, those of what these are in, and
// those of elements inside them that reach into it.
func (b *blamer) follows(live, replayed *dom.Node, part image.Rectangle) []result.Finding {
	around := map[*dom.Node]bool{}
	for _, n := range []*dom.Node{live, replayed} {
		for p := n; p != nil; p = p.Parent {
			around[p] = true
		}
	}
	reaches := func(n *dom.Node) bool {
		if n == nil {
			return false
		}
		if n.Kind != dom.Element && n.Parent != nil {
			n = n.Parent
		}
		box := n.InWindow()
		if box == nil {
			return false
		}
		const outline = 4 // what is drawn around a box, such as that it has the focus
		r := image.Rect(int(box.X), int(box.Y), int(math.Ceil(box.X+box.W)), int(math.Ceil(box.Y+box.H))).Inset(-outline)
		return r.Overlaps(part)
	}
	var list []result.Finding
	for _, d := range b.seen.direct.Differences {
		inside := around[d.Left] || around[d.Right]
		switch d.Kind {
		case diff.Attribute:
			inside = d.Left != nil && d.Left == live || d.Right != nil && d.Right == replayed
		case diff.Selection:
			inside = true
		case diff.Missing, diff.Extra, diff.Moved: // of children, which were drawn in it
			inside = inside || d.Left != nil && d.Left.Parent == live || d.Right != nil && d.Right.Parent == replayed
			fallthrough
		default:
			inside = inside || reaches(d.Left) || reaches(d.Right)
		}
		if inside {
			e := b.evidence(d)
			list = append(list, result.Finding{Kind: e.Kind, Name: e.Name, Path: e.Path})
		}
	}
	return list
}

func rgb(c color.RGBA) string { return fmt.Sprintf("rgb(%d, %d, %d)", c.R, c.G, c.B) }

// smallest is the element with the smallest box around the middle of a part of the window; of
// equal ones the last.
func smallest(root *dom.Node, r image.Rectangle) (found *dom.Node) {
	x, y := float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2
	area := math.Inf(1)
	root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element {
			if b := n.InWindow(); b != nil && x >= b.X && y >= b.Y && x <= b.X+b.W && y <= b.Y+b.H && b.W*b.H <= area {
				found, area = n, b.W*b.H
			}
		}
		return true
	})
	return found
}

// label is an element as a short selector would name it.
func label(n *dom.Node) string {
	if id := n.Attr("id"); id != "" {
		return n.Name + "#" + id
	}
	return n.Name
}
