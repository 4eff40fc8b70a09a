package adapter_test

import (
	"encoding/json"
	"testing"

	"replaylab/sdkbundle/adapter"
)

func TestProductOptions(t *testing.T) {
	for name, c := range map[string]struct {
		neutral adapter.Neutral
		want    string
	}{
		"none":       {adapter.Neutral{}, `{}`},
		"level":      {adapter.Neutral{MaskLevel: "light"}, `{"privacyConfig":{"defaultMaskLevel":"light"}}`},
		"selectors":  {adapter.Neutral{Mask: ".a, .b", Unmask: ".c", Block: "#d"}, `{"privacyConfig":{"blockSelector":["#d"],"maskSelector":[".a",".b"],"unmaskSelector":[".c"]}}`},
		"attributes": {adapter.Neutral{Attributes: "title, alt"}, `{"privacyConfig":{"maskAttributes":["title","alt"]}}`},
		"addresses":  {adapter.Neutral{Addresses: []adapter.AddressLevel{{Match: "*/a", Level: "light"}}}, `{"privacyConfig":{"urlMaskLevels":[{"maskLevel":"light","match":"*/a"}]}}`},
		"its own":    {adapter.Neutral{Other: map[string]string{"optOut": "true", "useWebWorker": "false", "sampleRate": "0.5"}}, `{"optOut":true,"sampleRate":0.5,"useWebWorker":false}`},
	} {
		o, err := adapter.ProductOptions(c.neutral)
		got, _ := json.Marshal(o)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}
