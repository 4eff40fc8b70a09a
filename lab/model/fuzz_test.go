package model_test

import (
	"encoding/json"
	"slices"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

// bytesOf hands out a program byte by byte, and 0 when it is at its end.
type bytesOf []byte

func (p *bytesOf) next() int {
	if len(*p) == 0 {
		return 0
	}
	b := (*p)[0]
	*p = (*p)[1:]
	return int(b)
}

// odd are values that stand where others should.
var odd = []any{nil, true, false, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 13.0, 1e15, 1e300, 0.5, "", "x", "style", "select", "iframe", "style{", "}/* rr_split */a{", []any{}, map[string]any{}, []any{0.0, 1.0}}

// spoil changes a recording as the program says: values swapped for others of the recording or for
// odd ones, fields taken away, list entries doubled, events moved.
func spoil(events []any, p *bytesOf) []any {
	var pool []any
	var gather func(v any)
	gather = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range keys(v) {
				gather(v[k])
			}
		case []any:
			for _, c := range v {
				gather(c)
			}
		}
		if len(pool) < 4000 {
			pool = append(pool, v)
		}
	}
	gather(events)
	value := func() any {
		k := p.next()<<8 | p.next()
		if k%4 == 0 {
			return clone(odd[k/4%len(odd)])
		}
		return clone(pool[k/4%len(pool)])
	}
	for len(*p) > 0 {
		at := p.next() % len(events)
		switch op := p.next() % 8; {
		case op == 0:
			events = slices.Insert(events, at, clone(events[p.next()%len(events)]))
		case op == 1 && len(events) > 2:
			events = slices.Delete(events, at, at+1)
		case op == 2:
			other := p.next() % len(events)
			events[at], events[other] = events[other], events[at]
		default:
			events[at] = change(events[at], p, value)
		}
	}
	return events
}

// change goes down into v as the program says and changes what it finds at the end.
func change(v any, p *bytesOf, value func() any) any {
	step := p.next()
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 || step > 240 {
			return value()
		}
		k := keys(v)[step%len(v)]
		if step > 220 {
			delete(v, k)
			return v
		}
		v[k] = change(v[k], p, value)
		return v
	case []any:
		if len(v) == 0 {
			return append(v, value())
		}
		i := step % len(v)
		switch {
		case step > 240:
			return append(v, clone(v[i]))
		case step > 220:
			slices.Reverse(v)
			return v
		case step > 210:
			return slices.Delete(v, i, i+1)
		}
		v[i] = change(v[i], p, value)
		return v
	}
	return value()
}

func keys(m map[string]any) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

func clone(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var c any
	if err := json.Unmarshal(raw, &c); err != nil {
		panic(err)
	}
	return c
}

// FuzzApply spoils real recordings. Whatever comes of it, the document stays a tree, nothing
// panics, and a cursor gives what At gives.
func FuzzApply(f *testing.F) {
	all := names(f)
	var pristine [][]byte
	for i, name := range all {
		raw, err := json.Marshal(rawEvents(recording(f, name)))
		if err != nil {
			f.Fatal(err)
		}
		pristine = append(pristine, raw)
		f.Add(uint8(i), []byte{})
		f.Add(uint8(i), []byte{3, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 200, 17, 100, 18, 50, 19})
	}
	f.Fuzz(func(t *testing.T, which uint8, program []byte) {
		if len(program) > 400 {
			return
		}
		var list []any
		if err := json.Unmarshal(pristine[int(which)%len(pristine)], &list); err != nil {
			t.Fatal(err)
		}
		p := bytesOf(program)
		var events []event.Event
		for _, v := range spoil(list, &p) {
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if len(events) > 60 || len(raw) > 100_000 {
				return
			}
			if e, err := event.Parse(raw); err == nil {
				events = append(events, e)
			}
		}
		d := model.New()
		for _, e := range events {
			_ = d.Apply(e)
			if err := d.Check(); err != nil {
				t.Fatalf("after %s: %v", e.Raw, err)
			}
			wantTree(t, d.Tree())
		}
		c := model.NewCursor(events)
		for i, e := range events {
			got, _ := c.To(e.Timestamp)
			if i%3 > 0 {
				continue
			}
			if want, _ := model.At(events, e.Timestamp); brief(got.Root) != brief(want.Root) {
				t.Fatalf("event %d\n cursor %s\n     at %s", i, brief(got.Root), brief(want.Root))
			}
		}
	})
}

func rawEvents(events []event.Event) []json.RawMessage {
	var all []json.RawMessage
	for _, e := range events {
		all = append(all, e.Raw)
	}
	return all
}

// FuzzEvent applies any bytes as the data of any event.
func FuzzEvent(f *testing.F) {
	for _, name := range names(f) {
		for _, e := range recording(f, name) {
			f.Add(uint8(e.Type), int8(e.Source), []byte(e.Raw))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, source int8, raw []byte) {
		d := model.New()
		_ = d.Apply(full(el(4, "p", nil, txt(5, "x")), el(6, "select", nil, option(7, "a", true)), styleEl(8, "a{}", txt(9, "")), el(10, "iframe", nil), el(11, "input", nil)))
		_ = d.Apply(event.Event{Type: event.Type(kind % 8), Source: event.Source(source), Raw: raw})
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		wantTree(t, d.Tree())
	})
}
