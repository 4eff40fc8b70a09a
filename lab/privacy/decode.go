package privacy

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"net/url"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape undoes backslash escapes of JSON and JavaScript.
func unescape(data []byte) []byte {
	if bytes.IndexByte(data, '\\') < 0 {
		return nil
	}
	out := make([]byte, 0, len(data))
	var half rune // a high surrogate that waits for its low one
	for i := 0; i < len(data); {
		if data[i] != '\\' || i+1 == len(data) {
			out, half = append(out, data[i]), 0
			i++
			continue
		}
		r, n := escape(data[i:])
		i += n
		if full := utf16.DecodeRune(half, r); half != 0 && full != utf8.RuneError {
			out, half = utf8.AppendRune(out[:len(out)-3], full), 0
			continue
		}
		half = 0
		if utf16.IsSurrogate(r) {
			half, r = r, utf8.RuneError // three bytes, which its other half takes back
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// escape reads one escape and says how long it is.
func escape(b []byte) (rune, int) {
	number := func(from, to int) (rune, bool) {
		if to > len(b) {
			return 0, false
		}
		v, err := strconv.ParseUint(string(b[from:to]), 16, 32)
		return rune(v), err == nil && v <= utf8.MaxRune
	}
	switch b[1] {
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'v':
		return '\v', 2
	case '0':
		return 0, 2
	case 'x':
		if r, ok := number(2, 4); ok {
			return r, 4
		}
	case 'u':
		if end := bytes.IndexByte(b[:min(len(b), 11)], '}'); len(b) > 2 && b[2] == '{' && end > 3 {
			if r, ok := number(3, end); ok {
				return r, end + 1
			}
		}
		if r, ok := number(2, 6); ok {
			return r, 6
		}
	}
	r, n := utf8.DecodeRune(b[1:])
	return r, 1 + n
}

func unpercent(data []byte) []byte {
	found := false
	for i := bytes.IndexByte(data, '%'); i >= 0 && i+2 < len(data) && !found; {
		found = hexByte(data[i+1]) && hexByte(data[i+2])
		next := bytes.IndexByte(data[i+1:], '%')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if !found {
		return nil
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] == '%' && i+2 < len(data) {
			if text, err := url.PathUnescape(string(data[i : i+3])); err == nil {
				out = append(out, text...)
				i += 2
				continue
			}
		}
		if data[i] == '+' {
			out = append(out, ' ')
			continue
		}
		out = append(out, data[i])
	}
	return out
}

func unentity(data []byte) []byte {
	if !bytes.Contains(data, []byte("&#")) && !bytes.Contains(data, []byte("&amp;")) && !bytes.Contains(data, []byte("&quot;")) {
		return nil
	}
	return []byte(html.UnescapeString(string(data)))
}

// runs decodes each long enough run of bytes of a kind, and joins what reads like text or is compressed.
func runs(data []byte, of func(byte) bool, shortest int, decode func([]byte) []byte) []byte {
	var out []byte
	for i := 0; i < len(data); i++ {
		from := i
		for i < len(data) && of(data[i]) {
			i++
		}
		if i-from < shortest {
			continue
		}
		if plain := decode(data[from:i]); magic(plain) != "" || legible(plain) {
			if len(plain) == len(data) {
				return plain
			}
			out = append(out, plain...)
			if magic(plain) != "" && i-from+shortest > len(data)/2 {
				return plain // most of the text: what follows would hide where it begins
			}
			out = append(out, '\n')
		}
	}
	return out
}

func base64Byte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || digit(b) || b == '+' || b == '/' || b == '-' || b == '_'
}

func hexByte(b byte) bool { return digit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F' }

func listByte(b byte) bool { return digit(b) || b == ',' || b == ' ' }

func decodeBase64(run []byte) []byte {
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	standard := bytes.NewReader(bytes.Map(func(r rune) rune {
		switch r {
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, run))
	plain, _ := io.ReadAll(base64.NewDecoder(base64.RawStdEncoding, standard))
	return plain
}

func decodeHex(run []byte) []byte {
	plain := make([]byte, len(run)/2)
	n, _ := hex.Decode(plain, run[:len(run)/2*2])
	return plain[:n]
}

func decodeList(run []byte) []byte {
	var plain []byte
	for _, field := range bytes.FieldsFunc(run, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.ParseUint(string(field), 10, 8)
		if err != nil {
			return nil
		}
		plain = append(plain, byte(n))
	}
	return plain
}

// legible reports whether bytes are text rather than what decoding a word that is no code gives.
func legible(data []byte) bool {
	if len(data) < pieceAlone {
		return false
	}
	if narrow(data) != nil {
		return true
	}
	odd := 0
	sample := data[:min(len(data), 4096)]
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		if r == utf8.RuneError && i+utf8.UTFMax <= len(sample) || r < ' ' && r != '\n' && r != '\t' && r != '\r' {
			odd++
		}
		i += n
	}
	return odd*10 <= len(sample)
}

// narrow writes UTF-16 as UTF-8, of which every second byte is mostly zero; nil if it is none.
func narrow(data []byte) []byte {
	if len(data) < 2*pieceAlone {
		return nil
	}
	var zeros [2]int
	for i, b := range data[:min(len(data), 4096)] {
		if b == 0 {
			zeros[i%2]++
		}
	}
	n := min(len(data), 4096) / 2
	low := 0
	switch {
	case zeros[1] > n/2 && zeros[0] < n/8:
	case zeros[0] > n/2 && zeros[1] < n/8:
		low = 1
	default:
		return nil
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i+low]) | uint16(data[2*i+1-low])<<8
	}
	return []byte(string(utf16.Decode(units)))
}
