package model

import (
	"cmp"
	"slices"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// Problem is an event of a recording that is broken, or that does not fit the document.
type Problem struct {
	Index  int    // of the event, -1 for the recording as a whole
	Event  string // in words
	Reason string
	// Benign is set if the format allows such an event: a late word about a node that was removed,
	// or a call that the page's browser refused. It is no sign that the recording is wrong.
	Benign bool
}

// At returns the tree that a recording describes at time t, in milliseconds since the epoch: after
// all events up to and including t, from the last full snapshot on. It is what a player shows that
// seeks to t. Problems are those of the events since that snapshot.
func At(events []event.Event, t float64) (*dom.Tree, []Problem) {
	c := NewCursor(events)
	c.seek(t)
	return c.To(t)
}

// Cursor goes through a recording and stops at several times. For every time it gives the tree
// that At gives.
type Cursor struct {
	events  []event.Event
	order   []int // indexes into events by time; nil if they stand so
	doc     *Document
	next    int     // place of the next event, in order
	time    float64 // where the cursor stands
	moved   bool
	found   []Problem    // of a snapshot that seek applied
	waiting map[int]bool // events that were reported to wait
}

// NewCursor returns a cursor that stands before the first event. Events of one time apply in the
// order given.
func NewCursor(events []event.Event) *Cursor {
	byTime := func(a, b event.Event) int { return cmp.Compare(a.Timestamp, b.Timestamp) }
	c := &Cursor{events: events, doc: New(), waiting: map[int]bool{}}
	if !slices.IsSortedFunc(events, byTime) {
		c.order = make([]int, len(events))
		for i := range c.order {
			c.order[i] = i
		}
		slices.SortStableFunc(c.order, func(a, b int) int { return byTime(events[a], events[b]) })
	}
	return c
}

// Document is the document as it stands at the cursor: for its history, and for setting Plugins
// before the first move. It is the same one as long as the cursor moves forward.
func (c *Cursor) Document() *Document { return c.doc }

// To moves the cursor to time t and returns the tree there, and the problems of the events on the
// way. Going back starts over.
func (c *Cursor) To(t float64) (*dom.Tree, []Problem) {
	if c.moved && t < c.time {
		c.rewind()
	}
	c.time, c.moved = t, true
	problems := c.found
	c.found = nil
	for ; c.next < len(c.events) && c.event(c.next).Timestamp <= t; c.next++ {
		problems = c.apply(c.next, problems)
	}
	if c.doc.root == nil {
		problems = append(problems, Problem{Index: -1, Event: "recording", Reason: "it has no usable full snapshot up to this time"})
	}
	return c.doc.Tree(), append(problems, c.orphans()...)
}

func (c *Cursor) rewind() {
	plugins := c.doc.Plugins
	c.doc, c.next, c.waiting = New(), 0, map[int]bool{}
	c.doc.Plugins = plugins
}

// seek brings a new cursor to the last full snapshot up to t that can be used. Of what is before
// it only the window and the address stay.
func (c *Cursor) seek(t float64) {
	end := 0
	for end < len(c.events) && c.event(end).Timestamp <= t {
		end++
	}
	for i := end - 1; i >= 0; i-- {
		if c.event(i).Type != event.FullSnapshot {
			continue
		}
		c.found = c.apply(i, nil)
		if c.doc.root == nil {
			c.rewind()
			continue
		}
		for j := range i {
			if e := c.event(j); e.Type == event.Meta || e.Type == event.Incremental && e.Source == event.ViewportResize {
				_ = c.doc.apply(c.place(j), e)
			}
		}
		c.next = i + 1
		return
	}
	c.found = nil
}

// event is the event at that place in the order of time, and place its index.
func (c *Cursor) event(i int) event.Event { return c.events[c.place(i)] }

func (c *Cursor) place(i int) int {
	if c.order == nil {
		return i
	}
	return c.order[i]
}

func (c *Cursor) apply(i int, problems []Problem) []Problem {
	index := c.place(i)
	err := c.doc.apply(index, c.events[index])
	if err == nil {
		return problems
	}
	return append(problems, Problem{index, c.events[index].String(), err.Error(), Benign(err)})
}

// orphans reports the documents whose frames have not come, each once. They may still come.
func (c *Cursor) orphans() []Problem {
	var problems []Problem
	for id, w := range c.doc.waiting {
		if !c.waiting[w.index] {
			c.waiting[w.index] = true
			problems = append(problems, Problem{Index: w.index, Event: c.events[w.index].String(), Reason: noFrame(id)})
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return a.Index - b.Index })
	return problems
}
