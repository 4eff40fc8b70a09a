package claim

import (
	"slices"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// delivery is what a visit's recordings would be had no upload been refused. It tells what was lost
// on the way from what an SDK never recorded or recorded wrongly: the bytes that were refused are
// there to be read.
type delivery struct {
	refused    map[int]bool // numbers of uploads; nil if nothing that can be read was refused
	recordings []event.Recording
}

func (f *Facts) delivery() *delivery {
	if f.arrived == nil {
		f.arrived = &delivery{}
		if all, refused := event.AsTaken(f.Visit.Uploads); refused != nil {
			f.arrived.refused, f.arrived.recordings = refused, event.Assemble(all)
		}
	}
	return f.arrived
}

// whole is a moment as the recording would tell it had nothing been refused.
type whole struct {
	refused  map[int]bool
	events   []event.Event
	tree     *dom.Tree      // in canonical form
	asSent   map[int]string // style sheets by node id, as the delivered recording writes them
	document *model.Document
	problems []model.Problem
	byID     map[int]*dom.Node
	recorded *diff.Result // live against it
}

// whole is nil if nothing was refused, or if it would not help.
func (f *Facts) whole(m *Moment) *whole {
	if m.restored != nil || m.looked {
		return m.restored
	}
	m.looked = true
	d := f.delivery()
	rec := d.recording(f.loadOf(m), m.Time)
	if rec == nil {
		return nil
	}
	tree, problems := model.At(rec.Events, m.Time)
	if slices.ContainsFunc(problems, func(p model.Problem) bool { return p.Index < 0 }) {
		return nil
	}
	w := &whole{refused: d.refused, events: rec.Events, problems: problems, byID: map[int]*dom.Node{}, asSent: map[int]string{}}
	w.tree, _ = f.Policy.Canonical(tree, diff.Model, privacy.Promise{}, nil)
	w.tree.Root.Walk(func(n *dom.Node) bool { w.byID[n.ID] = n; return true })
	cursor := model.NewCursor(rec.Events)
	cursor.To(m.Time)
	w.document = cursor.Document()
	live, _ := f.Policy.Canonical(m.Live, diff.Live, m.Promise, m.Model)
	if m.seen != nil {
		live = m.seen.live
	}
	w.recorded = diff.Compare(live, w.tree, diff.Options{})
	if m.Recording != nil {
		sent, _ := model.At(m.Recording.Events, m.Time)
		sent.Root.Walk(func(n *dom.Node) bool {
			w.asSent[n.ID] = n.Prop(dom.PropSheet) + "\x00" + n.Prop(dom.PropAdopted)
			return true
		})
	}
	m.restored = w
	return w
}

// loadOf is the page load that was in the window at a moment, or "" if that is not known.
func (f *Facts) loadOf(m *Moment) string {
	if m.Recording != nil {
		return m.Recording.Load
	}
	for _, v := range f.Visit.Moments {
		if v.Checkpoint == m.Checkpoint {
			return v.Load
		}
	}
	return ""
}

func (d *delivery) recording(load string, now float64) (found *event.Recording) {
	for i := range d.recordings {
		r := &d.recordings[i]
		if (r.Load == load || load == "") && len(r.Events) > 0 && r.Start() <= now {
			found = r
		}
	}
	return found
}

// lost reports whether a difference between live page and recording would not be there had nothing
// been refused, and in which event of the whole recording that is seen; -1 if in none alone.
func (w *whole) lost(d diff.Difference, recorded *dom.Node, b *blamer) (yes bool, at int) {
	if w == nil || b.seen.recorded == nil {
		return false, -1
	}
	node := w.recorded.Pairs[d.Left]
	has := func(k diff.Kind, name string) bool {
		return slices.ContainsFunc(w.recorded.Differences, func(o diff.Difference) bool {
			return o.Kind == k && o.Left == d.Left && o.Name == name
		})
	}
	switch {
	case d.Kind == diff.Missing:
		yes = d.Left != nil && node != nil
	case d.Kind == diff.Extra:
		if yes = recorded != nil && w.byID[recorded.ID] == nil; yes {
			return true, w.last(recorded.ID)
		}
	case d.Kind == diff.Property && (d.Name == dom.PropSheet || d.Name == dom.PropAdopted):
		// Sheets of a recording that was not played are not in the browser's own form.
		yes = node != nil && w.asSent[node.ID] != node.Prop(dom.PropSheet)+"\x00"+node.Prop(dom.PropAdopted)
	case d.Kind == diff.Attribute, d.Kind == diff.Property, d.Kind == diff.Text, d.Kind == diff.Name:
		yes = node != nil && !has(d.Kind, d.Name)
	case d.Kind == diff.Moved:
		yes = !b.differs(w.recorded, d)
	case d.Kind == diff.Selection, d.Kind == diff.Highlight, d.Kind == diff.Window:
		if yes = !kind(w.recorded, d.Kind); yes {
			return true, w.last(0)
		}
	default:
		yes = decides(b.seen.recorded.Differences) && !decides(w.recorded.Differences)
	}
	if !yes || node == nil {
		return yes, w.last(-1)
	}
	return true, w.last(node.ID)
}

// last is the latest event of a refused upload that says something of a node, or the first of all
// if none does.
func (w *whole) last(id int) int {
	if id >= 0 {
		for _, i := range w.document.Changed(id).Events() {
			if w.refused[w.events[i].Upload] {
				return i
			}
		}
	}
	return slices.IndexFunc(w.events, func(e event.Event) bool { return w.refused[e.Upload] })
}

// blameDisorder says of each piece of disorder whether it would be there had nothing been refused.
func (f *Facts) blameDisorder(list []result.Evidence) {
	d := f.delivery()
	var left []result.Evidence
	if d.refused != nil {
		left = f.disorder(d.recordings)
		for i := range f.Moments {
			if w := f.whole(&f.Moments[i]); w != nil {
				for _, p := range w.problems {
					left = append(left, result.Evidence{Kind: "event that fits nothing", Detail: p.Reason, Event: p.Event})
				}
			}
		}
	}
	for i := range list {
		e := &list[i]
		e.Cause, e.Blame = result.RecordedWrong, sdk
		if d.refused != nil && !slices.ContainsFunc(left, func(o result.Evidence) bool { return o.Kind == e.Kind && o.Event == e.Event && o.Detail == e.Detail }) {
			e.Cause, e.Blame = result.LostInDelivery, delivered
		}
	}
}
