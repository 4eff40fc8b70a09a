package privacy_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"replaylab/lab/event"
	"replaylab/lab/privacy"
)

// planted has a canary of each shape, and one with what encodings write differently.
var planted = append(privacy.Plant(1, "area/name", names()), privacy.Canary{Name: "custom", Value: "k~q?v>w~é🔑&j"})

func body(text string) event.Upload {
	return event.Upload{Seq: 7, Body: []byte(text), Inflated: []byte(text)}
}

// escapes writes every UTF-16 unit of a text in one form, such as \u006a.
func escapes(form, text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, form, u)
	}
	return b.String()
}

func reversed(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}

func wide(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// TestEveryEncodingIsSearched writes each canary in each encoding, in the middle of something else.
func TestEveryEncodingIsSearched(t *testing.T) {
	for encoding, write := range map[string]func(v string) string{
		"plain":            func(v string) string { return v },
		"percent encoding": url.QueryEscape,
		"unicode escapes":  func(v string) string { return escapes(`\u%04x`, v) },
		"UTF-16":           wide,
		"reversed":         reversed,
		"hex":              func(v string) string { return hex.EncodeToString([]byte(v)) },
		"HEX":              func(v string) string { return strings.ToUpper(hex.EncodeToString([]byte(v))) },
	} {
		for _, c := range planted {
			found(t, encoding+" "+c.Name, c, body("before "+write(c.Value)+" after"), "body after decompression")
		}
	}
	for _, c := range planted {
		found(t, "encodeURI "+c.Name, c, body(url.PathEscape(c.Value)), "body after decompression")
		for before := range 4 {
			for after := range 4 {
				text := []byte("abc"[:before%4] + c.Value + "xyz"[:after%4])
				for name, enc := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.RawURLEncoding} {
					found(t, fmt.Sprintf("%s %s, %d before and %d after", name, c.Name, before, after), c, body("x"+enc.EncodeToString(text)), "body after decompression")
				}
			}
		}
	}
}

// found checks that one canary, and no other, is found, and where.
func found(t *testing.T, name string, want privacy.Canary, u event.Upload, where string) {
	t.Helper()
	leaks := privacy.Search(planted, []event.Upload{u})
	if len(leaks) != 1 || leaks[0].Canary != want || leaks[0].Where != where || leaks[0].Upload != u.Seq {
		t.Errorf("%s: found %+v, want %s in the %s", name, leaks, want.Value, where)
	}
}

func TestEveryPlaceIsSearched(t *testing.T) {
	c := planted[slices.Index(names(), "secret")]
	squeezed := func(w interface {
		Write([]byte) (int, error)
		Close() error
	}, buffer *bytes.Buffer, text string) string {
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return buffer.String()
	}
	var z, packed bytes.Buffer
	zipped := squeezed(gzip.NewWriter(&z), &z, `{"v":"`+c.Value+`"}`)

	u := event.Upload{Seq: 1, URL: "/track?x=" + c.Value}
	found(t, "URL", c, u, "URL")
	u = event.Upload{Seq: 2, Header: http.Header{"X-One": {"a"}, "X-Two": {"b", c.Value}}}
	found(t, "header", c, u, "header X-Two")
	for i := range 20 { // of several, the first by name
		u.Header[fmt.Sprintf("X-%02d", 20-i)] = []string{c.Value}
	}
	found(t, "headers", c, u, "header X-01")
	u = event.Upload{Seq: 3, Body: []byte(zipped), Inflated: []byte(`{"v":"` + c.Value + `"}`)}
	found(t, "gzip", c, u, "body after decompression")
	u = event.Upload{Seq: 4, Body: []byte("cut off: " + c.Value)}
	found(t, "a body that could not be read", c, u, "body")

	// A text inside a text is escaped twice; an event as it was unpacked, once.
	inner := fmt.Sprintf(`{"type":5,"timestamp":1,"data":"%s"}`, escapes(`\u%04x`, c.Value))
	found(t, "event in a string", c, delivered(t, quote(inner)), "an event")

	// Old SDKs compress each event.
	latin1 := func(text string) string {
		var b strings.Builder
		for _, ch := range []byte(text) {
			b.WriteRune(rune(ch))
		}
		return b.String()
	}
	old := fmt.Sprintf(`{"v":"v1","type":5,"timestamp":1,"data":"%s"}`, c.Value)
	found(t, "packed event", c, delivered(t, `{"type":4,"timestamp":0}`, quote(latin1(squeezed(zlib.NewWriter(&packed), &packed, old)))), "an event")
}

func quote(text string) string {
	data, _ := json.Marshal(text)
	return string(data)
}

// delivered is an upload of events, read as the ingest reads it.
func delivered(t *testing.T, elements ...string) event.Upload {
	t.Helper()
	text := `{"version":1,"events":[` + strings.Join(elements, ",") + `]}`
	b, err := event.ReadBody([]byte(text), event.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	u := body(text)
	u.Events = b.Events
	return u
}

// The beginning of what was typed counts from four characters, as a whole string of JSON.
func TestBeginningsOfWhatWasTyped(t *testing.T) {
	c := planted[slices.Index(names(), "secret")]
	for n := 1; n < len(c.Value); n++ {
		start := c.Value[:n]
		for form, text := range map[string]string{"a string": `{"text":"` + start + `"}`, "a string in a string": `"{\"text\":\"` + start + `\"}"`} {
			leaks := privacy.Search(planted, []event.Upload{body(text)})
			if want := n >= 4; (len(leaks) == 1) != want || want && leaks[0].Encoding != "the beginning of what was typed" {
				t.Errorf("%d characters in %s: found %+v", n, form, leaks)
			}
		}
		for _, text := range []string{start, `"a` + start + `"`, `"` + start + ` a"`} {
			if leaks := privacy.Search(planted, []event.Upload{body(text)}); len(leaks) > 0 {
				t.Errorf("%s: found %+v", text, leaks)
			}
		}
	}
}

// What looks like a canary and is none is no find.
func TestDecoys(t *testing.T) {
	for _, c := range planted {
		v := []byte(c.Value)
		last := slices.Clone(v)
		last[len(last)-1] ^= 1
		for _, decoy := range []string{
			c.Value[1:], c.Value[:len(c.Value)-1], string(last), strings.ToUpper(c.Value), privacy.Stars(c.Value),
			hex.EncodeToString(last), reversed(c.Value[:len(c.Value)-1]), base64.StdEncoding.EncodeToString(last[1:]), strings.Join(strings.Split(c.Value, ""), " "),
			c.Name, "${secret:" + c.Name + "}",
		} {
			if strings.Contains(decoy, c.Value) {
				continue // digits have no upper case
			}
			u := body(decoy)
			u.URL, u.Header = "/"+decoy, http.Header{"X": {decoy}}
			if leaks := privacy.Search(planted, []event.Upload{u}); len(leaks) > 0 {
				t.Errorf("%q for %s: found %+v", decoy, c.Name, leaks)
			}
		}
	}
}

// Each canary is reported once in each upload, with what stands around it.
func TestLeaksAreReported(t *testing.T) {
	a, b := planted[0], planted[1]
	long := strings.Repeat("é", 100)
	uploads := []event.Upload{body(a.Value + b.Value + a.Value), {Seq: 8}, {Seq: 9, Inflated: []byte(long + a.Value + long)}}
	leaks := privacy.Search(planted, uploads)
	got := ""
	for _, l := range leaks {
		got += fmt.Sprint(l.Canary.Name, " ", l.Upload, "; ")
	}
	if want := fmt.Sprintf("%s 7; %s 9; %s 7; ", a.Name, a.Name, b.Name); got != want {
		t.Errorf("reported %s, want %s", got, want)
	}
	if leaks[0].Excerpt != a.Value+b.Value+a.Value {
		t.Errorf("the excerpt of all there is is %q", leaks[0].Excerpt)
	}
	around := strings.Repeat("é", 30)
	if want := "…" + around + a.Value + around + "…"; leaks[1].Excerpt != want {
		t.Errorf("the excerpt is %q, want %q", leaks[1].Excerpt, want)
	}
}
