package event

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Body is what an upload of the common form holds once it is inflated.
type Body struct {
	Version int // 0 if it does not say
	Events  []json.RawMessage
}

// ReadBody reads {"version": 1, "events": [...]}, every event by the rules of Unpack. Events of
// object form share memory with data. An error says where: the place in the text, or the number of
// the event, counted from 0. It has ErrTooLarge in its chain if a limit is what was wrong.
func ReadBody(data []byte, limits Limits) (Body, error) {
	if err := valid(data); err != nil {
		return Body{}, err
	}
	object := trim(data)
	if object[0] != '{' {
		return Body{}, fmt.Errorf("%s, want an object with version and events", kind(object))
	}
	var b Body
	var version, events []byte
	for key, value := range members(object) {
		switch {
		case is(key, "version"):
			version = value
		case is(key, "events"):
			events = value
		}
	}
	if version != nil {
		n, err := whole(version)
		if err != nil {
			return Body{}, fmt.Errorf("version %.80s: want a whole number", version)
		}
		b.Version = n
	}
	switch {
	case events == nil:
		return Body{}, fmt.Errorf("no events, want an object with version and events")
	case events[0] != '[':
		return Body{}, fmt.Errorf("events: %s, want an array", kind(events))
	}
	var err error
	b.Events, err = unpackAll(events, limits)
	return b, err
}

// UnpackAll reads an array of events, each by the rules of Unpack, with errors as of ReadBody.
func UnpackAll(array []byte, limits Limits) ([]json.RawMessage, error) {
	if err := valid(array); err != nil {
		return nil, err
	}
	if array = trim(array); array[0] != '[' {
		return nil, fmt.Errorf("%s, want an array of events", kind(array))
	}
	return unpackAll(array, limits)
}

// UnpackLines reads events that stand one to a line, each by the rules of Unpack. Empty lines do not
// matter. An error names the line, counted from 1, and the event.
func UnpackLines(text []byte, limits Limits) ([]json.RawMessage, error) {
	limits = limits.orDefault()
	u := unpacker{left: limits.Unpacked}
	var events []json.RawMessage
	n := 0
	for line := range bytes.Lines(text) {
		n++
		raw := trim(line)
		if len(raw) == 0 {
			continue
		}
		if len(events) == limits.Events {
			return nil, fmt.Errorf("line %d: the number of events is %w of %d", n, ErrTooLarge, limits.Events)
		}
		err := valid(line)
		var e json.RawMessage
		if err == nil {
			e, err = u.unpack(raw)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: event %d: %w", n, len(events), err)
		}
		events = append(events, e)
	}
	return events, nil
}

func unpackAll(array []byte, limits Limits) ([]json.RawMessage, error) {
	limits = limits.orDefault()
	n, text := 0, 0
	for raw := range elements(array) {
		n++
		if raw[0] == '"' {
			text += len(raw)
		}
		if n > limits.Events {
			return nil, fmt.Errorf("the number of events is %w of %d", ErrTooLarge, limits.Events)
		}
	}
	u := unpacker{arena: make([]byte, 0, text), left: limits.Unpacked}
	events := make([]json.RawMessage, 0, n)
	for raw := range elements(array) {
		e, err := u.unpack(raw)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", len(events), err)
		}
		events = append(events, e)
	}
	return events, nil
}
