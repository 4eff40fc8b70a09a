package event

import (
	"bytes"
	"hash/maphash"
)

// A moment is the part of an event that is cheap to compare. Copies share it.
type moment struct {
	typ Type
	at  float64
}

// copies finds events that an earlier upload has delivered. Only events whose moment occurs in two
// uploads are compared in full, which in an ordinary recording is hardly any.
type copies struct {
	shared    map[moment]bool
	values    map[string]int // the number of each canonical form, from 0
	delivered map[int]int    // of each value, the most that one upload delivered

	// The bytes that have been seen, so that bytes seen again need no canonical form.
	seed      maphash.Seed
	spellings []spelling
	latest    map[uint64]int // the last spelling of each hash, counted from 1

	canonical canonicalizer
	form      []byte
}

// A spelling is the bytes of an event and the number of the value that they spell.
type spelling struct {
	raw    []byte
	value  int
	before int // the spelling of equal hash before this one, counted from 1; 0 if none
}

func findCopies(uploads [][]Event) *copies {
	c := &copies{
		shared: map[moment]bool{}, values: map[string]int{}, delivered: map[int]int{},
		seed: maphash.MakeSeed(), latest: map[uint64]int{},
	}
	if len(uploads) < 2 {
		return c
	}
	from := map[moment]int{}
	for i, events := range uploads {
		for _, e := range events {
			m := moment{e.Type, e.Timestamp}
			if first, ok := from[m]; !ok {
				from[m] = i
			} else if first != i {
				c.shared[m] = true
			}
		}
	}
	return c
}

// drop returns the events of one upload without those delivered before. It reuses events.
func (c *copies) drop(events []Event) []Event {
	fresh := events[:0]
	here := map[int]int{}
	for _, e := range events {
		if c.shared[moment{e.Type, e.Timestamp}] {
			v := c.value(e.Raw)
			here[v]++
			if here[v] <= c.delivered[v] {
				continue
			}
		}
		fresh = append(fresh, e)
	}
	for v, n := range here {
		c.delivered[v] = max(c.delivered[v], n)
	}
	return fresh
}

// value numbers JSON values: equal values get equal numbers.
func (c *copies) value(raw []byte) int {
	hash := maphash.Bytes(c.seed, raw)
	for i := c.latest[hash]; i > 0; i = c.spellings[i-1].before {
		if s := c.spellings[i-1]; bytes.Equal(s.raw, raw) {
			return s.value
		}
	}
	c.form = c.canonical.append(c.form[:0], raw)
	v, ok := c.values[string(c.form)]
	if !ok {
		v = len(c.values)
		c.values[string(c.form)] = v
	}
	c.spellings = append(c.spellings, spelling{raw, v, c.latest[hash]})
	c.latest[hash] = len(c.spellings)
	return v
}
