package trust

import (
	"context"
	"slices"
	"sync"

	"replaylab/lab"
	"replaylab/lab/event"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// Persistence is how many random changes are made to the recording of a scenario that nothing has
// turned red yet, with each SDK.
const Persistence = 20

// reach changes the recordings of scenarios that nothing has turned red until something does: a
// scenario that cannot fail says nothing when it passes.
func (c *Config) reach(ctx context.Context, r *Report) error {
	if c.Mutations == 0 {
		return nil
	}
	m := &r.Mutations
	for _, o := range r.Outcomes {
		m.red[o.Scenario] = m.red[o.Scenario] || len(o.By) > 0
	}
	for _, s := range c.Scenarios {
		if len(s.Checkpoints()) == 0 && ctx.Err() == nil {
			m.red[s.ID] = m.red[s.ID] || c.loud(ctx, s)
		}
	}
	left := slices.DeleteFunc(c.originals(), func(o *original) bool { return m.red[o.scenario.ID] })
	c.More(len(left))
	var mu sync.Mutex
	red := func(id string, now bool) bool {
		mu.Lock()
		defer mu.Unlock()
		m.red[id] = m.red[id] || now
		return m.red[id]
	}
	each(c.Jobs, left, func(o *original) {
		defer c.Done("changed until it failed: "+o.scenario.ID+", "+o.build.SDK.Label, false)
		if red(o.scenario.ID, false) || ctx.Err() != nil || o.open(ctx) != nil {
			return // what could not be visited is among the scenarios that nothing turned red
		}
		for n := c.Mutations; n < c.Mutations+Persistence && ctx.Err() == nil && !red(o.scenario.ID, false); n++ {
			made, err := o.mutate(ctx, n)
			red(o.scenario.ID, err == nil && made.By != "")
		}
	})
	return context.Cause(ctx)
}

// loud reports whether a scenario in which nothing is recorded fails once something is.
func (c *Config) loud(ctx context.Context, s scenario.Scenario) bool {
	b := c.Builds[0]
	one := lab.Case{Scenario: s, SDK: b.SDK, Player: b.Player}
	sound := c.Lab.Run(ctx, one)
	one.Plant.Uploads = func(list []event.Upload) []event.Upload {
		return append(list, event.Upload{Seq: len(list) + 1, Method: "POST", URL: "/sessions/v2/track", Kind: "replay"})
	}
	r := c.Lab.Run(ctx, one)
	return sound.Verdict == result.Held && r.Verdict == result.Failed
}

// green lists the scenarios that nothing turned red, of those in which something was to.
func (c *Config) green(r *Report) []string {
	list := []string{}
	if c.Mutations == 0 {
		return list
	}
	for _, s := range c.Scenarios {
		if !r.Mutations.red[s.ID] {
			list = append(list, s.ID)
		}
	}
	return list
}
