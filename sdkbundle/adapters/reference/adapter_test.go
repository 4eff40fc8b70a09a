package reference_test

import (
	"encoding/json"
	"testing"

	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters/reference"
)

func TestOptions(t *testing.T) {
	for name, c := range map[string]struct {
		neutral adapter.Neutral
		want    string
	}{
		"none":      {adapter.Neutral{}, `{}`},
		"level":     {adapter.Neutral{MaskLevel: "light"}, `{"privacyConfig":{"defaultMaskLevel":"light"}}`},
		"selectors": {adapter.Neutral{Mask: ".a, .b", Unmask: ".c", Block: "#d"}, `{"privacyConfig":{"blockSelector":["#d"],"maskSelector":[".a",".b"],"unmaskSelector":[".c"]}}`},
		"its own":   {adapter.Neutral{Other: map[string]string{"optOut": "true", "sampleRate": "0.5"}}, `{"optOut":true,"sampleRate":0.5}`},
	} {
		o, err := reference.Adapter.SDK.Options(c.neutral)
		got, _ := json.Marshal(o)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}
