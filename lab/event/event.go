// Package event is recordings in words: what an SDK uploads, the events inside, and the session
// that they add up to. Events keep every byte they came with; the typed views in this package
// decode the parts that the lab reads and leave the rest alone.
package event

import (
	"encoding/json"
	"fmt"
)

// Type is the kind of an rrweb-style event.
type Type int

// The kinds of event, numbered as on the wire.
const (
	DOMContentLoaded Type = 0
	Load             Type = 1
	FullSnapshot     Type = 2
	Incremental      Type = 3
	Meta             Type = 4
	Custom           Type = 5
	Plugin           Type = 6
	Asset            Type = 7
)

// Source is the kind of change that an incremental event reports.
type Source int

// The kinds of change, numbered as on the wire.
const (
	Mutation          Source = 0
	MouseMove         Source = 1
	MouseInteraction  Source = 2
	Scroll            Source = 3
	ViewportResize    Source = 4
	Input             Source = 5
	TouchMove         Source = 6
	MediaInteraction  Source = 7
	StyleSheetRule    Source = 8
	CanvasMutation    Source = 9
	Font              Source = 10
	Log               Source = 11
	Drag              Source = 12
	StyleDeclaration  Source = 13
	Selection         Source = 14
	AdoptedStyleSheet Source = 15
	CustomElement     Source = 16
)

// Event is one thing that an SDK saw.
type Event struct {
	Type      Type
	Timestamp float64 // milliseconds since the epoch
	Source    Source  // of an incremental event; -1 otherwise

	// Raw is the event as uploaded, every field kept.
	Raw json.RawMessage

	// Upload and Index say where it came from: the number of the upload and the place inside it.
	Upload, Index int
}

// Parse reads the envelope of one event. Raw is retained, not copied.
func Parse(raw []byte) (Event, error) {
	var wire struct {
		Type      *Type    `json:"type"`
		Timestamp *float64 `json:"timestamp"`
		Data      struct {
			Source *Source `json:"source"`
		} `json:"data"`
	}
	if err := json.Unmarshal(raw, &wire); err != nil {
		return Event{}, fmt.Errorf("an event: %w", err)
	}
	switch {
	case wire.Type == nil:
		return Event{}, fmt.Errorf("an event without a type: %.80s", raw)
	case wire.Timestamp == nil:
		return Event{}, fmt.Errorf("an event without a timestamp: %.80s", raw)
	}
	e := Event{Type: *wire.Type, Timestamp: *wire.Timestamp, Source: -1, Raw: raw}
	if e.Type == Incremental {
		if wire.Data.Source == nil {
			return Event{}, fmt.Errorf("an incremental event without a source: %.80s", raw)
		}
		e.Source = *wire.Data.Source
	}
	return e, nil
}

// Data decodes the event's data into v, a pointer to one of this package's data types.
func (e Event) Data(v any) error {
	wire := struct {
		Data any `json:"data"`
	}{v}
	if err := json.Unmarshal(e.Raw, &wire); err != nil {
		return fmt.Errorf("the data of %s: %w", e, err)
	}
	return nil
}

// String names the event for people, such as "event 3/5 (input) at 1700000000000".
func (e Event) String() string {
	if e.Type == Incremental {
		return fmt.Sprintf("%s at %.0f", e.Source, e.Timestamp)
	}
	return fmt.Sprintf("%s at %.0f", e.Type, e.Timestamp)
}

var typeNames = map[Type]string{
	DOMContentLoaded: "DOMContentLoaded", Load: "load", FullSnapshot: "full snapshot", Incremental: "incremental",
	Meta: "meta", Custom: "custom", Plugin: "plugin", Asset: "asset",
}

func (t Type) String() string {
	if n, ok := typeNames[t]; ok {
		return n
	}
	return fmt.Sprintf("type %d", int(t))
}

var sourceNames = map[Source]string{
	Mutation: "mutation", MouseMove: "mouse move", MouseInteraction: "mouse interaction", Scroll: "scroll",
	ViewportResize: "viewport resize", Input: "input", TouchMove: "touch move", MediaInteraction: "media interaction",
	StyleSheetRule: "style sheet rule", CanvasMutation: "canvas mutation", Font: "font", Log: "log", Drag: "drag",
	StyleDeclaration: "style declaration", Selection: "selection", AdoptedStyleSheet: "adopted style sheet",
	CustomElement: "custom element",
}

func (s Source) String() string {
	if n, ok := sourceNames[s]; ok {
		return n
	}
	return fmt.Sprintf("source %d", int(s))
}
