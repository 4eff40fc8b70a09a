package rrweb_test

import (
	"encoding/json"
	"testing"

	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters/rrweb"
)

func TestOptions(t *testing.T) {
	const own = `"blockClass":"amp-block",`
	for name, c := range map[string]struct {
		neutral adapter.Neutral
		want    string
	}{
		"none":         {adapter.Neutral{}, `{` + own + `"maskTextClass":"amp-mask"}`},
		"light":        {adapter.Neutral{MaskLevel: "light"}, `{` + own + `"maskInputOptions":{"email":true,"password":true,"tel":true},"maskTextClass":"amp-mask"}`},
		"medium":       {adapter.Neutral{MaskLevel: "medium"}, `{` + own + `"maskAllInputs":true,"maskTextClass":"amp-mask"}`},
		"conservative": {adapter.Neutral{MaskLevel: "conservative", Mask: ".a"}, `{` + own + `"maskAllInputs":true,"maskTextClass":"amp-mask","maskTextSelector":"*"}`},
		"selectors":    {adapter.Neutral{Mask: ".a", Block: ".b"}, `{` + own + `"blockSelector":".b","maskTextClass":"amp-mask","maskTextSelector":".a"}`},
	} {
		o, err := rrweb.Adapter.SDK.Options(c.neutral)
		got, _ := json.Marshal(o)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}
