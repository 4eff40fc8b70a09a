package claim

import (
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/result"
)

// proof names the event, and the upload that it came in, that made the recording say what it says.
func (b *blamer) proof(e *result.Evidence, d diff.Difference, m *dom.Node) {
	if b.history == nil {
		return
	}
	id := 0
	if m != nil {
		id = m.ID
	} else if d.Left != nil && d.Left.Parent != nil {
		if parent := b.seen.recorded.Pairs[d.Left.Parent]; parent != nil {
			id = parent.ID
		}
	}
	c := b.history.Changed(id)
	at := c.Placed
	switch {
	case id == 0:
		at = max(c.State, c.Selection)
	case m == nil:
		at = max(c.Children, c.Placed)
	case d.Kind == diff.Text:
		at = max(c.Text, c.Placed)
	case d.Kind == diff.Attribute:
		at = max(c.Attributes, c.Placed)
	case d.Kind == diff.Property && (d.Name == dom.PropSheet || d.Name == dom.PropAdopted):
		at = max(c.Sheet, c.Placed)
	case d.Kind == diff.Property:
		at = max(c.State, c.Placed)
	}
	b.moment.cite(e, at)
}

// cite names an event of the recording, and the upload that it came in, as the proof.
func (m *Moment) cite(e *result.Evidence, at int) { cite(e, m.Recording.Events, at) }

func cite(e *result.Evidence, events []event.Event, at int) {
	if at >= 0 && at < len(events) {
		e.Event, e.Upload = events[at].String(), events[at].Upload
	}
}
