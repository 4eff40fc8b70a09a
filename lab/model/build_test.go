package model_test

import (
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

func TestKindsOfNode(t *testing.T) {
	d := apply(t, ev(event.FullSnapshot, J{"node": doc(1,
		J{"type": 1, "id": 2, "name": "html", "publicId": "-//W3C//DTD", "systemId": "about:x"},
		el(3, "HTML", J{"b": 1, "a": true, "c": nil, "d": false, "e": 1e21, "f": -0.5}, J{"type": 5, "id": 4, "textContent": "note"}, J{"type": 4, "id": 5}),
	)}))
	tree := d.Tree()
	if got := brief(tree.Root); got != `doc(<!html> html[a= b=1 e=1e+21 f=-0.5](comment"note" cdata""))` {
		t.Error(got)
	}
	if v := tree.Root.Children[0].Value; v != "-//W3C//DTD\nabout:x" {
		t.Errorf("doctype %q", v)
	}
}

func TestSVGNames(t *testing.T) {
	d := apply(t, full(el(4, "svg", nil), with(el(5, "clippath", nil), "isSVG", true), with(el(6, "textpath", nil), "isSVG", true),
		with(el(7, "fefunca", nil), "isSVG", true), with(el(8, "g", nil), "isSVG", true), el(9, "clippath", nil), el(10, "mfrac", nil)))
	wantBody(t, d, `svg svg:clipPath svg:textPath svg:feFuncA svg:g clippath mfrac`)
}

func TestShadowRoots(t *testing.T) {
	d := apply(t, full(
		with(el(4, "x-a", nil, txt(5, "light"), shadow(el(6, "b", nil)), shadow(txt(7, "in"))), "isShadowHost", true),
		with(el(8, "x-b", nil), "isShadowHost", true),
		el(9, "x-c", nil),
	))
	wantBody(t, d, `x-a#root{mode=open}(b "in")("light") x-b#root{mode=open} x-c`)
	if err := d.Apply(adds(add(9, 0, shadow(el(10, "i", nil))), add(4, 7, shadow(el(11, "u", nil))), add(4, 7, el(12, "s", nil)))); err != nil {
		t.Error(err)
	}
	// Node 7 is no light child of its host, so what is put before it among those goes last.
	wantBody(t, d, `x-a#root{mode=open}(b u "in")("light" s) x-b#root{mode=open} x-c#root{mode=open}(i)`)
	if err := d.Apply(removes(with(remove(4, 6), "isShadow", true), remove(9, 10))); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `x-a#root{mode=open}(u "in")("light" s) x-b#root{mode=open} x-c#root{mode=open}`)
}

func attach(frame int, node J) event.Event {
	return inc(event.Mutation, J{"adds": []J{add(frame, 0, node)}, "isAttachIframe": true})
}

func TestFrames(t *testing.T) {
	d := apply(t, full(el(4, "iframe", J{"rr_src": "http://x/"})), attach(4, doc(5, el(6, "p", nil))))
	wantBody(t, d, `iframe[rr_src=http://x/]%doc(p)`)
	if err := d.Apply(attach(4, doc(7, el(8, "i", nil)))); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `iframe[rr_src=http://x/]%doc(i)`)
	wantError(t, d, setAttr(6, "a", "b"), "attributes: node 6: the node was removed by event 2")
	// Recorders send the document of a frame again, with its ids.
	if err := d.Apply(attach(4, doc(7, el(8, "i", nil), el(9, "u", nil)))); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `iframe[rr_src=http://x/]%doc(i u)`)
	wantError(t, d, attach(8, doc(10)), "add: document 10 is under node 8, which is no frame")
	if err := d.Apply(removes(remove(3, 4))); err != nil {
		t.Error(err)
	}
	wantError(t, d, setAttr(9, "a", "b"), "attributes: node 9: the node was removed by event 6")
	wantError(t, d, attach(4, doc(11)), "document of a frame: node 4: the node was removed by event 6")
}

func TestFrameDocumentThatComesFirst(t *testing.T) {
	d := apply(t, full(), attach(4, doc(5, el(6, "iframe", nil))), attach(6, doc(7, el(8, "p", nil))))
	wantBody(t, d, ``)
	if err := d.Apply(adds(add(3, 0, el(4, "iframe", nil)))); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `iframe%doc(iframe%doc(p))`)
	if c := d.Changed(8); c.Placed != 2 {
		t.Errorf("the paragraph came with event %d", c.Placed)
	}
}

func TestBrokenDescriptions(t *testing.T) {
	for _, c := range []struct {
		node J
		want string // of the body
		err  string
	}{
		{el(0, "p", nil), `p`, "a node has the id 0"},
		{el(-2, "p", nil), `p`, "a node has the id -2"},
		{el(4, "", nil), `div`, "element 4 has no name"},
		{el(4, "p", nil, el(4, "i", nil, el(5, "b", nil))), `p(i(b))`, "two nodes have the id 4"},
		{el(4, "p", nil, el(3, "i", nil)), `p(i)`, "two nodes have the id 3"},
		{el(4, "p", nil, nil, el(5, "b", nil)), `p(b)`, "nothing to put under node 4"},
		{with(txt(4, "x"), "childNodes", []J{txt(5, "y")}), `"x"`, "node 5 is under the text node 4"},
		{el(4, "p", nil, doc(5)), `p`, "document 5 is under node 4, which is no frame"},
		{el(4, "p", nil, J{"type": 9, "id": 5}), `p`, "node 5 has the unknown type 9"},
		{el(4, "p", J{"a": []int{1}, "b": "c"}), `p[b=c]`, "attribute a of node 4: an attribute cannot be [1]"},
		{el(4, "p", J{"a": J{"x": 1}}), `p`, "attribute a of node 4: an attribute cannot be map[x:1]"},
		{el(4, "p", nil, with(doc(5), "isShadow", true)), `p`, "document 5 is under node 4, which is no frame"},
	} {
		d := apply(t, full())
		wantError(t, d, adds(add(3, 0, c.node)), c.err)
		wantBody(t, d, c.want)
		wantTree(t, d.Tree())
	}
}

func TestWrongTypesLeaveTheRestGood(t *testing.T) {
	d := apply(t, full())
	err := d.Apply(adds(add(3, 0, with(el(4, "p", nil, txt(5, "x")), "isCustom", "yes")), add(3, 0, el(6, "i", nil))))
	if err == nil || !strings.Contains(err.Error(), "cannot unmarshal string into Go struct field") {
		t.Errorf("a string for a boolean: %v", err)
	}
	wantBody(t, d, `p("x") i`)
}

// wantTree checks what holds of every tree: it is one.
func wantTree(t testing.TB, tree *dom.Tree) {
	t.Helper()
	seen := map[*dom.Node]bool{}
	ids := map[int]bool{}
	type job struct{ n, parent *dom.Node }
	for stack := []job{{tree.Root, nil}}; len(stack) > 0; {
		j := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := j.n
		switch {
		case n == nil:
			t.Fatal("a nil node")
		case seen[n]:
			t.Fatalf("a node is in the tree twice: %s %s %d", n.Kind, n.Name, n.ID)
		case n.Parent != j.parent:
			t.Fatalf("a wrong parent of %s %s %d", n.Kind, n.Name, n.ID)
		case n.ID != 0 && ids[n.ID]:
			t.Fatalf("two nodes have the id %d", n.ID)
		case n.Kind == 0 || n.Kind == dom.Element && n.Name == "":
			t.Fatalf("a node of no kind or name: %+v", n)
		}
		seen[n], ids[n.ID] = true, true
		for _, list := range [][]dom.Pair{n.Attrs, n.Props} {
			for i := 1; i < len(list); i++ {
				if list[i-1].Name >= list[i].Name {
					t.Fatalf("unsorted pairs of %s %d: %v", n.Name, n.ID, list)
				}
			}
		}
		n.Below(func(c *dom.Node) { stack = append(stack, job{c, n}) })
	}
	if s := tree.Selection; s != nil && (!seen[s.Start] || !seen[s.End]) {
		t.Fatal("the selection is outside the tree")
	}
}
