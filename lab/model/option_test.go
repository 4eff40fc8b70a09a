package model_test

import (
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// ids finds the nodes with an id.
func ids(root *dom.Node, id int) (found []*dom.Node) {
	root.Walk(func(n *dom.Node) bool {
		if n.ID == id {
			found = append(found, n)
		}
		return true
	})
	return found
}

func option(id int, value string, selected bool) J {
	a := J{"value": value}
	if selected {
		a["selected"] = true
	}
	return el(id, "option", a)
}

func TestSelect(t *testing.T) {
	page := full(el(4, "select", J{"value": "b"}, option(5, "a", false), el(6, "optgroup", J{"disabled": ""}, option(7, "x", false)), option(8, "b", true), el(9, "option", nil, txt(10, " c \n d "))))
	for _, c := range []struct {
		name   string
		want   string // the select's value: the selected options' ids
		events []event.Event
	}{
		{"as described", "b: 8", nil},
		{"input", "a: 5", []event.Event{input(4, "a", false)}},
		{"input by text", "c d: 9", []event.Event{input(4, "c d", false)}},
		{"masked input", "**:", []event.Event{input(4, "**", false)}},
		{"new selected option", "n: 20", []event.Event{adds(add(4, 5, option(20, "n", true)))}},
		{"new option", "b: 8", []event.Event{adds(add(4, 5, option(20, "n", false)))}},
		{"attribute", "a: 5", []event.Event{setAttr(5, "selected", "")}},
		{"attribute taken away", "a: 5", []event.Event{setAttr(8, "selected", nil)}},
		{"attribute after a choice", "b: 8", []event.Event{input(4, "a", false), input(4, "b", false), setAttr(5, "selected", "")}},
		{"selected option removed", "a: 5", []event.Event{removes(remove(4, 8))}},
		{"another removed", "b: 8", []event.Event{removes(remove(4, 5))}},
		{"selected and first removed", "c d: 9", []event.Event{removes(remove(4, 8), remove(4, 5))}},
		{"none that can be selected", ":", []event.Event{removes(remove(4, 8), remove(4, 5), remove(4, 9))}},
		{"next one after none", "n: 20", []event.Event{removes(remove(4, 8), remove(4, 5), remove(4, 9)), adds(add(4, 0, option(20, "n", false)), add(4, 0, option(21, "m", false)))}},
		{"label changed", "e: 9", []event.Event{input(4, "c d", false), setText(10, "e")}},
		{"new one after the selected was removed", "a: 5", []event.Event{removes(remove(4, 8)), adds(add(4, 5, option(20, "n", false)))}},
		{"disabled one chosen when all others went", "x: 7", []event.Event{removes(remove(4, 8), remove(4, 5), remove(4, 9)), input(4, "x", false), adds(add(4, 0, option(20, "n", false)))}},
		{"only disabled ones come", ":", []event.Event{removes(remove(4, 8), remove(4, 5), remove(4, 9)), adds(add(4, 0, el(20, "option", J{"disabled": ""})))}},
		{"group of the selected removed", "x: 7", []event.Event{setAttr(6, "disabled", nil), adds(add(3, 0, el(30, "p", nil)), add(4, 0, el(31, "optgroup", nil)), add(31, 0, option(32, "y", true))), removes(remove(4, 5), remove(4, 31))}},
		{"size of one", "a: 5", []event.Event{setAttr(4, "size", "1"), removes(remove(4, 8))}},
		{"list box", "b:", []event.Event{setAttr(4, "size", "3"), removes(remove(4, 8))}},
		{"multiple", "a: 5 8", []event.Event{setAttr(4, "multiple", ""), setAttr(5, "selected", "")}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			tree := apply(t, append([]event.Event{page}, c.events...)...).Tree()
			list := ids(tree.Root, 4)[0]
			got := list.Prop(dom.PropValue) + ":"
			list.Walk(func(n *dom.Node) bool {
				if n.Prop(dom.PropSelected) != "" {
					got += " " + itoa(n.ID)
				}
				return true
			})
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A masked list says no option's selectedness. Nothing is made up for it.
func TestMaskedSelect(t *testing.T) {
	d := apply(t, full(el(4, "select", J{"value": "**"}, option(5, "a", false), option(6, "b", false))), removes(remove(4, 5)), adds(add(4, 0, option(7, "c", false))))
	wantBody(t, d, `select{value=**}(option[value=b] option[value=c])`)
}

func TestLastOptionRemoved(t *testing.T) {
	d := apply(t, full(el(4, "select", J{"value": "a"}, option(5, "a", true))), removes(remove(4, 5)))
	wantBody(t, d, `select{value=}`)
}

func TestOptionWithoutList(t *testing.T) {
	d := apply(t, full(option(4, "a", true), el(5, "datalist", nil, option(6, "b", true))), setAttr(4, "selected", nil), setAttr(6, "selected", nil), removes(remove(5, 6)))
	wantBody(t, d, `option[value=a] datalist`)
}
