package adapter

import (
	"regexp"
	"strings"
)

// AddressLevel is a masking level for the pages of some addresses.
type AddressLevel struct {
	// Match is compared with the whole address, query and fragment included: "*" and "**" stand for
	// any text, "?" for one character, "/**" at the end for nothing or a path, "/**/" for one slash
	// or any number of path segments.
	Match string
	Level string
}

// LevelAt is the masking level of a page with this address.
func (n Neutral) LevelAt(address string) string {
	for _, a := range n.Addresses {
		if glob(a.Match).MatchString(address) {
			return a.Level
		}
	}
	return n.MaskLevel
}

// glob is the pattern of AddressLevel.Match.
func glob(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	for rest := pattern; rest != ""; {
		taken, means := 1, ""
		switch {
		case rest == "/**":
			taken, means = 3, `(/.*)?`
		case strings.HasPrefix(rest, "/**/"):
			taken, means = 4, `/(.*/)?`
		case rest[0] == '*':
			means = `.*`
		case rest[0] == '?':
			means = `.`
		default:
			taken = strings.IndexAny(rest[1:], "/*?") + 1
			if taken == 0 {
				taken = len(rest)
			}
			means = regexp.QuoteMeta(rest[:taken])
		}
		b.WriteString(means)
		rest = rest[taken:]
	}
	b.WriteString(`\z`)
	return regexp.MustCompile(b.String())
}
