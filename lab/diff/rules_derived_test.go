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
	"not-fetched": {
		"an address":            {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "broken"), fires: [2]int{0, 1}},
		"still on its way":      {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "loading"), fires: [2]int{0, 1}},
		"broken on the page":    {live: picture("https://a.example/a.png", "broken"), other: picture("https://a.example/a.png", "2×3"), differ: true},
		"another size":          {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/a.png", "3×3"), differ: true},
		"in the recording":      {live: picture("data:image/png,a", "2×3"), other: picture("data:image/png,a", "broken"), differ: true},
		"of the page's memory":  {live: picture("blob:https://a.example/a", "2×3"), other: picture("blob:https://a.example/a", "broken"), differ: true},
		"no address any more":   {live: picture("https://a.example/a.png", "2×3"), other: one(el("img", derived{dom.DerivedImage: "none"})), differ: true},
		"the page's is no less": {live: picture("https://a.example/a.png", "2×3"), other: picture("https://a.example/b.png", "broken"), fires: [2]int{0, 1}, differ: true},
		"a video":               {live: video("https://a.example/a.webm", "2×3"), other: video("https://a.example/a.webm", ""), fires: [2]int{0, 1}},
		"a sound that failed":   {live: video("https://a.example/a.webm", "sound"), other: video("https://a.example/a.webm", "failed"), fires: [2]int{0, 1}},
		"a video that is there": {live: video("data:video/webm,a", "2×3"), other: video("data:video/webm,a", ""), differ: true},
		"a source of a video": {live: one(el("video", el("source", attrs{"src": "https://a.example/a.webm"}), derived{dom.DerivedLoaded: "2×3"})),
			other: one(el("video", el("source", attrs{"src": "https://a.example/a.webm"}))), fires: [2]int{0, 1}},
		"a source of a picture": {live: one(el("picture", el("source", attrs{"srcset": "https://a.example/a.png"}), el("img", derived{dom.DerivedImage: "2×3"}))),
			other: one(el("picture", el("source", attrs{"srcset": "https://a.example/a.png"}), el("img", derived{dom.DerivedImage: "broken"}))), fires: [2]int{0, 1}},
	},
	"canvas-unreadable": {
		"tainted":         {live: drawn("tainted"), other: drawn("#1"), fires: [2]int{1, 0}},
		"in the replay":   {live: drawn("#1"), other: drawn("too large to be read"), fires: [2]int{0, 1}},
		"other pixels":    {live: drawn("#1"), other: drawn("#2"), differ: true},
		"blank in replay": {live: drawn("#1"), other: one(el("canvas")), differ: true},
	},
}

func drawn(pixels string) []any { return one(el("canvas", derived{dom.DerivedCanvas: pixels})) }

func video(src, loaded string) []any {
	if loaded == "" {
		return of("video", attrs{"src": src})
	}
	return one(el("video", attrs{"src": src}, derived{dom.DerivedLoaded: loaded}))
}
