package trust

import (
	"bytes"
	"encoding/json"
	"slices"

	"replaylab/lab/event"
	"replaylab/lab/privacy"
)

// tape is the uploads of a visit, opened for changes.
type tape struct {
	uploads []event.Upload
	events  []*heard
	secrets map[string]string
	touched map[int]bool // uploads whose events were changed, by place
}

// heard is one event of a tape.
type heard struct {
	upload int // place in uploads
	data   map[string]any
	all    map[string]any
	raw    json.RawMessage
	typ    event.Type
	source event.Source
	gone   bool
}

func openTape(list []event.Upload, canaries []privacy.Canary) *tape {
	t := &tape{uploads: list, secrets: map[string]string{}, touched: map[int]bool{}}
	for _, c := range canaries {
		t.secrets[c.Name] = c.Value
	}
	for i, u := range list {
		for _, raw := range u.Events {
			h := &heard{upload: i, raw: raw, source: -1}
			d := json.NewDecoder(bytes.NewReader(raw))
			d.UseNumber()
			if e, err := event.Parse(raw); err == nil && d.Decode(&h.all) == nil {
				h.typ, h.source = e.Type, e.Source
				h.data, _ = h.all["data"].(map[string]any)
			}
			t.events = append(t.events, h)
		}
	}
	return t
}

// close writes the events back into their uploads. The bytes of an upload in which nothing changed
// stay as they came.
func (t *tape) close() []event.Upload {
	lists := make([][]json.RawMessage, len(t.uploads))
	changed := t.touched
	for _, h := range t.events {
		raw := h.raw
		if h.all != nil {
			if text, err := json.Marshal(h.all); err == nil && !sameJSON(text, h.raw) {
				raw, changed[h.upload] = text, true
			}
		}
		if h.gone {
			changed[h.upload] = true
			continue
		}
		lists[h.upload] = append(lists[h.upload], raw)
	}
	for i := range t.uploads {
		if changed[i] {
			u := &t.uploads[i]
			u.Events = lists[i]
			u.Inflated = slices.Concat([]byte(`{"version":1,"events":[`), bytes.Join(toBytes(lists[i]), []byte(",")), []byte("]}"))
			u.Body = u.Inflated
		}
	}
	return t.uploads
}

func sameJSON(a, b []byte) bool {
	var x, y any
	for _, s := range []struct {
		text []byte
		into *any
	}{{a, &x}, {b, &y}} {
		d := json.NewDecoder(bytes.NewReader(s.text))
		d.UseNumber()
		if d.Decode(s.into) != nil {
			return false
		}
	}
	p, _ := json.Marshal(x)
	q, _ := json.Marshal(y)
	return bytes.Equal(p, q)
}

func toBytes(list []json.RawMessage) [][]byte {
	out := make([][]byte, len(list))
	for i, e := range list {
		out[i] = e
	}
	return out
}

// drop takes out the events that match.
func (t *tape) drop(match func(h *heard) bool) {
	for _, h := range t.events {
		h.gone = h.gone || match(h)
	}
}

// dropAll takes out a kind of incremental event.
func (t *tape) dropAll(s event.Source) { t.drop(func(h *heard) bool { return h.source == s }) }

// of lists the data of the incremental events of a kind that are left.
func (t *tape) of(s event.Source) []map[string]any {
	var list []map[string]any
	for _, h := range t.events {
		if h.source == s && !h.gone {
			list = append(list, h.data)
		}
	}
	return list
}

// add puts a copy of an event, changed, right behind it.
func (t *tape) add(after *heard, change func(data map[string]any)) *heard {
	var all map[string]any
	text, _ := json.Marshal(after.all)
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	_ = d.Decode(&all)
	h := &heard{upload: after.upload, all: all, typ: after.typ, source: after.source}
	h.data, _ = all["data"].(map[string]any)
	if h.data == nil {
		h.data = map[string]any{}
	}
	change(h.data)
	h.raw, _ = json.Marshal(all)
	t.events = slices.Insert(t.events, slices.Index(t.events, after)+1, h)
	t.touched[after.upload] = true
	return h
}

// split puts an event, and what came with it after it, into an upload of its own at the end.
func (t *tape) split(h *heard) {
	from, last := h.upload, 0
	for _, u := range t.uploads {
		last = max(last, u.Seq)
	}
	u := t.uploads[from]
	u.Seq = last + 1
	t.uploads = append(t.uploads, u)
	for _, e := range t.events[slices.Index(t.events, h):] {
		if e.upload == from {
			e.upload = len(t.uploads) - 1
		}
	}
	t.touched[from], t.touched[h.upload] = true, true
}
