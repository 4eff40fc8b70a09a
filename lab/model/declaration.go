package model

import (
	"slices"
	"strings"
)

// declaration is one entry of a declaration list.
type declaration struct {
	text      string // as it stands in the list, without the semicolon
	name      string // of the property, in lower case unless it is a custom one; "" if this is none
	value     string // without its priority
	important bool
}

// parseDeclarations splits a declaration list. The entries' texts joined by semicolons are the
// list again, with what was left open at its end closed.
func parseDeclarations(list string) []declaration {
	var all []declaration
	s := scanner{text: list}
	for start := 0; ; start = s.pos {
		end := s.until(";")
		all = append(all, parseDeclaration(list[start:s.pos]))
		if end == 0 {
			break
		}
		s.pos++
	}
	if tail := s.tail(); tail != "" {
		last := &all[len(all)-1]
		*last = parseDeclaration(last.text + tail)
	}
	return all
}

func parseDeclaration(text string) declaration {
	d := declaration{text: text}
	s := scanner{text: text}
	s.space()
	start := s.pos
	for s.pos < len(text) && (inName(text[s.pos]) || text[s.pos] == '\\') {
		s.token(text[s.pos])
	}
	name := text[start:s.pos]
	s.space()
	if name == "" || s.pos >= len(text) || text[s.pos] != ':' {
		return d
	}
	s.pos++
	start = s.pos
	d.name = propertyName(name)
	d.value = trim(text[start:])
	if s.until("!") == '!' {
		bang := s.pos
		s.pos++
		s.space()
		from := s.pos
		for s.pos < len(text) && inName(text[s.pos]) {
			s.pos++
		}
		if strings.EqualFold(text[from:s.pos], "important") {
			d.important = true
			d.value = trim(text[start:bang])
		}
	}
	return d
}

func propertyName(name string) string {
	if strings.HasPrefix(name, "--") {
		return name
	}
	return strings.ToLower(name)
}

func makeDeclaration(name, value string, important bool) declaration {
	d := declaration{text: " " + name + ": " + value, name: name, value: value, important: important}
	if important {
		d.text += " !important"
	}
	return d
}

func joinDeclarations(all []declaration) string {
	var b strings.Builder
	for i, d := range all {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.text)
	}
	return trim(b.String())
}

// setProperty is CSSStyleDeclaration.setProperty on a list. What it does not concern stays as it
// is. A new declaration goes last; one that was there keeps its place, unless a later one would
// now hide it.
func setProperty(all []declaration, name, value string, important bool) []declaration {
	sets := longhands(name)
	at := -1
	var kept []declaration
	for _, d := range all {
		some, whole := covered(d.name, sets)
		switch {
		case whole && d.name == name:
			at = len(kept)
		case whole:
		case some && d.important && !important: // it would win over the new one
			kept = append(kept, carve(d, sets)...)
		case some:
			at = -1
			fallthrough
		default:
			kept = append(kept, d)
		}
	}
	d := makeDeclaration(name, value, important)
	if at >= 0 {
		return slices.Insert(kept, at, d)
	}
	return appendDeclaration(kept, d)
}

// appendDeclaration puts d last, and ends the list with a semicolon as browsers do.
func appendDeclaration(all []declaration, d declaration) []declaration {
	for len(all) > 0 && strings.TrimFunc(all[len(all)-1].text, isSpace) == "" {
		all = all[:len(all)-1]
	}
	return append(all, d, declaration{})
}

// removeProperties takes several properties out of a list at once, as a shorthand can only go as
// a whole.
func removeProperties(all []declaration, names []string) []declaration {
	gone := longhands(names...)
	var kept []declaration
	for _, d := range all {
		some, whole := covered(d.name, gone)
		switch {
		case whole:
		case some:
			kept = append(kept, carve(d, gone)...)
		default:
			kept = append(kept, d)
		}
	}
	return kept
}
