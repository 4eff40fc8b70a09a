package model_test

import (
	"reflect"
	"slices"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

func session() []event.Event {
	return []event.Event{
		at(1, ev(event.Meta, J{"href": "http://x/1", "width": 100, "height": 50})),
		at(1, full(el(4, "p", nil, txt(5, "a")))),
		at(2, setText(5, "b")),
		at(3, setText(77, "lost")),
		at(4, inc(event.ViewportResize, J{"width": 200, "height": 60})),
		at(5, ev(event.FullSnapshot, J{"node": nil})),
		at(6, ev(event.Meta, J{"href": "http://x/2", "width": 300, "height": 70})),
		at(6, full(el(4, "p", nil, txt(5, "c")))),
		at(7, setText(5, "d")),
		at(7, setText(5, "e")),
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct {
		t             float64
		body, url     string
		width, faulty int
	}{
		{0.5, ``, "", 0, 1}, {1, `p("a")`, "http://x/1", 100, 0}, {2.5, `p("b")`, "http://x/1", 100, 0}, {3, `p("b")`, "http://x/1", 100, 1},
		{5, `p("b")`, "http://x/1", 200, 2}, {6, `p("c")`, "http://x/2", 300, 0}, {7, `p("e")`, "http://x/2", 300, 0}, {1e9, `p("e")`, "http://x/2", 300, 0},
	} {
		tree, problems := model.At(session(), c.t)
		got := ""
		for _, n := range body(tree).Children {
			got += brief(n)
		}
		if got != c.body || tree.URL != c.url || tree.Width != c.width || len(problems) != c.faulty {
			t.Errorf("at %v: %s %s %d and %v", c.t, got, tree.URL, tree.Width, problems)
		}
	}
	_, problems := model.At(session(), 5)
	want := []model.Problem{
		{Index: 3, Event: "mutation at 3", Reason: "text: there is no node 77"},
		{Index: 5, Event: "full snapshot at 5", Reason: "a full snapshot without a document"},
	}
	if !slices.Equal(problems, want) {
		t.Errorf("got %+v", problems)
	}
	if _, problems := model.At(nil, 5); len(problems) != 1 || problems[0].Index != -1 {
		t.Errorf("an empty recording: %+v", problems)
	}
}

// A cursor that goes on gives what At gives from the last snapshot, at any time of any recording.
func TestCursorIsAt(t *testing.T) {
	recordings := [][]event.Event{session()}
	for _, name := range names(t) {
		recordings = append(recordings, recording(t, name))
	}
	for _, events := range recordings {
		c := model.NewCursor(events)
		for i, e := range events {
			got, _ := c.To(e.Timestamp)
			want, _ := model.At(events, e.Timestamp)
			if brief(got.Root) != brief(want.Root) || got.URL != want.URL || got.Width != want.Width || got.Height != want.Height || !reflect.DeepEqual(got.Selection == nil, want.Selection == nil) {
				t.Errorf("event %d\n cursor %s\n     at %s", i, brief(got.Root), brief(want.Root))
			}
		}
	}
}

func TestCursorGoesBack(t *testing.T) {
	c := model.NewCursor(session())
	c.Document().Plugins = nil
	for _, step := range []struct {
		t    float64
		body string
	}{{7, `p("e")`}, {2, `p("b")`}, {2, `p("b")`}, {6, `p("c")`}} {
		tree, _ := c.To(step.t)
		if got := brief(body(tree).Children[0]); got != step.body {
			t.Errorf("at %v: %s", step.t, got)
		}
	}
}

func TestEventsOutOfOrder(t *testing.T) {
	events := session()
	slices.Reverse(events[2:9])
	c := model.NewCursor(events)
	tree, problems := c.To(4)
	if got := brief(body(tree).Children[0]); got != `p("b")` || len(problems) != 1 || events[problems[0].Index].Timestamp != 3 {
		t.Errorf("%s and %+v", got, problems)
	}
	if changed := c.Document().Changed(5); events[changed.Text].Timestamp != 2 {
		t.Errorf("the text changed with event %d", changed.Text)
	}
	if at, _ := model.At(events, 4); brief(at.Root) != brief(tree.Root) {
		t.Error("At differs")
	}
}

func TestFrameThatNeverComes(t *testing.T) {
	events := []event.Event{at(1, full()), at(2, attach(9, doc(10))), at(3, setText(8, nil)), at(4, adds(add(3, 0, el(9, "iframe", nil))))}
	c := model.NewCursor(events)
	want := model.Problem{Index: 1, Event: "mutation at 2", Reason: "it fills the frame node 9, which has not come"}
	if _, problems := c.To(2); len(problems) != 1 || problems[0] != want {
		t.Errorf("%+v", problems)
	}
	if _, problems := c.To(3); len(problems) != 1 || problems[0].Index != 2 {
		t.Errorf("a waiting document should be reported once: %+v", problems)
	}
	if _, problems := model.At(events, 4); len(problems) != 1 || problems[0].Index != 2 {
		t.Errorf("it came in the end: %+v", problems)
	}
}
