package model_test

import (
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

func interaction(kind, id int) event.Event {
	return inc(event.MouseInteraction, J{"type": kind, "id": id})
}

const (
	down  = 1
	focus = 5
	blur  = 6
)

func TestFocus(t *testing.T) {
	page := []event.Event{
		full(el(4, "input", nil), with(el(5, "x-a", nil, with(shadow(el(6, "x-b", nil, shadow(el(7, "input", nil)))), "isShadowHost", true)), "isShadowHost", true), el(8, "iframe", nil)),
		attach(8, doc(9, el(10, "html", nil, el(11, "body", nil, with(el(12, "x-c", nil, shadow(el(13, "input", nil))), "isShadowHost", true), el(14, "iframe", nil))))),
		attach(14, doc(15, el(16, "html", nil, el(17, "input", nil)))),
	}
	for _, c := range []struct {
		name, want string
		events     []event.Event
	}{
		{"in the page", "4", []event.Event{interaction(focus, 4)}},
		{"in nested shadow roots", "5 6 7", []event.Event{interaction(focus, 4), interaction(focus, 7)}},
		{"in nested frames", "8 14 17", []event.Event{interaction(focus, 17)}},
		{"in a shadow root of a frame", "8 12 13", []event.Event{interaction(focus, 13)}},
		{"lost", "", []event.Event{interaction(focus, 7), interaction(blur, 7)}},
		{"lost by another", "4", []event.Event{interaction(focus, 4), interaction(blur, 7)}},
		{"lost inside a frame, which stays active", "8 14", []event.Event{interaction(focus, 17), interaction(blur, 17)}},
		{"lost to a press on the page", "", []event.Event{interaction(focus, 17), interaction(down, 3), interaction(blur, 17)}},
		{"lost to a press on the outer frame", "8", []event.Event{interaction(focus, 17), interaction(down, 11), interaction(blur, 17)}},
		{"a press that moved no focus", "8 14 17", []event.Event{interaction(focus, 17), interaction(down, 3)}},
		{"an old press", "8 14", []event.Event{interaction(down, 3), interaction(focus, 17), interaction(blur, 17)}},
		{"element removed", "", []event.Event{interaction(focus, 4), removes(remove(3, 4))}},
		{"host removed", "", []event.Event{interaction(focus, 7), removes(remove(3, 5))}},
		{"frame removed", "", []event.Event{interaction(focus, 17), removes(remove(3, 8))}},
		{"inner frame removed", "", []event.Event{interaction(focus, 17), removes(remove(11, 14))}},
		{"snapshot", "", []event.Event{interaction(focus, 4), page[0]}},
		{"clicks", "", []event.Event{interaction(2, 4), interaction(2, 99), interaction(focus, -1)}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			tree := apply(t, append(page[:3:3], c.events...)...).Tree()
			var got []string
			tree.Root.Walk(func(n *dom.Node) bool {
				if n.Prop(dom.PropFocused) == "true" {
					got = append(got, itoa(n.ID))
				}
				return true
			})
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("got %q, want %q", g, c.want)
			}
		})
	}
	d := apply(t, page...)
	wantError(t, d, interaction(focus, 1), "focus: node 1 is no element but document")
	wantError(t, d, interaction(focus, 99), "focus: there is no node 99")
}

func TestMedia(t *testing.T) {
	play := func(kind, id int) event.Event { return inc(event.MediaInteraction, J{"type": kind, "id": id}) }
	d := apply(t, full(el(4, "video", nil)), play(0, 4), play(2, 4))
	wantBody(t, d, `video{media=playing}`)
	if err := d.Apply(play(1, 4)); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `video{media=paused}`)
	if c := d.Changed(4); c.State != 3 {
		t.Errorf("it paused with event %d", c.State)
	}
	if err := d.Apply(play(1, -1)); err != nil {
		t.Error(err)
	}
	all := inc(event.MediaInteraction, J{"type": 3, "id": 4, "volume": 0.25, "muted": true, "playbackRate": 2, "currentTime": 1.26})
	if err := d.Apply(all); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `video{media=paused mediaTime=1.3 muted=true playbackRate=2 volume=0.25}`)
	wantError(t, d, play(1, 3), "media: node 3 (body) is neither video nor audio")
	wantError(t, d, inc(event.Scroll, J{"id": 99}), "scroll: there is no node 99")
}

// A custom element is defined where its description says so, or when the page defines its name.
func TestDefinedElements(t *testing.T) {
	d := apply(t, full(with(el(4, "x-a", nil), "isCustom", true), el(5, "x-b", nil), el(6, "p", J{"is": "x-b"}), el(7, "x-c", nil)))
	wantBody(t, d, `x-a{defined=true} x-b p[is=x-b] x-c`)
	if err := d.Apply(inc(event.CustomElement, J{"define": J{"name": "x-b"}})); err != nil {
		t.Error(err)
	}
	if err := d.Apply(inc(event.CustomElement, J{})); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `x-a{defined=true} x-b{defined=true} p[is=x-b]{defined=true} x-c`)
	if c := d.Changed(5); c.State != 1 {
		t.Errorf("it was defined with event %d", c.State)
	}
}

func TestSelection(t *testing.T) {
	sel := func(start, from, end, to int) event.Event {
		return inc(event.Selection, J{"ranges": []J{{"start": start, "startOffset": from, "end": end, "endOffset": to}}})
	}
	page := full(el(4, "p", nil, txt(5, "h😀llo"), el(6, "b", nil), txt(7, "end")), txt(8, "x"))
	for _, c := range []struct {
		name, want string
		events     []event.Event
	}{
		{"range", "5:1-7:2", []event.Event{sel(5, 1, 7, 2)}},
		{"offsets beyond the end", "5:6-4:3", []event.Event{sel(5, 99, 4, 99)}},
		{"negative offset", "5:0-7:1", []event.Event{sel(5, -4, 7, 1)}},
		{"collapsed", "", []event.Event{sel(5, 1, 5, 1)}},
		{"cleared", "", []event.Event{sel(5, 1, 7, 2), inc(event.Selection, J{"ranges": []J{}})}},
		{"end removed", "5:1-4:2", []event.Event{sel(5, 1, 7, 2), removes(remove(4, 7))}},
		{"both removed", "", []event.Event{sel(5, 1, 7, 2), removes(remove(3, 4))}},
		{"text shortened", "5:1-7:0", []event.Event{sel(5, 1, 7, 2), setText(7, nil)}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			tree := apply(t, append([]event.Event{page}, c.events...)...).Tree()
			wantTree(t, tree)
			got := ""
			if s := tree.Selection; s != nil {
				got = itoa(s.Start.ID) + ":" + itoa(s.StartOffset) + "-" + itoa(s.End.ID) + ":" + itoa(s.EndOffset)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	d := apply(t, page, sel(5, 1, 7, 2))
	wantError(t, d, sel(5, 0, 99, 1), "selection: there is no node 99")
	if d.Tree().Selection != nil {
		t.Error("a selection that cannot be followed should leave none")
	}
}
