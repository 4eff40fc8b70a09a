package lab

import (
	"context"
	"fmt"
	"slices"

	"replaylab/lab/claim"
	"replaylab/lab/event"
	"replaylab/lab/visit"
)

// measured visits the page with the SDK, and plants the fault of the case in what it uploaded.
func (l *Lab) measured(ctx context.Context, c Case, plan *plan, t targets) (*visit.Visit, error) {
	v, err := l.shared(ctx, c, "", func(ctx context.Context) (*visit.Visit, error) {
		return visit.Run(ctx, l.visitConfig(c, plan, c.SDK, t))
	})
	if v == nil {
		v = &visit.Visit{}
	}
	if err == nil {
		v = c.Plant.in(v)
	}
	return v, err
}

// in returns the visit with the fault planted in what it uploaded.
func (p Plant) in(v *visit.Visit) *visit.Visit {
	if p.Uploads == nil {
		return v
	}
	faulty := *v
	faulty.Uploads = p.Uploads(slices.Clone(v.Uploads))
	faulty.Recordings = event.Assemble(faulty.Uploads)
	return &faulty
}

// again visits the page twice more, more slowly, if it is not as without the SDK: it may be that it
// is never the same twice.
func (l *Lab) again(ctx context.Context, c Case, plan *plan, f *claim.Facts, t targets, lap func(string)) (err error) {
	if claim.Suspicious(f) {
		if f.Second, err = l.second(ctx, c, plan); err != nil {
			return fmt.Errorf("the second control visit: %w", err)
		}
		lap("second control visit")
	}
	if claim.Suspicious(f) {
		f.Again, err = l.shared(ctx, c, " again", func(ctx context.Context) (*visit.Visit, error) {
			slow := l.visitConfig(c, plan, c.SDK, t)
			slow.Slow = true
			return visit.Run(ctx, slow)
		})
		if err != nil {
			return fmt.Errorf("the second visit: %w", err)
		}
		lap("second visit")
	}
	return nil
}

// shared makes a visit with the SDK, once for all cases of the scenario and SDK if the lab shares
// visits.
func (l *Lab) shared(ctx context.Context, c Case, which string, visit func(context.Context) (*visit.Visit, error)) (*visit.Visit, error) {
	if !l.Share {
		return visit(ctx)
	}
	return l.visits.get(ctx, fmt.Sprintf("%s#%d %s%s", c.Scenario.ID, c.Attempt, c.SDK.Source, which), visit)
}

// control makes the control visit of a scenario, once for all SDKs that visit it.
func (l *Lab) control(ctx context.Context, c Case, p *plan) (*visit.Visit, error) {
	return l.controls.get(ctx, fmt.Sprintf("%s#%d", c.Scenario.ID, c.Attempt), func(ctx context.Context) (*visit.Visit, error) {
		return visit.Run(ctx, l.visitConfig(c, p, nil, targetsOf(c.Scenario, nil)))
	})
}

// masked makes a control visit that shows at each checkpoint what the page looks like with its text
// masked, once for all SDKs that promise the same.
func (l *Lab) masked(ctx context.Context, c Case, p *plan, f *claim.Facts, t targets) (*visit.Visit, error) {
	var rules []visit.Rules
	for i := range f.Moments {
		m := &f.Moments[i]
		rules = append(rules, visit.Rules{Promise: m.Promise.Alone(), Stands: m.Stands})
	}
	return l.controls.get(ctx, fmt.Sprintf("%s#%d masked %v", c.Scenario.ID, c.Attempt, rules), func(ctx context.Context) (*visit.Visit, error) {
		config := l.visitConfig(c, p, nil, t)
		config.Masked = rules
		return visit.Run(ctx, config)
	})
}

// second makes another control visit, which waits longer before each checkpoint: a page that is
// not the same twice without an SDK says nothing about the SDK where it differs.
func (l *Lab) second(ctx context.Context, c Case, p *plan) (*visit.Visit, error) {
	return l.controls.get(ctx, fmt.Sprintf("%s#%d again", c.Scenario.ID, c.Attempt), func(ctx context.Context) (*visit.Visit, error) {
		config := l.visitConfig(c, p, nil, targetsOf(c.Scenario, nil))
		config.Slow = true
		return visit.Run(ctx, config)
	})
}
