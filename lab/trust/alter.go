package trust

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"replaylab/lab/event"
)

// alteration is one random change to one event of a recording.
type alteration struct {
	what    string
	kind    string // of change: "drop", "repeat", "swap", "time", "record", "field", "node"
	field   string // path of a changed field, without places in lists
	of      string // kind of event
	event   *heard // the event that was changed
	uploads []event.Upload
}

// A way is one kind of change. It returns false if it cannot be made to the event.
type way struct {
	kind string
	do   func(t *tape, h *heard, a *alteration, r *rand.Rand) bool
}

var ways = []way{
	{"drop", func(_ *tape, h *heard, a *alteration, _ *rand.Rand) bool {
		h.gone = true
		a.what = "taken out"
		return true
	}},
	{"repeat", func(t *tape, h *heard, a *alteration, _ *rand.Rand) bool {
		t.add(h, func(map[string]any) {})
		a.what = "twice"
		return true
	}},
	{"swap", swap},
	{"time", func(_ *tape, h *heard, a *alteration, r *rand.Rand) bool {
		by := float64(50 + r.IntN(2000))
		if r.IntN(2) == 0 {
			by = -by
		}
		h.all["timestamp"] = moved(h.all["timestamp"], by)
		a.what = fmt.Sprintf("%+.0f ms", by)
		return true
	}},
	{"record", dropRecord},
	{"field", changeField("text")}, {"field", changeField("text")}, {"field", changeField("number")}, {"field", changeField("flag")},
	{"node", changeNodes},
}

// alter makes one random change, to an event up to a time: what comes after the last checkpoint
// nobody can judge. Without an event it is none.
func alter(t *tape, until float64, r *rand.Rand) *alteration {
	for n := 0; n < 1000 && len(t.events) > 0; n++ {
		w := ways[r.IntN(len(ways))]
		h := t.events[r.IntN(len(t.events))]
		if h.all == nil || h.data == nil && w.kind != "drop" || float(h.all["timestamp"]) > until {
			continue
		}
		a := &alteration{kind: w.kind, event: h, of: h.typ.String()}
		if h.source >= 0 {
			a.of = h.source.String()
		}
		if w.do(t, h, a, r) {
			a.what = fmt.Sprintf("%s at %.0f, %s", a.of, float(h.all["timestamp"]), a.what)
			return a
		}
	}
	return &alteration{what: "no change could be made"}
}

// swap lets an event and the next change places in time.
func swap(t *tape, h *heard, a *alteration, _ *rand.Rand) bool {
	i := slices.Index(t.events, h)
	if i+1 >= len(t.events) || t.events[i+1].data == nil {
		return false
	}
	next := t.events[i+1]
	h.all["timestamp"], next.all["timestamp"] = next.all["timestamp"], h.all["timestamp"]
	t.events[i], t.events[i+1] = next, h
	h.upload, next.upload = next.upload, h.upload
	t.touched[h.upload], t.touched[next.upload] = true, true
	a.what = "after the next: " + next.typ.String()
	if next.source >= 0 {
		a.what = "after the next: " + next.source.String()
	}
	return true
}

// dropRecord takes one entry out of a list of an event.
func dropRecord(_ *tape, h *heard, a *alteration, r *rand.Rand) bool {
	var names []string
	for name, v := range h.data {
		if list, ok := v.([]any); ok && len(list) > 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return false
	}
	slices.Sort(names)
	name := names[r.IntN(len(names))]
	list := h.data[name].([]any)
	i := r.IntN(len(list))
	text, _ := json.Marshal(list[i])
	h.data[name] = slices.Delete(slices.Clone(list), i, i+1)
	a.field = name
	a.what = fmt.Sprintf("without %s %d: %s", name, i, clip(string(text)))
	return true
}

func clip(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// leaf is a value of an event that is no list or object.
type leaf struct {
	path string // without places in lists
	get  any
	set  func(v any)
}

func leaves(v any, path string, set func(any), out *[]leaf) {
	switch x := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(x))
		for name := range x {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			leaves(x[name], path+"."+name, func(v any) { x[name] = v }, out)
		}
	case []any:
		for i := range x {
			leaves(x[i], path+"[]", func(v any) { x[i] = v }, out)
		}
	default:
		*out = append(*out, leaf{path, v, set})
	}
}

// changeField changes one text, number or flag somewhere in an event.
func changeField(kind string) func(*tape, *heard, *alteration, *rand.Rand) bool {
	return func(t *tape, h *heard, a *alteration, r *rand.Rand) bool {
		var all []leaf
		leaves(h.data, "", func(any) {}, &all)
		all = slices.DeleteFunc(all, func(l leaf) bool {
			switch l.get.(type) {
			case string:
				return kind != "text"
			case json.Number:
				return kind != "number" || l.path == ".source"
			case bool:
				return kind != "flag"
			}
			return true
		})
		if len(all) == 0 {
			return false
		}
		l := all[r.IntN(len(all))]
		var now any
		switch was := l.get.(type) {
		case string:
			now = altered(was, r)
		case json.Number:
			now = moved(was, float64(3+r.IntN(40)))
		case bool:
			now = !was
		}
		before, _ := json.Marshal(l.get)
		after, _ := json.Marshal(now)
		l.set(now)
		a.field = strings.TrimPrefix(l.path, ".")
		a.what = fmt.Sprintf("%s: %s → %s", a.field, clip(string(before)), clip(string(after)))
		return true
	}
}

// altered is another text: with a letter more, less, or other than before.
func altered(s string, r *rand.Rand) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return "q"
	}
	i := r.IntN(len(runes))
	switch r.IntN(3) {
	case 0:
		return string(slices.Insert(runes, i, 'q'))
	case 1:
		return string(slices.Delete(runes, i, i+1))
	}
	if runes[i] == 'q' {
		runes[i] = 'k'
	} else {
		runes[i] = 'q'
	}
	return string(runes)
}

// changeNodes takes a child or an attribute from a serialised node, or lets two children change places.
func changeNodes(_ *tape, h *heard, a *alteration, r *rand.Rand) bool {
	single := &tape{events: []*heard{h}}
	var all []map[string]any
	single.nodes(func(n map[string]any, _ *[]any) { all = append(all, n) })
	if len(all) == 0 {
		return false
	}
	n := all[r.IntN(len(all))]
	list, _ := n["childNodes"].([]any)
	names := make([]string, 0, len(attrs(n)))
	for name := range attrs(n) {
		names = append(names, name)
	}
	slices.Sort(names)
	tag, _ := n["tagName"].(string)
	switch {
	case len(names) > 0 && (len(list) == 0 || r.IntN(3) == 0):
		name := names[r.IntN(len(names))]
		delete(attrs(n), name)
		a.field = "attributes." + name
		a.what = fmt.Sprintf("<%s> %v without %s", tag, n["id"], name)
	case len(list) > 1 && r.IntN(2) == 0:
		i := r.IntN(len(list) - 1)
		list[i], list[i+1] = list[i+1], list[i]
		a.what = fmt.Sprintf("children %d and %d of <%s> %v exchanged", i, i+1, tag, n["id"])
	case len(list) > 0:
		i := r.IntN(len(list))
		text, _ := json.Marshal(list[i])
		n["childNodes"] = slices.Delete(slices.Clone(list), i, i+1)
		a.what = fmt.Sprintf("<%s> %v without child %d: %s", tag, n["id"], i, clip(string(text)))
	default:
		return false
	}
	return true
}
