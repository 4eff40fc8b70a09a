package shelf

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"

	"replaylab/lab/serve/digest"
)

// Summary is what is known of a session without reading it.
type Summary struct {
	ID         string         `json:"id"`
	Device     string         `json:"device"`
	Session    string         `json:"session"`
	Library    string         `json:"library,omitempty"` // the SDK, as it names itself
	Began      float64        `json:"began"`             // the first event's time, in milliseconds since the epoch
	Ended      float64        `json:"ended"`
	Received   int64          `json:"received"` // when the last upload came
	Uploads    int            `json:"uploads"`
	Events     int            `json:"events"`
	Bytes      int64          `json:"bytes"` // as sent
	Broken     int            `json:"broken,omitempty"`
	Unreadable int            `json:"unreadable,omitempty"` // lines of the file
	URLs       []string       `json:"urls"`
	Counts     map[string]int `json:"counts"` // of marks, by kind

	labels map[string][]string // what marks of a kind say, each once, to be searched
}

// labelled is how many different texts of a kind can be searched in one session, and pages how many
// addresses.
const (
	labelled = 500
	pages    = 200
)

func (s *Summary) mark(m digest.Mark) {
	if s.Counts == nil {
		s.Counts, s.labels = map[string]int{}, map[string][]string{}
	}
	s.Counts[m.Kind]++
	if m.Kind == digest.Page && len(s.URLs) < pages && !slices.Contains(s.URLs, m.Text) {
		s.URLs = append(s.URLs, m.Text)
	}
	text := strings.ToLower(strings.TrimSpace(m.Text + " " + m.Detail))
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "")
	}
	if known := s.labels[m.Kind]; text != "" && len(known) < labelled && !slices.Contains(known, text) {
		s.labels[m.Kind] = append(known, text)
	}
}

func (s *Summary) time(at float64) {
	if s.Events == 0 || at < s.Began {
		s.Began = at
	}
	s.Ended = max(s.Ended, at)
}

func (s *Summary) clone() Summary {
	c := *s
	c.URLs, c.Counts = slices.Clone(s.URLs), maps.Clone(s.Counts)
	return c
}

// A kept summary is beside the session's file, with the size that this had.
type kept struct {
	Format  int                 `json:"replaylab"`
	Size    int64               `json:"size"`
	Summary Summary             `json:"summary"`
	Labels  map[string][]string `json:"labels"`
}

// keptFormat changes when marks or summaries do: older ones are made again.
const keptFormat = 1

func (b *book) summaryPath() string { return strings.TrimSuffix(b.path, extension) + ".summary" }

func (b *book) keepSummary() {
	data, err := json.Marshal(kept{keptFormat, b.size, b.summary, b.summary.labels})
	if err != nil {
		return
	}
	temporary := b.summaryPath() + ".new"
	if os.WriteFile(temporary, data, 0o600) == nil {
		_ = os.Rename(temporary, b.summaryPath())
	}
}

// readSummary reports whether there is one of the file as it is.
func (b *book) readSummary() bool {
	data, err := os.ReadFile(b.summaryPath())
	if err != nil {
		return false
	}
	var k kept
	if json.Unmarshal(data, &k) != nil || k.Format != keptFormat || k.Size != b.size || k.Summary.ID != b.summary.ID {
		return false
	}
	b.summary = k.Summary
	b.summary.labels = k.Labels
	return true
}
