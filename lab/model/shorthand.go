package model

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// shorthandsText has a line for each shorthand: its name, a colon, its longhands in the browser's
// order. It was read from Chromium 156, by setting each property of a style and listing it.
//
//go:embed shorthands.txt
var shorthandsText string

var shorthands = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(shorthandsText) {
		if name, list, ok := strings.Cut(line, ":"); ok {
			all[name] = strings.Fields(list)
		}
	}
	return all
})

// longhands are the properties that declarations of those properties set. One that is no
// shorthand sets itself.
func longhands(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		list, ok := shorthands()[name]
		if !ok {
			set[name] = true
		}
		for _, l := range list {
			set[l] = true
		}
	}
	return set
}

// covered reports whether some and whether all of what a declaration of that property sets is in
// the set.
func covered(name string, set map[string]bool) (some, whole bool) {
	list, ok := shorthands()[name]
	if !ok {
		return set[name], set[name]
	}
	whole = true
	for _, l := range list {
		some, whole = some || set[l], whole && set[l]
	}
	return some, whole
}

// carve takes some longhands out of a shorthand's declaration. Where the value is one for each
// side, the other sides stay. Elsewhere the text cannot be taken apart without knowing the
// property's grammar: then the shorthand stays, and behind it the longhand is rolled back to what
// it is without this list, which is what removing it does.
func carve(d declaration, gone map[string]bool) []declaration {
	list := shorthands()[d.name]
	if values := sides(d, len(list)); values != nil {
		var kept []declaration
		for i, name := range list {
			if !gone[name] {
				kept = append(kept, makeDeclaration(name, values[i], d.important))
			}
		}
		return kept
	}
	kept := []declaration{d}
	for _, name := range list {
		if gone[name] {
			kept = append(kept, makeDeclaration(name, "revert-layer", d.important))
		}
	}
	return kept
}

// The shorthands whose value is one to four, or one or two, values for the sides, where those left
// out are taken over from the opposite or the first side.
var (
	fourSided = []string{"margin", "padding", "inset", "border-width", "border-style", "border-color",
		"border-radius", "scroll-margin", "scroll-padding"}
	twoSided = []string{"gap", "grid-gap", "overflow", "overscroll-behavior", "margin-block", "margin-inline",
		"padding-block", "padding-inline", "inset-block", "inset-inline", "place-content", "place-items", "place-self"}
)

// sides gives the value of each side, or nil if the value does not come apart so.
func sides(d declaration, count int) []string {
	four, two := slices.Contains(fourSided, d.name), slices.Contains(twoSided, d.name)
	if !four && !two || strings.ContainsAny(d.value, "/") || strings.Contains(d.value, "var(") {
		return nil
	}
	var v []string
	s := scanner{text: d.value}
	for s.space(); s.pos < len(s.text); s.space() {
		start := s.pos
		s.until(" \t\n\r\f")
		v = append(v, s.text[start:s.pos])
	}
	switch {
	case len(v) == 0 || len(v) > count:
		return nil
	case len(v) == 1:
		return slices.Repeat(v, count)
	case four && len(v) == 2:
		return []string{v[0], v[1], v[0], v[1]}
	case four && len(v) == 3:
		return []string{v[0], v[1], v[2], v[1]}
	}
	return v
}
