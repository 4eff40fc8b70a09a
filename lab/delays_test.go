package lab

import (
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

func TestDelays(t *testing.T) {
	began := time.UnixMilli(1_700_000_000_000)
	at := func(ms int) time.Time { return began.Add(time.Duration(ms) * time.Millisecond) }
	happened := func(upload int, times ...float64) (list []event.Event) {
		for _, ms := range times {
			list = append(list, event.Event{Timestamp: float64(began.UnixMilli()) + ms, Upload: upload})
		}
		return list
	}
	uploads := []event.Upload{{Seq: 1, At: at(500)}, {Seq: 2, At: at(2000)}, {Seq: 3, At: at(10)}}
	virtual := scenario.Scenario{Steps: []scenario.Step{{Verb: "advance", Args: []string{"1h"}}}}
	for name, c := range map[string]struct {
		events      []event.Event
		scenario    scenario.Scenario
		median, max float64
		virtual     bool
	}{
		"of two uploads":              {append(happened(1, 0, 400), happened(2, 600, 1900, 1999)...), scenario.Scenario{}, 100, 1400, false},
		"one":                         {happened(1, 490), scenario.Scenario{}, 10, 10, false},
		"a clock that is ahead":       {happened(3, 500), scenario.Scenario{}, 0, 0, false},
		"none":                        {nil, scenario.Scenario{}, 0, 0, false},
		"an upload that nobody knows": {happened(7, 0), scenario.Scenario{}, 0, 0, false},
		"in virtual time":             {happened(1, 0), virtual, 0, 0, true},
	} {
		var out result.Recording
		delays(&out, event.Recording{Events: c.events}, uploads, c.scenario)
		if out.DelayMedianMS != c.median || out.DelayMaxMS != c.max || out.Virtual != c.virtual {
			t.Errorf("%s: median %v, most %v, virtual %v; want %v, %v, %v", name, out.DelayMedianMS, out.DelayMaxMS, out.Virtual, c.median, c.max, c.virtual)
		}
	}
}
