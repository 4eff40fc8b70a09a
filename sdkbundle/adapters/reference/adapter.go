// Package reference lets the lab test the project's own capture SDK and player, which are built from the
// sources that are part of the command.
package reference

import (
	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/capture"
	"replaylab/sdkbundle/player"
)

// Adapter describes the reference SDK and player.
var Adapter = adapter.Adapter{
	Name: "reference",
	SDK: &adapter.SDK{
		Version: capture.Version,
		Script:  capture.Script,
		Scripts: map[string]func() (string, error){"plugin": capture.Plugin, "index": capture.Module, "plugin-module": capture.PluginModule},
		Omits: []adapter.Omission{
			{Rule: "foreign-frame", Unless: "cross-origin-frames", Link: "https://developer.mozilla.org/en-US/docs/Web/Security/Same-origin_policy"},
		},
		Hears:   map[string]string{"message window": "crossOriginFrames"}, // pages of two origins have no other way to speak
		Tag:     adapter.ProductTag,
		Globals: []string{"sessionReplay"},
		Can:     []string{"mask", "unmask", "block", "levels", "selectors", "remote-config", "session-id", "opt-out", "sampling", "stop", "canvas", "cross-origin-frames", "worker"},
		Settle:  map[string]int{"mutation": 60, "input": 60, "scroll": 160, "resize": 260, "media": 560, "selection": 60},
		Options: adapter.ProductOptions,
		Virtual: map[string]any{"useWebWorker": false},
		Remote:  adapter.Override,
		Masks: adapter.Masks{
			Inputs: map[string][]string{
				"":             {"*", "hidden", "file"},
				"light":        {"password", "email", "tel"},
				"medium":       {"*", "hidden", "file"},
				"conservative": {"*", "hidden", "file", "submit", "button", "reset", "image"},
			},
			Autocomplete: map[string][]string{"": {"cc-", "one-time-code"}, "light": {"cc-", "one-time-code"}},
			Text:         []string{"conservative"},
			Attribute:    attribute,
			Queries:      map[string][]string{"": queries, "medium": queries, "conservative": queries},
			Options:      true,
			Canvases:     true,
			Blanks:       true,
			Comments:     true,
			Scripts:      true,
			Editable:     []string{"", "medium", "conservative"},
			Mask:         ".amp-mask, [data-amp-mask]",
			Unmask:       ".amp-unmask, [data-amp-unmask]",
			Block:        ".amp-block, [data-amp-block]",
			MaskWins:     true,

			KeepsTextSpace: true, KeepsValueSpace: true,
		},
		Records: "Object.keys(sessionReplay.getSessionReplayProperties()).length > 0",
	},
	Player: &adapter.Player{
		Version:   player.Version,
		Script:    player.Script,
		Artefacts: []string{"player-style", "link-as-style", "hover-twin", "device-width", "frame-without-source", "pointer-mark", "canvas-as-picture", "script-address", "inlined-picture", "preference-exchanged"},
	},
}
