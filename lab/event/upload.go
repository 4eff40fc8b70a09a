package event

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Upload is one HTTP request of an SDK: the bytes as they came, and what they were read as.
type Upload struct {
	Seq    int       // from 1, in order of arrival, over all of a visit's requests
	At     time.Time // when the head of the request had arrived
	Method string
	URL    string      // path and query as sent
	Header http.Header // all, under canonical names; with Host and, if chunked, Transfer-Encoding
	Body   []byte      // as sent, still compressed; cut at the limit when Truncated
	Status int         // what the lab answered; 0 if it reset, hung, or has yet to answer

	Truncated bool   // the body went over the limit and the rest was not kept
	Problem   string // why it was refused or not answered, empty if taken

	// What it was read as, as far as it could be read. A refused upload has these fields too, so that
	// it can be searched, save for Events: what was refused was not delivered.
	Kind      string // "replay", "interaction", "config", "preflight", or "" for a stray request
	Load      string // the page load that sent it
	Key       string
	DeviceID  string
	SessionID string
	Version   int
	Beacon    bool              // sent by sendBeacon: the key is in the query
	Inflated  []byte            // Body without its compression; the same memory if it has none
	Events    []json.RawMessage // each a JSON object
}

// Recording is the ordered event stream of one page load under one session id.
type Recording struct {
	Load      string
	SessionID string
	DeviceID  string // the one that most events came under
	Events    []Event
	Uploads   []int    // numbers of the uploads that it came in
	Dropped   int      // copies left out because an earlier upload had delivered them
	Late      int      // events that arrived after one with a greater timestamp
	Broken    []Broken // events left out because they cannot be parsed
}

// Start is the timestamp of the first event, in milliseconds since the epoch.
func (r *Recording) Start() float64 {
	if len(r.Events) == 0 {
		return 0
	}
	return r.Events[0].Timestamp
}

// Broken is an event that was delivered and could not be parsed.
type Broken struct {
	Upload, Index int // the number of the upload and the place inside it
	Reason        string
}

func (b Broken) String() string {
	return fmt.Sprintf("upload %d, event %d: %s", b.Upload, b.Index, b.Reason)
}
