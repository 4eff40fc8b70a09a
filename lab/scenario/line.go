package scenario

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of the scenario section before variables are filled in.
type line struct {
	num  int
	text string // trimmed; a comment or a blank line has only this
	verb string // the first word
	rest string // what follows the verb, trimmed
}

// variable reports whether the verb is a variable of each. Such a line is a step in any case.
func (l line) variable() bool { return strings.Contains(l.verb, "${") }

// readLines cuts the scenario section into lines and leaves out those that nobody can read.
func readLines(s section, r *report) []line {
	var lines []line
	num := s.line
	for text := range strings.Lines(string(s.data)) {
		num++
		l := line{num: num, text: strings.Trim(strings.TrimRight(text, "\r\n"), blanks)}
		switch bad := strings.IndexFunc(l.text, func(c rune) bool { return unicode.IsControl(c) && c != '\t' }); {
		case bad >= 0:
			c, _ := utf8.DecodeRuneInString(l.text[bad:])
			r.addf(num, `inside quotes it can be written \u{…}`, "control character %U", c)
			continue
		case looksLikeMarker(l.text):
			r.addf(num, markerHint, "%q looks like the marker of a section", l.text)
			return lines // what follows was meant for that section
		case l.text != "" && l.text[0] != '#':
			l.verb, l.rest = l.text, ""
			if i := strings.IndexAny(l.text, blanks); i >= 0 {
				l.verb, l.rest = l.text[:i], strings.TrimLeft(l.text[i:], blanks)
			}
		}
		lines = append(lines, l)
	}
	return lines
}
