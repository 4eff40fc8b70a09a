package model

import (
	"strconv"
	"strings"

	"replaylab/lab/dom"
)

// upward is how many steps an option or radio button looks up for its list or form. Real ones are
// a few steps away; a limit keeps a very deep page from costing a walk to the top for each of them.
const upward = 64

// list is the select element that an option belongs to, nil if none or if n is no option.
func (n *node) list() *node {
	if !n.is("option") {
		return nil
	}
	return n.closest("select", upward)
}

// dropDown reports whether a select element always has an option selected.
func (n *node) dropDown() bool {
	size, err := strconv.Atoi(n.attr("size"))
	return !n.has("multiple") && (err != nil || size <= 1)
}

// disabled reports whether an option cannot be selected by default.
func (n *node) disabled() bool { return n.has("disabled") || n.parent.has("disabled") }

// pick makes option the one selected option of a list that has one at most.
func (n *node) pick(option *node) {
	s := n.state()
	if s.option != nil && s.option != option && s.option.live != nil {
		s.option.live.chosen = false
	}
	s.option, s.vacant = option, false
	option.state().chosen = true
}

// choose applies an input event to a select element. The format tells one value, so that is all
// that a list with several selected options keeps.
func (d *Document) choose(n *node, value string) {
	var match *node
	n.each(func(o *node) bool {
		if !o.is("option") {
			return true
		}
		if match == nil && o.optionValue() == value {
			match = o
		}
		if (o.live != nil && o.live.chosen) != (o == match) {
			o.state().chosen, o.state().dirty = o == match, true
			o.touched.at(state, d.index)
		}
		return true
	})
	n.state().option, n.state().vacant = match, false
	n.state().value, n.state().valued = value, true
}

// reset is what a browser does when a drop-down list loses its selected option: it selects the
// first one. A list without any has no value, whatever it was said to have.
func (n *node) reset() {
	n.state().option = nil
	n.each(func(o *node) bool {
		if o.is("option") && !o.disabled() {
			n.pick(o)
		}
		return n.live.option == nil
	})
	if n.live.option == nil {
		n.live.value, n.live.valued, n.live.vacant = "", true, true
	}
}

// lostOption is the drop-down list, if any, whose selected option goes when n does.
func (n *node) lostOption() *node {
	list := n.closest("select", upward)
	if list == nil || list.live == nil || list.live.option == nil || !list.dropDown() {
		return nil
	}
	for o, steps := list.live.option, upward; o != nil && steps > 0; o, steps = o.parent, steps-1 {
		if o == n {
			return list
		}
	}
	return nil
}

// firstChosen is the first selected option of a select element.
func (n *node) firstChosen() *node {
	var first *node
	n.each(func(o *node) bool {
		if o.live != nil && o.live.chosen && o.is("option") {
			first = o
		}
		return first == nil
	})
	return first
}

// optionValue is the value of an option: its attribute, or its text with white space collapsed.
func (n *node) optionValue() string {
	if n.has("value") {
		return n.attr("value")
	}
	var b strings.Builder
	n.each(func(c *node) bool {
		if c.kind == dom.Text && !c.owner().is("script") {
			b.WriteString(c.value)
		}
		return true
	})
	return strings.Join(strings.FieldsFunc(b.String(), isSpace), " ")
}

// isSpace reports whether r is white space to HTML and CSS.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r'
}
