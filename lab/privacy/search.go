package privacy

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	"replaylab/lab/event"
)

// Leak is a canary found in an upload.
type Leak struct {
	Canary   Canary
	Upload   int    // number of the upload
	Where    string // "URL", "header X", "body", "body after decompression"
	Encoding string // "plain", "base64" …
	Excerpt  string // what stands around it
}

// needle is one way to write a canary.
type needle struct {
	encoding string
	bytes    []byte
}

// needles lists the encodings in which a canary is looked for. The beginnings of what was typed
// count from four characters, but only as a whole string value of JSON: there, four letters of
// the rare alphabet do not come about by chance.
func needles(c Canary) []needle {
	v := c.Value
	list := []needle{{"plain", []byte(v)}}
	add := func(encoding, text string) {
		n := needle{encoding, []byte(text)}
		if !slices.ContainsFunc(list, func(o needle) bool { return bytes.Equal(o.bytes, n.bytes) }) {
			list = append(list, n)
		}
	}
	add("percent encoding", url.QueryEscape(v))
	add("percent encoding", url.PathEscape(v))
	add("hex", hex.EncodeToString([]byte(v)))
	add("hex", strings.ToUpper(hex.EncodeToString([]byte(v))))
	var escaped, wide strings.Builder
	for _, u := range utf16.Encode([]rune(v)) {
		fmt.Fprintf(&escaped, `\u%04x`, u)
		wide.WriteByte(byte(u))
		wide.WriteByte(byte(u >> 8))
	}
	add("unicode escapes", escaped.String())
	add("UTF-16", wide.String())
	for shift := range 3 {
		add("base64", base64At(v, shift, base64.RawStdEncoding))
		add("base64", base64At(v, shift, base64.RawURLEncoding))
	}
	runes := []rune(v)
	slices.Reverse(runes)
	add("reversed", string(runes))
	runes = []rune(v)
	for n := 4; n < len(runes); n++ {
		add("the beginning of what was typed", `"`+string(runes[:n])+`"`)
		add("the beginning of what was typed", `\"`+string(runes[:n])+`\"`)
	}
	return list
}

// base64At is the part of a base64 text that does not depend on what stands before or after the
// value, if shift bytes stand before it.
func base64At(v string, shift int, enc *base64.Encoding) string {
	text := enc.EncodeToString(append(make([]byte, shift), v...))
	from := (shift*8 + 5) / 6
	to := (shift + len(v)) * 8 / 6
	return text[from:min(to, len(text))]
}

// Search looks for canaries in every byte of the uploads: address, headers and body, as sent and
// after decompression. It reports the first find of each canary in each upload.
func Search(canaries []Canary, uploads []event.Upload) []Leak {
	var leaks []Leak
	for _, c := range canaries {
		list := needles(c)
		for _, u := range uploads {
			if leak, ok := search(list, u); ok {
				leak.Canary, leak.Upload = c, u.Seq
				leaks = append(leaks, leak)
			}
		}
	}
	return leaks
}

func search(list []needle, u event.Upload) (Leak, bool) {
	type place struct {
		where string
		bytes []byte
	}
	places := []place{{"body after decompression", u.Inflated}, {"body", u.Body}, {"URL", []byte(u.URL)}}
	// An event stands in the body as it is, unless it came in a string, which escapes what it has
	// escaped itself, or packed, which its member "v" tells.
	for _, raw := range u.Events {
		if bytes.IndexByte(raw, '\\') >= 0 || bytes.Contains(raw, []byte(`"v1"`)) {
			places = append(places, place{"an event", raw})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(u.Header)) {
		places = append(places, place{"header " + name, []byte(strings.Join(u.Header[name], "\n"))})
	}
	for _, p := range places {
		for _, n := range list {
			if i := bytes.Index(p.bytes, n.bytes); i >= 0 {
				return Leak{Where: p.where, Encoding: n.encoding, Excerpt: excerpt(p.bytes, i, len(n.bytes))}, true
			}
		}
	}
	return Leak{}, false
}

func excerpt(data []byte, at, n int) string {
	const around = 60
	from, to := max(at-around, 0), min(at+n+around, len(data))
	text := strings.ToValidUTF8(string(data[from:to]), "�")
	if from > 0 {
		text = "…" + text
	}
	if to < len(data) {
		text += "…"
	}
	return text
}
