package rrweb_test

import (
	"encoding/json"
	"testing"

	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters/rrweb"
)

func TestOptions(t *testing.T) {
	const own = `"blockClass":"amp-block","ignoreClass":"amp-ignore",`
	for name, c := range map[string]struct {
		neutral adapter.Neutral
		want    string
	}{
		"none":         {adapter.Neutral{}, `{` + own + `"maskTextClass":"amp-mask"}`},
		"light":        {adapter.Neutral{MaskLevel: "light"}, `{` + own + `"maskInputOptions":{"email":true,"password":true,"tel":true},"maskTextClass":"amp-mask"}`},
		"medium":       {adapter.Neutral{MaskLevel: "medium"}, `{` + own + `"maskAllInputs":true,"maskTextClass":"amp-mask"}`},
		"conservative": {adapter.Neutral{MaskLevel: "conservative", Mask: ".a"}, `{` + own + `"maskAllInputs":true,"maskTextClass":"amp-mask","maskTextSelector":"*"}`},
		"others":       {adapter.Neutral{Other: map[string]string{"collectFonts": "true", "recordCanvas": "false", "x": "1"}}, `{"blockClass":"amp-block","collectFonts":true,"ignoreClass":"amp-ignore","maskTextClass":"amp-mask","recordCanvas":false,"x":1}`},
		"selectors":    {adapter.Neutral{Mask: ".a", Block: ".b"}, `{"blockClass":"amp-block","blockSelector":".b","ignoreClass":"amp-ignore","maskTextClass":"amp-mask","maskTextSelector":".a"}`},
	} {
		o, err := rrweb.Adapter.SDK.Options(c.neutral)
		got, _ := json.Marshal(o)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}
