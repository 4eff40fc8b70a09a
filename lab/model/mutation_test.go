package model_test

import (
	"errors"
	"strings"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
)

func TestMutationOrder(t *testing.T) {
	d := apply(t, full(el(4, "p", nil, txt(5, "a")), el(6, "i", nil)), inc(event.Mutation, J{
		"attributes": []J{{"id": 7, "attributes": J{"x": "1"}}},
		"texts":      []J{{"id": 8, "value": "first"}, {"id": 8, "value": "last"}, {"id": 5, "value": "gone, so silent"}},
		"adds":       []J{add(3, 6, el(7, "b", nil)), add(7, 0, txt(8, "new"))},
		"removes":    []J{remove(3, 4)},
	}))
	wantBody(t, d, `b[x=1]("last") i`)
}

func TestMove(t *testing.T) {
	d := apply(t, full(el(4, "p", nil, txt(5, "a")), el(6, "i", nil)), inc(event.Mutation, J{
		"removes": []J{remove(3, 4)},
		"adds":    []J{add(6, 0, el(4, "p", J{"now": "here"})), add(4, 0, txt(5, "a"))},
	}))
	wantBody(t, d, `i(p[now=here]("a"))`)
	if c := d.Changed(4); c.Placed != 1 || c.Removed != 1 {
		t.Errorf("history of a moved node: %+v", c)
	}
}

// A host that moves keeps what its shadow root adopts: no add can say it, and nothing takes it away.
func TestMovedHostKeepsAdoptedSheets(t *testing.T) {
	d := apply(t, full(with(el(4, "x-a", nil, shadow(txt(5, "s"))), "isShadowHost", true), el(6, "i", nil)),
		inc(event.AdoptedStyleSheet, J{"id": 4, "styleIds": []int{1}, "styles": []J{{"styleId": 1, "rules": []J{{"rule": "p{top:1px}"}}}}}),
		removes(remove(3, 4)), adds(add(6, 0, el(4, "x-a", nil)), add(4, 0, shadow(txt(5, "s")))))
	wantBody(t, d, `i(x-a#root{adopted=p{top:1px} mode=open}("s"))`)
}

func TestAddsInAnyOrder(t *testing.T) {
	all := []J{
		add(3, 7, el(4, "a", nil)), add(4, 6, el(5, "b", nil)), add(4, 0, el(6, "c", nil)),
		add(3, 0, el(7, "d", nil)), add(7, 0, txt(8, "1")), add(7, 0, txt(9, "2")),
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {1, 0, 2, 4, 5, 3}, {4, 2, 1, 5, 0, 3}} {
		var list []J
		for _, i := range order {
			list = append(list, all[i])
		}
		d := apply(t, full(), adds(list...))
		want := `a(b c) d("1" "2")`
		if order[0] == 5 {
			want = `a(b c) d("2" "1")` // both go last, in the order of the event
		}
		wantBody(t, d, want)
	}
}

// What rrweb says for a next sibling that it does not record.
func TestNextSiblingThatIsNoNode(t *testing.T) {
	for _, next := range []int{-1, -2} {
		d := apply(t, full(el(4, "p", nil)), adds(add(3, next, el(5, "i", nil))))
		wantBody(t, d, `p i`)
	}
	d := apply(t, full(el(4, "p", nil)), adds(with(add(3, 0, el(5, "i", nil)), "nextId", 0)))
	wantBody(t, d, `p i`)
}

func TestAddsThatNeverFit(t *testing.T) {
	d := apply(t, full(el(4, "p", nil)), removes(remove(3, 4)))
	err := wantError(t, d, adds(add(50, 0, el(51, "a", nil)), add(51, 0, txt(52, "x")), add(3, 53, el(54, "b", nil)), add(3, 54, el(55, "c", nil))),
		"add of node 54 under node 3: next sibling: there is no node 53; it is put last; "+
			"add of node 51: parent: there is no node 50; add of node 52: parent: there is no node 51")
	if model.Benign(err) {
		t.Error("a lost parent is not benign")
	}
	wantBody(t, d, `c b`)
	// A ring of adds that wait for each other is cut open; nodes under each other are not placed.
	wantError(t, d, adds(add(3, 61, el(60, "d", nil)), add(3, 60, el(61, "e", nil)), add(62, 0, el(63, "f", nil)), add(63, 0, el(62, "g", nil))),
		"add of node 60 under node 3: next sibling: there is no node 61; it is put last; "+
			"add of node 63: parent: there is no node 62; add of node 62: parent: there is no node 63")
	wantBody(t, d, `c b e d`)
	// What is freed so can miss its sibling too.
	wantError(t, d, adds(add(80, 81, txt(82, "x")), add(3, 83, el(84, "h", nil)), add(84, 0, el(80, "k", nil)), add(80, 85, txt(86, "y")), add(87, 0, txt(85, "z"))),
		"add of node 84 under node 3: next sibling: there is no node 83; it is put last; add of node 82 under node 80: next sibling: there is no node 81; it is put last; "+
			"add of node 86 under node 80: next sibling: there is no node 85; it is put last; add of node 85: parent: there is no node 87")
	wantBody(t, d, `c b e d h(k("x" "y"))`)
	if err := d.Apply(removes(remove(3, 84))); err != nil {
		t.Error(err)
	}
	// One that waits for another that waits in vain is not lost itself.
	wantError(t, d, adds(add(3, 92, el(91, "l", nil)), add(3, 93, el(92, "m", nil))), "add of node 92 under node 3: next sibling: there is no node 93; it is put last")
	wantBody(t, d, `c b e d l m`)
	// Under a node that was removed it is no surprise, and what is under that neither.
	err = wantError(t, d, adds(add(71, 0, txt(72, "x")), add(4, 0, el(71, "a", nil))), "add of node 71: parent: node 4: the node was removed by event 1")
	if !model.Benign(err) || !errors.Is(err, model.ErrGone) {
		t.Error("an add under a removed node should be benign")
	}
	if err := d.Apply(setAttr(72, "a", "b")); !model.Benign(err) {
		t.Errorf("a word about what went with it: %v", err)
	}
}

// Some SDKs merge several mutations into one: then all removes come first, nodes are added twice or
// removed though only this event adds them. The last word counts, and none of it is a problem.
func TestMergedMutations(t *testing.T) {
	d := apply(t, full(el(4, "p", nil), el(5, "i", nil), el(6, "b", nil)), inc(event.Mutation, J{
		"removes": []J{remove(3, 4), remove(5, 4), remove(5, 7), remove(3, 6)},
		"adds":    []J{add(5, 0, el(4, "p", nil)), add(5, 0, el(7, "u", nil)), add(3, 5, el(4, "p", J{"second": ""})), add(3, 0, el(7, "u", nil)), add(6, 0, el(8, "s", nil))},
		"texts":   []J{{"id": 8, "value": ""}},
	}))
	wantBody(t, d, `p[second=] i u`)
	// An add that waits in vain is forgotten if a later add of the same node came.
	if err := d.Apply(adds(add(5, 98, el(7, "u", nil)), add(3, 0, el(7, "u", J{"now": ""})))); err == nil || err.Error() != "add: node 7 comes under node 3 while it is still under node 3" {
		t.Error(err)
	}
	wantBody(t, d, `p[second=] i u[now=]`)
	if err := d.Apply(setAttr(7, "now", nil)); err != nil {
		t.Error(err)
	}
	// An add that waits in vain does not undo a later add of the same node.
	if err := d.Apply(adds(add(5, 20, el(21, "a", nil)), add(3, 0, el(21, "a", nil)), add(5, 0, el(20, "q", nil)))); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `p[second=] i(q) u a`)
}

func TestContradictions(t *testing.T) {
	page := full(el(4, "p", nil, el(5, "i", nil, txt(6, "x"))), el(7, "b", nil))
	for _, c := range []struct {
		e         event.Event
		err, want string
	}{
		{adds(add(5, 0, el(4, "p", nil))), "add: node 4 is above node 5, under which it comes", `p(i("x")) b`},
		{adds(add(4, 0, el(4, "p", nil))), "add: node 4 is above node 4, under which it comes", `p(i("x")) b`},
		{adds(add(3, 0, with(el(1, "p", nil), "type", 2))), "add: node 1 is above node 3, under which it comes", `p(i("x")) b`},
		{adds(add(7, 0, el(5, "i", nil))), "add: node 5 comes under node 7 while it is still under node 4", `p b(i)`},
		{adds(add(3, 4, el(4, "u", nil))), "add: node 4 comes under node 3 while it is still under node 3", `u b`},
		{adds(add(7, 0, el(8, "u", nil, el(5, "i", nil)))), "node 5 comes again under node 8 while it is still under node 4", `p b(u(i))`},
		{adds(add(6, 0, el(8, "u", nil))), "add: node 8 is under the text node 6", `p(i("x")) b`},
		{adds(J{"parentId": 3}), "add under node 3: nothing to add", `p(i("x")) b`},
		{adds(add(1, 0, shadow(el(8, "u", nil)))), "add: node 8 is in the shadow root of node 1, which is no element", `p(i("x")) b`},
		{removes(remove(7, 5)), "remove: node 5 is under node 4, not node 7", `p(i("x")) b`},
		{removes(remove(0, 1)), "remove: node 1 is the page's document", `p(i("x")) b`},
		{removes(remove(3, 99)), "remove from node 3: there is no node 99", `p(i("x")) b`},
		{setText(4, "x"), "text: node 4 is no text but element", `p(i("x")) b`},
		{setText(99, "x"), "text: there is no node 99", `p(i("x")) b`},
		{setAttr(6, "a", "b"), "attributes: node 6 is no element but text", `p(i("x")) b`},
		{setAttr(99, "a", "b"), "attributes: there is no node 99", `p(i("x")) b`},
		{setAttr(7, "a", []int{}), "attribute a of node 7: an attribute cannot be []", `p(i("x")) b`},
	} {
		d := apply(t, page)
		wantError(t, d, c.e, c.err)
		wantBody(t, d, c.want)
		wantTree(t, d.Tree())
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	d := apply(t, full())
	var list []J
	for i := range 1000 {
		list = append(list, add(5000+i, 0, txt(10+i, "x")))
	}
	err := d.Apply(adds(list...))
	if got := err.Error(); !strings.HasSuffix(got, "; and 992 more") || len(got) > 1000 {
		t.Errorf("%.200s", got)
	}
}

func TestTexts(t *testing.T) {
	d := apply(t, full(txt(4, "a"), J{"type": 5, "id": 5, "textContent": "c"}), setText(4, nil), setText(5, "d"))
	wantBody(t, d, `"" comment"d"`)
}
