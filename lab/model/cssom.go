package model

import (
	"fmt"
	"strings"

	"replaylab/lab/event"
)

// sheet returns the sheet that an event names.
func (d *Document) sheet(id, styleID int) (*sheet, error) {
	if styleID != 0 {
		if s := d.sheets[styleID]; s != nil {
			return s, nil
		}
		return nil, fmt.Errorf("there is no sheet %d", styleID)
	}
	n, err := d.find(id)
	if err != nil {
		return nil, err
	}
	if n.style == nil {
		return nil, fmt.Errorf("the recording has no rules of node %d (%s)", id, n.name)
	}
	return n.sheet(), nil
}

// changeRules applies an event that inserts, deletes or replaces rules.
func (d *Document) changeRules(e event.Event, f *faults) {
	var c event.SheetRuleData
	if !decode(e, &c, f) {
		return
	}
	s, err := d.sheet(c.ID, c.StyleID)
	if err != nil {
		f.add(fmt.Errorf("rules: %w", err))
		return
	}
	for _, a := range c.Adds {
		if path, err := rulePath(a.Index); err != nil {
			f.add(fmt.Errorf("insert a rule: %w", err))
		} else if err := s.insert(path, a.Rule); err != nil {
			f.add(fmt.Errorf("insert a rule: %w", err))
		}
	}
	for _, r := range c.Removes {
		if path, err := rulePath(r.Index); err != nil {
			f.add(fmt.Errorf("delete a rule: %w", err))
		} else if err := s.remove(path); err != nil {
			f.add(fmt.Errorf("delete a rule: %w", err))
		}
	}
	for _, text := range []*string{c.Replace, c.ReplaceSync} {
		if text != nil {
			*s = *parseSheet(*text)
		}
	}
	s.changed = d.index + 1
}

// changeDeclaration applies an event that sets or removes a property of a rule.
func (d *Document) changeDeclaration(e event.Event, f *faults) {
	var c event.DeclarationData
	if !decode(e, &c, f) {
		return
	}
	s, err := d.sheet(c.ID, c.StyleID)
	if err != nil {
		f.add(fmt.Errorf("declaration: %w", err))
		return
	}
	path, err := rulePath(c.Index)
	if err != nil {
		f.add(fmt.Errorf("declaration: %w", err))
		return
	}
	var changes []change
	if c.Set != nil {
		changes = append(changes, change{name: c.Set.Property, value: value(c.Set.Value), important: strings.EqualFold(c.Set.Priority, "important")})
	}
	if c.Remove != nil {
		changes = append(changes, change{name: c.Remove.Property})
	}
	err = s.edit(path, func(list []declaration) []declaration {
		list, refused := edit(list, changes)
		for _, err := range refused {
			f.add(fmt.Errorf("declaration: %w", err))
		}
		return list
	})
	if err != nil {
		f.add(fmt.Errorf("declaration: %w", err))
	}
	s.changed = d.index + 1
}

// value is a string that may be null.
func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
