package model_test

import (
	"encoding/json"
	"errors"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
)

func TestSnapshotStartsAnew(t *testing.T) {
	d := apply(t, full(el(4, "input", nil), txt(5, "one")), interaction(focus, 4), input(4, "typed", false),
		inc(event.Selection, J{"ranges": []J{{"start": 5, "startOffset": 0, "end": 5, "endOffset": 2}}}), full(el(6, "i", nil)))
	if err := d.Check(); err != nil {
		t.Error(err)
	}
	if d.Tree().Selection != nil {
		t.Error("a selection of nodes that are gone")
	}
	wantBody(t, d, `i`)
	wantError(t, d, setText(5, "x"), "text: there is no node 5")
}

func TestUnusableSnapshotChangesNothing(t *testing.T) {
	d := apply(t, full(el(4, "p", nil)))
	for _, node := range []any{nil, txt(9, "x"), el(9, "html", nil)} {
		wantError(t, d, ev(event.FullSnapshot, J{"node": node}), "a full snapshot without a document")
	}
	wantBody(t, d, `p`)
}

func TestIncrementalBeforeSnapshot(t *testing.T) {
	d := model.New()
	wantError(t, d, setText(5, "x"), "there has been no full snapshot")
	if got := brief(d.Tree().Root); got != "doc" {
		t.Errorf("the tree before any snapshot is %s", got)
	}
}

func TestWindow(t *testing.T) {
	d := apply(t, ev(event.Meta, J{"href": "http://a.localhost/x?y", "width": 800, "height": 600}), full())
	tree := d.Tree()
	if tree.URL != "http://a.localhost/x?y" || tree.Width != 800 || tree.Height != 600 {
		t.Errorf("after meta: %s %dx%d", tree.URL, tree.Width, tree.Height)
	}
	if err := d.Apply(inc(event.ViewportResize, J{"width": 1e300, "height": 300.4})); err != nil {
		t.Error(err)
	}
	if tree := d.Tree(); tree.Width != 1e9 || tree.Height != 300 {
		t.Errorf("after resize: %dx%d", tree.Width, tree.Height)
	}
}

func TestScroll(t *testing.T) {
	// The window's offset is that of the html element too, or in quirks mode the body's.
	d := apply(t, ev(event.FullSnapshot, J{
		"node":          doc(1, el(2, "html", J{"rr_scrollTop": 7}, el(3, "body", nil, el(4, "div", J{"rr_scrollLeft": 3.5, "rr_scrollTop": 40})))),
		"initialOffset": J{"left": 0, "top": 7},
	}))
	if got := brief(d.Tree().Root); got != `doc{scrollTop=7}(html{scrollTop=7}(body(div{scrollLeft=3.5 scrollTop=40})))` {
		t.Error(got)
	}
	for _, e := range []event.Event{inc(event.Scroll, J{"id": 1, "x": 1, "y": 20}), inc(event.Scroll, J{"id": 4, "x": 0, "y": 0}), inc(event.Scroll, J{"id": -1, "x": 9, "y": 9})} {
		if err := d.Apply(e); err != nil {
			t.Error(err)
		}
	}
	if got := brief(d.Tree().Root); got != `doc{scrollLeft=1 scrollTop=20}(html{scrollLeft=1 scrollTop=20}(body(div)))` {
		t.Error(got)
	}
	// A frame's window has its offset only so.
	d = apply(t, full(el(4, "iframe", nil)), attach(4, doc(5, el(6, "html", J{"rr_scrollTop": 30}))))
	wantBody(t, d, `iframe%doc{scrollTop=30}(html{scrollTop=30})`)
	d = apply(t, ev(event.FullSnapshot, J{"node": with(doc(1, el(2, "html", nil, el(3, "body", nil))), "compatMode", "BackCompat")}),
		inc(event.Scroll, J{"id": 3, "x": 0, "y": 5}))
	if got := brief(d.Tree().Root); got != `doc{quirks=true scrollTop=5}(html(body{scrollTop=5}))` {
		t.Error(got)
	}
}

func TestPlugins(t *testing.T) {
	d := apply(t, full(el(4, "div", nil)))
	event := ev(event.Plugin, J{"plugin": "lab/state@1", "payload": J{"id": 4}})
	if err := d.Apply(event); err != nil {
		t.Errorf("a plugin that nobody knows: %v", err)
	}
	d.Plugins = map[string]func(*model.Document, json.RawMessage) error{
		"lab/state@1": func(d *model.Document, payload json.RawMessage) error {
			var p struct{ ID int }
			if err := json.Unmarshal(payload, &p); err != nil {
				return err
			}
			return errors.Join(d.SetProp(p.ID, dom.PropOpen, "popover"), d.SetProp(77, dom.PropOpen, "popover"))
		},
	}
	wantError(t, d, event, "plugin lab/state@1: set open: there is no node 77")
	wantBody(t, d, `div{open=popover}`)
	if c := d.Changed(4); c.State != 2 {
		t.Errorf("the popover opened with event %d", c.State)
	}
	if err := d.SetProp(4, dom.PropOpen, ""); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `div`)
}

func TestIgnoredEvents(t *testing.T) {
	d := apply(t, full())
	for _, e := range []event.Event{
		ev(event.Custom, J{"tag": "x", "payload": 1}), ev(event.Load, J{}), ev(event.Asset, J{}), ev(77, J{}),
		inc(event.MouseMove, J{"positions": 5}), inc(event.CanvasMutation, J{}), inc(99, J{}),
	} {
		if err := d.Apply(e); err != nil {
			t.Errorf("apply %s: %v", e, err)
		}
	}
}
