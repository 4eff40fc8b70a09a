package event

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestCanonical(t *testing.T) {
	groups := map[string]string{} // canonical form to the first of its group
	for _, group := range [][]string{
		{`{"a":1,"b":[true,null]}`, ` { "b" : [ true , null ] , "a" : 1 } `, `{"a":1.0,"b":[true,null]}`, `{"a":5,"b":[true,null],"\u0061":10e-1}`},
		{`1700000000000`, `1.7e12`, `1700000000000.0`, `17E+11`, `170000000000000e-2`},
		{`0`, `-0`, `0.000`, `0e99`},
		{`-0.10`, `-1e-1`, `-0.01E1`},
		{`0.1`, `1e-1`},
		{`9007199254740993`}, {`9007199254740992`}, {`1e400`}, {`1e401`}, {`1e99999999999999999999`},
		{`"é\n/"`, `"\u00e9\u000a\/"`},
		{`"\ud800"`}, {`"\ud801"`}, {`"\udc00\ud800"`}, {`"\ufffd"`, `"�"`},
		{`"\ud83d\ude00"`, `"😀"`},
		{`""`}, {`"0"`}, {`[]`}, {`[0]`}, {`[[]]`}, {`{}`}, {`{"a":{}}`}, {`[1,2]`}, {`[12]`}, {`[2,1]`}, {`["a","b"]`}, {`["a\",\"b"]`}, {`["a\\",",b"]`},
		{`true`}, {`false`}, {`null`}, {`"null"`}, {`{"":1}`}, {`{"a":1,"b":2}`}, {`{"a":2,"b":1}`}, {`{"a":"1","b":2}`},
	} {
		for _, text := range group {
			for _, other := range group {
				if !sameValue(text, other) {
					t.Errorf("%s and %s are the same value", text, other)
				}
			}
			form := string(canonical([]byte(text)))
			if first, ok := groups[form]; ok && first != group[0] {
				t.Errorf("%s and %s are not the same value", text, first)
			}
			groups[form] = group[0]
		}
	}
}

// canonical uses one canonicalizer for all, as assembling does.
func canonical(raw []byte) []byte { return shared.append(nil, raw) }

var shared canonicalizer

func sameValue(a, b string) bool {
	return bytes.Equal(canonical([]byte(a)), canonical([]byte(b)))
}

// The canonical form does not depend on white space and escapes, and it tells values apart that
// encoding/json tells apart.
func FuzzCanonical(f *testing.F) {
	f.Add([]byte(`{"b":[1.50,-0,1e3],"a":"\ud83d\ude00\n"}`), []byte(`{"a":1,"b":[1.5]}`))
	f.Add([]byte(`0.1`), []byte(`1e-1`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if !json.Valid(a) || !json.Valid(b) {
			return
		}
		before := canonical(a)
		var spaced bytes.Buffer
		if json.Indent(&spaced, a, " ", "\t") == nil && !bytes.Equal(canonical(spaced.Bytes()), before) {
			t.Fatalf("white space changed %q", a)
		}
		if bytes.Equal(before, canonical(b)) {
			var va, vb any
			if json.Unmarshal(a, &va) != nil || json.Unmarshal(b, &vb) != nil {
				return // a number that float64 cannot hold
			}
			ja, _ := json.Marshal(va)
			jb, _ := json.Marshal(vb)
			ja, jb = bytes.ReplaceAll(ja, []byte("-0"), []byte("0")), bytes.ReplaceAll(jb, []byte("-0"), []byte("0"))
			if !bytes.Equal(ja, jb) {
				t.Fatalf("%q and %q have one form", a, b)
			}
		}
	})
}
