package visit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// The longest that one step may take. The longest honest one opens a real application on two busy cores;
// a quick visit has no such page, and is repeated before anything that it finds counts.
const (
	stepLimit      = 40 * time.Second
	quickStepLimit = 12 * time.Second
)

// steps does one step after another until the last, or until one cannot be done.
func (r *runner) steps(ctx context.Context) error {
	for _, s := range r.Scenario.Steps {
		if s.Verb == "expect" {
			continue
		}
		begun := time.Now()
		err := r.step(ctx, s)
		r.visit.Steps = append(r.visit.Steps, result.Step{
			Line: s.Line, Text: s.Text, AtMS: ms(begun.Sub(r.visit.Began)), MS: ms(time.Since(begun)),
		})
		if err == nil {
			continue
		}
		if broken(ctx, err) {
			return fmt.Errorf("step %s: %w", describe(s), err)
		}
		r.stuck(describe(s), err)
		return nil
	}
	return nil
}

// broken reports whether an error is the lab's or the browser's, not the page's.
func broken(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, browser.ErrGone)
}

func (r *runner) stuck(step string, err error) {
	var slow *browser.SlowError
	page := errors.Is(err, browser.ErrTargetGone) || errors.As(err, &slow)
	select {
	case <-r.page.Crashed():
		page = true
		err = fmt.Errorf("the page crashed: %w", err)
	default:
	}
	r.visit.Stuck = &Stuck{Step: step, Why: err.Error(), Page: page}
}

func describe(s scenario.Step) string { return fmt.Sprintf("%d: %s", s.Line, s.Text) }

func (r *runner) step(ctx context.Context, s scenario.Step) error {
	limit := stepLimit
	if r.Quick {
		limit = quickStepLimit
	}
	ctx, cancel := browser.Within(ctx, limit, "the step "+s.Verb)
	defer cancel()
	do := acts[s.Verb]
	if do == nil {
		return fmt.Errorf("the lab has no verb %q", s.Verb)
	}
	if s.Verb != "checkpoint" {
		r.last = describe(s)
	}
	loads := r.page.Loads()
	if err := do(r, ctx, s); err != nil {
		return err
	}
	if s.Verb == "checkpoint" || s.Verb == "crash" {
		return nil
	}
	if err := r.turn(ctx); err != nil {
		return err
	}
	if r.page.Loads() != loads {
		return r.begin(ctx)
	}
	return nil
}

// turn lets the page finish what the step set off.
func (r *runner) turn(ctx context.Context) error {
	if r.virtual {
		return r.page.Advance(ctx, time.Millisecond)
	}
	return r.page.Rest(ctx)
}

// startLimit is how long a page load waits for the SDK to say that it records. An SDK that asks
// for its configuration first may take 1.5 s by contract.
const startLimit = 5 * time.Second

// begin waits until the boot script of a freshly loaded page has started its SDK.
func (r *runner) begin(ctx context.Context) error {
	wait, cancel := browser.Within(ctx, startLimit, "the start of the SDK")
	defer cancel()
	err := r.page.EvalMain(wait, "", `new Promise(done => {
		const look = () => globalThis.__replaylab ? __replaylab.ready().then(done) : setTimeout(look, 4);
		look();
	})`, nil)
	var slow *browser.SlowError
	if errors.As(err, &slow) && ctx.Err() == nil {
		if r.SDK != nil {
			r.note("the SDK did not say that it had started within %s of %s", startLimit, r.last)
		}
		return nil
	}
	return err
}

func (r *runner) note(format string, args ...any) {
	r.visit.Notes = append(r.visit.Notes, fmt.Sprintf(format, args...))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
