package visit

import (
	"context"
	"errors"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/event"
)

const (
	// finishLimit is how long the lab waits for the last events to arrive.
	finishLimit = 5 * time.Second
	// nudgeEvery is how long one request to send may take before the SDK is asked again.
	nudgeEvery = 150 * time.Millisecond
)

// finish has the SDK send what it holds, looks at what it patched, stops it and looks again. A
// page that crashed on purpose or is stuck has nothing left to ask.
func (r *runner) finish(ctx context.Context) error {
	if r.visit.Stuck != nil || r.dead() {
		return nil
	}
	ctx, cancel := browser.Within(ctx, 4*finishLimit, "the end of the visit")
	defer cancel()
	err := r.wrapUp(ctx)
	if err == nil && !r.dead() {
		err = r.stored(ctx, "")
	}
	if err == nil || broken(context.WithoutCancel(ctx), err) {
		return err
	}
	r.stuck("the end of the visit", err)
	return nil
}

func (r *runner) dead() bool {
	select {
	case <-r.page.Crashed():
		return true
	case <-r.page.Done():
		return true
	default:
		return false
	}
}

func (r *runner) wrapUp(ctx context.Context) error {
	var loaded bool
	if err := r.page.EvalMain(ctx, "", "'__replaylab' in globalThis", &loaded); err != nil {
		return err
	}
	var seen Seen
	if err := r.page.Eval(ctx, "", "replaylab.seen", &seen); err != nil {
		return err
	}
	r.ears.saw(seen)
	if loaded && r.SDK != nil {
		if err := r.deliver(ctx); err != nil {
			return err
		}
	}
	if r.Quick {
		return nil
	}
	look, hashes, err := r.look(ctx, true)
	if err != nil {
		return err
	}
	r.visit.While = look
	if r.visit.Patched, err = r.patches(ctx, hashes); err != nil {
		return err
	}
	if !loaded || r.SDK == nil {
		return nil
	}
	var problems []string
	if err := r.page.EvalMain(ctx, "", "__replaylab.problems", &problems); err != nil {
		return err
	}
	for _, p := range problems {
		r.note("the SDK's start failed: %s", r.plain(p))
	}
	if err := r.ask(ctx, "stop"); err != nil {
		return err
	}
	if r.visit.After, hashes, err = r.look(ctx, false); err != nil {
		return err
	}
	r.visit.Left, err = r.replaced(ctx, hashes)
	return err
}

// ask calls a method of the page's boot script and waits for its promise, letting virtual time
// run meanwhile where that is the page's clock.
func (r *runner) ask(ctx context.Context, method string) error {
	ctx, cancel := browser.Within(ctx, finishLimit, "__replaylab."+method+"()")
	defer cancel()
	if r.virtual {
		if err := r.page.EvalMain(ctx, "", "void __replaylab."+method+"()", nil); err != nil {
			return err
		}
		return r.page.Advance(ctx, time.Second)
	}
	return r.page.EvalMain(ctx, "", "__replaylab."+method+"()", nil)
}

// deliver asks the SDK to send everything until its adapter says that it has arrived, or until
// the limit, after which whatever is missing is missing.
func (r *runner) deliver(ctx context.Context) error {
	var asked float64
	if err := r.page.Eval(ctx, "", "Date.now()", &asked); err != nil {
		return err
	}
	ctx, cancel := browser.Within(ctx, finishLimit, "the delivery of the last events")
	defer cancel()
	for {
		if err := r.ask(ctx, "finish"); err != nil {
			return r.undelivered(ctx, err)
		}
		if r.SDK.Delivered == nil {
			return r.undelivered(ctx, r.ingest.Idle(ctx))
		}
		wait, stop := context.WithTimeout(ctx, nudgeEvery)
		err := r.ingest.Wait(wait, "the mark of the end", func(list []event.Upload) bool { return r.SDK.Delivered(list, asked) })
		stop()
		if err == nil {
			return r.ingest.Idle(ctx)
		}
		if ctx.Err() != nil {
			return r.undelivered(ctx, err)
		}
		silent, err := r.silent(ctx)
		if err != nil || silent {
			return err
		}
	}
}

// silent reports whether the SDK has said that it does not record, so that no mark can come.
func (r *runner) silent(ctx context.Context) (bool, error) {
	if r.SDK.Records == "" {
		return false, nil
	}
	records := true
	err := r.page.EvalMain(ctx, "", r.SDK.Records, &records)
	return !records, err
}

// undelivered turns running out of time into a note: the claims will tell what is missing.
func (r *runner) undelivered(ctx context.Context, err error) error {
	var slow *browser.SlowError
	if err == nil || (!errors.As(err, &slow) && !errors.As(context.Cause(ctx), &slow)) {
		return err
	}
	r.note("the SDK had not delivered everything within %s of being asked to: %v", finishLimit, err)
	return nil
}
