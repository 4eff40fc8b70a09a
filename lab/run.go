package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/claim"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
	"replaylab/lab/visit"
)

// Case is one scenario with one SDK and one player.
type Case struct {
	Scenario scenario.Scenario
	SDK      *visit.SDK
	Player   *replay.Player
	Attempt  int   // from 1 where the case is run several times, else 0
	Plant    Plant // faults that are put in; the zero value puts none
}

// Run takes one case through the whole pipeline. It always returns a result: what breaks on the
// way is its verdict.
func (l *Lab) Run(ctx context.Context, c Case) result.Result {
	begun := time.Now()
	r := l.blank(c)
	if missing := cmp.Or(lacks(c.Scenario, c.SDK), l.lacksSite(c.Scenario)); missing != "" {
		r.Verdict, r.Reason = result.NA, missing
		return r
	}
	err := l.run(ctx, c, &r)
	switch {
	case err != nil && ctx.Err() != nil:
		r.Verdict, r.Reason = result.Infrastructure, "the run was stopped: "+context.Cause(ctx).Error()
	case errors.As(err, new(*unavailable)):
		r.Verdict, r.Reason = result.NA, err.Error()
	case errors.As(err, new(*undecided)):
		r.Verdict, r.Reason = result.Inconclusive, err.Error()
	case errors.Is(err, browser.ErrGone):
		r.Verdict, r.Reason = result.Infrastructure, "a browser died or hung: "+err.Error()
	case err != nil:
		r.Verdict, r.Reason = result.Infrastructure, err.Error()
	default:
		l.Known.Apply(&r)
		claim.Limit(r.Claims)
		r.Verdict = result.Worst(r.Claims)
	}
	r.WallMS = float64(time.Since(begun).Microseconds()) / 1000
	return r
}

// tooBusy is how long a page may keep its main thread busy at a stretch before the lab doubts that
// an SDK had a fair chance to start, in milliseconds. Amplitude's gives a request of its
// configuration 1,000 ms, wherever the time goes.
const tooBusy = 700

// undecided is why a scenario could not be judged although nothing of the lab broke.
type undecided struct{ reason string }

func (e *undecided) Error() string { return e.reason }

// unavailable is why a scenario cannot be run on this machine.
type unavailable struct{ reason string }

func (e *unavailable) Error() string { return e.reason }

func (l *Lab) run(ctx context.Context, c Case, r *result.Result) error {
	lap := laps(r)
	plan, err := l.plan(ctx, c.Scenario)
	lap("plan")
	if err != nil {
		return err
	}
	facts, targets, err := l.look(ctx, c, plan, r, lap)
	if err != nil {
		return err
	}
	if err := l.again(ctx, c, plan, facts, targets, lap); err != nil {
		return err
	}
	if err := l.replayAll(ctx, c, facts, targets, r); err != nil {
		return fmt.Errorf("the replay: %w", err)
	}
	lap("replay")
	if claim.Reflowed(facts) {
		masked, err := l.masked(ctx, c, plan, facts, targets)
		if err != nil {
			return fmt.Errorf("the control visit with masked text: %w", err)
		}
		facts.Refer(masked)
		lap("masked control visit")
	}
	r.Claims = claim.Check(facts)
	lap("diff and claims")
	r.Notes = append(r.Notes, facts.Visit.Notes...)
	r.Notes = append(r.Notes, claim.Patches(facts)...)
	return l.keepMoments(r, facts)
}

// Facts are what is known of a case before anything of it is replayed: both visits, and what the
// recording says of each moment.
func (l *Lab) Facts(ctx context.Context, c Case) (*claim.Facts, error) {
	plan, err := l.plan(ctx, c.Scenario)
	if err != nil {
		return nil, err
	}
	r := l.blank(c)
	facts, _, err := l.look(ctx, c, plan, &r, func(string) {})
	return facts, err
}

// look makes the two visits of a case, and applies the recording in Go.
func (l *Lab) look(ctx context.Context, c Case, plan *plan, r *result.Result, lap func(string)) (*claim.Facts, targets, error) {
	rules := rulesOf(c.SDK, c.Scenario)
	targets := targetsOf(c.Scenario, rules.asked)
	control, err := l.control(ctx, c, plan)
	lap("control visit")
	if err != nil {
		return nil, targets, fmt.Errorf("the control visit: %w", err)
	}
	if s := control.Stuck; s != nil {
		return nil, targets, &undecided{fmt.Sprintf("the control visit, without the SDK, could not do step %s: %s", s.Step, s.Why)}
	}
	v, err := l.measured(ctx, c, plan, targets)
	for _, p := range v.Phases {
		r.Phases = append(r.Phases, result.Phase{Name: "visit: " + p.Name, MS: p.MS})
	}
	lap("")
	l.keepVisit(r, c.Scenario, v)
	lap("evidence of the visit")
	if err != nil {
		return nil, targets, fmt.Errorf("the visit: %w", err)
	}

	facts := &claim.Facts{
		Scenario: c.Scenario, Control: control, Visit: v, Canaries: plan.canaries,
		Policy: policyOf(c.Scenario, c.SDK, c.Player), Unordered: c.SDK.Unordered != "", Targets: targets.bits,
		Globals: c.SDK.Globals, Tag: c.SDK.Tag, Hears: hears(c),
	}
	for i := range v.Moments {
		facts.Moments = append(facts.Moments, l.moment(v, control, i))
		if facts.Moments[i].Recording == nil && v.Moments[i].Longest > tooBusy {
			return nil, targets, &undecided{fmt.Sprintf("nothing was recorded, but the page's main thread was busy for %.0f ms at a stretch: "+
				"SDKs give up on their configuration after a second, and this machine may be too slow for this page", v.Moments[i].Longest)}
		}
	}
	rules.promised(facts.Moments, v)
	lap("model")
	return facts, targets, nil
}

// laps returns a function that notes the time since its last call under a name.
func laps(r *result.Result) func(name string) {
	last := time.Now()
	return func(name string) {
		now := time.Now()
		if name != "" {
			r.Phases = append(r.Phases, result.Phase{Name: name, MS: float64(now.Sub(last).Microseconds()) / 1000})
		}
		last = now
	}
}

// moment gathers what is known of one checkpoint before it is replayed: the live page, the control
// visit's, and what the recording says.
func (l *Lab) moment(v, control *visit.Visit, i int) claim.Moment {
	live := v.Moments[i]
	m := claim.Moment{Checkpoint: live.Checkpoint, Step: live.Step, Live: live.Page.Tree, Time: live.Page.Now, Shot: live.Shot}
	if i < len(control.Moments) {
		m.Control = control.Moments[i].Page.Tree
	}
	if m.Recording = recordingOf(v.Recordings, live); m.Recording != nil {
		m.Model, m.Problems = model.At(m.Recording.Events, m.Time)
		if slices.ContainsFunc(m.Problems, func(p model.Problem) bool { return p.Index < 0 }) {
			m.Model = nil // there is nothing to apply the events to
		}
	}
	return m
}

// recordingOf finds the stream of the page load that was in the window. If the session changed
// within a load, it is the one whose snapshot came last.
func recordingOf(list []event.Recording, m visit.Moment) *event.Recording {
	var found *event.Recording
	for i := range list {
		if list[i].Load == m.Load && len(list[i].Events) > 0 && list[i].Start() <= m.Page.Now {
			found = &list[i]
		}
	}
	return found
}

// replayAll plays each recording to all the moments that it covers.
func (l *Lab) replayAll(ctx context.Context, c Case, f *claim.Facts, t targets, r *result.Result) error {
	read := t.read()
	for i := 0; i < len(f.Moments); {
		rec := f.Moments[i].Recording
		j := i
		var want []replay.Moment
		for ; j < len(f.Moments) && f.Moments[j].Recording == rec; j++ {
			m := &f.Moments[j]
			want = append(want, replay.Moment{Time: m.Time, Width: m.Live.Width, Height: m.Live.Height, Model: m.Model})
		}
		if rec != nil && f.Moments[j-1].Model != nil {
			sought, played, err := l.bothPasses(ctx, c, read, openOf(c.Scenario, f.Visit), rec, want)
			if err != nil {
				return err
			}
			l.keepPasses(r, f, rec, sought, played, c.Player.SeekOnly)
			for k := i; k < j; k++ {
				l.shown(r, &f.Moments[k], k, k-i, sought, played)
			}
		}
		i = j
	}
	return nil
}

// bothPasses plays a recording twice at the same time: from moment to moment by seeking, and
// through. played is nil if the player cannot be played through.
func (l *Lab) bothPasses(ctx context.Context, c Case, read truth.Options, open *replay.Origins, rec *event.Recording, want []replay.Moment) (sought, played *replay.Played, err error) {
	run := func(pass result.Pass) (*replay.Played, error) {
		config := replay.Config{Browser: l.Replay, Player: c.Player, Read: read, Pass: pass, Origins: open}
		if c.Plant.Pass == "" || c.Plant.Pass == pass {
			config.Script, config.Rigged = c.Plant.Replayed, c.Plant.Player
		}
		return replay.Run(ctx, config, rec.Events, want)
	}
	var through error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if c.Player.SeekOnly == "" {
			played, through = run(result.Play)
		}
	}()
	sought, err = run(result.Seek)
	<-done
	return sought, played, errors.Join(err, through)
}

// openOf are the origins that stay open for the replay of a visit; nil if none does.
func openOf(s scenario.Scenario, v *visit.Visit) *replay.Origins {
	if !s.Open || v.Site == nil {
		return nil
	}
	return &replay.Origins{Handler: v.Site, Serves: v.Site.Serves, List: v.Site.Origins()}
}

// shown takes down what both passes show at one moment, the n-th of its recording.
func (l *Lab) shown(r *result.Result, m *claim.Moment, checkpoint, n int, sought, played *replay.Played) {
	if n < len(sought.Moments) {
		m.Replayed, m.ReplayedShot = sought.Moments[n].Page.Tree, sought.Moments[n].Shot
		l.keepShot(r, checkpoint, m.ReplayedShot, sought)
	} else {
		m.Failed = sought.Failed
	}
	switch {
	case played == nil:
	case n < len(played.Moments):
		m.Played, m.PlayedShot = played.Moments[n].Page.Tree, played.Moments[n].Shot
		l.keepPlayedShot(r, checkpoint, m.PlayedShot, m.ReplayedShot)
	default:
		m.PlayFailed = played.Failed
	}
}

// hears are the events that the page may hear because of an option that the scenario gives.
func hears(c Case) map[string]bool {
	events := map[string]bool{}
	for name, option := range c.SDK.Hears {
		_, given := c.Scenario.Options[option]
		events[name] = given
	}
	return events
}

// lacks says what a scenario needs that the SDK cannot do, or "".
func lacks(s scenario.Scenario, sdk *visit.SDK) string {
	for _, need := range s.Needs {
		if need != "npm" && need != secondSite && !slices.Contains(sdk.Can, need) {
			return fmt.Sprintf("the scenario needs %q, which %s does not have", need, sdk.Label)
		}
	}
	if _, ok := sdk.Scripts[s.Script]; s.Script != "" && !ok {
		return fmt.Sprintf("the scenario needs the script %q, which %s does not have", s.Script, sdk.Label)
	}
	return ""
}
