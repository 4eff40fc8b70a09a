package adapter_test

import (
	"fmt"
	"testing"

	"replaylab/sdkbundle/adapter"
)

// The table of the documentation: what is masked locally and unmasked remotely is unmasked, and what
// only one side speaks of is as that side says.
func TestOverride(t *testing.T) {
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
		if got := adapter.Override(c.config, c.local); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
