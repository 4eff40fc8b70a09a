package replay

import (
	"context"
	"encoding/json"
	"sync"

	"replaylab/lab/browser"
)

// notes is what a stage overhears: requests that it refuses, and complaints.
type notes struct {
	mu      sync.Mutex
	blocked []string
	said    []string
}

// noteLimit bounds each list: a hostile recording can ask for anything any number of times.
const noteLimit = 200

func (n *notes) noted() (blocked, said []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]string(nil), n.blocked...), append([]string(nil), n.said...)
}

func (n *notes) add(list *[]string, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(*list) < noteLimit {
		*list = append(*list, text)
	}
}

// listen refuses every request of a target, whatever it is for.
func (n *notes) listen(_ context.Context, s *browser.Session) {
	s.On("Fetch.requestPaused", func(params json.RawMessage) {
		var e struct {
			RequestID string `json:"requestId"`
			Request   struct {
				URL string `json:"url"`
			} `json:"request"`
			ResourceType string `json:"resourceType"`
		}
		if json.Unmarshal(params, &e) != nil {
			return
		}
		n.add(&n.blocked, e.ResourceType+" "+e.Request.URL)
		_, _ = s.Start("Fetch.failRequest", map[string]any{"requestId": e.RequestID, "errorReason": "BlockedByClient"})
	})
	s.On("Runtime.exceptionThrown", func(params json.RawMessage) {
		var e struct {
			Details struct {
				Text      string `json:"text"`
				Exception struct {
					Description string `json:"description"`
				} `json:"exception"`
			} `json:"exceptionDetails"`
		}
		if json.Unmarshal(params, &e) == nil {
			n.add(&n.said, e.Details.Text+" "+e.Details.Exception.Description)
		}
	})
	_, _ = s.Start("Fetch.enable", map[string]any{"patterns": []map[string]string{{"urlPattern": "*"}}})
}

func (s *Stage) noted() (blocked, said []string) { return s.notes.noted() }
