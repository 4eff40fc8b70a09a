package model_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

// growth is a mutation that adds rows of a list, as a recorder sends them: the last sibling first,
// each element with attributes and a text. It makes three nodes for each row.
func growth(rows int) event.Event {
	var b strings.Builder
	b.WriteString(`{"type":3,"timestamp":1,"data":{"source":0,"texts":[],"attributes":[],"removes":[],"adds":[`)
	for i := range rows {
		id, next := 10+3*i, "null"
		if i > 0 {
			b.WriteByte(',')
			next = fmt.Sprint(id - 3)
		}
		fmt.Fprintf(&b, `{"parentId":3,"nextId":%s,"node":{"type":2,"tagName":"li","attributes":{"class":"row odd","data-n":"%d"},"childNodes":[],"id":%d}},`, next, i, id)
		fmt.Fprintf(&b, `{"parentId":%d,"nextId":null,"node":{"type":2,"tagName":"b","attributes":{},"childNodes":[],"id":%d}},`, id, id+1)
		fmt.Fprintf(&b, `{"parentId":%d,"nextId":null,"node":{"type":3,"textContent":"row %d","id":%d}}`, id+1, i, id+2)
	}
	b.WriteString(`]}}`)
	e, err := event.Parse([]byte(b.String()))
	if err != nil {
		panic(err)
	}
	return e
}

// against runs op and, in turn with it, what no op can do without, decoding the JSON of the event,
// and reports the best of the one as a multiple of the best of the other. Best, since the machine
// has other work too.
func against(b *testing.B, e event.Event, op func()) {
	best := func(t *time.Duration, do func()) {
		start := time.Now()
		do()
		*t = min(*t, time.Since(start))
	}
	mine, floor := time.Duration(1<<62), time.Duration(1<<62)
	for b.Loop() {
		best(&mine, op)
		b.StopTimer()
		best(&floor, func() {
			var wire struct {
				Data event.MutationData `json:"data"`
			}
			if err := json.Unmarshal(e.Raw, &wire); err != nil {
				b.Fatal(err)
			}
		})
		b.StartTimer()
	}
	b.ReportMetric(float64(mine)/float64(floor), "×json")
	b.ReportMetric(float64(mine.Microseconds())/1000, "best-ms")
}

func BenchmarkApplyAdds(b *testing.B) {
	e, page := growth(33_334), full()
	against(b, e, func() {
		d := model.New()
		if err := errors.Join(d.Apply(page), d.Apply(e)); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkTree(b *testing.B) {
	e := growth(6_667)
	d := model.New()
	if err := errors.Join(d.Apply(full()), d.Apply(e)); err != nil {
		b.Fatal(err)
	}
	against(b, e, func() { d.Tree() })
}

// BenchmarkSmallEvents applies what most of a recording is: a few changes to one node.
func BenchmarkSmallEvents(b *testing.B) {
	d := model.New()
	if err := d.Apply(full(el(4, "p", J{"style": "color: red; margin: 1px; width: 10px"}, txt(5, "x")))); err != nil {
		b.Fatal(err)
	}
	e := parse(b, `{"type":3,"timestamp":1,"data":{"source":0,"texts":[{"id":5,"value":"y"}],"attributes":[{"id":4,"attributes":{"style":{"width":"11px","top":"2px"}}}],"removes":[],"adds":[]}}`)
	against(b, e, func() {
		if err := d.Apply(e); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkSheet(b *testing.B) {
	css := strings.Repeat(".a > .b:not([x=\"y\"]) { color: red; background: url(\"data:image/png;base64,AAAA\"); margin: 0 auto }\n@media (min-width: 10px) { .c { top: 0 } }\n", 2000)
	page := full(styleEl(4, css))
	against(b, page, func() {
		d := model.New()
		if err := d.Apply(page); err != nil {
			b.Fatal(err)
		}
		d.Tree()
	})
}
