package event

import (
	"bytes"
	"slices"
	"strconv"
)

// A canonicalizer writes forms that two texts share if and only if they are the same JSON value:
// white space, the order of keys, escapes and the spelling of numbers do not matter, and of a key
// given twice the last counts. Numbers are compared as decimals, exactly. A form is for comparing and
// is not JSON. The zero value is ready; it keeps scratch space between calls.
type canonicalizer struct {
	members []span
	text    []byte
	moved   []byte
}

// A span is where a member of an object was written.
type span struct{ key, value, end int }

// append appends the form of raw, which must be valid.
func (c *canonicalizer) append(dst, raw []byte) []byte {
	raw = trim(raw)
	switch raw[0] {
	case '{':
		return c.appendObject(dst, raw)
	case '[':
		dst = append(dst, '[')
		for value := range elements(raw) {
			dst = append(c.append(dst, value), ',')
		}
		return append(dst, ']')
	case '"':
		return c.appendString(dst, raw)
	case 't', 'f', 'n':
		return append(dst, raw...)
	}
	return appendNumber(dst, raw)
}

// appendObject writes the members as they come and puts them in order of their keys afterwards.
func (c *canonicalizer) appendObject(dst, raw []byte) []byte {
	first := len(c.members)
	dst = append(dst, '{')
	start, sorted := len(dst), true
	for key, value := range members(raw) {
		s := span{key: len(dst)}
		dst = c.appendString(dst, key)
		s.value = len(dst)
		dst = append(c.append(append(dst, ':'), value), ',')
		s.end = len(dst)
		if n := len(c.members); n > first {
			before := c.members[n-1]
			sorted = sorted && bytes.Compare(dst[before.key:before.value], dst[s.key:s.value]) < 0
		}
		c.members = append(c.members, s)
	}
	if !sorted {
		c.moved = append(c.moved[:0], dst...)
		all := c.members[first:]
		key := func(s span) []byte { return c.moved[s.key:s.value] }
		slices.SortStableFunc(all, func(a, b span) int { return bytes.Compare(key(a), key(b)) })
		dst = dst[:start]
		for i, s := range all {
			if i+1 == len(all) || !bytes.Equal(key(all[i+1]), key(s)) {
				dst = append(dst, c.moved[s.key:s.end]...)
			}
		}
	}
	c.members = c.members[:first]
	return append(dst, '}')
}

// appendString escapes just enough for the closing quote to be unmistakable.
func (c *canonicalizer) appendString(dst, literal []byte) []byte {
	if bytes.IndexByte(literal, '\\') < 0 {
		return append(dst, literal...)
	}
	c.text = appendText(c.text[:0], literal, encodeHalf)
	dst = append(dst, '"')
	for _, b := range c.text {
		if b == '"' || b == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, b)
	}
	return append(dst, '"')
}

// appendNumber appends the digits without zeros at either end, and the power of ten of the last.
func appendNumber(dst, raw []byte) []byte {
	mantissa, exponent := raw, 0
	if i := bytes.IndexAny(raw, "eE"); i >= 0 {
		n, err := strconv.Atoi(string(raw[i+1:]))
		if err != nil || n < -1e15 || n > 1e15 {
			return append(dst, raw...) // no sum of ours would be exact: equal if spelled alike
		}
		mantissa, exponent = raw[:i], n
	}
	start := len(dst)
	if mantissa[0] == '-' {
		dst = append(dst, '-')
	}
	digits := len(dst)
	point := false
	for _, b := range mantissa {
		switch {
		case b == '.':
			point = true
		case b >= '0' && b <= '9':
			if point {
				exponent--
			}
			if b != '0' || len(dst) > digits {
				dst = append(dst, b)
			}
		}
	}
	if len(dst) == digits {
		return append(dst[:start], '0') // also for -0, which JSON.stringify writes as 0
	}
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
		exponent++
	}
	return strconv.AppendInt(append(dst, 'e'), int64(exponent), 10)
}
