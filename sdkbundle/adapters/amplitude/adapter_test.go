package amplitude_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"replaylab/lab/event"
	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters/amplitude"
)

func TestOptions(t *testing.T) {
	for name, c := range map[string]struct {
		neutral adapter.Neutral
		want    string
	}{
		"none":       {adapter.Neutral{}, `{}`},
		"level":      {adapter.Neutral{MaskLevel: "light"}, `{"privacyConfig":{"defaultMaskLevel":"light"}}`},
		"selectors":  {adapter.Neutral{Mask: ".a,.b", Unmask: ".c", Block: "#d"}, `{"privacyConfig":{"blockSelector":["#d"],"maskSelector":[".a",".b"],"unmaskSelector":[".c"]}}`},
		"attributes": {adapter.Neutral{Attributes: "title, alt"}, `{"privacyConfig":{"maskAttributes":["title","alt"]}}`},
		"addresses":  {adapter.Neutral{Addresses: []adapter.AddressLevel{{Match: "*/a", Level: "light"}}}, `{"privacyConfig":{"urlMaskLevels":[{"maskLevel":"light","match":"*/a"}]}}`},
		"its own":    {adapter.Neutral{Other: map[string]string{"optOut": "true", "useWebWorker": "false", "sampleRate": "0.5"}}, `{"optOut":true,"sampleRate":0.5,"useWebWorker":false}`},
	} {
		o, err := amplitude.Adapter.SDK.Options(c.neutral)
		got, _ := json.Marshal(o)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}

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

// The table of the documentation: what is masked locally and unmasked remotely is unmasked, and what
// only one side speaks of is as that side says.
func TestRemote(t *testing.T) {
	served := func(privacy string) []byte {
		return []byte(`{"configs":{"sessionReplay":{"sr_privacy_config":` + privacy + `}}}`)
	}
	for name, c := range map[string]struct {
		config []byte
		local  adapter.Neutral
		want   adapter.Neutral
	}{
		"the documentation's":  {served(`{"unmaskSelector":[".selector-1",".selector-2"]}`), adapter.Neutral{Mask: ".selector-1, .selector-3"}, adapter.Neutral{Mask: ".selector-3", Unmask: ".selector-1, .selector-2"}},
		"the level":            {served(`{"defaultMaskLevel":"conservative"}`), adapter.Neutral{MaskLevel: "light"}, adapter.Neutral{MaskLevel: "conservative"}},
		"no level":             {served(`{}`), adapter.Neutral{MaskLevel: "light", Block: ".b"}, adapter.Neutral{MaskLevel: "light", Block: ".b"}},
		"from unmask to block": {served(`{"blockSelector":["#x"]}`), adapter.Neutral{Unmask: "#x,#y"}, adapter.Neutral{Unmask: "#y", Block: "#x"}},
		"in several lists":     {served(`{"blockSelector":[".a",".b"],"maskSelector":[".a",".c"],"unmaskSelector":[".c"]}`), adapter.Neutral{}, adapter.Neutral{Unmask: ".c", Mask: ".a", Block: ".b"}},
		"attributes of both":   {served(`{"maskAttributes":["alt"]}`), adapter.Neutral{Attributes: "title"}, adapter.Neutral{Attributes: "alt,title"}},
		"addresses of both":    {served(`{"urlMaskLevels":[{"match":"*/a","maskLevel":"light"}]}`), adapter.Neutral{Addresses: []adapter.AddressLevel{{Match: "*/b", Level: "medium"}}}, adapter.Neutral{Addresses: []adapter.AddressLevel{{Match: "*/a", Level: "light"}, {Match: "*/b", Level: "medium"}}}},
		"what cannot be read":  {[]byte(`{`), adapter.Neutral{Mask: ".m"}, adapter.Neutral{Mask: ".m"}},
		"nothing":              {[]byte(`{"configs":{"sessionReplay":{}}}`), adapter.Neutral{Mask: ".m", MaskLevel: "light"}, adapter.Neutral{Mask: ".m", MaskLevel: "light"}},
	} {
		if got := amplitude.Adapter.SDK.Remote(c.config, c.local); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
