package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// sheet is a style sheet: a tree of rules.
type sheet struct {
	rules   []*rule
	text    string // the rules, one a line
	known   bool   // text is up to date
	changed int    // one more than the number of the event that last changed it

	// Of a constructed sheet.
	disabled bool
	media    string // that it is for; empty for all
}

func parseSheet(css string) *sheet { return &sheet{rules: splitRules(flatten(css))} }

// lines is the sheet as dom.PropSheet wants it.
func (s *sheet) lines() string {
	if !s.known {
		lines := make([]string, len(s.rules))
		for i, r := range s.rules {
			lines[i] = r.css()
		}
		s.text, s.known = strings.Join(lines, "\n"), true
	}
	return s.text
}

// deepest is how deep a path of rules may lead. Each step takes a rule's inside apart, and no page
// nests rules as deep as a hostile recording can.
const deepest = 64

// rulePath reads the index of a rule: a number, a path of numbers, or nothing, which means 0.
func rulePath(index json.RawMessage) ([]int, error) {
	if len(index) == 0 || string(index) == "null" {
		return []int{0}, nil
	}
	n := 0
	if json.Unmarshal(index, &n) == nil {
		return []int{n}, nil
	}
	var path []int
	if err := json.Unmarshal(index, &path); err != nil {
		return nil, fmt.Errorf("the index %.40s is no path of rules", index)
	}
	if len(path) == 0 || len(path) > deepest {
		return nil, fmt.Errorf("the index of a rule has %d steps", len(path))
	}
	return path, nil
}

// at returns the rules that a path leads through, outermost first.
func (s *sheet) at(path []int) ([]*rule, error) {
	list := s.rules
	trail := make([]*rule, len(path))
	for i, place := range path {
		if place < 0 || place >= len(list) {
			return nil, fmt.Errorf("there is no rule %v: %w", path[:i+1], ErrRefused)
		}
		trail[i] = list[place]
		if i < len(path)-1 {
			list = list[place].open().rules
		}
	}
	return trail, nil
}

// list returns the list of rules that the path's last step is a place in, the rules around it,
// and that place.
func (s *sheet) list(path []int) (list *[]*rule, around []*rule, place int, err error) {
	last := len(path) - 1
	if last == 0 {
		return &s.rules, nil, path[0], nil
	}
	if around, err = s.at(path[:last]); err != nil {
		return nil, nil, 0, err
	}
	r := around[last-1]
	if r.kind != styleRule && r.kind != groupRule {
		return nil, nil, 0, fmt.Errorf("rule %v cannot hold rules: %w", path[:last], ErrRefused)
	}
	return &r.open().rules, around, path[last], nil
}

// insert puts a rule at a place, as insertRule does.
func (s *sheet) insert(path []int, text string) error {
	list, around, place, err := s.list(path)
	if err != nil {
		return err
	}
	if place < 0 || place > len(*list) {
		return fmt.Errorf("there is no place %v for a rule: %w", path, ErrRefused)
	}
	var made []*rule
	if len(around) > 0 && around[len(around)-1].mixed() {
		_, made = splitMixed(flatten(text), false, true)
	} else {
		made = splitRules(flatten(text))
	}
	if len(made) != 1 {
		return fmt.Errorf("%.60q is not one rule: %w", text, ErrRefused)
	}
	*list = slices.Insert(*list, place, made[0])
	s.touch(around)
	return nil
}

// remove takes a rule away, as deleteRule does.
func (s *sheet) remove(path []int) error {
	list, around, place, err := s.list(path)
	if err != nil {
		return err
	}
	if place < 0 || place >= len(*list) {
		return fmt.Errorf("there is no rule %v to delete: %w", path, ErrRefused)
	}
	*list = slices.Delete(*list, place, place+1)
	s.touch(around)
	return nil
}

// edit changes the declarations of a rule.
func (s *sheet) edit(path []int, change func([]declaration) []declaration) error {
	trail, err := s.at(path)
	if err != nil {
		return err
	}
	if r := trail[len(trail)-1]; r.kind == statement || r.kind == groupRule {
		return fmt.Errorf("rule %v has no declarations: %w", path, ErrRefused)
	}
	b := trail[len(trail)-1].open()
	b.own = change(b.own)
	s.touch(trail)
	return nil
}

// touch notes a change inside of rules. All of them have been opened.
func (s *sheet) touch(trail []*rule) {
	for _, r := range trail {
		r.stale = true
	}
	s.known = false
}
