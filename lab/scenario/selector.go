package scenario

import "strings"

// Pierce splits a selector at " >> ": each part is a CSS selector, and the search for it goes on
// inside the shadow root or the frame of the element that the part before it found.
func Pierce(selector string) []string {
	parts, _ := scanSelector(selector)
	return parts
}

func checkSelector(s string) *Error {
	_, err := scanSelector(s)
	return err
}

// scanSelector finds brackets and quotes that do not match, which are nearly always a selector
// with spaces that was not quoted. The browser judges the rest.
func scanSelector(s string) (parts []string, err *Error) {
	const spaces = "a selector with spaces must be quoted unless it is the last argument"
	var open []byte // closing brackets that are owed
	start := 0
	part := func(end int) {
		text := strings.Trim(s[start:end], blanks)
		if text == "" && err == nil {
			err = wrong("", "empty selector")
			if s != "" {
				err = wrong("a selector stands on both sides of >>", "empty selector in %s", s)
			}
		}
		parts = append(parts, text)
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i == len(s) {
				return parts, wrong("", `\ at the end of selector %s`, s)
			}
		case '"', '\'':
			length := quotedLength(s[i:])
			if length == 0 {
				return parts, wrong(spaces, "%c is never closed in selector %s", c, s)
			}
			i += length - 1
		case '(':
			open = append(open, ')')
		case '[':
			open = append(open, ']')
		case ')', ']':
			if len(open) == 0 || open[len(open)-1] != c {
				return parts, wrong(spaces, "%c closes nothing in selector %s", c, s)
			}
			open = open[:len(open)-1]
		case '>':
			if len(open) > 0 || !strings.HasPrefix(s[i:], ">>") {
				continue
			}
			after := s[i+len(">>"):]
			if i == 0 || !isBlank(s[i-1]) || after != "" && !isBlank(after[0]) {
				return parts, wrong("write it between spaces, with a selector on both sides", ">> is not set apart in selector %s", s)
			}
			part(i)
			start = i + len(">>")
			i++
		}
	}
	if len(open) > 0 {
		return parts, wrong(spaces, "%c is missing in selector %s", open[len(open)-1], s)
	}
	part(len(s))
	return parts, err
}

func isBlank(c byte) bool { return strings.IndexByte(blanks, c) >= 0 }

// quotedLength is the length of the CSS string that s begins with, or 0 if it does not end.
func quotedLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 0
}
