package diff_test

import (
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

type derived = domtest.Derived

func picture(src, state string) []any {
	return one(el("img", attrs{"src": src}, derived{dom.DerivedImage: state}))
}

var derivedRules = map[string]map[string]ruled{
	"picture-not-fetched": {
		"an address":            {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "broken"), fires: [2]int{0, 1}},
		"still on its way":      {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "loading"), fires: [2]int{0, 1}},
		"broken on the page":    {live: picture("https://a.example/a.png", "broken"), other: picture("https://a.example/a.png", "2×3"), differ: true},
		"another size":          {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "3×3"), differ: true},
		"in the recording":      {live: picture("data:image/png,a", "2×3"), other: picture("data:image/png,a", "broken"), differ: true},
		"of the page's memory":  {live: picture("blob:https://a.example/a", "2×3"), other: picture("blob:https://a.example/a", "broken"), differ: true},
		"no address any more":   {live: picture("https://a.example/a.png", "2×3"), other: one(el("img", derived{dom.DerivedImage: "none"})), differ: true},
		"the page's is no less": {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/b.png", "broken"), fires: [2]int{0, 1}, differ: true},
	},
}
