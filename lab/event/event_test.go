package event_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"replaylab/lab/event"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		raw    string
		typ    event.Type
		at     float64
		source event.Source
	}{
		{`{"type":4,"timestamp":1700000000000,"data":{"href":"/"}}`, event.Meta, 1700000000000, -1},
		{`{"timestamp":1700000000000.25,"data":{"source":5},"type":3}`, event.Incremental, 1700000000000.25, event.Input},
		{`{"type":3.0,"timestamp":1.7e12,"data":{"source":0e0}}`, event.Incremental, 1.7e12, event.Mutation},
		{` {"type":5,"timestamp":1} ` + "\n", event.Custom, 1, -1},
		{`{"type":5,"timestamp":1,"data":"text"}`, event.Custom, 1, -1},
		{`{"type":6,"timestamp":1,"data":{"source":3}}`, event.Plugin, 1, -1},
		{`{"\u0074ype":2,"timestamp":1}`, event.FullSnapshot, 1, -1},
		// Names are exact and of two the last counts, as in the browser.
		{`{"type":2,"Type":3,"timestamp":1,"TIMESTAMP":2}`, event.FullSnapshot, 1, -1},
		{`{"type":2,"type":4,"timestamp":1,"timestamp":2}`, event.Meta, 2, -1},
		{`{"type":3,"timestamp":1,"data":{"node":{"source":1},"source":3,"Source":4}}`, event.Incremental, 1, event.Scroll},
		{`{"type":99,"timestamp":0}`, 99, 0, -1},
	} {
		e, err := event.Parse([]byte(c.raw))
		if err != nil {
			t.Errorf("Parse(%s): %v", c.raw, err)
			continue
		}
		if e.Type != c.typ || e.Timestamp != c.at || e.Source != c.source {
			t.Errorf("Parse(%s) = type %d, at %v, source %d; want %d, %v, %d", c.raw, e.Type, e.Timestamp, e.Source, c.typ, c.at, c.source)
		}
		if string(e.Raw) != c.raw {
			t.Errorf("Parse(%s) changed the event to %s", c.raw, e.Raw)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for raw, want := range map[string]string{
		``:                                  "not JSON at byte 0 (line 1, column 1): unexpected end",
		"{\n \"type\":4,\n x}":              "not JSON at byte 14 (line 3, column 2): invalid character 'x'",
		`{"type":4,"timestamp":1`:           "not JSON at byte 23 (line 1, column 24): unexpected end",
		`[1]`:                               "an event that is an array, not an object",
		`null`:                              "an event that is null, not an object",
		`{"timestamp":1}`:                   "without a type",
		`{"type":null,"timestamp":1}`:       "without a type",
		`{"type":"4","timestamp":1}`:        "without a number as its type",
		`{"type":4.5,"timestamp":1}`:        "with an impossible type",
		`{"type":-1,"timestamp":1}`:         "with an impossible type",
		`{"type":4}`:                        "without a timestamp",
		`{"type":4,"timestamp":"1"}`:        "without a number as its timestamp",
		`{"type":4,"timestamp":1e999}`:      "with an impossible timestamp",
		`{"type":3,"timestamp":1}`:          "an incremental event without a source",
		`{"type":3,"timestamp":1,"data":1}`: "an incremental event without a source",
		strings.Repeat("[", 10001) + strings.Repeat("]", 10001): "exceeded max depth",
	} {
		_, err := event.Parse([]byte(raw))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%.60s): error %v, want %q in it", raw, err, want)
		}
	}
}

func TestString(t *testing.T) {
	for raw, want := range map[string]string{
		`{"type":4,"timestamp":1700000000000}`:                      "meta at 1700000000000",
		`{"type":3,"timestamp":1700000000000,"data":{"source":5}}`:  "input at 1700000000000",
		`{"type":3,"timestamp":1700000000000,"data":{"source":77}}`: "source 77 at 1700000000000",
		`{"type":77,"timestamp":1700000000000}`:                     "type 77 at 1700000000000",
	} {
		if e, err := event.Parse([]byte(raw)); err != nil || e.String() != want {
			t.Errorf("%s is %q, %v; want %q", raw, e, err, want)
		}
	}
	e, _ := event.Parse([]byte(`{"type":4,"timestamp":1,"data":{"width":"wide"}}`))
	if err := e.Data(&event.MetaData{}); err == nil || !strings.HasPrefix(err.Error(), "the data of meta at 1: ") {
		t.Errorf("error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"type":3,"timestamp":1.5,"data":{"source":0,"adds":[]},"x":{"unknown":[1,"\ud800"]}}`,
		`{"type":2,"type":4,"Type":0,"timestamp":1}`, `{"\u0074ype":2,"timestamp":-0}`, `{"type":3`, `"`, `{}`, ` [ ] `,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		e, err := event.Parse(raw)
		if !bytes.Equal(raw, before) {
			t.Fatalf("Parse changed its input from %q to %q", before, raw)
		}
		if err != nil {
			return
		}
		if !bytes.Equal(e.Raw, raw) {
			t.Fatalf("Parse(%q) kept %q", raw, e.Raw)
		}
		// A map's names are exact, so encoding/json agrees.
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			t.Fatalf("Parse took %q, which encoding/json does not: %v", raw, err)
		}
		var typ, at float64
		if json.Unmarshal(fields["type"], &typ) != nil || json.Unmarshal(fields["timestamp"], &at) != nil ||
			typ != float64(e.Type) || at != e.Timestamp {
			t.Fatalf("Parse(%q) = type %d at %v, encoding/json reads %s at %s", raw, e.Type, e.Timestamp, fields["type"], fields["timestamp"])
		}
	})
}
