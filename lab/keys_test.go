package lab_test

import (
	"testing"

	"replaylab/lab/browser"
	"replaylab/lab/scenario"
)

// What lint lets pass can be pressed.
func TestEveryKeyOfTheLanguageCanBePressed(t *testing.T) {
	for _, name := range append(scenario.Keys(), "a", "Z", "7", "+", "Control++", "?", "~") {
		for _, held := range []string{"", "Shift+", "Control+Shift+"} {
			if _, err := browser.ParseKey(held + name); err != nil {
				t.Error(err)
			}
		}
	}
}
