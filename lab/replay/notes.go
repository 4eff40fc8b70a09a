package replay

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"replaylab/lab/browser"
)

// notes is what a stage overhears: requests that it refuses or answers, and complaints.
type notes struct {
	origins *Origins // that are open; nil if none is

	mu      sync.Mutex
	blocked []string
	opened  []string // requests that open origins were asked
	said    []string
}

// noteLimit bounds each list: a hostile recording can ask for anything any number of times.
const noteLimit = 200

func (n *notes) noted() (blocked, opened, said []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.blocked), slices.Clone(n.opened), slices.Clone(n.said)
}

func (n *notes) add(list *[]string, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(*list) < noteLimit {
		*list = append(*list, text)
	}
}

// listen refuses every request of a target, whatever it is for, but what open origins answer.
func (n *notes) listen(_ context.Context, s *browser.Session) {
	s.On("Fetch.requestPaused", func(params json.RawMessage) { n.request(s, params) })
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

func (s *Stage) noted() (blocked, opened, said []string) { return s.notes.noted() }
