// Package model applies the events of a recording to a document, in Go, and gives the tree that
// they describe at any time. It is the lab's third tree: where the live page differs from it the
// SDK or the delivery is wrong, where the replayed page differs from it the player is.
//
// So it says what the recording says and nothing else. It copies no player's habits: an unchecked
// box stays unchecked although its attribute is there, a link with rules stays a link, MathML that
// the format cannot name is HTML. It does follow the rules of the DOM that every player's browser
// follows by itself (one checked radio button in a group, one selected option in a drop-down list).
//
// A recording is untrusted input. Whatever is in it, the document stays a tree, nothing here
// recurses over it, and nothing panics; events that make no sense are reported and left out.
//
// Start at [At] for one moment of a recording, at [Cursor] for several.
package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// Document is a page under construction. The zero value is not ready; see [New]. It is not safe
// for use by several goroutines.
type Document struct {
	// Plugins apply plugin events, by the plugin's name. Plugin events without an entry are
	// ignored, as custom events are.
	Plugins map[string]func(*Document, json.RawMessage) error

	// The page.
	url           string
	width, height int
	page          touched // its window, address and selection

	// What the last full snapshot brought and later events changed.
	root     *node // nil before the first full snapshot
	nodes    map[int]*node
	gone     map[int]relic   // ids that were removed
	sheets   map[int]*sheet  // constructed sheets, by their own ids
	waiting  map[int]waiting // documents of frames that have not come yet, by the frame's id
	checked  map[string]map[*node]bool
	focus    focus
	selected *selection

	// What the project's own recorder says beside the format.
	top        []layer
	highlights map[int][]said

	// The event being applied.
	index   int     // its number
	styles  []*node // style elements whose text or rules changed
	ready   []*node // frames that have come and whose documents wait
	filling bool    // those are being built
}

// waiting is the document of a frame that has not come yet.
type waiting struct {
	node  *event.Node
	index int
}

// New returns a document without content: the one before any full snapshot.
func New() *Document {
	d := &Document{index: -1}
	d.reset()
	return d
}

func (d *Document) reset() {
	d.root, d.selected, d.focus = nil, nil, focus{}
	d.styles, d.ready = nil, nil
	d.nodes, d.gone = map[int]*node{}, map[int]relic{}
	d.sheets, d.waiting = map[int]*sheet{}, map[int]waiting{}
	d.checked = map[string]map[*node]bool{}
	d.top, d.highlights = nil, nil
}

// Apply applies one event. An error says what in the event is broken or refers to nodes that the
// document does not have; the rest of the event is applied all the same.
func (d *Document) Apply(e event.Event) error {
	return d.apply(d.index+1, e)
}

// apply applies the event with that number. Numbers only ever serve to name events.
func (d *Document) apply(index int, e event.Event) error {
	d.index = index
	f := &faults{}
	switch e.Type {
	case event.Meta:
		d.meta(e, f)
	case event.FullSnapshot:
		d.snapshot(e, f)
	case event.Incremental:
		d.incremental(e, f)
	case event.Plugin:
		d.plugin(e, f)
	}
	d.settle()
	return f.err()
}

func (d *Document) meta(e event.Event, f *faults) {
	var m event.MetaData
	if !decode(e, &m, f) {
		return
	}
	d.url = m.Href
	d.resize(m.Width, m.Height)
}

func (d *Document) resize(width, height float64) {
	d.width, d.height = pixels(width), pixels(height)
	d.page.at(state, d.index)
}

// pixels rounds a length. Go leaves the conversion of a float that is out of range to the machine.
func pixels(f float64) int {
	return int(math.Round(max(-1e9, min(f, 1e9))))
}

// snapshot starts the document anew. A snapshot that cannot be used changes nothing: ids are kept
// over snapshots, so what follows still fits the document as it was.
func (d *Document) snapshot(e event.Event, f *faults) {
	var s event.SnapshotData
	if !decode(e, &s, f) {
		return
	}
	if s.Node == nil || s.Node.Type != event.DocumentNode || s.Node.ID <= 0 {
		f.add(errors.New("a full snapshot without a document"))
		return
	}
	d.reset()
	d.page[selecting] = 0
	d.root = d.build(s.Node, nil, nil, f)
	d.root.scrollTo(s.InitialOffset.Left, s.InitialOffset.Top)
}

func (d *Document) incremental(e event.Event, f *faults) {
	if e.Source == event.ViewportResize {
		var r event.ResizeData
		if decode(e, &r, f) {
			d.resize(r.Width, r.Height)
		}
		return
	}
	apply := appliers[e.Source]
	switch {
	case apply == nil:
	case d.root == nil:
		f.add(errors.New("there has been no full snapshot"))
	default:
		apply(d, e, f)
	}
}

// appliers apply the incremental events that leave a trace in a tree and need one.
var appliers = map[event.Source]func(*Document, event.Event, *faults){
	event.Mutation:          (*Document).mutate,
	event.MouseInteraction:  (*Document).interact,
	event.Scroll:            (*Document).scroll,
	event.Input:             (*Document).input,
	event.MediaInteraction:  (*Document).media,
	event.StyleSheetRule:    (*Document).changeRules,
	event.StyleDeclaration:  (*Document).changeDeclaration,
	event.Selection:         (*Document).selectRange,
	event.AdoptedStyleSheet: (*Document).adopt,
	event.CustomElement:     (*Document).defineElement,
}

func (d *Document) plugin(e event.Event, f *faults) {
	var p event.PluginData
	if !decode(e, &p, f) {
		return
	}
	if p.Plugin == statePlugin {
		d.said(p.Payload, f)
		return
	}
	if d.Plugins[p.Plugin] == nil {
		return
	}
	if err := d.Plugins[p.Plugin](d, p.Payload); err != nil {
		f.add(fmt.Errorf("plugin %s: %w", p.Plugin, err))
	}
}

// SetProp gives a node a live property that the format does not carry, for use by Plugins. It
// stands in front of what the document itself knows; an empty value takes it back.
func (d *Document) SetProp(id int, name, value string) error {
	n, err := d.find(id)
	if err != nil {
		return fmt.Errorf("set %s: %w", name, err)
	}
	s := n.state()
	if s.extra = dom.Unset(s.extra, name); value != "" {
		s.extra = dom.Set(s.extra, name, value)
	}
	n.touched.at(state, d.index)
	return nil
}
