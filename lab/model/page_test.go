package model_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
)

// J is a JSON object.
type J map[string]any

// el describes an element.
func el(id int, name string, attrs J, children ...J) J {
	if attrs == nil {
		attrs = J{}
	}
	if children == nil {
		children = []J{}
	}
	return J{"type": 2, "id": id, "tagName": name, "attributes": attrs, "childNodes": children}
}

// txt describes a text node.
func txt(id int, s string) J { return J{"type": 3, "id": id, "textContent": s} }

// doc describes a document.
func doc(id int, children ...J) J { return J{"type": 0, "id": id, "childNodes": children} }

// with sets a field of a description.
func with(n J, name string, value any) J {
	n[name] = value
	return n
}

func shadow(n J) J { return with(n, "isShadow", true) }

// ev makes an event of its type and data.
func ev(kind event.Type, data any) event.Event {
	raw, err := json.Marshal(J{"type": kind, "timestamp": 1000, "data": data})
	if err != nil {
		panic(err)
	}
	e, err := event.Parse(raw)
	if err != nil {
		panic(err)
	}
	return e
}

// inc makes an incremental event.
func inc(source event.Source, data J) event.Event {
	data["source"] = source
	return ev(event.Incremental, data)
}

// at gives an event a time.
func at(t float64, e event.Event) event.Event {
	e.Timestamp = t
	return e
}

// full is a full snapshot whose body, node 3, holds those nodes.
func full(body ...J) event.Event {
	return ev(event.FullSnapshot, J{"node": doc(1, el(2, "html", nil, el(3, "body", nil, body...))), "initialOffset": J{"left": 0, "top": 0}})
}

// add is one add; next is 0 for the end.
func add(parent, next int, node J) J {
	a := J{"parentId": parent, "nextId": nil, "node": node}
	if next != 0 {
		a["nextId"] = next
	}
	return a
}

func remove(parent, id int) J { return J{"parentId": parent, "id": id} }

// adds, removes, texts and attrs are mutations of one kind.
func adds(list ...J) event.Event    { return inc(event.Mutation, J{"adds": list}) }
func removes(list ...J) event.Event { return inc(event.Mutation, J{"removes": list}) }
func setText(id int, s any) event.Event {
	return inc(event.Mutation, J{"texts": []J{{"id": id, "value": s}}})
}
func setAttr(id int, name string, value any) event.Event {
	return inc(event.Mutation, J{"attributes": []J{{"id": id, "attributes": J{name: value}}}})
}

// apply applies events that must all be good and returns the document.
func apply(t *testing.T, events ...event.Event) *model.Document {
	t.Helper()
	d := model.New()
	for _, e := range events {
		if err := d.Apply(e); err != nil {
			t.Errorf("apply %s: %v", e, err)
		}
	}
	return d
}

// body is the first body of a tree.
func body(t *dom.Tree) *dom.Node {
	var found *dom.Node
	t.Root.Walk(func(n *dom.Node) bool {
		if n.Name == "body" && found == nil {
			found = n
		}
		return found == nil
	})
	if found == nil {
		return &dom.Node{}
	}
	return found
}

// wantBody checks the children of a document's body.
func wantBody(t *testing.T, d *model.Document, want string) {
	t.Helper()
	got := ""
	for i, c := range body(d.Tree()).Children {
		if i > 0 {
			got += " "
		}
		got += brief(c)
	}
	if got != want {
		t.Errorf("body\n got %s\nwant %s", got, want)
	}
}

// wantError checks that an event is refused with those words and returns the error.
func wantError(t *testing.T, d *model.Document, e event.Event, want string) error {
	t.Helper()
	err := d.Apply(e)
	if got := fmt.Sprint(err); got != want {
		t.Errorf("apply %s\n got %s\nwant %s", e, got, want)
	}
	return err
}

// mutateAttrs is a mutation of several attributes of one node.
func mutateAttrs(id int, attrs J) event.Event {
	return inc(event.Mutation, J{"attributes": []J{{"id": id, "attributes": attrs}}})
}

// parse reads an event as it was uploaded.
func parse(t testing.TB, raw string) event.Event {
	t.Helper()
	e, err := event.Parse([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var itoa = strconv.Itoa
