package scenario

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readProse tidies the prose: what it returns, written to a file, reads back as itself.
func readProse(data []byte, r *report) string {
	if !utf8.Valid(data) {
		r.addf(1+bytes.Count(validPrefix(data), []byte("\n")), "save it as UTF-8", "the prose is not UTF-8")
		return "?"
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\ufeff", ""), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, blanks+"\r")
		checkProseLine(i+1, lines[i], r)
	}
	prose := strings.TrimSpace(strings.Join(lines, "\n"))
	if prose == "" {
		r.addf(1, "say in one sentence what should be true", "there is no prose above the scenario section")
	}
	return prose
}

func checkProseLine(num int, l string, r *report) {
	if looksLikeMarker(l) {
		r.addf(num, markerHint, "%q looks like the marker of a section", strings.TrimSpace(l))
	}
	if i := strings.IndexFunc(l, func(c rune) bool { return unicode.IsControl(c) && c != '\t' }); i >= 0 {
		c, _ := utf8.DecodeRuneInString(l[i:])
		r.addf(num, "", "control character %U in the prose", c)
	}
}

const markerHint = `a marker fills its line: it begins with "-- " and ends with " --"`

// looksLikeMarker reports whether a line would be a marker if it were tidied up.
func looksLikeMarker(l string) bool {
	l = strings.TrimSpace(l)
	return strings.HasPrefix(l, "-- ") && strings.HasSuffix(l, " --")
}

// title is the first sentence of the prose, on one line.
func title(prose string) string {
	paragraph, _, _ := strings.Cut(prose, "\n\n")
	words := strings.Fields(paragraph)
	for i, w := range words[:max(0, len(words)-1)] {
		next, _ := utf8.DecodeRuneInString(words[i+1])
		// A sentence goes on in lower case after an abbreviation.
		if strings.ContainsAny(w[len(w)-1:], ".!?") && !unicode.IsLower(next) {
			return strings.Join(words[:i+1], " ")
		}
	}
	return strings.Join(words, " ")
}
