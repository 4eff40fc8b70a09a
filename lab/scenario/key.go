package scenario

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// modifiers may be held while another key is pressed.
var modifiers = []string{"Control", "Shift", "Alt", "Meta"}

// keys are the names of keys that print nothing, as in KeyboardEvent.key, and Space.
var keys = append(strings.Fields(`Enter Tab Escape Backspace Delete Insert Space Home End PageUp PageDown
	ArrowUp ArrowDown ArrowLeft ArrowRight CapsLock ContextMenu
	F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12`), modifiers...)

// Keys are the names of keys that lint accepts, beside any single character.
func Keys() []string { return slices.Clone(keys) }

// checkKey reads Control+Shift+A: modifiers, then a key by name or by the character it prints.
func checkKey(s string) *Error {
	held, key := "", s
	// The last character may be the + key itself.
	if i := strings.LastIndexByte(s[:max(0, len(s)-1)], '+'); i >= 0 {
		held, key = s[:i], s[i+1:]
		for m := range strings.SplitSeq(held, "+") {
			if !slices.Contains(modifiers, m) {
				return wrong(suggest(m, modifiers), "%q is not a key that can be held", m)
			}
		}
	}
	if utf8.RuneCountInString(key) == 1 && key != " " || slices.Contains(keys, key) {
		return nil
	}
	hint := "write one character, or the name of a key such as Enter, ArrowDown or Control+A"
	if w := near(key, keys); w != "" {
		hint = suggest(key, keys)
	}
	return wrong(hint, "unknown key %q", key)
}
