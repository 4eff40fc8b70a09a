// Package rrweb lets the lab test rrweb: its recorder, with a small uploader of the lab's, and its
// Replayer.
package rrweb

import "replaylab/sdkbundle/adapter"

// Adapter describes rrweb.
var Adapter = adapter.Adapter{
	Name: "rrweb",
	SDK: &adapter.SDK{
		Package: "rrweb",
		Version: "2.2.2",
		Bundle:  []string{"dist/rrweb.umd.min.cjs", "dist/rrweb.min.js"},
		Globals: []string{"rrweb"},
		Can:     []string{"mask", "block", "stop", "snapshot", "ignore", "canvas", "fonts"},
		// record() throttles scroll at 100 ms, resize at 200, media at 500, and collects pointer
		// moves for 500 ms (rrweb guide, sampling); input setters report from a timer of 0 ms.
		Settle:  map[string]int{"mutation": 20, "input": 20, "scroll": 120, "resize": 220, "media": 520, "selection": 20},
		Options: options,
		Masks: adapter.Masks{
			Inputs: map[string][]string{
				"":             {"password"},
				"light":        {"password", "email", "tel"},
				"medium":       {"*"},
				"conservative": {"*"},
			},
			Text:     []string{"conservative"},
			Mask:     ".amp-mask",
			Block:    ".amp-block",
			MaskWins: true,

			KeepsTextSpace: true, // maskTextFn's default; that of maskInputFn covers white space too
		},
		Omits: []adapter.Omission{
			{Rule: "script-emptied", Link: "https://github.com/rrweb-io/rrweb/blob/main/docs/serialization.md"},
			{Rule: "cross-site-frame", Link: "https://github.com/rrweb-io/rrweb/blob/main/docs/recipes/cross-origin-iframes.md"},
		},
	},
	Player: &adapter.Player{
		Package:   "rrweb",
		Version:   "2.2.2",
		Bundle:    []string{"dist/rrweb.umd.min.cjs", "dist/rrweb.min.js"},
		Artefacts: []string{"player-style", "script-as-noscript", "handler-renamed", "link-as-style", "hover-twin", "device-width", "frame-without-source", "hover-class", "class-tokens", "paused-class", "autocomplete-off", "csp-renamed"},
	},
}

// options writes the neutral options as rrweb's: levels by the input types they stand for, the
// product's class names as rrweb's own.
func options(n adapter.Neutral) (map[string]any, error) {
	o := map[string]any{"maskTextClass": "amp-mask", "blockClass": "amp-block", "ignoreClass": "amp-ignore"}
	if n.Mask != "" {
		o["maskTextSelector"] = n.Mask
	}
	if n.Block != "" {
		o["blockSelector"] = n.Block
	}
	switch n.MaskLevel {
	case "light":
		o["maskInputOptions"] = map[string]bool{"password": true, "email": true, "tel": true}
	case "medium":
		o["maskAllInputs"] = true
	case "conservative":
		o["maskAllInputs"] = true
		o["maskTextSelector"] = "*"
	}
	n.PassOn(o)
	return o, nil
}
