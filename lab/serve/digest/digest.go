// Package digest tells what happened in a recording, in marks: pages, clicks with their elements,
// changes, errors, signs of frustration. It reads events one by one, so that a session that goes on
// can be followed.
package digest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"replaylab/lab/event"
)

// The kinds of marks.
const (
	Page    = "page"    // another address; Text is it
	Click   = "click"   // Text is the element
	Change  = "change"  // of a form control; Text is the element, Detail what was recorded of the value
	Error   = "error"   // printed as an error or caught by nobody
	Rage    = "rage"    // many clicks on one element
	Dead    = "dead"    // a click that nothing followed
	Custom  = "custom"  // Text is the tag, Detail the payload
	Console = "console" // printed otherwise; Level says how
	Request = "request" // of the page; Text is the address
	Resize  = "resize"  // of the window
)

// Kinds are all kinds, in the order in which people look for them.
var Kinds = []string{Page, Click, Change, Error, Rage, Dead, Request, Console, Custom, Resize}

// Mark is something that a person may look for.
type Mark struct {
	N      int     `json:"n"`  // the number of the event, counted from 0
	At     float64 `json:"at"` // milliseconds since the epoch
	Kind   string  `json:"kind"`
	Text   string  `json:"text,omitempty"`
	Detail string  `json:"detail,omitempty"`
	Level  string  `json:"level,omitempty"` // of console and error: as the page printed it
	Node   int     `json:"node,omitempty"`
	Status *int    `json:"status,omitempty"` // of a request; 0 if there was no answer
}

// What a click is judged by, as in the reference SDK: so many on one element within so many
// milliseconds are rage, and one that nothing follows for so long is dead.
const (
	rageClicks = 4
	rageWithin = 1000
	patience   = 3000
)

// A Digest reads the events of one recording in the order in which they came. Its zero value works.
type Digest struct {
	nodes   nodes
	page    string
	clicks  []Mark // the last ones on one element
	recent  []Mark // the last clicks
	waiting []Mark // clicks of which it is not known whether something follows
	told    []Mark // rage and dead clicks of late, so that none is told twice
}

// Add reads the event of that number, and gives the marks that it makes. One about an earlier event
// may be among them. What in the event cannot be read makes no mark.
func (d *Digest) Add(n int, e event.Event) []Mark {
	marks := d.dead(e)
	m := Mark{N: n, At: e.Timestamp}
	switch e.Type {
	case event.Meta:
		var data event.MetaData
		if e.Data(&data) == nil {
			marks = append(marks, d.visit(m, data.Href)...)
		}
	case event.FullSnapshot:
		var data event.SnapshotData
		d.nodes = nodes{}
		if e.Data(&data) == nil {
			d.nodes.tree(data.Node, 0, 0)
		}
	case event.Custom:
		marks = append(marks, d.custom(m, e)...)
	case event.Plugin:
		marks = append(marks, d.plugin(m, e)...)
	case event.Incremental:
		marks = append(marks, d.change(m, e)...)
	}
	return marks
}

func (d *Digest) visit(m Mark, href string) []Mark {
	if href == "" || href == d.page {
		return nil
	}
	d.page = href
	m.Kind, m.Text = Page, cut(href, 2000)
	return []Mark{m}
}

func (d *Digest) change(m Mark, e event.Event) []Mark {
	switch e.Source {
	case event.Mutation:
		var data event.MutationData
		if e.Data(&data) == nil {
			d.nodes.mutate(&data)
		}
	case event.MouseInteraction:
		var data event.MouseInteractionData
		if e.Data(&data) == nil && data.Type == 2 {
			m.Kind, m.Node, m.Text = Click, data.ID, d.nodes.name(data.ID)
			if d.recent = append(d.recent, m); len(d.recent) > 32 {
				d.recent = slices.Delete(d.recent, 0, 1)
			}
			return append([]Mark{m}, d.rage(m)...)
		}
	case event.Input:
		var data event.InputData
		if e.Data(&data) == nil {
			m.Kind, m.Node, m.Text, m.Detail = Change, data.ID, d.nodes.name(data.ID), cut(data.Text, 200)
			if d.nodes.ticks(data.ID) {
				m.Detail = map[bool]string{true: "on", false: "off"}[data.IsChecked]
			}
			return []Mark{m}
		}
	case event.ViewportResize:
		var data event.ResizeData
		if e.Data(&data) == nil {
			m.Kind, m.Text = Resize, fmt.Sprintf("%.0f × %.0f", data.Width, data.Height)
			return []Mark{m}
		}
	case event.Log:
		var data printed
		if e.Data(&data) == nil {
			return []Mark{data.mark(m)}
		}
	}
	return nil
}

func (d *Digest) plugin(m Mark, e event.Event) []Mark {
	var data event.PluginData
	if e.Data(&data) != nil {
		return nil
	}
	switch {
	case strings.HasPrefix(data.Plugin, "rrweb/console@"):
		var p printed
		if json.Unmarshal(data.Payload, &p) == nil {
			return []Mark{p.mark(m)}
		}
	case strings.HasPrefix(data.Plugin, "amplitude/url-tracking@"):
		var p struct{ Href string }
		if json.Unmarshal(data.Payload, &p) == nil && !strings.HasPrefix(p.Href, "about:") { // frames tell of themselves, too
			return d.visit(m, p.Href)
		}
	}
	return nil
}

func (d *Digest) custom(m Mark, e event.Event) []Mark {
	var data event.CustomData
	if e.Data(&data) != nil {
		return nil
	}
	switch data.Tag {
	case "rage-click", "dead-click":
		var p struct {
			Timestamp float64
			Element   string
		}
		if json.Unmarshal(data.Payload, &p) != nil {
			break
		}
		m.Kind, m.Text = Rage, cut(p.Element, 200)
		if data.Tag == "dead-click" {
			m.Kind = Dead
		}
		if p.Timestamp > 0 {
			m.At = p.Timestamp
		}
		early := 50.0
		if m.Kind == Rage {
			early = rageWithin // the last click of them may not be told of yet
		}
		for _, c := range d.recent { // it is better known by its name than by its place
			if c.At-m.At < 50 && m.At-c.At < early {
				m.Text, m.Node = c.Text, c.Node
			}
		}
		return d.tell(m)
	case "fetch-request":
		var p struct {
			Method, URL string
			Status      int
			Duration    float64
		}
		if json.Unmarshal(data.Payload, &p) != nil {
			break
		}
		m.Kind, m.Text, m.Status = Request, cut(strings.TrimSpace(p.Method+" "+p.URL), 2000), &p.Status
		m.Detail = fmt.Sprintf("%.0f ms", p.Duration)
		return []Mark{m}
	}
	m.Kind, m.Text, m.Detail = Custom, cut(data.Tag, 200), cut(string(data.Payload), 4000)
	return []Mark{m}
}

// cut keeps the beginning of a text that is too long to be read.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}
