// Package event is recordings in words: what an SDK uploads, the events inside, and the session
// that they add up to. Events keep every byte they came with; the typed views in this package
// decode the parts that the lab reads and leave the rest alone.
package event

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
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

// Parse reads the envelope of one event. Raw is retained, not copied. Names are matched exactly
// and of a name given twice the last counts, as in JSON.parse. An error says what is wrong, and of
// text that is not JSON also where.
func Parse(raw []byte) (Event, error) {
	if err := valid(raw); err != nil {
		return Event{}, fmt.Errorf("an event that is %w", err)
	}
	object := trim(raw)
	if object[0] != '{' {
		return Event{}, fmt.Errorf("an event that is %s, not an object", kind(object))
	}
	var typ, timestamp, data []byte
	for key, value := range members(object) {
		switch {
		case is(key, "type"):
			typ = value
		case is(key, "timestamp"):
			timestamp = value
		case is(key, "data"):
			data = value
		}
	}
	e := Event{Source: -1, Raw: raw}
	n, err := whole(typ)
	if err != nil {
		return Event{}, fmt.Errorf("an event %w type: %.80s", err, object)
	}
	e.Type = Type(n)
	if e.Timestamp, err = number(timestamp); err != nil {
		return Event{}, fmt.Errorf("an event %w timestamp: %.80s", err, object)
	}
	if e.Type != Incremental {
		return e, nil
	}
	var source []byte
	if len(data) > 0 && data[0] == '{' {
		for key, value := range members(data) {
			if is(key, "source") {
				source = value
			}
		}
	}
	if n, err = whole(source); err != nil {
		return Event{}, fmt.Errorf("an incremental event %w source: %.80s", err, object)
	}
	e.Source = Source(n)
	return e, nil
}

var (
	errNone   = errors.New("without a")
	errNumber = errors.New("without a number as its")
	errRange  = errors.New("with an impossible")
)

// number reads a JSON number; a missing one is nil.
func number(raw []byte) (float64, error) {
	if raw == nil || raw[0] == 'n' {
		return 0, errNone
	}
	if kind(raw) != "a number" {
		return 0, errNumber
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, errRange
	}
	return n, nil
}

// whole reads a JSON number that names a kind: 3, but also 3.0.
func whole(raw []byte) (int, error) {
	n, err := number(raw)
	if err == nil && (n != math.Trunc(n) || n < 0 || n > math.MaxInt32) {
		return 0, errRange
	}
	return int(n), err
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

// String names the event for people, such as "input at 1700000000000".
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
