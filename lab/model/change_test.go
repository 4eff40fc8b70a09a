package model_test

import (
	"slices"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

func TestChanged(t *testing.T) {
	d := apply(t,
		ev(event.Meta, J{}),                           // 0
		full(el(4, "p", nil, txt(5, ""))),             // 1
		setText(5, "x"),                               // 2
		adds(add(4, 0, el(6, "input", nil))),          // 3
		setAttr(6, "a", "b"),                          // 4
		input(6, "typed", false),                      // 5
		inc(event.Scroll, J{"id": 4, "x": 1, "y": 1}), // 6
		removes(remove(4, 6)),                         // 7
		inc(event.Selection, J{}),                     // 8
		inc(event.ViewportResize, J{}),                // 9
		adds(add(3, 0, el(6, "input", nil))),          // 10
		interaction(focus, 6),                         // 11
	)
	none := model.Changes{Placed: -1, Removed: -1, Children: -1, Attributes: -1, Text: -1, State: -1, Sheet: -1, Selection: -1}
	with := func(set func(*model.Changes)) model.Changes { c := none; set(&c); return c }
	for id, want := range map[int]model.Changes{
		0:  with(func(c *model.Changes) { c.State, c.Selection = 9, 8 }),
		3:  with(func(c *model.Changes) { c.Placed, c.Children = 1, 10 }),
		4:  with(func(c *model.Changes) { c.Placed, c.Children, c.State = 1, 7, 6 }),
		5:  with(func(c *model.Changes) { c.Placed, c.Text = 1, 2 }),
		6:  with(func(c *model.Changes) { c.Placed, c.Removed, c.Attributes, c.State = 10, 7, 4, 11 }),
		99: none,
		-1: none,
	} {
		if got := d.Changed(id); got != want {
			t.Errorf("node %d\n got %+v\nwant %+v", id, got, want)
		}
	}
	if got, want := d.Changed(6).Events(), []int{11, 10, 7, 4}; !slices.Equal(got, want) {
		t.Errorf("events: got %v, want %v", got, want)
	}
	if err := d.Apply(removes(remove(3, 6))); err != nil {
		t.Error(err)
	}
	if c := d.Changed(6); c.Removed != 12 || c.Attributes != 4 {
		t.Errorf("a removed node keeps its history: %+v", c)
	}
	if err := d.Apply(full()); err != nil {
		t.Error(err)
	}
	if d.Changed(6) != none || d.Changed(0).State != 9 {
		t.Error("a snapshot starts the history of nodes anew, and of nothing else")
	}
}
