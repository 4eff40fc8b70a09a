// Package reference lets the lab test the project's own capture SDK and player, which are built from the
// sources that are part of the command.
package reference

import (
	"slices"

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
		Globals: []string{"sessionReplay"},
		Can:     []string{"mask", "unmask", "block", "levels", "selectors", "url-levels", "canvas", "remote-config", "session-id", "opt-out", "sampling", "stop"},
		Settle:  map[string]int{"mutation": 60, "input": 60, "scroll": 160, "resize": 260, "media": 560, "selection": 60},
		Options: adapter.ProductOptions,
		Remote:  adapter.Override,
		Masks: adapter.Masks{
			Inputs: map[string][]string{
				"":             medium,
				"light":        {"password", "email", "tel"},
				"medium":       medium,
				"conservative": append(slices.Clone(medium), "submit", "button", "reset", "image"),
			},
			Autocomplete: everywhere("cc-", "one-time-code"),
			Text:         []string{"conservative"},
			Attributes:   everywhere("title", "alt", "placeholder", "label", "abbr", "summary", "standby", "aria-label", "aria-description", "aria-placeholder", "aria-roledescription", "aria-valuetext"),
			Queries:      everywhere("href", "action", "formaction"),
			AllQueries:   []string{"", "medium", "conservative"},
			Options:      true,
			Shapes: map[string]string{
				"number": "0", "range": "0", "color": "#000000", "date": "2000-01-01", "month": "2000-01", "week": "2000-W01",
				"time": "00:00", "datetime-local": "2000-01-01T00:00",
			},
			Mask:     ".amp-mask, [data-amp-mask]",
			Unmask:   ".amp-unmask, [data-amp-unmask]",
			Block:    ".amp-block, [data-amp-block]",
			MaskWins: true,

			KeepsTextSpace: true, KeepsValueSpace: true,
		},
		Records: "Object.keys(sessionReplay.getSessionReplayProperties()).length > 0",
	},
	Player: &adapter.Player{
		Version:   player.Version,
		Script:    player.Script,
		Artefacts: []string{"player-style", "link-as-style", "hover-twin", "device-width", "frame-without-source", "pointer-mark", "script-address", "inlined-picture"},
	},
}

// medium are the controls whose value is masked at the default level.
var medium = []string{"*", "hidden", "file", "checkbox", "radio"}

// everywhere is a list that is the same at each level.
func everywhere(list ...string) map[string][]string {
	return map[string][]string{"": list, "light": list, "medium": list, "conservative": list}
}
