package event

import (
	"encoding/json"
	"net/http"
	"time"
)

// Upload is one HTTP request of an SDK: the bytes as they came, and what they were read as.
type Upload struct {
	Seq    int       // from 1, in order of arrival, over all of a visit's requests
	At     time.Time // when the request line arrived
	Method string
	URL    string // path and query as sent
	Header http.Header
	Body   []byte // as sent, still compressed; cut at the limit when Truncated
	Status int    // what the lab answered; 0 if it reset or hung

	Truncated bool   // the body went over the limit and the rest was not kept
	Problem   string // why it was refused, empty if taken

	// What it was read as. Empty on refused and on configuration requests.
	Kind      string // "replay", "interaction", "config", "preflight", or "" for a stray request
	Load      string // the page load that sent it
	Key       string
	DeviceID  string
	SessionID string
	Version   int
	Beacon    bool // sent by sendBeacon: the key is in the query
	Inflated  []byte
	Events    []json.RawMessage
}

// Recording is the ordered event stream of one page load under one session id.
type Recording struct {
	Load      string
	SessionID string
	DeviceID  string
	Events    []Event
	Uploads   []int // numbers of the uploads that it came in
	Dropped   int   // copies left out because an earlier upload had delivered them
	Late      int   // events that arrived after a later one had
}

// Start is the timestamp of the first event, in milliseconds since the epoch.
func (r *Recording) Start() float64 {
	if len(r.Events) == 0 {
		return 0
	}
	return r.Events[0].Timestamp
}
