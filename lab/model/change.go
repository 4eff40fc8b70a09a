package model

import "slices"

// aspect is a side of a node that events change.
type aspect int

const (
	placed aspect = iota
	removed
	children
	attributes
	text
	state
	rules
	selecting // of the page: its selection
	aspects
)

// touched holds, for each aspect, one more than the number of the event that last changed it, and
// 0 if there was none. 32 bits keep a large document's history small.
type touched [aspects]int32

func (t *touched) at(a aspect, index int) { t[a] = int32(index + 1) }

// Changes says which events made a node what it is. Each is the number of an event, counted from 0
// over the events given to the Document or Cursor, or -1 if there was none.
type Changes struct {
	Placed     int // put it where it is: the full snapshot, or the last add or move
	Removed    int // last took it away; before Placed if it came back
	Children   int // last added or took away one of its children, or changed its shadow root or frame
	Attributes int
	Text       int
	State      int // value, checkedness, scroll offset, focus, playing, dialog mode
	Sheet      int // the rules of its sheet, or of the sheets that it adopts
	Selection  int // of the page only
}

// Changed returns the history of a node, by its id in the recording, since the last full snapshot.
// Id 0 stands for the page: State is its window and address. A shadow root's history is its
// host's. Nodes that were removed keep theirs. A node that nobody knows has -1 throughout.
func (d *Document) Changed(id int) Changes {
	var t touched
	if id == 0 {
		t = d.page
	} else if n := d.nodes[id]; n != nil {
		t = n.touched
	} else {
		t = d.gone[id].touched
	}
	if n := d.nodes[id]; n != nil {
		t[rules] = max(t[rules], n.lastRules())
	}
	at := func(a aspect) int { return int(t[a]) - 1 }
	return Changes{
		Placed: at(placed), Removed: at(removed), Children: at(children), Attributes: at(attributes),
		Text: at(text), State: at(state), Sheet: at(rules), Selection: at(selecting),
	}
}

// lastRules is one more than the number of the event that last changed a sheet of n's: its own, or
// one that it or its shadow root adopts.
func (n *node) lastRules() int32 {
	last := 0
	if n.style != nil && n.style.sheet != nil {
		last = n.style.sheet.changed
	}
	adopted := n.adopted
	if n.shadow != nil {
		adopted = n.shadow.adopted
	}
	for _, s := range adopted {
		last = max(last, s.changed)
	}
	return int32(last)
}

// Events lists the events of a history, latest first, each once.
func (c Changes) Events() []int {
	all := []int{c.Placed, c.Removed, c.Children, c.Attributes, c.Text, c.State, c.Sheet, c.Selection}
	all = slices.DeleteFunc(all, func(i int) bool { return i < 0 })
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return slices.Compact(all)
}
