// Package trust asks whether the lab can be trusted: it plants defects, one at a time, and sees
// whether the right claim catches each in the right place; it changes recordings at random and
// explains every change that nobody notices; and it compares scenarios with themselves, where
// nobody may be accused.
package trust

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// Place is where a defect is planted.
type Place string

// The places.
const (
	InRecording Place = "recording" // between the wire and everything that reads it
	InReplay    Place = "replay"    // in the page that the player built
	InPage      Place = "page"      // in the live page, by a script around a real SDK
)

// Sign is what gives a defect away: one piece of evidence of one claim. It is written down
// beforehand. "*" stands for any text in Kind, Name and Path.
type Sign struct {
	Claim      string // such as "faithful"
	Target     string // of a claim that "expect" makes
	Checkpoint string // empty for any
	Kind, Name string // of the evidence
	Path       string // of the node, as evidence names it; empty where evidence has no node
}

func (s Sign) String() string {
	return words(s.Claim, s.Target) + ": " + where(s.Kind, s.Name, s.Path)
}

func words(list ...string) string { return strings.TrimSpace(strings.Join(list, " ")) }

func where(kind, name, at string) string {
	text := words(kind, name)
	if at != "" {
		text += " at " + at
	}
	return text
}

// is reports whether a piece of evidence of a claim is the sign.
func (s Sign) is(c *result.Claim, e *result.Evidence) bool {
	if c.Name != s.Claim || s.Target != "" && c.Target != s.Target || s.Checkpoint != "" && c.Checkpoint != s.Checkpoint {
		return false
	}
	return like(s.Kind, e.Kind) && like(s.Name, e.Name) && (s.Path == "" || like(s.Path, e.Path))
}

// like matches a pattern in which only "*" has a meaning.
func like(pattern, text string) bool {
	plain := strings.NewReplacer("[", `\[`, "]", `\]`, "?", `\?`, `\`, `\\`, "/", "\x00")
	ok, _ := path.Match(plain.Replace(pattern), strings.ReplaceAll(text, "/", "\x00"))
	return ok
}

// Defect is one fault of a recorder, its delivery or a player, planted on purpose.
type Defect struct {
	Name     string // such as "siblings-swapped"
	Section  string // table of FIDELITY.md that it is about, "A" to "I"
	What     string // in a few words
	Scenario string // the id of a scenario of this package or of the suite
	SDK      string // adapter; empty is rrweb
	Caught   Sign

	// Exactly one place. Recording changes the events or uploads. Replay is a script for the
	// player's page, in which $ finds an element of the replayed page by selector and d is its
	// document; it runs at each checkpoint, so $ may find nothing. Before and After stand before and
	// after the SDK's own code in the live page.
	Recording     func(t *tape)
	Replay        string
	Before, After string
}

// Place is where the defect is planted.
func (d *Defect) Place() Place {
	switch {
	case d.Recording != nil:
		return InRecording
	case d.Replay != "":
		return InReplay
	}
	return InPage
}

// script is what is run in the player's page for a defect in the replay.
func (d *Defect) script() string {
	if d.Replay == "" {
		return ""
	}
	return "{ const d = player.frame().contentDocument, w = player.frame().contentWindow, $ = (s, at = d) => at && at.querySelector(s);\n" + d.Replay + "\n}"
}

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

// wrapped is a bundle with scripts around it.
func wrapped(bundle []byte, before, after string) []byte {
	return fmt.Appendf(nil, "%s\n;%s\n;%s\n", before, bundle, after)
}

// Outcome is what became of one planted defect.
type Outcome struct {
	Name     string   `json:"name"`
	Section  string   `json:"section"`
	What     string   `json:"what"`
	Place    Place    `json:"place"`
	Scenario string   `json:"scenario"`
	Expected string   `json:"expected"` // claim, kind and path written down beforehand
	Caught   bool     `json:"caught"`
	By       []string `json:"by,omitempty"`  // every claim that failed anew
	Why      string   `json:"why,omitempty"` // it escaped
	MS       float64  `json:"ms"`
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
