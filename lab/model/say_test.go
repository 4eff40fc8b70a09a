package model_test

import (
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
)

// What the format cannot say is in the tree as the project's own recorder says it.
func TestStatesBesideTheFormat(t *testing.T) {
	d := model.New()
	for _, raw := range []string{
		`{"type":2,"timestamp":1,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"html","attributes":{},"childNodes":[
			{"type":2,"id":3,"tagName":"math","ns":"http://www.w3.org/1998/Math/MathML","attributes":{},"childNodes":[]},
			{"type":2,"id":4,"tagName":"textpath","qname":"textPath","isSVG":true,"attributes":{},"childNodes":[]},
			{"type":2,"id":5,"tagName":"div","attributes":{},"isShadowHost":true,"shadow":{"mode":"closed","delegatesFocus":true},"childNodes":[]},
			{"type":2,"id":6,"tagName":"template","attributes":{},"childNodes":[{"type":3,"id":7,"textContent":"in it","isContent":true}]},
			{"type":2,"id":8,"tagName":"input","attributes":{"type":"checkbox"},"raw":{"checked":""},"childNodes":[]},
			{"type":2,"id":9,"tagName":"div","attributes":{"popover":""},"childNodes":[]},
			{"type":5,"id":10,"textContent":"a=1","target":"pi"}]}]},"initialOffset":{"left":0,"top":0}}}`,
		say(`{"kind":"control","id":8,"indeterminate":true,"error":"no"}`),
		say(`{"kind":"topLayer","layers":[{"id":9,"as":"popover"}]}`),
		say(`{"kind":"focus","id":8,"visible":true}`),
		say(`{"kind":"document","id":1,"designMode":"on"}`),
	} {
		e, err := event.Parse([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	tree := d.Tree()
	html := tree.Root.Children[0]
	at := func(i int) *dom.Node { return html.Children[i] }
	for name, c := range map[string]struct{ got, want string }{
		"namespace":     {at(0).NS, dom.MathML},
		"name":          {at(1).Name, "textPath"},
		"shadow root":   {at(2).Shadow.Prop(dom.PropMode), "closed"},
		"its focus":     {at(2).Shadow.Prop(dom.PropDelegates), "true"},
		"content":       {at(3).Content.Text(), "in it"},
		"indeterminate": {at(4).Prop(dom.PropIndeterminate), "true"},
		"unchecked":     {at(4).Prop(dom.PropChecked), "false"},
		"error":         {at(4).Prop(dom.PropCustomError), "no"},
		"focus":         {at(4).Prop(dom.PropFocused), "true"},
		"popover":       {at(5).Prop(dom.PropOpen), "popover"},
		"its place":     {at(5).Prop(dom.PropTopLayer), "1"},
		"instruction":   {at(6).Kind.String() + " " + at(6).Name, dom.Instruction.String() + " pi"},
		"design mode":   {tree.Root.Prop(dom.PropDesignMode), "on"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	if _, ok := dom.Get(at(4).Attrs, "checked"); !ok {
		t.Error("the box has lost its checked attribute")
	}
	if e, _ := event.Parse([]byte(say(`{"kind":"topLayer","layers":[]}`))); d.Apply(e) != nil || d.Tree().Root.Children[0].Children[5].Prop(dom.PropOpen) != "" {
		t.Error("the popover is still open")
	}
}

// A state of a node that nobody knows is told and changes nothing.
func TestStateOfNobody(t *testing.T) {
	d := model.New()
	e, _ := event.Parse([]byte(say(`{"kind":"focus","id":7}`)))
	if d.Apply(e) == nil {
		t.Error("a state before any snapshot is no problem")
	}
}

func say(payload string) string {
	return `{"type":6,"timestamp":2,"data":{"plugin":"replaylab/state@1","payload":` + payload + `}}`
}
