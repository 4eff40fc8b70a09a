package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

// soon fails a test that took longer than any machine needs, the race detector on: not a measure,
// a guard against quadratic work.
func soon(t *testing.T) {
	t.Helper()
	start := time.Now()
	t.Cleanup(func() {
		if d := time.Since(start); d > time.Minute {
			t.Errorf("took %v", d)
		}
	})
}

// The depth that no stack of calls may follow, and a number that shows quadratic work.
const (
	deepest = 100_000
	many    = 20_000
)

// chain is a mutation whose adds go one under the other.
func chain(count int, reverse bool) event.Event {
	var b strings.Builder
	b.WriteString(`{"type":3,"timestamp":1,"data":{"source":0,"adds":[`)
	for i := range count {
		n := i
		if reverse {
			n = count - 1 - i
		}
		if i > 0 {
			b.WriteByte(',')
		}
		parent := 3
		if n > 0 {
			parent = 9 + n
		}
		fmt.Fprintf(&b, `{"parentId":%d,"nextId":null,"node":{"type":2,"id":%d,"tagName":"div","attributes":{},"childNodes":[]}}`, parent, 10+n)
	}
	b.WriteString(`]}}`)
	e, err := event.Parse([]byte(b.String()))
	if err != nil {
		panic(err)
	}
	return e
}

func TestVeryDeep(t *testing.T) {
	soon(t)
	for count, reverse := range map[int]bool{deepest: false, many: true} {
		d := apply(t, full(), chain(count, reverse), interaction(focus, count), inc(event.Scroll, J{"id": count, "x": 1, "y": 1}))
		wantTree(t, d.Tree())
		if err := d.Apply(adds(add(count, 0, el(10, "div", nil)))); err == nil {
			t.Error("the top went under the bottom")
		}
		if err := d.Apply(removes(remove(3, 10))); err != nil {
			t.Error(err)
		}
		wantBody(t, d, ``)
	}
	deep := strings.Repeat(`{"type":2,"id":5,"tagName":"p","childNodes":[`, deepest) + strings.Repeat(`]}`, deepest)
	d := apply(t, full())
	err := d.Apply(event.Event{Type: event.FullSnapshot, Raw: json.RawMessage(`{"data":{"node":{"type":0,"id":1,"childNodes":[` + deep + `]}}}`)})
	if err == nil || !strings.Contains(err.Error(), "exceeded max depth") {
		t.Errorf("a snapshot that is too deep: %v", err)
	}
}

// Frames inside frames that come in the wrong order must not nest calls.
func TestManyWaitingFrames(t *testing.T) {
	soon(t)
	const count = many / 4
	d := apply(t, full())
	for i := range count {
		id := 10 + 3*i
		raw := fmt.Sprintf(`{"type":3,"timestamp":1,"data":{"source":0,"adds":[{"parentId":%d,"node":{"type":0,"id":%d,"childNodes":[{"type":2,"id":%d,"tagName":"iframe"}]}}]}}`, id, id+1, id+3)
		if err := d.Apply(parse(t, raw)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Apply(adds(add(3, 0, el(10, "iframe", nil)))); err != nil {
		t.Error(err)
	}
	tree := d.Tree()
	wantTree(t, tree)
	if n := tree.Root.Count(); n < 2*count {
		t.Errorf("only %d nodes", n)
	}
}

func TestManySiblingsFirstLast(t *testing.T) {
	soon(t)
	var b strings.Builder
	b.WriteString(`{"type":3,"timestamp":1,"data":{"source":0,"adds":[`)
	for i := range many { // the first waits for the second, and so on to the last
		fmt.Fprintf(&b, `{"parentId":3,"nextId":%d,"node":{"type":3,"id":%d,"textContent":"x"}},`, 11+i, 10+i)
	}
	fmt.Fprintf(&b, `{"parentId":3,"nextId":null,"node":{"type":3,"id":%d,"textContent":"x"}}]}}`, 10+many)
	d := apply(t, full(), parse(t, b.String()))
	kids := body(d.Tree()).Children
	if len(kids) != many+1 || kids[0].ID != 10 || kids[many].ID != 10+many {
		t.Errorf("%d children", len(kids))
	}
}

func TestManyOptionsAndRadios(t *testing.T) {
	soon(t)
	var list []J
	for i := range many / 4 {
		list = append(list, add(4, 0, option(100+i, itoa(i), true)), add(3, 0, radio(200_000+i, "r", J{"checked": true})))
	}
	d := apply(t, full(el(4, "select", nil)), adds(list...))
	if got := body(d.Tree()).Children[0].Prop("value"); got != itoa(many/4-1) {
		t.Errorf("the list's value is %s", got)
	}
}

func TestHostileSheets(t *testing.T) {
	soon(t)
	deep := strings.Repeat("a{", many)
	d := apply(t, full(styleEl(4, deep), styleEl(5, strings.Repeat("}", many)), styleEl(6, strings.Repeat("a{", 10)+strings.Repeat(`"`, many)), styleEl(7, strings.Repeat("\\", many+1)), styleEl(8, strings.Repeat("/*", many))))
	path := make([]int, many)
	for _, e := range []event.Event{
		ruleEvent(J{"id": 4, "adds": []J{{"rule": "x{}", "index": path}}}),
		ruleEvent(J{"id": 4, "adds": []J{{"rule": "x{}", "index": path[:60]}}}),
		ruleEvent(J{"id": 4, "adds": []J{{"rule": deep, "index": 1 << 62}}, "removes": []J{{"index": -1}}}),
	} {
		if err := d.Apply(e); err != nil && e.Index < 0 {
			t.Error(err)
		}
	}
	wantTree(t, d.Tree())
}

func TestWrongTypes(t *testing.T) {
	values := []string{`null`, `true`, `-1`, `1e300`, `0.5`, `99999999999999999999`, `"x"`, `[]`, `{}`, `[[[]]]`, `[null]`, `[{"id":4}]`, `{"id":{}}`, `"\ud800"`}
	fields := []string{"adds", "removes", "texts", "attributes", "id", "type", "styleId", "index", "set", "remove", "replace", "styles", "styleIds", "ranges", "x", "y", "width", "text", "isChecked", "node", "initialOffset", "parentId", "href"}
	d := apply(t, full(el(4, "p", nil)))
	for source := range 18 {
		for _, field := range fields {
			for _, v := range values {
				_ = d.Apply(event.Event{Type: event.Incremental, Source: event.Source(source), Raw: json.RawMessage(`{"data":{"` + field + `":` + v + `}}`)})
				_ = d.Apply(event.Event{Type: event.FullSnapshot, Raw: json.RawMessage(`{"data":{"` + field + `":` + v + `}}`)})
				_ = d.Apply(event.Event{Type: event.Meta, Raw: json.RawMessage(`{"data":` + v + `}`)})
			}
		}
		wantTree(t, d.Tree())
		wantBody(t, d, `p`)
	}
	none := model.New()
	for _, raw := range []string{``, `x`, `null`, `[]`, `{"data":5}`} {
		for kind := range 8 {
			_ = none.Apply(event.Event{Type: event.Type(kind), Raw: json.RawMessage(raw)})
		}
	}
}
