package privacy

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"hash/maphash"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Limits of what is taken out of one text. A text that goes beyond is not searched to its end, which
// Found.Cut says.
const (
	unwrapDepth = 6
	unwrapLimit = 128 << 20 // bytes, all together
)

// layer is one form of a text.
type layer struct {
	how  string // "decompression", "base64" …: what was undone to come to it
	data []byte
}

// unwrapper takes off what is wrapped around a text, one layer after another.
type unwrapper struct {
	left int
	cut  bool
	seen map[uint64]bool // by hash
	seed maphash.Seed
	all  []layer
}

// unwrap lists a text and every form that is inside it, outermost first: decompressed, and with escapes,
// percent encoding, entities, base64, hex, lists of bytes and UTF-16 undone. coding is what an HTTP
// header says that the text is compressed with.
func unwrap(data []byte, coding string) (layers []layer, cut bool) {
	u := &unwrapper{left: unwrapLimit, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
	u.all = []layer{{"", data}}
	names := strings.FieldsFunc(strings.ToLower(coding), func(r rune) bool { return r == ',' || r == ' ' })
	slices.Reverse(names) // the last was applied last
	for _, name := range names {
		plain := u.decompress(data, name)
		if plain == nil {
			break
		}
		data = plain
		u.take(layer{"decompression", data})
	}
	u.inside(data, "", unwrapDepth)
	return u.all, u.cut
}

// take notes a layer, unless it is known or there is too much.
func (u *unwrapper) take(l layer) bool {
	h := maphash.Bytes(u.seed, l.data)
	if len(l.data) < pieceAlone || u.seen[h] {
		return false
	}
	if len(l.data) > u.left {
		u.cut = true
		return false
	}
	u.left -= len(l.data)
	u.seen[h] = true
	u.all = append(u.all, l)
	return true
}

func (u *unwrapper) inside(data []byte, how string, depth int) {
	if depth == 0 {
		return
	}
	for _, d := range decoders {
		inner := d.decode(u, data)
		if inner == nil || bytes.Equal(inner, data) {
			continue
		}
		name := d.name
		if how != "" && how != name {
			name = how + ", " + name
		}
		if u.take(layer{name, inner}) {
			u.inside(inner, name, depth-1)
		}
	}
}

// decoders undo one wrapping each, all over a text. They return nil where there is nothing to undo.
var decoders = []struct {
	name   string
	decode func(u *unwrapper, data []byte) []byte
}{
	{"decompression", func(u *unwrapper, data []byte) []byte { return u.decompress(data, magic(data)) }},
	{"decompression", (*unwrapper).packed},
	{"escapes", func(_ *unwrapper, data []byte) []byte { return unescape(data) }},
	{"percent encoding", func(_ *unwrapper, data []byte) []byte { return unpercent(data) }},
	{"entities", func(_ *unwrapper, data []byte) []byte { return unentity(data) }},
	{"base64", func(_ *unwrapper, data []byte) []byte { return runs(data, base64Byte, 12, decodeBase64) }},
	{"hex", func(_ *unwrapper, data []byte) []byte { return runs(data, hexByte, 16, decodeHex) }},
	{"a list of bytes", func(_ *unwrapper, data []byte) []byte { return runs(data, listByte, 16, decodeList) }},
	{"UTF-16", func(_ *unwrapper, data []byte) []byte { return narrow(data) }},
}

// magic names the compression that data begins like.
func magic(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	case len(data) > 2 && data[0] == 'x' && (int(data[0])<<8|int(data[1]))%31 == 0:
		return "deflate"
	}
	return ""
}

// decompress returns what came of it before an error, which may be a body that was cut off; nil if
// nothing did.
func (u *unwrapper) decompress(data []byte, name string) []byte {
	var r io.Reader
	var err error
	switch name {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(data))
	case "deflate": // zlib by its name, often bare
		if r, err = zlib.NewReader(bytes.NewReader(data)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(data)), nil
		}
	case "br":
		r = brotli.NewReader(bytes.NewReader(data))
	case "zstd":
		var d *zstd.Decoder
		if d, err = zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(unwrapLimit)); err == nil {
			defer d.Close()
			r = d
		}
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(r, int64(u.left)+1))
	if len(plain) > u.left {
		u.cut = true
		plain = plain[:u.left]
	}
	if len(plain) == 0 {
		return nil
	}
	return plain
}

// packed decompresses zlib streams that stand in a text as characters up to U+00FF, as old SDKs pack
// their events.
func (u *unwrapper) packed(data []byte) []byte {
	var out []byte
	for _, start := range []string{"x\u009c", "x\u00da", "x\u0001", "x\u005e"} {
		rest := data
		for tries := 0; tries < 1000; tries++ {
			i := bytes.Index(rest, []byte(start))
			if i < 0 {
				break
			}
			var latin []byte
			for at := i; at < len(rest); {
				r, n := utf8.DecodeRune(rest[at:])
				if r > 0xFF || r == utf8.RuneError {
					break
				}
				latin, at = append(latin, byte(r)), at+n
			}
			if plain := u.decompress(latin, magic(latin)); len(plain) >= pieceAlone {
				out = append(append(out, plain...), '\n')
			}
			rest = rest[i+1:]
		}
	}
	return out
}
