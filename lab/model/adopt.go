package model

import (
	"errors"
	"fmt"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// adopt applies an event that gives a document or shadow root its list of adopted sheets.
func (d *Document) adopt(e event.Event, f *faults) {
	var a event.AdoptedData
	if !decode(e, &a, f) {
		return
	}
	for _, s := range a.Styles { // later events may refer to them even if the owner is unknown
		d.define(s, f)
	}
	n, err := d.find(a.ID)
	switch {
	case err != nil:
		f.add(fmt.Errorf("adopted sheets: %w", err))
		return
	case n.kind == dom.Element:
		n = d.shadowRoot(n) // only a host can be named, so this is one
	case n.kind != dom.Document:
		f.add(fmt.Errorf("adopted sheets: node %d is %s", a.ID, n.kind))
		return
	}
	n.adopted = nil
	for _, id := range a.StyleIDs {
		if s := d.sheets[id]; s != nil {
			n.adopted = append(n.adopted, s)
		} else {
			f.add(fmt.Errorf("adopted sheets of node %d: there is no sheet %d", a.ID, id))
		}
	}
	d.touchOwner(n)
}

// adoptInline takes in the adopted sheets of a description, which is Amplitude's dialect. A sheet
// that stood in an earlier description comes without its rules.
func (d *Document) adoptInline(n *node, list []event.Sheet) {
	if len(list) == 0 {
		return
	}
	n.adopted = nil
	for _, s := range list {
		if d.sheets[s.StyleID] == nil || len(s.Rules) > 0 {
			d.define(s, &faults{})
		}
		n.adopted = append(n.adopted, d.sheets[s.StyleID])
	}
	d.touchOwner(n)
}

// define makes a constructed sheet, or gives a known one its rules anew.
func (d *Document) define(s event.Sheet, f *faults) {
	known := d.sheets[s.StyleID]
	if known == nil {
		known = &sheet{}
		d.sheets[s.StyleID] = known
	}
	*known = sheet{changed: d.index + 1}
	for i, r := range s.Rules {
		at := i
		if path := event.Path(r.Index); len(r.Index) > 0 && len(path) == 1 {
			at = path[0] // players insert the rules one after another, each at its place
		}
		err := known.insert([]int{max(0, min(at, len(known.rules)))}, r.Rule)
		if err != nil && !errors.Is(err, ErrRefused) {
			f.add(fmt.Errorf("sheet %d: %w", s.StyleID, err))
		}
	}
}

// touchOwner notes a change of adopted sheets at the document, or at the host, as a shadow root
// has no id.
func (d *Document) touchOwner(n *node) {
	if n.kind == dom.Shadow {
		n = n.parent
	}
	n.touched.at(rules, d.index)
}

// adoptedRules is PropAdopted of a document or shadow root.
func (n *node) adoptedRules() string {
	var all []string
	for _, s := range n.adopted {
		if text := s.lines(); text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}
