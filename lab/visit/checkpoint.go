package visit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/privacy"
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

// base is how long a page must have been still before it is read, in milliseconds by kind of
// activity, whether or not a recorder is in it. Chromium itself answers a scroll or a change of
// layout under the pointer with a mouse event some 100 ms later.
var base = map[string]int{"mutation": 40, "input": 20, "scroll": 150, "resize": 150, "pointer": 60, "media": 20, "selection": 20}

// Longer is how much longer the second control visit of a scenario waits, so that what comes and
// goes by itself differs from the first.
const Longer = 350

// settleTimes are the base, or what the SDK's adapter asks for if that is longer.
func (r *runner) settleTimes() map[string]int {
	times := maps.Clone(base)
	for kind, t := range times {
		if r.SDK != nil {
			times[kind] = max(t, r.SDK.Settle[kind])
		}
		if r.Slow {
			times[kind] += Longer
		}
	}
	return times
}

// checkpoint lets the page come to rest, stops it, reads it and lets it go on.
func (r *runner) checkpoint(ctx context.Context, s scenario.Step) error {
	m := Moment{Checkpoint: s.Args[0], Step: r.last}
	// A fetch whose answer comes while the debugger has the page stopped counts as pending for ever, and
	// its clock would not be advanced any more.
	r.virtual = r.virtual || r.Scenario.Standing(s.Line)
	var err error
	if m.Settled, err = r.settle(ctx); err != nil {
		return err
	}
	if err := r.stored(ctx, m.Checkpoint); err != nil {
		return err
	}
	if err := r.page.EvalMain(ctx, "", "globalThis.__replaylab ? __replaylab.load : ''", &m.Load); err != nil {
		return err
	}
	if r.ingest != nil {
		m.Served = r.ingest.Served()
	}
	if err := r.page.Eval(ctx, "", "replaylab.seen.longest", &m.Longest); err != nil {
		return err
	}
	thaw, err := r.freeze(ctx)
	if err != nil {
		return err
	}
	read := time.Now()
	if m.Page, err = truth.Read(ctx, r.page, r.Read); err == nil && !r.Quick {
		m.Shot, err = r.page.Screenshot(ctx)
	}
	if err == nil && r.Masked != nil {
		m.Masked, err = r.masked(ctx, m.Page, len(r.visit.Moments))
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

// masked reads the page at its n-th checkpoint once more with its text masked, or returns nil if there is nothing to mask.
func (r *runner) masked(ctx context.Context, page *truth.Page, n int) (*Masked, error) {
	if n >= len(r.Masked) {
		return nil, nil
	}
	promise := r.Masked[n].Promise
	if r.Masked[n].Stands && n > 0 {
		promise = promise.Since(r.visit.Moments[n-1].Page.Root, r.held)
	}
	r.held = promise
	var texts []truth.Text
	hidden := map[*dom.Node]bool{}
	for _, e := range privacy.Effects(page.Root, promise) {
		if e.Blocked || e.Drawing {
			hidden[e.Node] = true // what flows over a box is not to be seen, nor what is drawn
		} else {
			texts = append(texts, truth.Text{Node: e.Node, Attribute: e.Attribute, Text: e.Text})
		}
	}
	if len(texts)+len(hidden) == 0 {
		return nil, nil
	}
	undo, err := page.Rewrite(ctx, r.page, texts, hidden)
	m := &Masked{}
	if err == nil {
		var again *truth.Page
		if again, err = truth.Read(ctx, r.page, r.Read); err == nil {
			m.Tree = again.Tree
			m.Shot, err = r.page.Screenshot(ctx)
		}
	}
	return m, errors.Join(err, undo(ctx))
}

// freeze stops the page for reading. In virtual time it stands still already, and a page that the
// debugger stops there may never go on.
func (r *runner) freeze(ctx context.Context) (thaw func(context.Context) error, err error) {
	if r.virtual {
		return func(context.Context) error { return nil }, nil
	}
	return r.page.Freeze(ctx)
}

// answered lets uploads that are under way come to their end. A page whose virtual time stands
// still cannot take an answer in.
func (r *runner) answered(ctx context.Context) error {
	for r.ingest != nil {
		if err := r.ingest.Idle(ctx); err != nil {
			return err
		}
		if err := r.page.Advance(ctx, time.Millisecond); err != nil {
			return err
		}
		if r.ingest.InFlight() == 0 {
			break
		}
	}
	return nil
}

// settle waits until nothing is loading and the recorder has nothing left to report: no activity
// of a kind for as long as the SDK's adapter says it may hold that kind back.
func (r *runner) settle(ctx context.Context) (settled bool, err error) {
	times := r.settleTimes()
	if r.virtual {
		longest := 0
		for _, t := range times {
			longest = max(longest, t)
		}
		if err := r.page.Advance(ctx, time.Duration(longest)*time.Millisecond); err != nil {
			return false, err
		}
		return true, r.answered(ctx)
	}
	idle, cancel := browser.Within(ctx, quietLimit, "the page's requests")
	defer cancel()
	if err := r.site.Idle(idle); err != nil && ctx.Err() != nil {
		return false, err
	}
	if err := r.page.Rest(ctx); err != nil {
		return false, err
	}
	if err := r.page.Frames(idle); err != nil && idle.Err() == nil {
		return false, err
	}
	err = r.page.Eval(ctx, "", fmt.Sprintf("replaylab.quiet(%s, %d)", browser.Quote(times), quietLimit.Milliseconds()), &settled)
	return settled && idle.Err() == nil, err
}
