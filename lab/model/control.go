package model

import (
	"fmt"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// control is the live state of a form control.
type control struct {
	value   string
	valued  bool // value is known; otherwise it is the default
	checked bool
	chosen  bool  // of an option: selected
	dirty   bool  // an input event set it, so that attributes no longer do
	option  *node // of a drop-down list: its selected option
	vacant  bool  // of a drop-down list: it lost its last option, and the next one is selected
}

type controlKind int

// The kinds of form control, by where their value lives.
const (
	noControl     controlKind = iota
	textControl               // in a property
	areaControl               // a textarea: in a property, by default its text
	selectControl             // in the options
	fileControl               // in a list of files
	attrControl               // in the attribute: hidden fields and buttons
	boxControl                // in the attribute, with a checkedness besides
)

var inputKinds = map[string]controlKind{
	"checkbox": boxControl, "radio": boxControl, "file": fileControl, "hidden": attrControl,
	"submit": attrControl, "reset": attrControl, "button": attrControl, "image": attrControl,
}

func (n *node) controlKind() controlKind {
	switch {
	case n.kind != dom.Element || n.ns != dom.HTML:
		return noControl
	case n.name == "input":
		if k, ok := inputKinds[strings.ToLower(n.attr("type"))]; ok {
			return k
		}
		return textControl
	case n.name == "textarea":
		return areaControl
	case n.name == "select":
		return selectControl
	}
	return noControl
}

// hasValue reports whether a description's `value` is the live value of such a control.
func (k controlKind) hasValue() bool {
	return k == textControl || k == areaControl || k == selectControl || k == fileControl
}

// input applies an input event: the live state of one control.
func (d *Document) input(e event.Event, f *faults) {
	var in event.InputData
	if !decode(e, &in, f) || in.ID == -1 { // -1: not recorded yet; what adds it will say its value
		return
	}
	n, err := d.find(in.ID)
	if err != nil {
		f.add(fmt.Errorf("input: %w", err))
		return
	}
	switch n.controlKind() {
	case noControl:
		f.add(fmt.Errorf("input: node %d (%s) is no form control", in.ID, n.name))
		return
	case boxControl:
		n.state().checked, n.state().dirty = in.IsChecked, true
		d.check(n)
	case attrControl: // the setter of value sets the attribute
		n.attrs = dom.Set(n.attrs, "value", in.Text)
	case selectControl:
		d.choose(n, in.Text)
	default:
		n.state().value, n.state().valued, n.state().dirty = in.Text, true, true
	}
	n.touched.at(state, d.index)
}

// follow lets live state follow an attribute that a mutation has just set or removed. kind is what
// the control was before.
func (d *Document) follow(n *node, kind controlKind, name, value string, present bool) {
	dirty := n.live != nil && n.live.dirty
	switch {
	case name == "value" && kind == textControl && !dirty:
		n.state().value, n.state().valued = value, true
	case name == "checked" && kind == boxControl && !dirty:
		n.state().checked = present
		d.check(n)
	case name == "selected" && n.is("option") && !dirty:
		n.state().chosen = present
		d.joinControls(n)
		if list := n.list(); !present && list != nil && list.live != nil && list.live.option == n && list.dropDown() {
			list.reset()
		}
	case name == "type" && n.is("input"):
		if was, is := kind.hasValue(), n.controlKind().hasValue(); is && !was {
			n.state().value, n.state().valued, n.state().dirty = n.attr("value"), true, false
		}
		d.check(n)
	case name == "name" || name == "form":
		d.check(n)
	}
}

// setDefault gives a textarea a new default value: the text that it holds.
func (n *node) setDefault(value string) {
	if n.live == nil || !n.live.dirty {
		n.state().value, n.state().valued = value, true
	}
	for c := n.first; c != nil; c = c.next {
		if c.kind == dom.Text {
			c.value, value = value, ""
		}
	}
}

// joinControls lets a radio button or option take its part in its group or list, when it is new or
// has become checked or selected.
func (d *Document) joinControls(n *node) {
	if n.live != nil && n.live.checked {
		d.check(n)
	}
	list := n.list()
	if list == nil || list.has("multiple") {
		return
	}
	if n.live != nil && n.live.chosen || list.live != nil && list.live.vacant && !n.disabled() {
		list.pick(n)
	}
}
