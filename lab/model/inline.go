package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/event"
)

// change is one call of setProperty, or of removeProperty if value is empty.
type change struct {
	name, value string
	important   bool
}

// edit applies changes to a declaration list: first what is removed, all at once, then what is
// set, in order. Changes that no browser accepts are left out and come back as errors.
func edit(list []declaration, changes []change) ([]declaration, []error) {
	var gone []string
	var errs []error
	for i, c := range changes {
		c.name = propertyName(trim(c.name))
		c.value = trim(flatten(c.value))
		changes[i] = c
		if c.value == "" {
			gone = append(gone, c.name)
		}
	}
	if len(gone) > 0 {
		list = removeProperties(list, gone)
	}
	for _, c := range changes {
		if c.value == "" {
			continue
		}
		s := scanner{text: c.value}
		if strings.ContainsFunc(c.name, func(r rune) bool { return r < 0x80 && !inName(byte(r)) }) || c.name == "" || s.until(";!})]") != 0 {
			errs = append(errs, fmt.Errorf("set %.40q to %.40q: %w", c.name, c.value, ErrRefused))
			continue
		}
		list = setProperty(list, c.name, c.value+s.tail(), c.important)
	}
	return list, errs
}

// editInline applies a style object of a mutation, {property: value | [value, priority] | false},
// to the text of a style attribute. order gives the properties as they stand in the event: new ones
// go into the text in this order, which the decoded map has lost.
func editInline(text string, diff map[string]any, order func() []string) (string, []error) {
	list := parseDeclarations(text)
	names := make([]string, 0, len(diff))
	fresh := 0
	for name := range diff {
		names = append(names, name)
		if !slices.ContainsFunc(list, func(d declaration) bool { return d.name == name }) {
			fresh++
		}
	}
	slices.Sort(names)
	if fresh > 1 && order != nil {
		if inOrder := order(); len(inOrder) >= len(diff) {
			names = inOrder
		}
	}
	var changes []change
	var errs []error
	for _, name := range names {
		v := diff[name]
		c := change{name: name}
		if pair, ok := v.([]any); ok && len(pair) > 0 {
			v = pair[0]
			c.important = len(pair) > 1 && pair[1] == "important"
		}
		s, present, err := attributeValue(v)
		if err != nil || v == true {
			errs = append(errs, fmt.Errorf("property %.40q cannot be %.40v", name, v))
			continue
		}
		if present {
			c.value = s
		}
		changes = append(changes, c)
	}
	list, refused := edit(list, changes)
	return joinDeclarations(list), append(errs, refused...)
}

// styleOrders reads, for each attribute change of a mutation, the properties of its style object in
// the order of the event.
func styleOrders(e event.Event, count int) []objectKeys {
	var wire struct {
		Data struct {
			Attributes []struct {
				Attributes struct {
					Style objectKeys `json:"style"`
				} `json:"attributes"`
			} `json:"attributes"`
		} `json:"data"`
	}
	_ = json.Unmarshal(e.Raw, &wire) // what could not be read has been reported already
	orders := make([]objectKeys, count)
	for i, a := range wire.Data.Attributes {
		if i < count {
			orders[i] = a.Attributes.Style
		}
	}
	return orders
}

// objectKeys is the keys of an object, in their order; of anything else it is empty.
type objectKeys []string

func (k *objectKeys) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return err
		}
		*k = append(*k, key.(string))
	}
	return nil
}
