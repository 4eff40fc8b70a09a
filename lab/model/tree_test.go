package model_test

import (
	"reflect"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// A tree may be kept and changed: neither does the document change it, nor it the document.
func TestTreeSharesNothing(t *testing.T) {
	d := apply(t, full(el(4, "p", J{"a": "1", "b": "2"}, txt(5, "x"), el(6, "input", nil)), el(7, "i", J{"c": "3"})))
	before := d.Tree()
	want := brief(before.Root)
	for _, e := range []event.Event{setAttr(4, "a", "9"), setText(5, "y"), input(6, "typed", false), removes(remove(3, 7)), adds(add(4, 5, el(8, "u", nil)))} {
		if err := d.Apply(e); err != nil {
			t.Error(err)
		}
	}
	if got := brief(before.Root); got != want {
		t.Errorf("the document changed a tree\n got %s\nwant %s", got, want)
	}
	after := d.Tree()
	want = brief(after.Root)
	after.Root.Walk(func(n *dom.Node) bool {
		n.Value, n.Name = "changed", "changed"
		for i := range n.Attrs {
			n.Attrs[i].Value = "changed"
		}
		n.Attrs = append(n.Attrs, dom.Pair{Name: "z", Value: "z"})
		n.Props = dom.Set(n.Props, "z", "z")
		n.Children = append(n.Children, nil)[:len(n.Children)]
		return true
	})
	if got := brief(d.Tree().Root); got != want {
		t.Errorf("a tree changed the document\n got %s\nwant %s", got, want)
	}
}

func TestTreeIsWellFormed(t *testing.T) {
	for _, name := range names(t) {
		d := apply(t)
		for _, e := range recording(t, name) {
			_ = d.Apply(e)
			wantTree(t, d.Tree())
		}
		a, b := d.Tree(), d.Tree()
		if !reflect.DeepEqual(brief(a.Root), brief(b.Root)) {
			t.Errorf("%s: two trees of one document differ", name)
		}
	}
}
