package visit

import (
	"context"
	"errors"

	"replaylab/lab/browser"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
)

// Floor opens the scenario's page and does its steps, and at each checkpoint makes the reading
// calls and takes the screenshot without looking at the answers: nothing of what a lab is for. It
// returns the page's markup at the end and the number of checkpoints. It is what the cost of a
// visit is measured against.
func Floor(ctx context.Context, c Config) (markup string, checkpoints int, err error) {
	c.SDK = nil
	r := &runner{Config: c, visit: &Visit{}}
	if err := r.open(ctx); err != nil {
		return "", 0, errors.Join(err, r.close())
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for _, s := range c.Scenario.Steps {
		switch s.Verb {
		case "expect", "reply", "remote", "call":
			continue
		case "checkpoint":
			checkpoints++
			err = Bare(ctx, r.page, c.Read)
		default:
			err = r.bareStep(ctx, s)
		}
		if err != nil {
			return "", checkpoints, err
		}
	}
	return markup, checkpoints, r.page.Eval(ctx, "", "document.documentElement.outerHTML", &markup)
}

func (r *runner) bareStep(ctx context.Context, s scenario.Step) error {
	if err := acts[s.Verb](r, ctx, s); err != nil {
		return err
	}
	return r.turn(ctx)
}

// Bare reads and photographs a page without looking at the answers.
func Bare(ctx context.Context, p *browser.Page, o truth.Options) error {
	if err := truth.Raw(ctx, p, o); err != nil {
		return err
	}
	_, err := p.Raw(ctx, "Page.captureScreenshot", map[string]any{"format": "png", "optimizeForSpeed": true})
	return err
}
