package replay

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"replaylab/lab/browser"
)

// Origins are servers of the recorded page that a scenario keeps open. They are asked without a
// network: the browser stays sealed, and the lab puts their answers into its requests.
type Origins struct {
	Handler http.Handler
	Serves  func(url string) bool // whether an address is theirs
	List    []string              // for players that have a list of what they may load from
}

// passive are the kinds of resource that a replayed page gets from open origins: what shows
// something and neither runs nor navigates.
var passive = []string{"Image", "Stylesheet", "Font", "Media"}

// answerLimit is how long an answer may take: a recording can ask for one that comes late.
const answerLimit = 10 * time.Second

// paused is a request that the replayed page makes.
type paused struct {
	RequestID string `json:"requestId"`
	Request   struct {
		URL     string            `json:"url"`
		Method  string            `json:"method"`
		Headers map[string]string `json:"headers"`
	} `json:"request"`
	ResourceType string `json:"resourceType"`
}

// open reports whether a request is one that an open origin answers.
func (o *Origins) open(p paused) bool {
	return o != nil && p.Request.Method == http.MethodGet && slices.Contains(passive, p.ResourceType) && o.Serves(p.Request.URL)
}

// answer asks the origin, and gives the request what it says.
func (o *Origins) answer(s *browser.Session, p paused) {
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Request.URL, http.NoBody)
	if err != nil {
		_, _ = s.Start("Fetch.failRequest", map[string]any{"requestId": p.RequestID, "errorReason": "BlockedByClient"})
		return
	}
	r.RequestURI, r.Body = r.URL.RequestURI(), http.NoBody
	for name, value := range p.Request.Headers {
		r.Header.Set(name, value)
	}
	w := &answered{header: http.Header{}}
	o.Handler.ServeHTTP(w, r)
	headers := []map[string]string{}
	for name, values := range w.header {
		for _, v := range values {
			headers = append(headers, map[string]string{"name": name, "value": v})
		}
	}
	w.WriteHeader(http.StatusOK) // if the handler said nothing
	_, _ = s.Start("Fetch.fulfillRequest", map[string]any{
		"requestId": p.RequestID, "responseCode": w.status, "responseHeaders": headers, "body": base64.StdEncoding.EncodeToString(w.body.Bytes()),
	})
}

// answered is an answer that stays in memory.
type answered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answered) Header() http.Header { return w.header }

func (w *answered) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *answered) Write(data []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(data)
}

// request refuses one request of the replayed page, or has it answered.
func (n *notes) request(s *browser.Session, params json.RawMessage) {
	var p paused
	if json.Unmarshal(params, &p) != nil {
		return
	}
	if n.origins.open(p) {
		n.add(&n.opened, p.ResourceType+" "+p.Request.URL)
		go n.origins.answer(s, p)
		return
	}
	n.add(&n.blocked, p.ResourceType+" "+p.Request.URL)
	_, _ = s.Start("Fetch.failRequest", map[string]any{"requestId": p.RequestID, "errorReason": "BlockedByClient"})
}
