package trust

import (
	"encoding/json"
	"slices"

	"replaylab/lab/event"
)

// nodes calls fn for every serialised node, with the list of siblings that it stands in; nil for a
// node that is added by itself.
func (t *tape) nodes(fn func(n map[string]any, siblings *[]any)) {
	var walk func(n map[string]any, siblings *[]any)
	walk = func(n map[string]any, siblings *[]any) {
		fn(n, siblings)
		list, _ := n["childNodes"].([]any)
		for _, c := range slices.Clone(list) {
			if c, ok := c.(map[string]any); ok {
				walk(c, &list)
			}
		}
		if list != nil {
			n["childNodes"] = list
		}
	}
	for _, h := range t.events {
		switch {
		case h.typ == event.FullSnapshot:
			if n, ok := h.data["node"].(map[string]any); ok {
				walk(n, nil)
			}
		case h.source == event.Mutation:
			for _, a := range objects(h.data["adds"]) {
				if n, ok := a["node"].(map[string]any); ok {
					walk(n, nil)
				}
			}
		}
	}
}

// node finds a serialised element by its id attribute or, failing that, by its name.
func (t *tape) node(id string) (found map[string]any) {
	var named map[string]any
	t.nodes(func(n map[string]any, _ *[]any) {
		if found == nil && attr(n, "id") == id {
			found = n
		}
		if named == nil && n["tagName"] == id {
			named = n
		}
	})
	if found == nil {
		found = named
	}
	if found == nil {
		found = map[string]any{}
	}
	return found
}

// blocked is the serialised box that stands for a blocked element.
func (t *tape) blocked() (found map[string]any) {
	found = map[string]any{}
	t.nodes(func(n map[string]any, _ *[]any) {
		if attr(n, "rr_width") != "" {
			found = n
		}
	})
	return found
}

// id is the recording's number of such an element.
func (t *tape) id(of string) json.Number { return number(t.node(of)["id"]) }

// mutations calls fn for every record of one of the lists of mutations: "adds", "removes", "texts"
// or "attributes". One for which it returns false is taken out.
func (t *tape) mutations(list string, keep func(record map[string]any) bool) {
	for _, data := range t.of(event.Mutation) {
		old, ok := data[list].([]any)
		if !ok {
			continue
		}
		kept := []any{}
		for _, r := range old {
			if o, ok := r.(map[string]any); !ok || keep(o) {
				kept = append(kept, r)
			}
		}
		data[list] = kept
	}
}

func attrs(n map[string]any) map[string]any {
	a, ok := n["attributes"].(map[string]any)
	if !ok {
		a = map[string]any{}
	}
	return a
}

func attr(n map[string]any, name string) string {
	s, _ := attrs(n)[name].(string)
	return s
}

// child is the first child of a serialised node with that name, or the first text for "".
func child(n map[string]any, name string) map[string]any {
	for _, c := range objects(n["childNodes"]) {
		if text, _ := c["tagName"].(string); text == name {
			return c
		}
	}
	return map[string]any{}
}

func objects(list any) []map[string]any {
	var out []map[string]any
	l, _ := list.([]any)
	for _, v := range l {
		if o, ok := v.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func number(v any) json.Number {
	n, _ := v.(json.Number)
	return n
}

func float(v any) float64 {
	f, _ := number(v).Float64()
	return f
}
