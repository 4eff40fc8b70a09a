package model

import "strings"

// scanner walks over CSS text by its tokens, as far as they matter for where things end: comments,
// strings, escapes, url() without quotes, and brackets.
type scanner struct {
	text  string
	pos   int
	open  []byte // closing brackets that are due, outermost first
	quote string // what closes the token that the text ends in the middle of, if it does
	bad   bool   // the last string was ended by a line break
}

// until goes on to the first byte of stops that is in no brackets, and returns it, or 0 at the end
// of the text. A stop that is an opening bracket is left unopened.
func (s *scanner) until(stops string) byte {
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if len(s.open) == 0 && strings.IndexByte(stops, c) >= 0 {
			return c
		}
		s.token(c)
	}
	return 0
}

// block goes over a block in brackets, which begins here.
func (s *scanner) block() {
	depth := len(s.open)
	for {
		s.token(s.text[s.pos])
		if len(s.open) <= depth || s.pos >= len(s.text) {
			return
		}
	}
}

// token goes over the token that begins with c, or one byte of it.
func (s *scanner) token(c byte) {
	switch c {
	case '\\':
		s.pos += 2
		if s.pos > len(s.text) {
			s.pos, s.quote = len(s.text), "FFFD " // an escape of nothing is this character
		}
	case '"', '\'':
		s.str(c)
	case '/':
		s.pos++
		if s.pos < len(s.text) && s.text[s.pos] == '*' {
			s.skipTo("*/", 1)
		}
	case 'u', 'U':
		s.url()
	case '(':
		s.push(')')
	case '[':
		s.push(']')
	case '{':
		s.push('}')
	default:
		s.pos++
		if n := len(s.open); n > 0 && s.open[n-1] == c {
			s.open = s.open[:n-1]
		}
	}
}

func (s *scanner) push(c byte) {
	s.pos++
	s.open = append(s.open, c)
}

// skipTo goes behind the next place of end, which begins after skip more bytes at the earliest.
func (s *scanner) skipTo(end string, skip int) {
	i := strings.Index(s.text[s.pos+skip:], end)
	if i < 0 {
		s.pos, s.quote = len(s.text), end
		return
	}
	s.pos += skip + i + len(end)
}

// str goes over a string. A line break that is not escaped ends a bad one.
func (s *scanner) str(quote byte) {
	s.bad = false
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch s.text[s.pos] {
		case quote:
			s.pos++
			return
		case '\n', '\r', '\f':
			s.bad = true
			return
		case '\\':
			s.pos++
			if s.pos == len(s.text) {
				s.quote = "FFFD " + string(quote) // to a browser nothing, but that cannot be written on one line
				return
			}
		}
	}
	s.pos, s.quote = len(s.text), string(quote)
}

// url goes over a url() without quotes, in which brackets, quotes and comments mean nothing, or
// else over one byte.
func (s *scanner) url() {
	start := s.pos
	s.pos++
	if len(s.text)-start < 4 || !strings.EqualFold(s.text[start:start+4], "url(") || start > 0 && inName(s.text[start-1]) {
		return
	}
	rest := strings.TrimLeft(s.text[start+4:], " \t\n\r\f")
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		return
	}
	for s.pos = start + 4; s.pos < len(s.text); s.pos++ {
		switch s.text[s.pos] {
		case ')':
			s.pos++
			return
		case '\\':
			s.pos++
			if s.pos == len(s.text) {
				s.quote = "FFFD )"
				return
			}
		}
	}
	s.pos, s.quote = len(s.text), ")"
}

// tail is what has to follow the text to close everything that is open at its end.
func (s *scanner) tail() string {
	b := []byte(s.quote)
	for i := len(s.open) - 1; i >= 0; i-- {
		b = append(b, s.open[i])
	}
	return string(b)
}

// space goes over white space and comments.
func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case isSpace(rune(c)):
			s.pos++
		case c == '/' && strings.HasPrefix(s.text[s.pos:], "/*"):
			s.token(c)
		default:
			return
		}
	}
}

// inName reports whether c can stand in a name.
func inName(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c >= 0x80
}

// trim takes white space off both ends of CSS text, except for a space that is escaped.
func trim(text string) string {
	text = strings.TrimLeftFunc(text, isSpace)
	short := strings.TrimRightFunc(text, isSpace)
	if slashes := len(short) - len(strings.TrimRight(short, `\`)); slashes%2 == 1 && len(short) < len(text) {
		return text[:len(short)+1]
	}
	return short
}
