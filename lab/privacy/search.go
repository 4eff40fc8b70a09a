package privacy

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"replaylab/lab/event"
)

// Sent is a request, with what is searched of it.
type Sent struct {
	Upload  int    // number of the upload; 0 for a request that did not go to the ingest
	Request string // method and address, for people
	URL     string
	Header  http.Header
	Body    []byte            // as sent
	Plain   []byte            // Body without its compression, where somebody has undone that
	Events  []json.RawMessage // what was read of the body, where it was
}

// Uploaded is a request as the ingest took it in.
func Uploaded(u event.Upload) Sent {
	return Sent{Upload: u.Seq, Request: u.Method + " " + u.URL, URL: u.URL, Header: u.Header, Body: u.Body, Plain: u.Inflated, Events: u.Events}
}

// Leak is a canary found in a request, or in something that was stored.
type Leak struct {
	Canary   Canary
	Upload   int // number of the upload; 0 if it is in none
	Request  string
	Where    string // "URL", "header X", "body", "an event"; of what was stored, the store and the key
	Encoding string // "plain", "base64" …, after what had to be undone first
	Excerpt  string // what stands around it
}

// Hit is a canary found in a text.
type Hit struct {
	Canary   Canary
	Encoding string
	Excerpt  string
	rank     int
}

// A Finder looks for canaries in texts. It may be used from several goroutines.
type Finder struct {
	canaries []Canary
	needles  map[uint32][]needle // by their first four bytes
	filter   [1 << 10]uint64     // of those four bytes, hashed to 16 bits
}

// NewFinder prepares the search for canaries.
func NewFinder(canaries []Canary) *Finder {
	f := &Finder{canaries: canaries, needles: map[uint32][]needle{}}
	for i, c := range canaries {
		for _, n := range needles(i, c) {
			key := binary.LittleEndian.Uint32(n.bytes)
			f.needles[key] = append(f.needles[key], n)
			h := hash(key)
			f.filter[h>>6] |= 1 << (h & 63)
		}
	}
	return f
}

func hash(key uint32) uint32 { return key * 0x9E3779B1 >> 16 }

// Text looks for canaries in a text and in everything that is wrapped up in it, and returns the most
// telling find of each, in the order of the canaries. coding is what an HTTP header says that the text
// is compressed with, or "". cut says that there was too much in it to be searched to its end.
func (f *Finder) Text(data []byte, coding string) (hits []Hit, cut bool) {
	if len(f.canaries) == 0 || len(data) < pieceAlone {
		return nil, false
	}
	best := map[int]Hit{}
	layers, cut := unwrap(data, coding)
	for _, l := range layers {
		f.scan(l, best)
	}
	for _, i := range slices.Sorted(maps.Keys(best)) {
		hits = append(hits, best[i])
	}
	return hits, cut
}

// scan looks through one layer once, for all needles.
func (f *Finder) scan(l layer, best map[int]Hit) {
	data := l.data
	if len(data) < 4 {
		return
	}
	key := binary.LittleEndian.Uint32(data) << 8
	for i := 0; i+4 <= len(data); i++ {
		key = key>>8 | uint32(data[i+3])<<24
		h := hash(key)
		if f.filter[h>>6]&(1<<(h&63)) == 0 {
			continue
		}
		for _, n := range f.needles[key] {
			if have, ok := best[n.canary]; ok && have.rank <= n.rank {
				continue
			}
			if i+len(n.bytes) > len(data) || string(data[i:i+len(n.bytes)]) != string(n.bytes) || n.alone && !alone(data, i, i+len(n.bytes)) {
				continue
			}
			encoding := n.encoding
			switch {
			case l.how != "" && encoding == "plain":
				encoding = l.how
			case l.how != "":
				encoding += ", " + l.how
			}
			best[n.canary] = Hit{f.canaries[n.canary], encoding, excerpt(data, i, len(n.bytes)), n.rank}
		}
	}
}

// alone reports whether what is at from to to is no part of a longer word or number. What base64 is
// made of counts as a letter: in the text of random bytes four letters come about.
func alone(data []byte, from, to int) bool {
	joins := func(b byte) bool { return base64Byte(b) || b >= utf8.RuneSelf }
	number := digit(data[from])
	before, after := from > 0 && joins(data[from-1]), to < len(data) && joins(data[to])
	if number { // a minus, a path or an address of digits is no longer number, but a fraction is
		before = from > 0 && (letter(data[from-1]) || data[from-1] == '.' && from > 1 && digit(data[from-2]))
		after = to < len(data) && (letter(data[to]) || data[to] == '.' && to+1 < len(data) && digit(data[to+1]))
	}
	return !before && !after
}

func letter(b byte) bool { return digit(b) || 'a' <= b|0x20 && b|0x20 <= 'z' || b >= utf8.RuneSelf }

// place is a part of a request.
type place struct {
	where, coding string
	bytes         []byte
}

// Requests looks for canaries in requests: address, headers, body and events. It reports the first
// place of each canary in each request. cut lists the requests that could not be searched to their ends.
func (f *Finder) Requests(list []Sent) (leaks []Leak, cut []string) {
	for _, s := range list {
		found := map[string]bool{}
		whole := true
		for _, p := range places(s) {
			hits, short := f.Text(p.bytes, p.coding)
			whole = whole && !short
			for _, h := range hits {
				if !found[h.Canary.Name] {
					found[h.Canary.Name] = true
					leaks = append(leaks, Leak{h.Canary, s.Upload, s.Request, p.where, h.Encoding, h.Excerpt})
				}
			}
		}
		if !whole {
			cut = append(cut, s.Request)
		}
	}
	slices.SortStableFunc(leaks, func(a, b Leak) int { return f.index(a.Canary) - f.index(b.Canary) })
	return leaks, cut
}

func (f *Finder) index(c Canary) int { return slices.Index(f.canaries, c) }

func places(s Sent) []place {
	list := []place{{"body", s.Header.Get("Content-Encoding"), s.Body}, {"URL", "", []byte(s.URL)}}
	if len(s.Plain) > 0 {
		list[0] = place{"body", "", s.Plain}
	}
	// What the lab reads of a body may be packed in ways that nothing else knows.
	for _, raw := range s.Events {
		if strings.Contains(string(raw[:min(len(raw), 64)]), `"v1"`) {
			list = append(list, place{"an event", "", raw})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Header)) {
		list = append(list, place{"header " + name, "", []byte(name + ": " + strings.Join(s.Header[name], "\n"))})
	}
	return list
}

// Search looks for canaries in uploads.
func Search(canaries []Canary, uploads []event.Upload) []Leak {
	var list []Sent
	for _, u := range uploads {
		list = append(list, Uploaded(u))
	}
	leaks, _ := NewFinder(canaries).Requests(list)
	return leaks
}

func (l Leak) String() string {
	return fmt.Sprintf("%s: %s, %s: %s", l.Canary.Name, l.Where, l.Encoding, l.Excerpt)
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
