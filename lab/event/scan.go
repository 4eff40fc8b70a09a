package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
)

// valid tells where raw stops being one JSON value. Nesting deeper than 10,000 levels is refused, as
// encoding/json does: nothing after this package could read it.
func valid(raw []byte) error {
	if json.Valid(raw) {
		return nil
	}
	var v json.RawMessage
	err := json.Unmarshal(raw, &v)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("not JSON: %w", err)
	}
	at := int(syntax.Offset) - 1 // Offset counts the byte at fault
	if err.Error() == "unexpected end of JSON input" {
		at = len(raw)
	}
	line := 1 + bytes.Count(raw[:at], []byte("\n"))
	column := at - bytes.LastIndexByte(raw[:at], '\n')
	return fmt.Errorf("not JSON at byte %d (line %d, column %d): %w", at, line, column, err)
}

// The functions below walk JSON that valid has passed, with no space around it. Nothing else may be
// given to them.

// skip returns the index after the value that starts at b[i].
func skip(b []byte, i int) int {
	switch b[i] {
	case '"':
		for i++; b[i] != '"'; i++ {
			if b[i] == '\\' {
				i++
			}
		}
		return i + 1
	case '{', '[':
		for depth := 0; ; {
			switch b[i] {
			case '"':
				i = skip(b, i)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			i++
			if depth == 0 {
				return i
			}
		}
	}
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && !isSpace(b[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// space returns the index of the first byte at or after i that is no white space.
func space(b []byte, i int) int {
	for isSpace(b[i]) {
		i++
	}
	return i
}

// trim takes the white space off both ends.
func trim(b []byte) []byte { return bytes.Trim(b, " \n\t\r") }

// elements yields the elements of an array.
func elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := space(array, 1); array[i] != ']'; {
			end := skip(array, i)
			if !yield(array[i:end:end]) {
				return
			}
			if i = space(array, end); array[i] == ',' {
				i = space(array, i+1)
			}
		}
	}
}

// members yields the keys, with their quotes, and the values of an object.
func members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for i := space(object, 1); object[i] != '}'; {
			key := object[i:skip(object, i)]
			colon := space(object, i+len(key))
			from := space(object, colon+1)
			end := skip(object, from)
			if !yield(key, object[from:end:end]) {
				return
			}
			if i = space(object, end); object[i] == ',' {
				i = space(object, i+1)
			}
		}
	}
}

// is tells whether a key, with its quotes, spells name.
func is(key []byte, name string) bool {
	if bytes.IndexByte(key, '\\') < 0 {
		return string(key[1:len(key)-1]) == name
	}
	return string(appendText(nil, key, escapeHalf)) == name
}

// kind names what a value is, with its article.
func kind(value []byte) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
