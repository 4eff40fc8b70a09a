package model_test

import (
	"testing"

	"replaylab/lab/event"
)

func input(id int, text string, checked bool) event.Event {
	return inc(event.Input, J{"id": id, "text": text, "isChecked": checked})
}

func TestDescribedControls(t *testing.T) {
	d := apply(t, full(
		el(4, "input", J{"value": "live", "type": "TEXT"}),
		el(5, "input", nil),
		el(6, "input", J{"type": "checkbox", "value": "on", "checked": true}),
		el(7, "input", J{"type": "checkbox", "checked": ""}), // has the attribute, is not checked
		el(8, "input", J{"type": "radio"}),
		el(9, "input", J{"type": "hidden", "value": "h"}),
		el(10, "input", J{"type": "submit"}),
		el(11, "input", J{"type": "file", "value": `C:\fakepath\a.png`}),
		el(12, "input", J{"type": "image", "value": "v"}),
		el(13, "textarea", J{"value": "t"}),
		el(14, "textarea", nil, txt(15, "default")),
		el(16, "button", J{"value": "b"}),
		el(17, "select", nil),
		el(18, "option", J{"selected": true}),
	))
	wantBody(t, d, `input[type=TEXT]{value=live} input{value=} input[type=checkbox value=on]{checked=true} input[checked= type=checkbox]{checked=false} `+
		`input[type=radio]{checked=false} input[type=hidden value=h]{value=h} input[type=submit]{value=} input[type=file]{files=a.png} `+
		`input[type=image value=v] textarea{value=t} textarea{value=default}("default") button[value=b] select{value=} option{selected=true}`)
}

func TestInputEvents(t *testing.T) {
	d := apply(t, full(el(4, "input", J{"value": "a"}), el(5, "input", J{"type": "checkbox"}), el(6, "textarea", nil), el(7, "input", J{"type": "hidden", "value": "h"})),
		input(4, "b", true), input(5, "on", true), input(6, "t", false), input(7, "i", false), input(-1, "x", false))
	wantBody(t, d, `input{value=b} input[type=checkbox]{checked=true} textarea{value=t} input[type=hidden value=i]{value=i}`)
	wantError(t, d, input(3, "x", false), "input: node 3 (body) is no form control")
	wantError(t, d, input(99, "x", false), "input: there is no node 99")
}

// Attributes set live state only until somebody has typed.
func TestAttributesAndLiveState(t *testing.T) {
	d := apply(t, full(el(4, "input", J{"value": "a"}), el(5, "input", J{"type": "checkbox"}), el(6, "textarea", nil, txt(7, "x"))),
		setAttr(4, "value", "b"), setAttr(5, "checked", ""), setAttr(6, "value", "y"))
	wantBody(t, d, `input[value=b]{value=b} input[checked= type=checkbox]{checked=true} textarea{value=y}("y")`)
	for _, e := range []event.Event{input(4, "typed", false), input(5, "on", true), input(6, "typed", false), setAttr(4, "value", nil), setAttr(5, "checked", nil), setAttr(6, "value", "z")} {
		if err := d.Apply(e); err != nil {
			t.Error(err)
		}
	}
	wantBody(t, d, `input{value=typed} input[type=checkbox]{checked=true} textarea{value=typed}("z")`)
	// A move describes a control anew, but it was typed in all the same.
	for _, e := range []event.Event{removes(remove(3, 4)), adds(add(3, 0, el(4, "input", J{"value": "typed"}))), setAttr(4, "value", "attribute")} {
		if err := d.Apply(e); err != nil {
			t.Error(err)
		}
	}
	wantBody(t, d, `input[type=checkbox]{checked=true} textarea{value=typed}("z") input[value=attribute]{value=typed}`)
}

func TestTypeChange(t *testing.T) {
	d := apply(t, full(el(4, "input", J{"type": "password", "value": "***"}), el(5, "input", J{"type": "hidden", "value": "h"})),
		setAttr(4, "type", "text"), setAttr(5, "type", "text"))
	wantBody(t, d, `input[type=text]{value=***} input[type=text value=h]{value=h}`)
}

func TestTypeChangesTheKindOfControl(t *testing.T) {
	d := apply(t, full(el(4, "input", J{"value": "a"}), el(5, "input", J{"type": "checkbox", "name": "r", "checked": true}), radio(6, "r", J{"checked": true}), el(7, "input", J{"type": 5})),
		input(4, "typed", false), setAttr(4, "type", "hidden"), setAttr(4, "value", "z"), setAttr(4, "type", "text"), setAttr(5, "type", "radio"))
	wantBody(t, d, `input[type=text value=z]{value=z} input[name=r type=radio]{checked=true} input[name=r type=radio]{checked=false} input[type=5]{value=}`)
	if err := d.Apply(setAttr(4, "value", "y")); err != nil {
		t.Error(err)
	}
	if got := brief(body(d.Tree()).Children[0]); got != `input[type=text value=y]{value=y}` {
		t.Errorf("a control of a new kind starts afresh: %s", got)
	}
}

func radio(id int, name string, attrs J) J {
	a := J{"type": "radio", "name": name}
	for k, v := range attrs {
		a[k] = v
	}
	return el(id, "input", a)
}

func TestRadioGroups(t *testing.T) {
	on := J{"checked": true}
	page := full(el(4, "form", nil, radio(5, "r", on), radio(6, "r", nil)), el(7, "form", nil, radio(8, "r", on)), radio(9, "r", on), radio(10, "q", on),
		with(el(11, "x-a", nil, shadow(radio(12, "r", on))), "isShadowHost", true))
	checked := func(t *testing.T, want string, events ...event.Event) {
		t.Helper()
		d := apply(t, append([]event.Event{page}, events...)...)
		got := ""
		for _, id := range []int{5, 6, 8, 9, 10, 12} {
			for _, n := range ids(d.Tree().Root, id) {
				got += n.Prop("checked")[:1]
			}
		}
		if got != want {
			t.Errorf("checked: got %s, want %s", got, want)
		}
	}
	checked(t, "tftttt")
	checked(t, "fttttt", input(6, "on", true))
	checked(t, "fttttt", setAttr(6, "checked", ""))
	checked(t, "tftftf", setAttr(9, "name", "z"), input(12, "on", false), input(9, "on", false))
	checked(t, "tftftt", setAttr(9, "name", "q"), input(9, "on", false), input(10, "on", true))
	checked(t, "tfttft", setAttr(9, "name", "q"), input(10, "on", false))
	checked(t, "tftttt", adds(add(3, 0, el(31, "iframe", nil))), attach(31, doc(32, radio(33, "r", on))))
	checked(t, "tffttt", setAttr(8, "form", "x"), setAttr(9, "form", "x"), input(9, "on", true))
	checked(t, "tftttt", setAttr(8, "form", "x"), input(9, "on", true))
	checked(t, "fftftt", setAttr(4, "id", "x"), setAttr(10, "name", "r"), setAttr(10, "form", "x"), setAttr(5, "name", "r"), input(6, "on", false))
	checked(t, "tftttt", setAttr(4, "id", "x"), setAttr(7, "id", "x"), input(8, "on", true)) // two forms, whatever they are called
	checked(t, "tftttt", adds(add(4, 0, with(el(40, "x-b", nil, shadow(radio(41, "r", on))), "isShadowHost", true))))
	checked(t, "tfttt", setAttr(10, "name", "r"), removes(remove(3, 9)), input(8, "on", true))
}
