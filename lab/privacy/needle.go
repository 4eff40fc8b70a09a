package privacy

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// needle is one way to write a canary, or a piece of one.
type needle struct {
	canary   int // its place in the list
	encoding string
	bytes    []byte
	alone    bool // counts only where it stands by itself, not as part of a longer word or number
	rank     int  // the lower, the more telling
}

// How much of a canary counts: pieces of what nobody else writes from fewer characters, which by
// themselves do not come about by chance even in the text of compressed or random bytes.
const (
	pieceAlone    = 4 // letters of the rare alphabet that stand by themselves
	pieceAnywhere = 8 // the same in the middle of something else, digits by themselves, encoded forms
)

// The ranks of needles.
const (
	whole = iota
	encoded
	piece
)

// needles lists the forms in which a canary is looked for. Forms that a reader takes away, such as
// escapes, are undone before the search (see unwrap); what is listed here is what has no beginning that
// one could find, such as base64 in the middle of base64.
func needles(at int, c Canary) []needle {
	var list []needle
	seen := map[string]bool{}
	add := func(encoding, text string, alone bool, rank int) {
		if len(text) >= pieceAlone && !seen[text] {
			seen[text] = true
			list = append(list, needle{at, encoding, []byte(text), alone, rank})
		}
	}
	v := c.Value
	add("plain", v, false, whole)
	add("percent encoding", url.QueryEscape(v), false, encoded)
	add("percent encoding", url.PathEscape(v), false, encoded)
	add("unicode escapes", escaped(v), false, encoded)
	add("upper case", strings.ToUpper(v), false, encoded)
	add("lower case", strings.ToLower(v), false, encoded)
	for encoding, text := range disguises(v) {
		add(plainName(encoding), text, false, encoded)
	}
	for _, run := range letterRuns(v) {
		for n := pieceAlone; n <= min(len(run), pieceAnywhere); n++ {
			for i := 0; i+n <= len(run); i++ {
				text := string(run[i : i+n])
				add("a piece of it", text, len(text) < pieceAnywhere, piece)
				if n < pieceAnywhere {
					continue
				}
				for encoding, text := range disguises(text) {
					add("a piece of it, "+plainName(encoding), text, false, piece)
				}
			}
		}
	}
	for _, run := range numberRuns(v) {
		if run != v && len(run) > pieceAnywhere+2 {
			add("without what is between its digits", run, false, encoded)
		}
		for n := pieceAnywhere; n <= len(run); n++ {
			for i := 0; i+n <= len(run); i++ {
				if text := run[i : i+n]; digit(text[0]) && digit(text[n-1]) {
					add("a piece of it", text, true, piece)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b needle) int { return a.rank - b.rank })
	return list
}

// disguises are the forms that no decoder of a whole text undoes, by name and number.
func disguises(v string) map[string]string {
	runes := []rune(v)
	slices.Reverse(runes)
	m := map[string]string{
		"hex":      hex.EncodeToString([]byte(v)),
		"hex 2":    strings.ToUpper(hex.EncodeToString([]byte(v))),
		"UTF-16":   wide(v, binary.LittleEndian),
		"UTF-16 2": wide(v, binary.BigEndian),
		"reversed": string(runes),
	}
	for shift := range 3 {
		for i, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for j, form := range []string{v, wide(v, binary.LittleEndian)} {
				m[fmt.Sprint("base64 ", shift, i, j)] = base64At(form, shift, enc)
			}
		}
	}
	return m
}

func plainName(encoding string) string {
	name, _, _ := strings.Cut(encoding, " ")
	return name
}

func escaped(v string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(v)) {
		fmt.Fprintf(&b, `\u%04x`, u)
	}
	return b.String()
}

func wide(v string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(v)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// base64At is the part of a base64 text that does not depend on what stands before or after the
// value, if shift bytes stand before it.
func base64At(v string, shift int, enc *base64.Encoding) string {
	text := enc.EncodeToString(append(make([]byte, shift), v...))
	from := (shift*8 + 5) / 6
	to := (shift + len(v)) * 8 / 6
	return text[from:min(to, len(text))]
}

// letterRuns are the parts of a value that are of rare letters alone and long enough to count.
func letterRuns(v string) [][]rune {
	var runs [][]rune
	var run []rune
	for _, r := range v + " " {
		if rarely(r) {
			run = append(run, r)
			continue
		}
		if len(run) >= pieceAlone {
			runs = append(runs, run)
		}
		run = nil
	}
	return runs
}

// rarely reports whether a letter is one of those that canaries are made of.
func rarely(r rune) bool { return strings.ContainsRune(rare, r) || r >= 0x80 }

// numberRuns are the parts of a value that are digits with at most one character of punctuation
// between two, as they stand there and with the digits alone.
func numberRuns(v string) []string {
	var runs []string
	for i := 0; i < len(v); i++ {
		from := i
		for i < len(v) && (digit(v[i]) || i > from && strings.IndexByte("-/.: T", v[i]) >= 0 && i+1 < len(v) && digit(v[i+1])) {
			i++
		}
		if i-from < pieceAnywhere {
			continue
		}
		run := v[from:i]
		runs = append(runs, run)
		if digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, run); digits != run && len(digits) >= pieceAnywhere {
			runs = append(runs, digits)
		}
	}
	return runs
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
