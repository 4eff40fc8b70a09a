package lab

import (
	"context"
	"fmt"

	"replaylab/lab/claim"
	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// Unchanged visits the page of a case twice without its SDK and judges the second visit as if there
// had been one: nobody may be accused. Its claims are those that need no recording.
func (l *Lab) Unchanged(ctx context.Context, c Case) ([]result.Claim, error) {
	plan, err := l.plan(ctx, c.Scenario)
	if err != nil {
		return nil, err
	}
	control, err := l.control(ctx, c, plan)
	if err != nil {
		return nil, fmt.Errorf("the control visit: %w", err)
	}
	if s := control.Stuck; s != nil {
		return nil, &undecided{fmt.Sprintf("the control visit could not do step %s: %s", s.Step, s.Why)}
	}
	t := targetsOf(c.Scenario, nil)
	config := l.visitConfig(c, plan, nil, t)
	f := &claim.Facts{Scenario: c.Scenario, Control: control, Canaries: plan.canaries, Targets: t.bits}
	if f.Visit, err = visit.Run(ctx, config); err != nil {
		return nil, fmt.Errorf("the visit: %w", err)
	}
	for i := range f.Visit.Moments {
		f.Moments = append(f.Moments, l.moment(f.Visit, control, i))
	}
	if claim.Suspicious(f) {
		if f.Second, err = l.second(ctx, c, plan); err != nil {
			return nil, fmt.Errorf("the second control visit: %w", err)
		}
	}
	if claim.Suspicious(f) {
		config.Slow = true
		if f.Again, err = visit.Run(ctx, config); err != nil {
			return nil, fmt.Errorf("the second visit: %w", err)
		}
	}
	var list []result.Claim
	for _, cl := range claim.Check(f) {
		if cl.Name == "unharmed" || cl.Name == "no leak" {
			list = append(list, cl)
		}
	}
	return list, nil
}
