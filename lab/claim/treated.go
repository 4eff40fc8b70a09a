package claim

import (
	"fmt"
	"math"
	"strings"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// find returns the nodes of a live tree that a selector means, as the browser's own selector
// engine found them when the tree was read. Parts after " >> " are inside a shadow root or frame
// of a match of the part before.
func (f *Facts) find(root *dom.Node, selector string) []*dom.Node {
	parts := strings.Split(selector, browser.Pierce)
	var found []*dom.Node
	root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element && f.matches(n, parts) {
			found = append(found, n)
		}
		return true
	})
	return found
}

func (f *Facts) matches(n *dom.Node, parts []string) bool {
	last := len(parts) - 1
	if n.Matches&(1<<f.Targets[strings.TrimSpace(parts[last])]) == 0 {
		return false
	}
	if last == 0 {
		return dom.Root(n).Parent == nil // in the page's own document
	}
	root := dom.Root(n)
	return root.Parent != nil && f.matches(root.Parent, parts[:last])
}

// targets begins a claim about what a selector finds on the live page. The claim has a verdict if
// there is nothing to judge.
func (f *Facts) targets(m *Moment, name, selector string) (result.Claim, []*dom.Node) {
	c := result.Claim{Name: name, Target: selector, Checkpoint: m.Checkpoint}
	if m.Replayed == nil || m.Recording == nil {
		e := result.Evidence{Kind: "nothing to compare", Step: m.Step}
		if f.explainLoss(m, &e); m.Failed != "" {
			e.Cause, e.Blame, e.Detail = result.ReplayedWrong, player, "the player could not show this moment: "+m.Failed
		}
		c.Verdict, c.Summary, c.Blame, c.Evidence = result.Failed, "nothing was replayed of this moment", e.Blame, []result.Evidence{e}
		return c, nil
	}
	targets := f.find(m.Live.Root, selector)
	if len(targets) == 0 {
		c.Verdict, c.Summary = result.Inconclusive, "the selector matches nothing on the live page"
		return c, nil
	}
	return c, targets
}

// treated checks "masked", "unmasked" and "blocked": what the replayed page shows in the place of
// what the live page has.
func treated(f *Facts, m *Moment, name, selector string) result.Claim {
	c, targets := f.targets(m, name, selector)
	if c.Verdict != "" {
		return c
	}
	seen := f.compare(m)
	pairs := seen.direct.Pairs
	checked := 0
	for _, t := range targets {
		if name == "blocked" {
			checked++
			c.Evidence = append(c.Evidence, f.blockedEvidence(m, t, pairs[t])...)
			continue
		}
		for _, h := range holders(t) {
			checked++
			if e, ok := textEvidence(name, h, seen.recordedNode(h.node), pairs[h.node], m); ok {
				c.Evidence = append(c.Evidence, e)
			}
		}
	}
	if checked == 0 {
		c.Verdict, c.Summary = result.Inconclusive, "the live page has no text there"
		return c
	}
	if len(c.Evidence) > 0 {
		m.citeAll(c.Evidence)
		explainTreated(c.Evidence)
		c.Summary, c.Blame = fmt.Sprintf("%s of %d not %s", plural(len(c.Evidence), "place"), checked, name), together(c.Evidence)
	}
	return verdict(c)
}

// citeAll names for each piece of evidence the event that last said something of its node.
func (m *Moment) citeAll(list []result.Evidence) {
	cursor := model.NewCursor(m.Recording.Events)
	cursor.To(m.Time)
	history := cursor.Document()
	for i := range list {
		if id := list[i].NodeID; id > 0 {
			c := history.Changed(id)
			m.cite(&list[i], max(c.Placed, c.Text, c.State, c.Attributes))
		}
	}
}

// explainTreated says where each place went wrong: what the recording has right, the player shows
// wrongly.
func explainTreated(list []result.Evidence) {
	for i := range list {
		e := &list[i]
		e.Cause = result.RecordedWrong
		switch {
		case e.Kind == "not recorded" && !e.Model.Present, e.Kind == "no box in its place":
			e.Cause = result.NeverRecorded
		case e.Kind == "in clear" && e.Model.Present && !clear(e.Model),
			(e.Kind == "not recorded" || e.Kind == "masked too much") && e.Model.Present && e.Model == e.Live:
			e.Cause, e.Blame = result.ReplayedWrong, player
		}
	}
}

// holder is a piece of text that a reader sees: a text node, or the value of a control.
type holder struct {
	node *dom.Node
	text string
}

// holders lists the pieces of text at and below an element.
func holders(n *dom.Node) []holder {
	var list []holder
	n.Walk(func(n *dom.Node) bool {
		switch {
		case n.Kind == dom.Text && strings.TrimSpace(n.Value) != "":
			list = append(list, holder{n, n.Value})
		case n.Kind == dom.Element && (n.Name == "style" || n.Name == "script"):
			return false
		case n.Kind == dom.Element && n.Prop(dom.PropValue) != "":
			list = append(list, holder{n, n.Prop(dom.PropValue)})
			return n.Name == "select"
		}
		return true
	})
	return list
}

// textEvidence is what is wrong with one piece of text, if anything is. Masked means that neither
// the recording nor the replay shows more of it than asterisks; what was not recorded at all, or
// what a control could not show, is not in clear either.
func textEvidence(name string, h holder, recorded, shown *dom.Node, m *Moment) (result.Evidence, bool) {
	e := result.Evidence{Path: dom.Path(h.node), Live: result.Some(h.text), Step: m.Step, Blame: "SDK"}
	if recorded != nil {
		e.NodeID, e.Model = recorded.ID, result.Some(textOf(recorded))
	}
	if shown != nil {
		e.Replayed = result.Some(textOf(shown))
	}
	switch {
	case name == "masked":
		e.Kind = "in clear"
		blank := privacy.Blank(h.node)
		shows := func(v result.Value) bool { return clear(v) && v.Text != blank }
		return e, shows(e.Model) || shows(e.Replayed)
	case shown == nil:
		e.Kind = "not recorded"
		return e, true
	default:
		e.Kind = "masked too much"
		return e, e.Replayed.Text != h.text
	}
}

func textOf(n *dom.Node) string {
	if n.Kind == dom.Element {
		return n.Prop(dom.PropValue)
	}
	return n.Value
}

// clear reports whether a value has anything in it that is not masked.
func clear(v result.Value) bool {
	return v.Present && strings.TrimSpace(v.Text) != "" && !privacy.Masked(v.Text)
}

// blockedEvidence is what is wrong with the box that stands for a blocked element.
func (f *Facts) blockedEvidence(m *Moment, live, shown *dom.Node) []result.Evidence {
	e := result.Evidence{Path: dom.Path(live), Step: m.Step, Blame: "SDK"}
	if shown == nil {
		e.Kind = "no box in its place"
		return []result.Evidence{e}
	}
	e.NodeID = shown.ID
	var list []result.Evidence
	inside := shown.Count() - 1
	if shown.Frame != nil && shown.Frame.ID <= 0 {
		inside -= shown.Frame.Count() // the blank document that a frame has in any player
	}
	if inside > 0 {
		e.Kind, e.Detail = "recorded inside", fmt.Sprintf("%d nodes: %s", inside, strings.TrimSpace(shown.Text()))
		list = append(list, e)
	}
	for _, a := range live.Attrs {
		if v, ok := dom.Get(shown.Attrs, a.Name); ok && v == a.Value && v != "" && a.Name != "class" && a.Name != "style" {
			e.Kind, e.Detail, e.Name, e.Live, e.Replayed = "attribute recorded", "", a.Name, result.Some(a.Value), result.Some(v)
			list = append(list, e)
		}
	}
	if live.Box != nil && shown.Box != nil && (math.Abs(live.Box.W-shown.Box.W) > 1 || math.Abs(live.Box.H-shown.Box.H) > 1) {
		e.Kind, e.Detail, e.Name = "another size", "", ""
		e.Live, e.Replayed = result.Some(fmt.Sprintf("%.4g×%.4g", live.Box.W, live.Box.H)), result.Some(fmt.Sprintf("%.4g×%.4g", shown.Box.W, shown.Box.H))
		list = append(list, e)
	}
	return list
}
