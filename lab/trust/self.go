package trust

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"replaylab/lab"
	"replaylab/lab/diff"
	"replaylab/lab/pixel"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
)

// Compared counts self-comparisons by what was compared with itself.
type Compared struct {
	Pages     int      `json:"pages"`               // the page without an SDK, twice, judged as if one had been there
	Replays   int      `json:"replays"`             // one recording, played twice
	Pipelines int      `json:"pipelines"`           // the whole pipeline with an SDK, twice: the verdicts must agree
	Undecided []string `json:"undecided,omitempty"` // nobody was accused, and nothing could be compared
	Scenarios int      `json:"scenarios"`
	Burners   int      `json:"burners"`
}

func (m *Compared) text(b *strings.Builder, r *Report) {
	if r.Selves == 0 {
		return
	}
	fmt.Fprintf(b, "\nSelf-comparisons: %d over %d scenarios, with %d busy loops beside them, in %s: %d accused.\n", r.Selves, m.Scenarios, m.Burners, seconds(r.SelvesMS), r.False)
	fmt.Fprintf(b, "  pages against themselves: %d, replays against themselves: %d, pipelines against themselves: %d, undecided: %d\n", m.Pages, m.Replays, m.Pipelines, len(m.Undecided))
	for _, a := range r.Accused {
		fmt.Fprintf(b, "  ✗ %s\n", a.String())
	}
	for _, u := range m.Undecided {
		fmt.Fprintf(b, "  ? %s\n", u)
	}
}

// Accusation is a difference found between a thing and itself.
type Accusation struct {
	What     string `json:"what"` // "page", "replay" or "pipeline"
	Scenario string `json:"scenario"`
	SDK      string `json:"sdk,omitempty"`
	Sign     string `json:"sign"`
}

func (a Accusation) String() string {
	return fmt.Sprintf("%s against itself, %s: %s", a.What, words(a.Scenario, a.SDK), a.Sign)
}

// self is comparisons of one scenario, and with one SDK unless they are of pages.
type self struct {
	what     string
	scenario scenario.Scenario
	build    Build
	times    int
}

// compareAll compares scenarios with themselves, the same number of times each, while other threads
// keep the processors busy.
func (c *Config) compareAll(ctx context.Context, r *Report) error {
	if c.Selves == 0 {
		return nil
	}
	begun := time.Now()
	defer burn(c.Burners)()
	r.Compared.Scenarios, r.Compared.Burners = len(c.Scenarios), c.Burners
	var mu sync.Mutex
	took := func(s self, found []string, err error) {
		mu.Lock()
		defer mu.Unlock()
		name := s.what + " " + s.scenario.ID
		sdk := ""
		if s.what != "page" {
			sdk = s.build.SDK.Label
			name += " " + sdk
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			r.Compared.Undecided = append(r.Compared.Undecided, name+": "+err.Error())
			c.Done("? "+name+": "+err.Error(), false)
			return
		case s.what == "page":
			r.Compared.Pages++
		case s.what == "replay":
			r.Compared.Replays++
		default:
			r.Compared.Pipelines++
		}
		r.Selves++
		for _, sign := range found {
			r.Accused = append(r.Accused, Accusation{s.what, s.scenario.ID, sdk, sign})
		}
		c.Done("✗ "+name+": "+strings.Join(found, "; "), len(found) > 0)
	}
	// Some cannot be made, such as with an SDK that lacks what a scenario needs: others take their place.
	for dealt := 0; r.Selves < c.Selves && dealt < 2*c.Selves && ctx.Err() == nil; {
		n := c.Selves - r.Selves
		if dealt > 0 {
			c.More(n)
		}
		each(c.Jobs, c.selves(dealt, n), func(s self) {
			switch {
			case ctx.Err() != nil:
			case s.what == "page":
				c.pages(ctx, s, took)
			case s.what == "replay":
				c.replays(ctx, s, took)
			default:
				c.pipelines(ctx, s, took)
			}
		})
		dealt += n
	}
	r.SelvesMS = ms(time.Since(begun))
	return context.Cause(ctx)
}

// selves deals count comparisons out, after those that were dealt before: half of them pages, the rest replays and pipelines by turns, each
// with another SDK than the one before, over all scenarios in turn.
func (c *Config) selves(before, count int) []self {
	var list []self
	at := map[string]int{}
	for n := before; n < before+count; n++ {
		s := c.Scenarios[n%len(c.Scenarios)]
		round := n / len(c.Scenarios)
		one := self{what: "page", scenario: s}
		if round%2 == 1 {
			one.what = []string{"replay", "pipeline"}[round/2%2]
			one.build = c.Builds[(round/4+n)%len(c.Builds)]
			if one.what == "replay" && len(s.Checkpoints()) == 0 {
				one.what = "pipeline"
			}
		}
		key := one.what + "\x00" + s.ID
		if one.build.SDK != nil {
			key += "\x00" + one.build.SDK.Label
		}
		if _, ok := at[key]; !ok {
			at[key] = len(list)
			list = append(list, one)
		}
		list[at[key]].times++
	}
	return list
}

// burn keeps that many threads busy until the function that it returns is called.
func burn(n int) (stop func()) {
	var done atomic.Bool
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(before + n)
	for range n {
		go func() {
			runtime.LockOSThread()
			for !done.Load() {
			}
		}()
	}
	return func() {
		done.Store(true)
		runtime.GOMAXPROCS(before)
	}
}

// pages judges a page against itself.
func (c *Config) pages(ctx context.Context, s self, took func(self, []string, error)) {
	for n := range s.times {
		// Every four comparisons have a control visit of their own.
		claims, err := c.Lab.Unchanged(ctx, lab.Case{Scenario: s.scenario, Attempt: 1000 + n/4})
		var found []string
		for i := range claims {
			if claims[i].Verdict == result.Failed {
				found = append(found, signs(&claims[i])...)
			}
		}
		took(s, found, err)
	}
}

// signs writes down the evidence of a claim, the first few.
func signs(c *result.Claim) []string {
	var list []string
	for _, e := range c.Evidence {
		if !e.Known && len(list) < 5 {
			sign := words(c.Name, c.Target, c.Checkpoint) + ": " + where(e.Kind, e.Name, e.Path) + " " + e.Detail
			for _, side := range []struct {
				name string
				is   result.Value
			}{{"natively", e.Native}, {"without the SDK", e.Control}, {"live", e.Live}, {"replayed", e.Replayed}} {
				if side.is.Present {
					sign += fmt.Sprintf(", %s %s", side.name, clip(fmt.Sprintf("%q", side.is.Text)))
				}
			}
			list = append(list, sign)
		}
	}
	return list
}

// replays plays one recording again and again, each time compared with the time before.
func (c *Config) replays(ctx context.Context, s self, took func(self, []string, error)) {
	one := lab.Case{Scenario: s.scenario, SDK: s.build.SDK, Player: s.build.Player}
	var before []replay.Shown
	for n := 0; n <= s.times; n++ {
		shown, err := c.play(ctx, one)
		switch {
		case err != nil:
			before = nil
			took(s, nil, err)
		case before != nil:
			took(s, otherReplay(before, shown), nil)
		}
		if err == nil {
			before = shown
		} else if n == 0 {
			n++ // there was nothing to compare with
		}
	}
}

// play plays every recording of a case once, to all checkpoints.
func (c *Config) play(ctx context.Context, one lab.Case) ([]replay.Shown, error) {
	f, err := c.Lab.Facts(ctx, one)
	if err != nil {
		return nil, err
	}
	var all []replay.Shown
	for i := 0; i < len(f.Moments); {
		rec := f.Moments[i].Recording
		j := i
		var want []replay.Moment
		for ; j < len(f.Moments) && f.Moments[j].Recording == rec; j++ {
			want = append(want, replay.Moment{Time: f.Moments[j].Time, Width: f.Moments[j].Live.Width, Height: f.Moments[j].Live.Height})
		}
		if rec != nil && f.Moments[j-1].Model != nil {
			played, err := replay.Run(ctx, replay.Config{Browser: c.Lab.Replay, Player: one.Player, Read: truth.Options{Styles: truth.Styles}}, rec.Events, want)
			if err != nil {
				return nil, err
			}
			if played.Failed != "" {
				return nil, errors.New(played.Failed)
			}
			all = append(all, played.Moments...)
		}
		i = j
	}
	if len(all) == 0 {
		return nil, errors.New("there is nothing to play")
	}
	return all, nil
}

// otherReplay names what two replays of one recording differ in, in any oracle.
func otherReplay(a, b []replay.Shown) []string {
	if len(a) != len(b) {
		return []string{fmt.Sprintf("%d moments, then %d", len(a), len(b))}
	}
	var list []string
	for i := range a {
		for _, d := range diff.Compare(a[i].Page.Tree, b[i].Page.Tree, diff.Options{Looks: true, Derived: true}).Differences {
			if len(list) < 5 {
				list = append(list, fmt.Sprintf("moment %d: %s: %s, then %s", i+1, said(d), or(d.LeftValue), or(d.RightValue)))
			}
		}
		found, err := pixel.Compare(a[i].Shot, b[i].Shot, nil)
		switch {
		case err != nil:
			list = append(list, fmt.Sprintf("moment %d: %v", i+1, err))
		case found.Pixels > 0 && len(list) < 5:
			list = append(list, fmt.Sprintf("moment %d: %d pixels differ by up to %d, %s", i+1, found.Pixels, found.Max, found.Regions[0]))
		}
	}
	return list
}

func or(s *string) string {
	if s == nil {
		return "nothing"
	}
	return clip(fmt.Sprintf("%q", *s))
}

// pipelines runs a case from the first visit to the verdict again and again. What fails in one run
// and not in the others was said wrongly of somebody.
func (c *Config) pipelines(ctx context.Context, s self, took func(self, []string, error)) {
	one := lab.Case{Scenario: s.scenario, SDK: s.build.SDK, Player: s.build.Player}
	var before *result.Result
	for n := 0; n <= s.times; n++ {
		one.Attempt = 2000 + n
		r := c.Lab.Run(ctx, one)
		if r.Verdict == result.Infrastructure || r.Verdict == result.Inconclusive || r.Verdict == result.NA {
			if n > 0 || r.Verdict != result.NA {
				took(s, nil, fmt.Errorf("%s: %s", r.Verdict, r.Reason))
			}
			if r.Verdict == result.NA {
				for range s.times - max(n, 1) + 1 {
					took(s, nil, fmt.Errorf("%s: %s", r.Verdict, r.Reason))
				}
				return
			}
			continue
		}
		if before != nil {
			took(s, slices.Concat(otherVerdict(before, &r), otherVerdict(&r, before)), nil)
		}
		before = &r
	}
}

// otherVerdict names the new failures of one run that another run does not have.
func otherVerdict(before, now *result.Result) []string {
	var list []string
	for i := range now.Claims {
		if cl := &now.Claims[i]; cl.Verdict == result.Failed && anew(before, cl) {
			list = append(list, signs(cl)...)
		}
	}
	return list
}
