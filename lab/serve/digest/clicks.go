package digest

import (
	"slices"

	"replaylab/lab/event"
)

// rage tells whether a click is one too many. An SDK may mark that itself; then it is told once.
func (d *Digest) rage(c Mark) []Mark {
	d.clicks = slices.DeleteFunc(d.clicks, func(m Mark) bool { return m.Node != c.Node || c.At-m.At >= rageWithin })
	d.clicks = append(d.clicks, c)
	if d.nodes.looksAlive(c.Node) {
		d.waiting = append(d.waiting, c)
	}
	if len(d.clicks) < rageClicks {
		return nil
	}
	d.clicks = nil
	c.Kind = Rage
	return d.tell(c)
}

// dead settles clicks that wait: an event may be what follows them, or show that nothing did.
func (d *Digest) dead(e event.Event) (marks []Mark) {
	d.waiting = slices.DeleteFunc(d.waiting, func(c Mark) bool {
		if e.Timestamp-c.At < patience {
			return effect(e) && e.Timestamp >= c.At
		}
		c.Kind = Dead
		marks = append(marks, d.tell(c)...)
		return true
	})
	return marks
}

// effect reports whether a person may have seen something happen.
func effect(e event.Event) bool {
	switch e.Type {
	case event.FullSnapshot, event.Meta, event.Plugin:
		return true
	case event.Incremental:
		switch e.Source {
		case event.MouseMove, event.MouseInteraction, event.TouchMove, event.Drag, event.Log:
			return false
		}
		return true
	}
	return false
}

// tell gives a sign of frustration, unless it has been told already.
func (d *Digest) tell(m Mark) []Mark {
	near := 50.0
	if m.Kind == Rage {
		near = rageWithin
	}
	for _, t := range d.told {
		if t.Kind == m.Kind && t.At-m.At < near && m.At-t.At < near {
			return nil
		}
	}
	if d.told = append(d.told, m); len(d.told) > 16 {
		d.told = slices.Delete(d.told, 0, 1)
	}
	return []Mark{m}
}
