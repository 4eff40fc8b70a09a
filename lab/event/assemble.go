package event

import (
	"cmp"
	"slices"
)

// Assemble makes recordings of one visit's uploads: one for each page load and session id, in order
// of their first timestamps. It takes replay uploads that were not refused, and leaves the rest out.
//
// Events are put in order of their timestamps; those of equal timestamp stay in order of arrival,
// which is by number of upload, then place inside it. Copies inside one upload are all real. Of an
// upload's copies of an event, as many are dropped as one earlier upload of the same recording has
// delivered at most: events are copies if they are the same JSON value, however spelled.
//
// An event that cannot be parsed is reported in Broken and costs no other event. A recording of
// which nothing can be parsed comes last. The result shares memory with uploads.
func Assemble(uploads []Upload) []Recording {
	type name struct{ load, session string }
	streams := map[name]*stream{}
	var order []*stream
	for _, u := range inOrder(uploads) {
		if u.Kind != "replay" || u.Problem != "" || len(u.Events) == 0 {
			continue
		}
		n := name{u.Load, u.SessionID}
		s := streams[n]
		if s == nil {
			s = &stream{}
			streams[n] = s
			order = append(order, s)
		}
		s.uploads = append(s.uploads, u)
	}
	recordings := make([]Recording, 0, len(order))
	for _, s := range order {
		recordings = append(recordings, s.assemble())
	}
	slices.SortStableFunc(recordings, func(a, b Recording) int {
		if len(a.Events) == 0 || len(b.Events) == 0 {
			return cmp.Compare(min(len(b.Events), 1), min(len(a.Events), 1))
		}
		return cmp.Compare(a.Start(), b.Start())
	})
	return recordings
}

func inOrder(uploads []Upload) []*Upload {
	sorted := make([]*Upload, len(uploads))
	for i := range uploads {
		sorted[i] = &uploads[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Upload) int { return cmp.Compare(a.Seq, b.Seq) })
	return sorted
}

// A stream is the uploads of one recording, in order of arrival.
type stream struct{ uploads []*Upload }

func (s *stream) assemble() Recording {
	first := s.uploads[0]
	r := Recording{Load: first.Load, SessionID: first.SessionID}
	parsed := make([][]Event, len(s.uploads))
	total := 0
	for i, u := range s.uploads {
		r.Uploads = append(r.Uploads, u.Seq)
		parsed[i] = make([]Event, 0, len(u.Events))
		for index, raw := range u.Events {
			e, err := Parse(raw)
			if err != nil {
				r.Broken = append(r.Broken, Broken{u.Seq, index, err.Error()})
				continue
			}
			e.Upload, e.Index = u.Seq, index
			parsed[i] = append(parsed[i], e)
		}
		total += len(parsed[i])
	}

	r.Events = make([]Event, 0, total)
	devices := map[string]int{}
	copies := findCopies(parsed)
	for i, events := range parsed {
		fresh := copies.drop(events)
		r.Dropped += len(events) - len(fresh)
		r.Events = append(r.Events, fresh...)
		devices[s.uploads[i].DeviceID] += len(fresh)
	}
	r.DeviceID = s.device(devices)
	r.Late = late(r.Events)
	if r.Late > 0 {
		slices.SortStableFunc(r.Events, func(a, b Event) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
	}
	return r
}

// device is the one that most events came under, the first of equals: an SDK may send a part of a
// recording under the device id that it had before (CONTRACT.md, section 3c).
func (s *stream) device(events map[string]int) string {
	most := s.uploads[0].DeviceID
	for _, u := range s.uploads {
		if events[u.DeviceID] > events[most] {
			most = u.DeviceID
		}
	}
	return most
}

// late counts the events that follow one with a greater timestamp.
func late(events []Event) int {
	n := 0
	for i, latest := 0, 0; i < len(events); i++ {
		if events[i].Timestamp < events[latest].Timestamp {
			n++
		} else {
			latest = i
		}
	}
	return n
}
