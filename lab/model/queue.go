package model

import (
	"errors"
	"fmt"
	"slices"

	"replaylab/lab/event"
)

// queue applies the adds of one mutation. They may come in any order: an add whose parent or next
// sibling is not there yet waits for it. Adds that wait for the same node keep their order.
type queue struct {
	d       *Document
	adds    []event.Add
	f       *faults
	done    []bool        // of each add: it was applied, or failed
	blocked map[int][]int // id that is waited for → places in adds
	lost    map[int]bool  // ids that were to come under a node that is gone

	// When nothing moves any more, adds that know their parent but miss their next sibling: those
	// for whom it will never come, and those who wait for each other.
	late        map[int]bool // nodes that still wait; nil before
	never, ring []int
}

func newQueue(d *Document, adds []event.Add, f *faults) *queue {
	return &queue{d: d, adds: adds, f: f, done: make([]bool, len(adds)), blocked: map[int][]int{}, lost: map[int]bool{}}
}

func (q *queue) run() {
	for i := range q.adds {
		q.place(i)
	}
	if len(q.blocked) == 0 {
		return
	}
	var left []int
	q.late = map[int]bool{}
	for _, places := range q.blocked {
		for _, i := range places {
			left = append(left, i)
			q.late[q.adds[i].Node.ID] = true
		}
	}
	slices.Sort(left)
	for _, i := range left {
		q.stuck(i)
	}
	for len(q.never)+len(q.ring) > 0 {
		list := &q.never
		if len(*list) == 0 {
			list = &q.ring
		}
		i := (*list)[0]
		*list = (*list)[1:]
		q.placeLast(i)
	}
	for _, known := range []bool{true, false} { // first what is under a node that is gone
		for _, i := range left {
			if _, gone := q.d.gone[q.adds[i].ParentID]; gone == known {
				q.giveUp(i)
			}
		}
	}
}

// place applies one add, then those that waited for its node, then those that waited for theirs.
func (q *queue) place(i int) {
	for work := []int{i}; len(work) > 0; work = work[1:] {
		i := work[0]
		a := &q.adds[i]
		if q.done[i] {
			continue
		}
		if missing, ok := q.d.lacks(a); ok {
			q.blocked[missing] = append(q.blocked[missing], i)
			if q.late != nil {
				q.stuck(i)
			}
			continue
		}
		q.done[i] = true
		if err := q.d.add(a, i, q.f); err != nil {
			q.f.add(err)
			continue
		}
		if woken, ok := q.blocked[a.Node.ID]; ok {
			delete(q.blocked, a.Node.ID)
			work = append(work, woken...)
		}
	}
}

// stuck lists an add that nothing more will help, if its parent is known: the node is a child of
// it, though nobody knows where.
func (q *queue) stuck(i int) {
	a := &q.adds[i]
	switch {
	case q.d.nodes[a.ParentID] == nil:
	case q.late[*a.NextID]:
		q.ring = append(q.ring, i)
	default:
		q.never = append(q.never, i)
	}
}

// placeLast applies an add without its next sibling.
func (q *queue) placeLast(i int) {
	a := &q.adds[i]
	if q.done[i] || q.d.superseded(a, i) {
		q.done[i] = true
		return
	}
	if _, err := q.d.find(*a.NextID); err != nil {
		q.f.add(fmt.Errorf("add of node %d under node %d: next sibling: %v; it is put last", a.Node.ID, a.ParentID, err))
		a.NextID = nil
	}
	q.place(i)
}

// superseded reports whether a later add of the same node came first while this one waited.
func (d *Document) superseded(a *event.Add, i int) bool {
	n := d.nodes[a.Node.ID]
	return n != nil && n.event == d.index && n.order > i+1
}

// lacks returns the node that an add has to wait for, if any. The document of a frame waits by
// itself, longer than this event. Next siblings below 1 are no nodes: rrweb says -1 and -2 for some
// that it does not record.
func (d *Document) lacks(a *event.Add) (id int, ok bool) {
	if a.Node == nil {
		return 0, false
	}
	if d.nodes[a.ParentID] == nil {
		return a.ParentID, a.Node.Type != event.DocumentNode
	}
	if a.NextID != nil && *a.NextID > 0 && d.nodes[*a.NextID] == nil {
		return *a.NextID, true
	}
	return 0, false
}

// add applies the add at place i of its event, whose parent and next sibling are there.
func (d *Document) add(a *event.Add, i int, f *faults) error {
	if a.Node == nil {
		return fmt.Errorf("add under node %d: nothing to add", a.ParentID)
	}
	parent, err := d.find(a.ParentID)
	if err != nil { // so it is the document of a frame
		if errors.Is(err, ErrGone) {
			return fmt.Errorf("document of a frame: %w", err)
		}
		d.waiting[a.ParentID] = waiting{a.Node, d.index}
		return nil
	}
	inside, err := d.fits(a.Node, parent)
	if err != nil {
		return fmt.Errorf("add: %w", err)
	}
	var before *node
	if a.NextID != nil {
		if before = d.nodes[*a.NextID]; before != nil && before.parent != inside {
			before = nil
		}
	}
	if old := d.nodes[a.Node.ID]; old != nil {
		if d.superseded(a, i) {
			return nil
		}
		if old == parent || !old.leaf() && parent.under(old) {
			return fmt.Errorf("add: node %d is above node %d, under which it comes", a.Node.ID, a.ParentID)
		}
		if old.event != d.index && (old.parent != parent || a.Node.Type != event.DocumentNode) {
			f.add(fmt.Errorf("add: node %d comes under node %d while it is still under node %d", a.Node.ID, a.ParentID, idOf(old.parent)))
		}
		if before == old {
			before = old.next
		}
		d.detach(old)
	}
	d.build(a.Node, inside, before, f).order = i + 1
	return nil
}

// giveUp reports an add whose parent never came. Under a parent that is gone that is no surprise,
// and the node is gone like its parent, as is what waited for it.
func (q *queue) giveUp(i int) {
	d := q.d
	for work := []int{i}; len(work) > 0; work = work[1:] {
		i, a := work[0], &q.adds[work[0]]
		if q.done[i] || q.lost[a.Node.ID] || d.superseded(a, i) {
			continue
		}
		_, err := d.find(a.ParentID)
		if err == nil { // it was away for a moment, when it was added again itself
			q.placeLast(i)
			continue
		}
		if !d.goneNow(a.ParentID) {
			q.f.add(fmt.Errorf("add of node %d: parent: %w", a.Node.ID, err))
		}
		if !errors.Is(err, ErrGone) || d.nodes[a.Node.ID] != nil {
			continue
		}
		q.lost[a.Node.ID] = true
		r := d.gone[a.Node.ID]
		r.touched.at(removed, d.index)
		d.gone[a.Node.ID] = r
		work = append(work, q.blocked[a.Node.ID]...)
	}
}
