package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes text of a recording safe and honest to print on one line. What does not print, such
// as an escape code, a line break, a right-to-left override or a space that is no space, stands
// as an escape: it can neither command the terminal nor hide.
func clean(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i]) // a byte that is not UTF-8
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

func hidden(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }

// columns is how many columns of a terminal the clean text s takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += advance(r)
	}
	return n
}

func advance(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide holds the blocks that terminals show two columns wide: East Asian scripts and emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{{0x1100, 0x115F, 1}, {0x2E80, 0x303E, 1}, {0x3041, 0xA4CF, 1}, {0xAC00, 0xD7A3, 1},
		{0xF900, 0xFAFF, 1}, {0xFE30, 0xFE6F, 1}, {0xFF00, 0xFF60, 1}, {0xFFE0, 0xFFE6, 1}},
	R32: []unicode.Range32{{0x1F300, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1}},
}

// take is the longest beginning of clean text that fits into n columns.
func take(s string, n int) string {
	for i, r := range s {
		if n -= advance(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

// clip cuts clean text to n columns, with a mark where something was cut.
func clip(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	return take(s, n-1) + "…"
}

// pad fills clean text to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-columns(s)))
}

// wrap breaks clean text into lines of at most n columns, at spaces where there are any.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && columns(line)+1+columns(word) > n {
			lines, line = append(lines, line), ""
		}
		for columns(word) > n { // a word such as a long URL
			head := take(word, max(n, 2)) // two, or a wide character would never fit
			lines, word = append(lines, head), word[len(head):]
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// around cuts a pair of values to n columns each, so that the first difference between them is
// in sight.
func around(a, b string, n int) (string, string) {
	if columns(a) <= n && columns(b) <= n {
		return a, b
	}
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	start := max(0, same-n/3)
	cut := func(s string) string {
		from := min(start, len(s))
		for from < len(s) && !utf8.RuneStart(s[from]) {
			from++
		}
		if from == 0 {
			return clip(s, n)
		}
		return "…" + clip(s[from:], n-1)
	}
	return cut(a), cut(b)
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
