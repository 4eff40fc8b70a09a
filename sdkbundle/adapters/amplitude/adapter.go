// Package amplitude lets the lab test Amplitude's Session Replay SDK, unmodified, and the player
// fork that goes with it.
package amplitude

import (
	"bytes"

	"replaylab/lab/event"
	"replaylab/sdkbundle/adapter"
)

const docs = "https://amplitude.com/docs/session-replay/session-replay-standalone-sdk"

// Adapter describes Amplitude's SDK and player.
var Adapter = adapter.Adapter{
	Name: "amplitude",
	SDK: &adapter.SDK{
		Package: "@amplitude/session-replay-browser",
		Version: "1.50.2",
		Bundle:  []string{"lib/scripts/session-replay-browser-min.js"},
		Globals: []string{"sessionReplay"},
		Can:     []string{"mask", "unmask", "block", "levels", "selectors", "mask-attributes", "url-levels", "remote-config", "session-id", "opt-out", "sampling", "stop", "worker"},
		// Its recorder's throttles are rrweb's; then an idle queue merges the mutations of one idle
		// period, which must not reach over a checkpoint.
		Settle:  map[string]int{"mutation": 100, "input": 60, "scroll": 160, "resize": 260, "media": 560, "selection": 60},
		Options: adapter.ProductOptions,
		Virtual: map[string]any{"useWebWorker": false},
		Remote:  adapter.Override,
		Tag:     adapter.ProductTag,
		Masks: adapter.Masks{
			Inputs: map[string][]string{
				"":             {"*"},
				"light":        {"password", "email", "tel"},
				"medium":       {"*"},
				"conservative": {"*"},
			},
			Autocomplete: map[string][]string{"": {"cc-"}, "light": {"cc-"}},
			Text:         []string{"conservative"},
			Mask:         ".amp-mask",
			Unmask:       ".amp-unmask",
			Block:        ".amp-block",
			MaskWins:     true,

			KeepsTextSpace: true, KeepsValueSpace: true,
		},
		Omits: []adapter.Omission{
			{Rule: "script-dropped", Link: docs},
			{Rule: "comment-dropped", Link: docs},
			{Rule: "head-meta-dropped", Link: docs},
			{Rule: "head-whitespace-dropped", Link: docs},
			{Rule: "cross-site-frame", Link: docs},
		},
		Unordered: "https://github.com/amplitude/Amplitude-TypeScript/tree/main/packages/session-replay-browser", // a full snapshot overtakes what its worker still holds
		Delivered: delivered,
		Records:   "Object.keys(sessionReplay.getSessionReplayProperties()).length > 0",
	},
	Player: &adapter.Player{
		Package:   "@amplitude/rrweb",
		Version:   "2.1.6",
		Bundle:    []string{"dist/rrweb.umd.min.cjs"},
		Artefacts: []string{"player-style", "script-as-noscript", "handler-renamed", "link-as-style", "hover-twin", "device-width", "frame-without-source", "hover-class", "class-tokens", "paused-class", "autocomplete-off", "csp-renamed"},
	},
}

// delivered looks for the mark that finish puts into the recording. The SDK's queue keeps order,
// so when the mark has arrived everything before it has.
func delivered(uploads []event.Upload, asked float64) bool {
	for _, u := range uploads {
		for _, raw := range u.Events {
			if !bytes.Contains(raw, []byte("get-sr-props")) {
				continue
			}
			if e, err := event.Parse(raw); err == nil && e.Type == event.Custom && e.Timestamp >= asked {
				return true
			}
		}
	}
	return false
}
