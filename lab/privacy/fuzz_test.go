package privacy_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"replaylab/lab/privacy"
)

// wrappers are the ways to wrap a text up that may stand inside one another.
var wrappers = []struct {
	name string
	wrap func(text string) string
}{
	{"JSON", func(t string) string { return fmt.Sprintf(`{"k":[%s]}`, quote(t)) }},
	{"base64", func(t string) string { return "data:;base64," + base64.StdEncoding.EncodeToString([]byte(t)) }},
	{"base64url", func(t string) string { return `{"b":"` + base64.RawURLEncoding.EncodeToString([]byte(t)) + `"}` }},
	{"percent", func(t string) string { return "?q=" + url.QueryEscape(t) + "&r=1" }},
	{"hex", func(t string) string { return `"` + hex.EncodeToString([]byte(t)) + `"` }},
	{"entities", func(t string) string { return "<p title='&#65;" + html.EscapeString(t) + "'>" }},
	{"UTF-16", wide},
	{"list", func(t string) string { return strings.Trim(strings.ReplaceAll(fmt.Sprint([]byte(t)), " ", ","), "[]") }},
	{"gzip", func(t string) string { var b bytes.Buffer; return squeeze(gzip.NewWriter(&b), &b, t) }},
	{"zlib", func(t string) string { var b bytes.Buffer; return squeeze(zlib.NewWriter(&b), &b, t) }},
	{"zstd", func(t string) string {
		var b bytes.Buffer
		w, _ := zstd.NewWriter(&b)
		return squeeze(w, &b, t)
	}},
}

func squeeze(w io.WriteCloser, b *bytes.Buffer, text string) string {
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

// FuzzWrapped wraps a canary up in up to three ways, one inside another, and wants it found; and the
// same without the canary, and wants nothing.
func FuzzWrapped(f *testing.F) {
	for i := range wrappers {
		for j := range wrappers {
			f.Add(uint8(i), uint8(j), uint8(len(wrappers)), "around it: ", uint64(i*j))
		}
	}
	f.Fuzz(func(t *testing.T, a, b, c uint8, around string, seed uint64) {
		if len(around) > 1<<12 || strings.ContainsAny(around, "\x00") {
			return
		}
		// Bytes that are no text can only be told from other bytes where they stand in something that
		// says so: nothing but compression and what makes text of bytes goes around them.
		canary := must(privacy.Plant(seed, "a/b", []string{"secret"}))[:1]
		text, other := around+" "+canary[0].Value+" and more of it", around+" and more of it"
		var how []string
		for _, n := range []uint8{a, b, c} {
			if int(n) >= len(wrappers) {
				continue
			}
			w := wrappers[n]
			if bytesOf(how) && !takesBytes(w.name) {
				continue
			}
			how = append(how, w.name)
			text, other = w.wrap(text), w.wrap(other)
		}
		find := privacy.NewFinder(canary)
		if hits, _ := find.Text([]byte(text), ""); len(hits) != 1 && legibleAround(around) {
			t.Errorf("in %s: found %v in %q", strings.Join(how, " in "), hits, text)
		}
		if hits, _ := find.Text([]byte(other), ""); len(hits) > 0 && !strings.ContainsAny(around, "jkqvwxz") {
			t.Errorf("in %s: found %v although nothing was planted", strings.Join(how, " in "), hits)
		}
	})
}

// bytesOf reports whether what was wrapped so is bytes, not text.
func bytesOf(how []string) bool {
	return len(how) > 0 && (strings.Contains("gzip zlib zstd UTF-16", how[len(how)-1]))
}

func takesBytes(name string) bool {
	return strings.Contains("base64 base64url hex list gzip zlib zstd", name)
}

// legibleAround leaves out texts that are bytes themselves, or in the middle of an escape.
func legibleAround(text string) bool {
	for _, r := range text {
		if r < ' ' || r > '~' || strings.ContainsRune(`\%&`, r) || r == '+' {
			return false
		}
	}
	return true
}
