package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"replaylab/lab/browser"
	"replaylab/lab/replay"
)

// Figure is one row of what a player was measured to do.
type Figure struct {
	Metric    string   `json:"metric"`
	Reference float64  `json:"reference"`
	Rrweb     *float64 `json:"rrweb"` // nil where rrweb's Replayer has no such thing, or was not asked
	Target    string   `json:"target"`
	Met       *bool    `json:"met"` // nil where there is no target
}

// PlayerConfig says what to measure: the reference player and rrweb's, in pages of their own of one
// browser. Events are the lengths of the recordings; rrweb's player is asked up to RrwebEvents.
type PlayerConfig struct {
	Browser          *browser.Browser
	Reference, Rrweb *replay.Player
	Events           []int
	RrwebEvents      int
	Log              func(format string, args ...any)
}

// recordingScript makes recordings in the page that plays them: a million events are a gigabyte to
// carry there.
//
//go:embed player.js
var recordingScript string

// what measuring one recording gives, in milliseconds unless said otherwise.
type measured struct {
	Load     float64   `json:"load"`
	Seeks    []float64 `json:"seeks"`
	Applied  float64   `json:"applied"`  // the most events that one seek applied
	Bare     float64   `json:"bare"`     // building the page once and laying it out, without a player
	Problems int       `json:"problems"` // that the player told of
}

const (
	smallPage = 5000
	largePage = 20000
)

// Player measures how long seeking takes, against rrweb's Replayer and a bare rebuild of the same page.
func Player(ctx context.Context, c PlayerConfig) ([]Figure, error) {
	var figures []Figure
	for _, events := range c.Events {
		c.Log("a page of %d nodes, %d events", smallPage, events)
		own, err := c.measure(ctx, c.Reference, smallPage, events, 100)
		if err != nil {
			return figures, err
		}
		var theirs *float64
		if events <= c.RrwebEvents {
			m, err := c.measure(ctx, c.Rrweb, smallPage, events, max(3, min(20, 200_000/events)))
			if err != nil {
				return figures, err
			}
			theirs = pointer(worst(m.Seeks))
		}
		p99 := worst(own.Seeks)
		figures = append(figures,
			figure(fmt.Sprintf("seek p99, %d nodes, %d events, ms", smallPage, events), p99, theirs, "<= 150", p99 <= 150),
			Figure{Metric: fmt.Sprintf("events applied by a seek, at most, of %d", events), Reference: own.Applied, Target: "bounded", Met: pointer(own.Applied <= 4000)},
			Figure{Metric: fmt.Sprintf("load throughput, %d events, events/s", events), Reference: math.Round(float64(events) / own.Load * 1000)})
		if own.Problems > 0 {
			return figures, fmt.Errorf("the reference player told of %d problems in a recording that has none", own.Problems)
		}
	}
	c.Log("a page of %d nodes", largePage)
	own, err := c.measure(ctx, c.Reference, largePage, 10_000, 30)
	if err != nil {
		return figures, err
	}
	theirs, err := c.measure(ctx, c.Rrweb, largePage, 10_000, 10)
	if err != nil {
		return figures, err
	}
	ratio := worst(own.Seeks) / own.Bare
	figures = append(figures,
		figure(fmt.Sprintf("seek p99 / bare rebuild, %d nodes, 10000 events", largePage), ratio, pointer(worst(theirs.Seeks)/theirs.Bare), "<= 1.2", ratio <= 1.2))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(c.Reference.Bundle); err != nil || z.Close() != nil {
		return figures, errors.New("the bundle cannot be packed")
	}
	size := float64(packed.Len()) / 1024
	return append(figures, figure("bundle gzipped, KB", size, nil, "<= 30", size <= 30)), nil
}

func pointer[T any](v T) *T { return &v }

func figure(metric string, own float64, theirs *float64, target string, met bool) Figure {
	round := func(f float64) float64 { return math.Round(f*100) / 100 }
	if theirs != nil {
		theirs = pointer(round(*theirs))
	}
	return Figure{Metric: metric, Reference: round(own), Rrweb: theirs, Target: target, Met: &met}
}

// worst is the 99th percentile of up to a hundred figures: the greatest.
func worst(list []float64) (most float64) {
	for _, f := range list {
		most = max(most, f)
	}
	return most
}

func (c PlayerConfig) measure(ctx context.Context, p *replay.Player, nodes, events, seeks int) (m measured, err error) {
	conn, err := c.Browser.Conn(ctx)
	if err != nil {
		return m, err
	}
	x, err := conn.NewContext(ctx)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	page, err := x.NewPage(ctx, browser.PageConfig{Focus: true})
	if err != nil {
		return m, err
	}
	for _, code := range []string{string(p.Bundle), recordingScript} {
		if err := page.EvalMain(ctx, "", code+"\n;void 0", nil); err != nil {
			return m, err
		}
	}
	bare := p.Name == c.Reference.Name
	var raw json.RawMessage
	call := fmt.Sprintf("measure(%q, %d, %d, %d, %t)", p.Name, nodes, events, seeks, bare || nodes == largePage)
	if err := page.EvalMain(ctx, "", call, &raw); err != nil {
		return m, fmt.Errorf("%s, %d nodes, %d events: %w", p.Label, nodes, events, err)
	}
	return m, json.Unmarshal(raw, &m)
}
