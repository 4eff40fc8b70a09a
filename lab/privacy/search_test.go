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
	"math/rand/v2"
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
var planted = append(must(privacy.Plant(1, "area/name", names())), privacy.Canary{Name: "custom", Value: "k~q?v>w~é🔑&j"})

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

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
			found(t, encoding+" "+c.Name, c, body("before "+write(c.Value)+" after"), "body")
		}
	}
	for _, c := range planted {
		found(t, "encodeURI "+c.Name, c, body(url.PathEscape(c.Value)), "body")
		for before := range 4 {
			for after := range 4 {
				text := []byte("abc"[:before%4] + c.Value + "xyz"[:after%4])
				for name, enc := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.RawURLEncoding} {
					found(t, fmt.Sprintf("%s %s, %d before and %d after", name, c.Name, before, after), c, body("x"+enc.EncodeToString(text)), "body")
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
	found(t, "gzip", c, u, "body")
	u = event.Upload{Seq: 4, Body: []byte("cut off: " + c.Value)}
	found(t, "a body that could not be read", c, u, "body")
	u = event.Upload{Seq: 5, Header: http.Header{"Content-Encoding": {"gzip"}}, Body: []byte(zipped)}
	found(t, "gzip that nobody has undone", c, u, "body")

	// A text inside a text is escaped twice; an event as it was unpacked, once.
	inner := fmt.Sprintf(`{"type":5,"timestamp":1,"data":"%s"}`, escapes(`\u%04x`, c.Value))
	found(t, "event in a string", c, delivered(t, quote(inner)), "body")

	// Old SDKs compress each event.
	latin1 := func(text string) string {
		var b strings.Builder
		for _, ch := range []byte(text) {
			b.WriteRune(rune(ch))
		}
		return b.String()
	}
	old := fmt.Sprintf(`{"v":"v1","type":5,"timestamp":1,"data":"%s"}`, c.Value)
	found(t, "packed event", c, delivered(t, `{"type":4,"timestamp":0}`, quote(latin1(squeezed(zlib.NewWriter(&packed), &packed, old)))), "body")
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

// A piece of what was typed counts from four letters of the rare alphabet where it stands by itself, and
// from eight anywhere; of digits, from eight by themselves.
func TestPieces(t *testing.T) {
	secret, card, date, script := planted[slices.Index(names(), "secret")], planted[slices.Index(names(), "card")], planted[slices.Index(names(), "date-birth")], planted[slices.Index(names(), "a:script")]
	one := func(c privacy.Canary, text string) bool {
		leaks := privacy.Search([]privacy.Canary{c}, []event.Upload{body(text)})
		return len(leaks) == 1
	}
	for _, c := range []struct {
		name       string
		canary     privacy.Canary
		alone, any int // from how many characters on
	}{{"letters", secret, 4, 8}, {"digits", card, 8, 16}, {"another script", script, 4, 4}} {
		all := []rune(c.canary.Value)
		if c.name == "another script" {
			all = all[:6]
		}
		for n := 1; n < len(all); n++ {
			for i := 0; i+n <= len(all); i++ {
				piece := string(all[i : i+n])
				for form, text := range map[string]string{"a string": `{"text":"` + piece + `"}`, "a string in a string": `"{\"text\":\"` + piece + `\"}"`, "masked in part": piece + "*****", "a query": "?a=" + piece + "&b"} {
					if got := one(c.canary, text); got != (n >= c.alone) {
						t.Errorf("%s: %q in %s, %d characters: found %v", c.name, piece, form, n, got)
					}
				}
				for _, text := range []string{"a" + piece + "a", "7" + piece + "7", "0." + piece + ".0"} {
					if c.name == "letters" && text[0] == '0' {
						continue // stands by itself
					}
					if text[0] == '7' && (strings.Contains(c.canary.Value, text[:n+1]) || strings.Contains(c.canary.Value, text[1:])) {
						continue // a longer piece
					}
					if got := one(c.canary, text); got != (n >= c.any) {
						t.Errorf("%s: %q, %d characters: found %v", c.name, text, n, got)
					}
				}
			}
		}
	}
	for text, want := range map[string]bool{
		date.Value[:9]: true, date.Value[:7]: false, strings.ReplaceAll(date.Value, "-", ""): true,
		base64.StdEncoding.EncodeToString([]byte("x " + secret.Value[:8])): true,
		base64.StdEncoding.EncodeToString([]byte("x " + secret.Value[:3])): false,
		hex.EncodeToString([]byte(secret.Value[3:11])):                     true,
		"AA" + hex.EncodeToString([]byte(secret.Value[3:8])) + "AA":        false,
		reversed(secret.Value[:8]):                                         true,
		reversed(secret.Value[:7]):                                         false,
	} {
		c := secret
		if digit := text[0] == '1'; digit {
			c = date
		}
		if got := one(c, text); got != want {
			t.Errorf("%q: found %v", text, got)
		}
	}
}

// What looks like a canary and is none is no find.
func TestDecoys(t *testing.T) {
	for _, c := range planted {
		runes := []rune(c.Value)
		for _, decoy := range []string{
			privacy.Stars(c.Value), strings.Join(strings.Split(c.Value, ""), " "), string(runes[:3]), "a" + string(runes[:3]) + "a",
			c.Name, "${secret:" + c.Name + "}",
		} {
			u := body(decoy)
			u.URL, u.Header = "/"+decoy, http.Header{"X": {decoy}}
			if leaks := privacy.Search(planted, []event.Upload{u}); len(leaks) > 0 {
				t.Errorf("%q for %s: found %+v", decoy, c.Name, leaks)
			}
		}
	}
}

// Random bytes, in any dress, hold no canary: what is accused must be there.
func TestNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var numbers strings.Builder
	for range 1 << 16 {
		fmt.Fprintf(&numbers, `{"t":17%011d,"x":%v,"id":"%d"},`, random.Uint64N(1e11), random.Float64()*1000, random.Uint64N(1e8))
	}
	for name, text := range map[string]string{
		"bytes": string(noise), "base64": base64.StdEncoding.EncodeToString(noise), "base64url": base64.URLEncoding.EncodeToString(noise),
		"hex": hex.EncodeToString(noise), "numbers": numbers.String(), "JSON": quote(string(noise)),
	} {
		if leaks := privacy.Search(planted, []event.Upload{body(text)}); len(leaks) > 0 {
			t.Errorf("%s: found %v", name, leaks)
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

// BenchmarkSearch measures the search of a large upload for twenty canaries, against reading its bytes once.
func BenchmarkSearch(b *testing.B) {
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprint("secret", i))
	}
	f := privacy.NewFinder(must(privacy.Plant(1, "a/b", names)))
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, `{"type":2,"id":%d,"tagName":"div","attributes":{"class":"row item-%d","style":"width: 100%%"},"text":"line \"%d\""},`, i, i, i)
	}
	data := []byte(quote(text.String()))
	b.Run("search", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			f.Text(data, "")
		}
	})
	b.Run("floor: read once", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		n := 0
		for b.Loop() {
			for _, c := range data {
				n += int(c)
			}
		}
		_ = n
	})
}
