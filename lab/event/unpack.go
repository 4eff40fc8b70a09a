package event

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// ErrTooLarge is in the chain of an error when something would cost more than its Limits allow.
var ErrTooLarge = errors.New("over the limit")

// Limits bounds what reading events may cost. A zero field means its default.
type Limits struct {
	Events   int // in one array; 1 << 20
	Unpacked int // bytes to which packed events may inflate, all together; 32 MiB
}

func (l Limits) orDefault() Limits {
	if l.Events == 0 {
		l.Events = 1 << 20
	}
	if l.Unpacked == 0 {
		l.Unpacked = 32 << 20
	}
	return l
}

// Unpack gives one element of an upload's "events" as the JSON object that it stands for. An element
// is that object, which comes back byte for byte; or a string with the object's text; or the packed
// form of old SDKs, which is a string (holding one more string literal, or directly) of latin1
// bytes, zlib-compressed, of an object with "v":"v1". A packed event may inflate to 32 MiB.
func Unpack(raw json.RawMessage) (json.RawMessage, error) {
	if err := valid(raw); err != nil {
		return nil, err
	}
	u := unpacker{left: Limits{}.orDefault().Unpacked}
	return u.unpack(trim(raw))
}

// An unpacker unpacks the events of one upload. The text of strings goes to one arena, since it can
// be no longer than the literals that spell it.
type unpacker struct {
	arena []byte
	left  int // bytes that packed events may still inflate to
}

// unpack takes valid JSON.
func (u *unpacker) unpack(raw []byte) (json.RawMessage, error) {
	switch raw[0] {
	case '{':
		return raw, nil
	case '"':
	default:
		return nil, fmt.Errorf("%s, want an object or a string that holds one", kind(raw))
	}
	from := len(u.arena)
	u.arena = appendText(u.arena, raw, escapeHalf)
	text := u.arena[from:len(u.arena):len(u.arena)]
	if isPacked(text) {
		return u.inflate(text)
	}
	text = trim(text)
	if err := valid(text); err != nil {
		return nil, fmt.Errorf("the text of the string is %w", err)
	}
	switch text[0] {
	case '{':
		return text, nil
	case '"':
		return u.inflate(appendText(nil, text, escapeHalf))
	}
	return nil, fmt.Errorf("a string that holds %s, want an object", kind(text))
}

// isPacked tells whether text starts with the two bytes of a zlib stream. No JSON starts with the
// first of them.
func isPacked(text []byte) bool {
	if len(text) < 2 || text[0] != 'x' {
		return false
	}
	r, _ := utf8.DecodeRune(text[1:])
	return r <= 0xFF && ('x'<<8|r)%31 == 0
}

// inflate reads the packed form. It inflates twice: once to learn the size while keeping nothing,
// so that a bomb costs no memory, and once to keep.
func (u *unpacker) inflate(text []byte) (json.RawMessage, error) {
	packed := make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r > 0xFF {
			return nil, fmt.Errorf("a packed event: character %q is no byte", r)
		}
		packed = append(packed, byte(r))
	}
	size, err := inflateTo(io.Discard, packed, u.left)
	if err != nil {
		return nil, fmt.Errorf("a packed event: %w", err)
	}
	u.left -= size
	out := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err := inflateTo(out, packed, size); err != nil {
		return nil, fmt.Errorf("a packed event: %w", err)
	}
	if err := valid(out.Bytes()); err != nil {
		return nil, fmt.Errorf("a packed event that is %w", err)
	}
	object := trim(out.Bytes())
	if object[0] != '{' {
		return nil, fmt.Errorf("a packed event that is %s, want an object", kind(object))
	}
	var version []byte
	for key, value := range members(object) {
		if is(key, "v") {
			version = value
		}
	}
	if string(version) != `"v1"` {
		return nil, fmt.Errorf("a packed event with the packer's version %q, want %q", version, `"v1"`)
	}
	return object, nil
}

func inflateTo(w io.Writer, packed []byte, limit int) (int, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, io.LimitReader(r, int64(limit)+1))
	if err == nil && n > int64(limit) {
		err = fmt.Errorf("inflated it is %w of %d bytes", ErrTooLarge, limit)
	}
	return int(n), err
}
