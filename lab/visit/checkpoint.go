package visit

import (
	"context"
	"fmt"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
)

const (
	// quietLimit is how long a checkpoint waits for a page that never comes to rest.
	quietLimit = 3 * time.Second
	// apart is how far the clock must be past a checkpoint before the page goes on, so that no
	// later event shares its time.
	apart = 2 * time.Millisecond
)

// restless is the settle time of the control visit, which has no recorder to wait for.
var restless = map[string]int{"mutation": 20, "input": 20, "scroll": 120, "resize": 120, "media": 20, "selection": 20}

// checkpoint lets the page come to rest, stops it, reads it and lets it go on.
func (r *runner) checkpoint(ctx context.Context, s scenario.Step) error {
	m := Moment{Checkpoint: s.Args[0], Step: r.last}
	var err error
	if m.Settled, err = r.settle(ctx); err != nil {
		return err
	}
	if err := r.page.EvalMain(ctx, "", "globalThis.__replaylab ? __replaylab.load : ''", &m.Load); err != nil {
		return err
	}
	thaw, err := r.page.Freeze(ctx)
	if err != nil {
		return err
	}
	read := time.Now()
	if m.Page, err = truth.Read(ctx, r.page, r.Read); err == nil {
		m.Shot, err = r.page.Screenshot(ctx)
	}
	if err == nil && r.PauseAt == m.Checkpoint && r.Pause != nil {
		err = r.Pause(context.WithoutCancel(ctx), m.Checkpoint)
	}
	for time.Since(read) < apart+time.Millisecond {
		continue // reading takes ten times as long; this is for the day when it does not
	}
	if thawed := thaw(ctx); err == nil {
		err = thawed
	}
	if err != nil {
		return err
	}
	r.visit.Moments = append(r.visit.Moments, m)
	return nil
}

// settle waits until nothing is loading and the recorder has nothing left to report: no activity
// of a kind for as long as the SDK's adapter says it may hold that kind back.
func (r *runner) settle(ctx context.Context) (settled bool, err error) {
	times := restless
	if r.SDK != nil {
		times = r.SDK.Settle
	}
	if r.virtual {
		longest := 0
		for _, t := range times {
			longest = max(longest, t)
		}
		return true, r.page.Advance(ctx, time.Duration(longest)*time.Millisecond)
	}
	idle, cancel := browser.Within(ctx, quietLimit, "the page's requests")
	defer cancel()
	if err := r.site.Idle(idle); err != nil && ctx.Err() != nil {
		return false, err
	}
	if err := r.page.Rest(ctx); err != nil {
		return false, err
	}
	err = r.page.Eval(ctx, "", fmt.Sprintf("replaylab.quiet(%s, %d)", browser.Quote(times), quietLimit.Milliseconds()), &settled)
	return settled && idle.Err() == nil, err
}
