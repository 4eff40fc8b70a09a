package amplitude_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"replaylab/lab/event"
	"replaylab/sdkbundle/adapters/amplitude"
)

// The end of a recording has arrived when the mark has that finish puts into it.
func TestDelivered(t *testing.T) {
	mark := func(typ int, at float64, text string) json.RawMessage {
		return json.RawMessage(fmt.Sprintf(`{"type":%d,"timestamp":%v,"data":{"tag":%q,"source":5}}`, typ, at, text))
	}
	for name, c := range map[string]struct {
		events []json.RawMessage
		want   bool
	}{
		"nothing":                    {nil, false},
		"the mark":                   {[]json.RawMessage{mark(3, 900, "x"), mark(5, 1000, "get-sr-props")}, true},
		"a mark of before":           {[]json.RawMessage{mark(5, 999, "get-sr-props")}, false},
		"a mark of before and later": {[]json.RawMessage{mark(5, 999, "get-sr-props"), mark(5, 1001, "get-sr-props")}, true},
		"another event's text":       {[]json.RawMessage{mark(3, 1001, "get-sr-props")}, false},
		"another mark":               {[]json.RawMessage{mark(5, 1001, "debug-info")}, false},
		"what is no event":           {[]json.RawMessage{json.RawMessage(`"get-sr-props"`)}, false},
	} {
		uploads := []event.Upload{{}, {Events: c.events}}
		if got := amplitude.Adapter.SDK.Delivered(uploads, 1000); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
