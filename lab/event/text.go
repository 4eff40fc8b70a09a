package event

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// appendText appends what a string literal spells. half appends a surrogate without its other half,
// which UTF-8 cannot hold.
func appendText(dst, literal []byte, half func([]byte, rune) []byte) []byte {
	for s := literal[1 : len(literal)-1]; ; {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		c := s[i+1]
		s = s[i+2:]
		switch c {
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r := hex4(s)
			s = s[4:]
			switch {
			case !utf16.IsSurrogate(r):
				dst = utf8.AppendRune(dst, r)
			case len(s) >= 6 && s[0] == '\\' && s[1] == 'u' && utf16.DecodeRune(r, hex4(s[2:])) != unicode.ReplacementChar:
				dst = utf8.AppendRune(dst, utf16.DecodeRune(r, hex4(s[2:])))
				s = s[6:]
			default:
				dst = half(dst, r)
			}
			continue
		}
		dst = append(dst, c)
	}
}

// escapeHalf leaves half a pair escaped: in the text of an event it stands inside a string.
func escapeHalf(dst []byte, r rune) []byte { return fmt.Appendf(dst, `\u%04x`, r) }

// encodeHalf writes half a pair as UTF-8 would if it could, so that it equals nothing but itself.
func encodeHalf(dst []byte, r rune) []byte {
	return append(dst, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
}

func hex4(s []byte) rune {
	var r rune
	for _, c := range s[:4] {
		switch {
		case c <= '9':
			c -= '0'
		case c <= 'F':
			c -= 'A' - 10
		default:
			c -= 'a' - 10
		}
		r = r<<4 | rune(c)
	}
	return r
}
