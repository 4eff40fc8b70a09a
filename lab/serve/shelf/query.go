package shelf

import (
	"slices"
	"strings"
	"time"
)

// Query says which sessions are wanted. Its zero value wants all.
type Query struct {
	From, To float64       // the time at which they began, in milliseconds since the epoch; To is not included, and 0 is any
	Who      string        // a part of the device's or the session's name
	URL      string        // a part of an address that was visited
	Kind     string        // a kind of mark that they have
	Text     string        // a part of what such a mark says, or of what any says if there is no Kind
	Min, Max time.Duration // how long they are; 0 is any
	Page     int           // from 1
}

// PageSize is how many sessions there are on a page.
const PageSize = 100

// Search gives a page of the sessions that are wanted, newest first, and how many there are in all.
// Capitals do not matter.
func (s *Shelf) Search(q Query) (found []Summary, total int) {
	q.Who, q.URL, q.Text = strings.ToLower(q.Who), strings.ToLower(q.URL), strings.ToLower(q.Text)
	list := slices.DeleteFunc(s.all(), func(m Summary) bool { return !s.wants(q, m) })
	from := min(max(q.Page-1, 0)*PageSize, len(list))
	for _, m := range list[from:min(from+PageSize, len(list))] {
		if full, ok := s.Get(m.ID); ok {
			found = append(found, full)
		}
	}
	return found, len(list)
}

// wants looks at what uploads change under the book's lock.
func (s *Shelf) wants(q Query, m Summary) bool {
	if q.From > 0 && m.Began < q.From || q.To > 0 && m.Began >= q.To {
		return false
	}
	long := time.Duration((m.Ended - m.Began) * float64(time.Millisecond))
	if long < q.Min || q.Max > 0 && long > q.Max {
		return false
	}
	if q.Who != "" && !holds(m.Device, q.Who) && !holds(m.Session, q.Who) {
		return false
	}
	if q.URL == "" && q.Kind == "" && q.Text == "" {
		return true
	}
	b := s.known(m.ID)
	b.mu.Lock()
	defer b.mu.Unlock()
	if q.URL != "" && !slices.ContainsFunc(b.summary.URLs, func(u string) bool { return holds(u, q.URL) }) {
		return false
	}
	if q.Kind != "" && b.summary.Counts[q.Kind] == 0 {
		return false
	}
	if q.Text == "" {
		return true
	}
	for kind, labels := range b.summary.labels {
		if (q.Kind == "" || q.Kind == kind) && slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(l, q.Text) }) {
			return true
		}
	}
	return false
}

func holds(text, part string) bool { return strings.Contains(strings.ToLower(text), part) }
