package browser

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-rod/rod/lib/input"
)

var modifiers = map[string]int{
	"Shift": input.ModifierShift, "Control": input.ModifierControl, "Alt": input.ModifierAlt, "Meta": input.ModifierMeta,
}

var keys = map[string]input.Key{
	"Enter": input.Enter, "Tab": input.Tab, "Escape": input.Escape, "Backspace": input.Backspace, "Delete": input.Delete,
	"Insert": input.Insert, "Space": input.Space, "Home": input.Home, "End": input.End, "PageUp": input.PageUp, "PageDown": input.PageDown,
	"ArrowUp": input.ArrowUp, "ArrowDown": input.ArrowDown, "ArrowLeft": input.ArrowLeft, "ArrowRight": input.ArrowRight,
	"CapsLock": input.CapsLock, "ContextMenu": input.ContextMenu,
	"Shift": input.ShiftLeft, "Control": input.ControlLeft, "Alt": input.AltLeft, "Meta": input.MetaLeft,
	"F1": input.F1, "F2": input.F2, "F3": input.F3, "F4": input.F4, "F5": input.F5, "F6": input.F6,
	"F7": input.F7, "F8": input.F8, "F9": input.F9, "F10": input.F10, "F11": input.F11, "F12": input.F12,
}

// Key is a key with the modifiers that are held meanwhile.
type Key struct {
	key  input.Key
	mask int
}

// ParseKey reads a key such as "Enter", "a", "+" or "Control+A".
func ParseKey(name string) (Key, error) {
	held, last := "", name
	// The last character may be the + key itself.
	if i := strings.LastIndexByte(name[:max(0, len(name)-1)], '+'); i >= 0 {
		held, last = name[:i], name[i+1:]
	}
	k := Key{}
	if held != "" {
		for m := range strings.SplitSeq(held, "+") {
			bit, ok := modifiers[m]
			if !ok {
				return k, fmt.Errorf("press %s: no modifier is called %q", name, m)
			}
			k.mask |= bit
		}
	}
	var ok bool
	if k.key, ok = keys[last]; ok {
		return k, nil
	}
	if k.mask&^input.ModifierShift != 0 {
		last = strings.ToLower(last)
	}
	r := []rune(last)
	if len(r) != 1 || !known(input.Key(r[0])) {
		return k, fmt.Errorf("press %s: no key is called %q", name, last)
	}
	k.key = input.Key(r[0])
	return k, nil
}

// Press presses one key, named as ParseKey reads it, in whatever has the focus.
func (p *Page) Press(ctx context.Context, name string) error {
	k, err := ParseKey(name)
	if err != nil {
		return err
	}
	return p.stroke(ctx, k.key, k.mask)
}
