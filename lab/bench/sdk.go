package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"replaylab/lab/browser"
	"replaylab/lab/ingest"
	"replaylab/lab/visit"
)

// Row is one line of what capturing costs: the reference SDK beside rrweb's recorder and Amplitude's SDK.
type Row struct {
	Metric    string   `json:"metric"`
	Reference *float64 `json:"reference"` // nil where it was not measured
	Rrweb     *float64 `json:"rrweb"`
	Amplitude *float64 `json:"amplitude"`
	Target    string   `json:"target"`
	Met       *bool    `json:"met"` // nil where there is no target, or nothing to hold against it
}

// SDKConfig says what to measure with. The SDKs are by name; rrweb is its recorder alone, whose events are
// written as JSON and kept, so it is charged for nothing that comes after.
type SDKConfig struct {
	Browser *browser.Browser
	Ingest  *ingest.Server
	SDKs    []*visit.SDK
	Rounds  int    // samples of each arm for what is not exact
	Seed    uint64 // of the order of arms
	Nodes   int    // of the large page
	// Moments is how many random moments of each kind of end are tried with each SDK. Process starts a browser
	// of its own on a profile folder, to be killed; nil leaves that kind out.
	Moments int
	Process func(ctx context.Context, profile string) (*browser.Process, error)
	// Only chooses metrics by the first word of their name; empty means all.
	Only []string
	Log  func(format string, args ...any)
}

// floor is the arm of an empty MutationObserver: what any recorder pays before it does anything.
const floor = "floor"

// metric is one kind of figures, by the word that chooses it.
type metric struct {
	name    string
	measure func(SDKConfig, context.Context) ([]Row, error)
}

var metrics = []metric{{"cpu", SDKConfig.cpu}, {"start", SDKConfig.start}, {"bundle", SDKConfig.bundle}, {"heap", SDKConfig.heap}, {"loss", SDKConfig.loss}}

// Check reports a word in Only that chooses nothing.
func (c SDKConfig) Check() error {
	var names []string
	for _, m := range metrics {
		names = append(names, m.name)
	}
	for _, o := range c.Only {
		if !slices.Contains(names, o) {
			return fmt.Errorf("%q is not measured: choose of %s", o, strings.Join(names, ", "))
		}
	}
	return nil
}

// SDK measures what capturing costs. Rows that could be measured are there beside an error, too.
func SDK(ctx context.Context, c SDKConfig) (rows []Row, err error) {
	for _, m := range metrics {
		if len(c.Only) > 0 && !slices.Contains(c.Only, m.name) || ctx.Err() != nil {
			continue
		}
		some, failed := m.measure(c, ctx)
		rows = append(rows, some...)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", m.name, failed))
		}
	}
	return rows, errors.Join(err, ctx.Err())
}

// row makes a line of figures by arm. met is asked when the reference was measured.
func row(metric string, figures map[string]float64, target string, met func(own float64, rrweb *float64) *bool) Row {
	get := func(name string) *float64 {
		v, ok := figures[name]
		if !ok {
			return nil
		}
		return pointer(math.Round(v*100) / 100)
	}
	r := Row{Metric: metric, Reference: get("reference"), Rrweb: get("rrweb"), Amplitude: get("amplitude"), Target: target}
	if r.Reference != nil && met != nil {
		r.Met = met(*r.Reference, r.Rrweb)
	}
	return r
}

func atMost(limit float64) func(float64, *float64) *bool {
	return func(own float64, _ *float64) *bool { return pointer(own <= limit) }
}

func atMostOfRrweb(share float64) func(float64, *float64) *bool {
	return func(own float64, rrweb *float64) *bool {
		if rrweb == nil {
			return nil
		}
		return pointer(own <= share**rrweb)
	}
}
