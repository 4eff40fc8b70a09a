package lab

import (
	"context"
	"fmt"

	"replaylab/lab/claim"
	"replaylab/lab/replay"
	"replaylab/lab/truth"
	"replaylab/lab/visit"
)

// Quick visits a page with the SDK alone, and says what of each checkpoint the live page was and what
// the recording tells: structure and state, no looks, no pictures, no control visit. With play it is
// replayed too. It is for judging much at a time; nothing that it finds is a verdict.
func (l *Lab) Quick(ctx context.Context, c Case, play bool) (*claim.Facts, error) {
	plan, err := l.plan(ctx, c.Scenario)
	if err != nil {
		return nil, err
	}
	rules := rulesOf(c.SDK, c.Scenario)
	t := targetsOf(c.Scenario, rules.asked)
	config := l.visitConfig(c, plan, c.SDK, t)
	config.Quick, config.Read = true, truth.Options{Selectors: t.selectors}
	v, err := visit.Run(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("the visit: %w", err)
	}
	v = c.Plant.in(v)
	facts := &claim.Facts{
		Scenario: c.Scenario, Visit: v, Policy: policyOf(c.Scenario, c.SDK, c.Player),
		Unordered: c.SDK.Unordered != "", Targets: t.bits,
	}
	for i := range v.Moments {
		facts.Moments = append(facts.Moments, l.moment(v, &visit.Visit{}, i))
	}
	rules.promised(facts.Moments, v)
	if play && len(facts.Moments) > 0 {
		return facts, l.play(ctx, c, facts)
	}
	return facts, nil
}

// play replays the last checkpoint.
func (l *Lab) play(ctx context.Context, c Case, f *claim.Facts) error {
	m := &f.Moments[len(f.Moments)-1]
	if m.Model == nil {
		return nil
	}
	played, err := replay.Run(ctx, replay.Config{Browser: l.Replay, Player: c.Player, Script: c.Plant.Replayed}, m.Recording.Events,
		[]replay.Moment{{Time: m.Time, Width: m.Live.Width, Height: m.Live.Height, Model: m.Model}})
	if err != nil {
		return fmt.Errorf("the replay: %w", err)
	}
	if m.Failed = played.Failed; m.Failed == "" {
		m.Replayed = played.Moments[0].Page.Tree
	}
	return nil
}
