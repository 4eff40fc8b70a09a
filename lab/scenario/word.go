package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blanks separate words. Other white space does not, since nobody can see which it is.
const blanks = " \t"

// token is one argument of a line.
type token struct {
	raw  string // as written
	text string // without quotes and escapes
}

// cutWord takes the first word off s, which is not empty and does not begin with a blank, and
// returns what follows it. A quote counts only as the first character of a word, so that
// [name="x"] can be written as it is.
func cutWord(s string) (token, string, *Error) {
	if s[0] == '"' {
		return cutQuoted(s)
	}
	end := strings.IndexAny(s, blanks)
	if end < 0 {
		end = len(s)
	}
	word := s[:end]
	if i := strings.IndexFunc(word, unicode.IsSpace); i >= 0 {
		r, _ := utf8.DecodeRuneInString(word[i:])
		return token{}, "", wrong("write a plain space, or quote the word", "white space %U inside a word", r)
	}
	return token{word, word}, strings.TrimLeft(s[end:], blanks), nil
}

// cutPair is cutWord for key=value, where the value may be quoted by itself.
func cutPair(s string) (token, string, *Error) {
	i := strings.IndexAny(s, "="+blanks)
	if i < 0 || !strings.HasPrefix(s[i:], `="`) {
		return cutWord(s)
	}
	value, rest, err := cutQuoted(s[i+1:])
	return token{s[:i+1] + value.raw, s[:i+1] + value.text}, rest, err
}

// cutTail takes all of s: one quoted word, or the text as it stands.
func cutTail(s string) (token, *Error) {
	if s[0] != '"' {
		return token{s, s}, nil
	}
	word, rest, err := cutQuoted(s)
	if err == nil && rest != "" {
		err = wrong(`quote all of it, with \" for a quote inside`, "%q comes after the closing quote", rest)
	}
	return word, err
}

// cutQuoted is cutWord for a word that begins with a quote.
func cutQuoted(s string) (token, string, *Error) {
	var b strings.Builder
	for i := 1; i < len(s); {
		switch s[i] {
		case '"':
			rest := s[i+1:]
			if rest != "" && !isBlank(rest[0]) {
				return token{}, "", wrong(`quote all of the word, with \" for a quote inside`,
					"%q follows a closing quote without a space", rest)
			}
			return token{s[:i+1], b.String()}, strings.TrimLeft(rest, blanks), nil
		case '\\':
			text, n, err := unescape(s[i:])
			if err != nil {
				return token{}, "", err
			}
			b.WriteString(text)
			i += n
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return token{}, "", wrong("", "the quoted word %s is never closed", s)
}

// unescape reads the escape that s begins with and returns its text and its length.
func unescape(s string) (string, int, *Error) {
	const known = `the escapes are \" \\ \n \t \r \u{1F600}`
	if len(s) < 2 {
		return "", 0, wrong(known, `\ at the end of a quoted word`)
	}
	switch s[1] {
	case '"', '\\':
		return s[1:2], 2, nil
	case 'n':
		return "\n", 2, nil
	case 't':
		return "\t", 2, nil
	case 'r':
		return "\r", 2, nil
	case 'u':
		digits, _, closed := strings.Cut(strings.TrimPrefix(s[2:], "{"), "}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if !strings.HasPrefix(s[2:], "{") || !closed || err != nil || !utf8.ValidRune(rune(code)) || code > unicode.MaxRune {
			return "", 0, wrong(known, `\u needs the number of a character in braces`)
		}
		return string(rune(code)), len(`\u{}`) + len(digits), nil
	}
	r, _ := utf8.DecodeRuneInString(s[1:])
	return "", 0, wrong(known, `unknown escape \%c`, r)
}

// quote writes s as one word, with quotes if it needs them or if one of extra is in it.
func quote(s, extra string) string {
	odd := func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) && r != ' ' }
	if s != "" && !strings.ContainsAny(s, ` "\`+extra) && strings.IndexFunc(s, odd) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case odd(r):
			fmt.Fprintf(&b, `\u{%X}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}
