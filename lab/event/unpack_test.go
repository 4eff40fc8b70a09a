package event_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"replaylab/lab/event"
)

// literal is a JSON string literal that spells s.
func literal(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSpace(b.String())
}

// pack is the packer of old SDKs: zlib, each byte as the character of that number.
func pack(object string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(object))
	_ = w.Close()
	var latin1 strings.Builder
	for _, c := range b.Bytes() {
		latin1.WriteRune(rune(c))
	}
	return latin1.String()
}

const packable = `{"type":4,"timestamp":1,"data":{"href":"/é"},"unknown":[1.50,null],"v":"v1"}`

func TestUnpack(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"object", `{ "type" : 4.0, "x":"\u00e9" }`, `{ "type" : 4.0, "x":"\u00e9" }`},
		{"object in space", "\n {} ", `{}`},
		{"string", `"{\"type\":4,\"x\":\"\\u00e9 \\\"é\"}"`, `{"type":4,"x":"\u00e9 \"é"}`},
		{"string with escapes", `"{\u0022a\u0022:\"\ud83d\ude00\/\\n\"}\n\t"`, `{"a":"😀/\n"}`},
		{"half a surrogate pair", `"{\"a\":\"\ud83dx\ud83d\"}"`, `{"a":"\ud83dx\ud83d"}`},
		{"packed", literal(literal(pack(packable))), packable},
		{"packed, one string less", literal(pack(packable)), packable},
	} {
		got, err := event.Unpack(json.RawMessage(c.raw))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if string(got) != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// A checksum may end in a byte that is white space in JSON.
func TestUnpackKeepsEveryPackedByte(t *testing.T) {
	spaces := 0
	for i := range 300 {
		object := strings.Replace(packable, "1.50", strings.Repeat("7", i%50+1)+strings.Repeat("3", i/50+1), 1)
		packed := pack(object)
		if strings.HasSuffix(packed, " ") || strings.HasSuffix(packed, "\n") {
			spaces++
		}
		got, err := event.Unpack(json.RawMessage(literal(packed)))
		if err != nil || string(got) != object {
			t.Fatalf("packed form that ends in %q: got %s, %v", packed[len(packed)-1:], got, err)
		}
	}
	if spaces == 0 {
		t.Error("no packed form ended in white space, so nothing was tried")
	}
}

func TestUnpackSaysWhatIsWrong(t *testing.T) {
	for raw, want := range map[string]string{
		`7`:                                  "a number, want an object or a string",
		`[{}]`:                               "an array, want an object or a string",
		`"[1]"`:                              "a string that holds an array",
		`""`:                                 "the text of the string is not JSON at byte 0",
		`"{\"a\":}"`:                         "the text of the string is not JSON at byte 5 (line 1, column 6)",
		`{`:                                  "not JSON at byte 1",
		`"\"plain text\""`:                   "a packed event: zlib: invalid header",
		literal(literal("x€")):               `character '€' is no byte`,
		literal(literal(pack(`{"v":"v2"}`))): `the packer's version "\"v2\""`,
		literal(literal(pack(`{}`))):         `the packer's version ""`,
		literal(literal(pack(`[]`))):         "a packed event that is an array",
		literal(literal(pack(`{"v":`))):      "a packed event that is not JSON at byte 5",
		literal(literal(string([]rune(pack(packable))[:20]))): "a packed event: unexpected EOF",
	} {
		_, err := event.Unpack(json.RawMessage(raw))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Unpack(%.60s): error %v, want %q in it", raw, err, want)
		}
	}
}

func TestReadBody(t *testing.T) {
	b, err := event.ReadBody([]byte(` {"extra":1,"version":2,"events":["{\"type\":4}", {"type":2} ,`+literal(literal(pack(packable)))+`]}`), event.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Version != 2 || len(b.Events) != 3 || string(b.Events[0]) != `{"type":4}` || string(b.Events[1]) != `{"type":2}` || string(b.Events[2]) != packable {
		t.Errorf("got version %d, events %s", b.Version, b.Events)
	}
	// Events are slices of shared memory: growing one must not write into its neighbour.
	_ = append(b.Events[0], "XXXX"...)
	_ = append(b.Events[1], "XXXX"...)
	if string(b.Events[1]) != `{"type":2}` || string(b.Events[2]) != packable {
		t.Errorf("growing an event changed another: %s", b.Events)
	}
}

func TestReadBodySaysWhatIsWrong(t *testing.T) {
	for body, want := range map[string]string{
		``:                                   "not JSON at byte 0",
		"{\"version\":1,\n\"events\":[{},]}": "not JSON at byte 27 (line 2, column 14)",
		`[]`:                                 "an array, want an object with version and events",
		`{"version":1}`:                      "no events",
		`{"Events":[]}`:                      "no events",
		`{"version":1,"events":{}}`:          "events: an object, want an array",
		`{"version":"1","events":[]}`:        `version "1": want a whole number`,
		`{"version":1,"events":[{},"{}",3]}`: "event 2: a number",
		`{"version":1,"events":[{},"{"]}`:    "event 1: the text of the string is not JSON at byte 1",
	} {
		_, err := event.ReadBody([]byte(body), event.Limits{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadBody(%s): error %v, want %q in it", body, err, want)
		}
	}
}

func TestReadBodyLimits(t *testing.T) {
	object := `{"v":"v1","x":"` + strings.Repeat("x", 1000) + `"}`
	packed := literal(pack(object))
	for _, c := range []struct {
		name, body string
		limits     event.Limits
		want       string
	}{
		{"as many", `{"events":[{},{},{}]}`, event.Limits{Events: 3}, ""},
		{"one more", `{"events":[{},{},{},{}]}`, event.Limits{Events: 3}, "the number of events is over the limit of 3"},
		{"packed", `{"events":[` + packed + `,` + packed + `]}`, event.Limits{Unpacked: 2 * len(object)}, ""},
		{"packed, one byte less", `{"events":[` + packed + `,` + packed + `]}`, event.Limits{Unpacked: 2*len(object) - 1}, "event 1: a packed event: inflated it is over the limit"},
	} {
		_, err := event.ReadBody([]byte(c.body), c.limits)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (!errors.Is(err, event.ErrTooLarge) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: error %v, want %q in it and ErrTooLarge in its chain", c.name, err, c.want)
		}
	}
}

func TestUnpackAllAndLines(t *testing.T) {
	two := event.Limits{Events: 2}
	for _, c := range []struct {
		text   string
		unpack func([]byte, event.Limits) ([]json.RawMessage, error)
		want   string // the events, or a part of the error
	}{
		{` [{"a":1}, "{\"b\":2}"] `, event.UnpackAll, `{"a":1} {"b":2}`},
		{`[]`, event.UnpackAll, ``},
		{`{}`, event.UnpackAll, "an object, want an array of events"},
		{`[{}`, event.UnpackAll, "not JSON at byte 3"},
		{`[{},{},{}]`, event.UnpackAll, "over the limit of 2"},
		{"{\"a\":1}\r\n\n \"{\\\"b\\\":2}\" ", event.UnpackLines, `{"a":1} {"b":2}`},
		{"", event.UnpackLines, ``},
		{"{}\n\n7\n", event.UnpackLines, "line 3: event 1: a number, want an object"},
		{"{}\n{} {}\n", event.UnpackLines, "line 2: event 1: not JSON at byte 3"},
		{"{}\n{}\n{}\n", event.UnpackLines, "line 3: the number of events is over the limit of 2"},
	} {
		events, err := c.unpack([]byte(c.text), two)
		got := string(bytes.Join(bytesOf(events), []byte(" ")))
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != c.want || err != nil && (c.want == "" || !strings.Contains(got, c.want)) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func bytesOf(events []json.RawMessage) (out [][]byte) {
	for _, e := range events {
		out = append(out, e)
	}
	return out
}

func FuzzUnpack(f *testing.F) {
	for _, seed := range []string{
		`{"type":4,"unknown":{"a":[1,2.50]}}`, `"{\"type\":4,\"u\":\"\\ud83d\"}"`, literal(literal(pack(packable))), literal(pack(packable)),
		`"x\u009c"`, `"\"x\""`, `7`, `"{\"a\":\"\ud800\"}"`, `"\u007b\u007d"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := event.Unpack(raw)
		if err != nil {
			return
		}
		if !json.Valid(got) || got[0] != '{' {
			t.Fatalf("Unpack(%q) = %q, which is no JSON object", raw, got)
		}
		var text string
		if json.Unmarshal(raw, &text) != nil {
			if want := bytes.Trim(raw, " \t\r\n"); !bytes.Equal(got, want) {
				t.Fatalf("Unpack(%q) = %q, want it verbatim", raw, got)
			}
			return
		}
		// encoding/json puts U+FFFD for what UTF-8 cannot hold, where Unpack loses nothing.
		if text = strings.Trim(text, " \t\r\n"); strings.HasPrefix(text, "{") && !strings.ContainsRune(text, '\uFFFD') && string(got) != text {
			t.Fatalf("Unpack(%q) = %q, want %q", raw, got, text)
		}
	})
}
