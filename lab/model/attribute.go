package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"replaylab/lab/dom"
)

// describe gives a new element the attributes of its description, where some stand for live state:
// `value`, `checked: true` and `selected: true` are properties, and what the attribute of that name
// was is lost. A `checked` that is a string is the attribute of a box that is not checked.
func (d *Document) describe(n *node, attrs map[string]any, f *faults) {
	if len(attrs) == 0 {
		return
	}
	n.attrs = make([]dom.Pair, 0, len(attrs))
	if t, ok := attrs["type"].(string); ok { // first, for it decides what value and checked mean
		n.attrs = append(n.attrs, dom.Pair{Name: "type", Value: t})
	}
	kind := n.controlKind()
	var wrong []string
	for name, value := range attrs {
		if name == "type" && len(n.attrs) > 0 && n.attrs[0].Name == name {
			continue
		}
		s, present, err := attributeValue(value)
		switch {
		case value == true && name == "checked" && n.is("input"):
			n.state().checked = true
		case value == true && name == "selected" && n.is("option"):
			n.state().chosen = true
		case name == "value" && kind.hasValue() && present:
			n.state().value, n.state().valued = s, true
		case d.special(n, name, s, present, err == nil):
		case name == "style" && err != nil && isObject(value):
			s, errs := editInline("", value.(map[string]any), nil)
			for _, err := range errs {
				wrong = append(wrong, fmt.Sprintf("style of node %d: %v", n.id, err))
			}
			n.attrs = append(n.attrs, dom.Pair{Name: name, Value: s})
		case err != nil:
			wrong = append(wrong, fmt.Sprintf("attribute %s of node %d: %v", name, n.id, err))
		case present && name != "":
			n.attrs = append(n.attrs, dom.Pair{Name: name, Value: s})
			if name == "selected" && n.is("option") {
				n.state().chosen = true
			}
		}
	}
	slices.SortFunc(n.attrs, func(a, b dom.Pair) int { return strings.Compare(a.Name, b.Name) })
	slices.Sort(wrong) // maps have no order, reports do
	for _, w := range wrong {
		f.add(errors.New(w))
	}
}

// special takes in the attributes that the format makes up. It reports whether this was one; the
// others that begin with rr_ have no state to go to and stay attributes.
func (d *Document) special(n *node, name, value string, present, valid bool) bool {
	if !valid || name == "" || name[0] != 'r' && name[0] != '_' {
		return false
	}
	switch {
	case name == "rr_scrollLeft" || name == "rr_scrollTop":
		offset, err := strconv.ParseFloat(value, 64)
		if present && (err != nil || offset-offset != 0) { // no number, or none that is finite
			return false
		}
		if name == "rr_scrollLeft" {
			n.state().x = offset
		} else {
			n.state().y = offset
		}
	case name == "_cssText" && (n.name == "style" || n.is("link")):
		d.setCSS(n, value)
	case name == "rr_open_mode" && n.is("dialog"):
		n.state().modal = value == "modal"
	case strings.HasPrefix(name, "rr_media") && n.isMedia():
		return n.state().media.describe(name, value, present)
	default:
		return false
	}
	return true
}

// setAttribute applies one attribute of a mutation. Other than in a description, the value is the
// attribute's, and live state follows it by the rules of the DOM.
func (d *Document) setAttribute(n *node, name string, value any) error {
	s, present, err := attributeValue(value)
	if err != nil {
		return fmt.Errorf("attribute %s of node %d: %w", name, n.id, err)
	}
	if name == "" || d.special(n, name, s, present, true) {
		return nil
	}
	kind := n.controlKind()
	if name == "value" && kind == areaControl {
		n.setDefault(s)
		return nil
	}
	if present {
		n.attrs = dom.Set(n.attrs, name, s)
	} else {
		n.attrs = dom.Unset(n.attrs, name)
	}
	d.follow(n, kind, name, s, present)
	return nil
}

// attributeValue is an attribute's value as the DOM would have it. An absent one is false or null.
func attributeValue(v any) (s string, present bool, err error) {
	switch v := v.(type) {
	case string:
		return v, true, nil
	case float64:
		return number(v), true, nil
	case bool:
		return "", v, nil
	case nil:
		return "", false, nil
	case json.Number:
		return v.String(), true, nil
	}
	return "", false, fmt.Errorf("an attribute cannot be %.40v", v)
}

func isObject(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}

// number prints a number as JavaScript does.
func number(f float64) string {
	if f == 0 {
		return "0" // of both signs
	}
	if a := max(f, -f); a >= 1e-6 && a < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	if i := len(s) - 2; s[i] == '0' && (s[i-1] == '-' || s[i-1] == '+') {
		s = s[:i] + s[i+1:] // Go writes 1e-07
	}
	return s
}
