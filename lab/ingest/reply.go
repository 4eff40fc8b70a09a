package ingest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// Reply is an answer other than the ordinary one. Fields left zero stay as they would have been. A
// status outside 200 to 299, Hang and Reset make the request refused: it is kept, with a Problem,
// and its events reach no recording. Every other reply leaves what was taken taken.
type Reply struct {
	On     string // "track", "config", or "preflight"
	Times  int    // how many requests get it; 0 for all until the next Reply for the same On
	Status int    // 200 to 599
	Header http.Header
	Body   string
	Delay  time.Duration // before anything else; cut short when the client goes or the visit closes
	Hang   bool          // no answer at all until the client goes or the visit closes
	Reset  bool          // the TCP connection is reset
	// Unanswered takes the request, and resets the TCP connection in place of an answer: the client has to
	// think that nothing arrived.
	Unanswered bool
	NoCORS     bool // none of the headers that let a page of another origin in; preflights get it too
}

// Reply sets how the next requests are answered. Several replies for one On are used up in the order
// in which they were set; one for all requests holds until the next is set. A preflight takes a reply
// for its endpoint only if that is NoCORS.
func (v *Visit) Reply(r Reply) error {
	switch {
	case r.On != "track" && r.On != "config" && r.On != "preflight":
		return fmt.Errorf("set a reply on %q: want track, config or preflight", r.On)
	case r.Times < 0:
		return fmt.Errorf("set a reply on %s: %d times", r.On, r.Times)
	case r.Status != 0 && (r.Status < 200 || r.Status > 599):
		return fmt.Errorf("set a reply on %s: status %d, want 200 to 599", r.On, r.Status)
	case r.Hang && r.Reset, r.Unanswered && (r.Hang || r.Reset):
		return fmt.Errorf("set a reply on %s: hang, reset and unanswered, want one of them", r.On)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	r.Header = maps.Clone(r.Header)
	queue := v.replies[r.On]
	if n := len(queue); n > 0 && queue[n-1].Times == 0 {
		queue = queue[:n-1]
	}
	v.replies[r.On] = append(slices.Clip(queue), r)
	return nil
}

// Ordinary forgets all replies for an endpoint: its requests are answered as usual again.
func (v *Visit) Ordinary(on string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.replies, on)
}

// reply takes the reply that a request is to get. The zero Reply is the ordinary answer.
func (v *Visit) reply(endpoint string, preflight bool) Reply {
	v.mu.Lock()
	defer v.mu.Unlock()
	if preflight {
		if queue := v.replies[endpoint]; len(queue) == 0 || !queue[0].NoCORS {
			endpoint = "preflight"
		}
	}
	queue := v.replies[endpoint]
	if len(queue) == 0 {
		return Reply{}
	}
	r := queue[0]
	if r.Times > 0 {
		if queue[0].Times--; queue[0].Times == 0 {
			v.replies[endpoint] = queue[1:]
		}
	}
	return r
}
