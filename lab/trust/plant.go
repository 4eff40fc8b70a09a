package trust

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"replaylab/lab"
	"replaylab/lab/event"
	"replaylab/lab/privacy"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
)

//go:embed planted/*.txtar
var files embed.FS

// Scenarios are the package's own, made for planting: small, and right without a defect.
func Scenarios() ([]scenario.Scenario, error) { return scenario.ParseFS(files, nil, lab.Language()) }

// Build is an SDK with the player that shows its recordings.
type Build struct {
	SDK    *visit.SDK
	Player *replay.Player
}

func (c *Config) build(name string) (Build, error) {
	if c.Own.SDK != nil && name == c.Own.SDK.Name {
		return c.Own, nil
	}
	i := slices.IndexFunc(c.Builds, func(b Build) bool { return b.SDK.Name == name })
	if i < 0 {
		return Build{}, fmt.Errorf("the SDK %s is not there", name)
	}
	return c.Builds[i], nil
}

// planting is defects of one scenario and SDK, which share a visit.
type planting struct {
	scenario scenario.Scenario
	build    Build
	defects  []*Defect
}

// plantAll plants defects one at a time, and tells of each whether the claim that was named beforehand
// caught it where it was said.
func (c *Config) plantAll(ctx context.Context, r *Report) error {
	groups, err := c.groups(c.Defects)
	if err != nil {
		return err
	}
	r.Outcomes = make([]Outcome, len(c.Defects))
	place := map[string]int{}
	for i := range c.Defects {
		place[c.Defects[i].Name] = i
	}
	var mu sync.Mutex
	each(c.Jobs, groups, func(g planting) {
		sound := c.conclude(ctx, lab.Case{Scenario: g.scenario, SDK: g.build.SDK, Player: g.build.Player})
		for _, d := range g.defects {
			begun := time.Now()
			o := c.plant(ctx, g, d, &sound)
			o.MS = ms(time.Since(begun))
			if ctx.Err() != nil {
				return
			}
			mu.Lock()
			r.Outcomes[place[d.Name]] = o
			mu.Unlock()
			c.Done(o.String(), true)
		}
	})
	r.Outcomes = slices.DeleteFunc(r.Outcomes, func(o Outcome) bool { return o.Name == "" }) // those that ctx kept from being planted
	return context.Cause(ctx)
}

// each calls fn for every item, jobs of them at a time, and waits for all.
func each[T any](jobs int, list []T, fn func(T)) {
	items := make(chan T)
	var workers sync.WaitGroup
	for range max(jobs, 1) {
		workers.Go(func() {
			for item := range items {
				fn(item)
			}
		})
	}
	for _, item := range list {
		items <- item
	}
	close(items)
	workers.Wait()
}

// groups puts defects together that share a visit. A defect that cannot be planted is an error: what is
// not tried is not caught either.
func (c *Config) groups(defects []Defect) ([]planting, error) {
	own, err := Scenarios()
	if err != nil {
		return nil, err
	}
	byID := map[string]scenario.Scenario{}
	for _, s := range slices.Concat(c.Scenarios, own) {
		byID[s.ID] = s
	}
	var list []planting
	at := map[string]int{}
	for i := range defects {
		d := &defects[i]
		s, ok := byID[d.Scenario]
		if !ok {
			return nil, fmt.Errorf("the defect %s: there is no scenario %s", d.Name, d.Scenario)
		}
		if d.Place() == InSource {
			if _, err := d.bundle(s.Script); err != nil {
				return nil, fmt.Errorf("the defect %s: %w", d.Name, err)
			}
		}
		build, err := c.build(d.adapter())
		if err != nil {
			return nil, fmt.Errorf("the defect %s: %w", d.Name, err)
		}
		key := s.ID + "\x00" + build.SDK.Name
		if _, ok := at[key]; !ok {
			at[key] = len(list)
			list = append(list, planting{scenario: s, build: build})
		}
		g := &list[at[key]]
		g.defects = append(g.defects, d)
	}
	slices.SortStableFunc(list, func(a, b planting) int { return len(b.defects) - len(a.defects) })
	return list, nil
}

// plant plants one defect and judges it against the same scenario without.
func (c *Config) plant(ctx context.Context, g planting, d *Defect, sound *result.Result) Outcome {
	o := Outcome{Name: d.Name, Section: d.Section, What: d.What, Place: d.Place(), Scenario: d.Scenario, Expected: d.Caught.String()}
	if o.Why = before(sound, d.Caught); o.Why != "" {
		return o
	}
	one := lab.Case{Scenario: g.scenario, SDK: g.build.SDK, Player: g.build.Player, Attempt: sound.Attempt} // whose visits are shared
	unplanted := ""
	one.Plant.Replayed = d.script()
	if d.Recording != nil {
		f, err := c.Lab.Facts(ctx, one)
		if err != nil {
			o.Why = err.Error()
			return o
		}
		one.Plant.Uploads = func(list []event.Upload) []event.Upload {
			changed, same := change(list, f.Canaries, d.Recording)
			if same {
				unplanted = "nothing in the recording was there to be changed"
			}
			return changed
		}
	}
	sdk := *g.build.SDK
	sdk.Source += "+" + d.Name
	switch d.Place() {
	case InPage:
		sdk.Bundle, one.SDK = wrapped(sdk.Bundle, d.Before, d.After), &sdk
	case InSource:
		code, err := d.bundle(g.scenario.Script)
		if err != nil {
			o.Why = err.Error()
			return o
		}
		sdk.Bundle, one.SDK = []byte(code), &sdk
		if g.scenario.Script != "" {
			sdk.Scripts = map[string]func() (string, error){g.scenario.Script: func() (string, error) { return code, nil }}
		}
	}
	r := c.conclude(ctx, one)
	switch {
	case unplanted != "":
		o.Why = unplanted
	case r.Verdict == result.NA || r.Verdict == result.Infrastructure || r.Verdict == result.Inconclusive:
		o.Why = fmt.Sprintf("the scenario came out %s: %s", r.Verdict, r.Reason)
	default:
		o.judge(&r, sound, d.Caught)
	}
	return o
}

// patience is how often a case is run that a machine was too busy to judge.
const patience = 3

// conclude runs a case until there is a verdict. That the machine was too busy says nothing about a
// defect, neither that it was caught nor that it escaped.
func (c *Config) conclude(ctx context.Context, one lab.Case) result.Result {
	for last := one.Attempt + patience - 1; ; one.Attempt++ {
		r := c.Lab.Run(ctx, one)
		if r.Verdict != result.Inconclusive || one.Attempt == last || ctx.Err() != nil {
			return r
		}
	}
}

// change opens uploads, has them changed, and says whether they are the same as before.
func change(list []event.Upload, canaries []privacy.Canary, fn func(*tape)) (changed []event.Upload, same bool) {
	before := slices.Clone(list)
	t := openTape(list, canaries)
	fn(t)
	changed = t.close()
	same = len(changed) == len(before)
	for i := 0; same && i < len(changed); i++ {
		a, b := before[i], changed[i]
		same = a.Seq == b.Seq && a.URL == b.URL && a.Problem == b.Problem && a.SessionID == b.SessionID && len(a.Header) == len(b.Header) &&
			slices.EqualFunc(a.Events, b.Events, func(x, y json.RawMessage) bool { return bytes.Equal(x, y) })
	}
	return changed, same
}

// before says why a defect cannot be judged: without it, the claim must hold, or be known to fail in
// other ways.
func before(sound *result.Result, s Sign) string {
	found := false
	for i := range sound.Claims {
		cl := &sound.Claims[i]
		if cl.Name != s.Claim || s.Target != "" && cl.Target != s.Target || s.Checkpoint != "" && cl.Checkpoint != s.Checkpoint {
			continue
		}
		found = true
		if cl.Verdict != result.Held && cl.Verdict != result.Known {
			return fmt.Sprintf("without the defect %s is %s already: %s", words(cl.Name, cl.Target), cl.Verdict, cl.Summary)
		}
		for k := range cl.Evidence {
			if s.is(cl, &cl.Evidence[k]) {
				return "the same evidence is there without the defect"
			}
		}
	}
	if !found {
		return fmt.Sprintf("the scenario has no claim %q (%s %s)", words(s.Claim, s.Target), sound.Verdict, sound.Reason)
	}
	return ""
}

// judge looks for the sign among what is new, and lists every claim that failed anew.
func (o *Outcome) judge(r, sound *result.Result, s Sign) {
	closest, near := "", []string{}
	for i := range r.Claims {
		cl := &r.Claims[i]
		if cl.Verdict != result.Failed || !anew(sound, cl) {
			for k := range cl.Evidence {
				if e := &cl.Evidence[k]; e.Known && s.is(cl, e) {
					closest = "the evidence was there, but is listed as known"
				}
			}
			continue
		}
		if name := words(cl.Name, cl.Target); !slices.Contains(o.By, name) {
			o.By = append(o.By, name)
		}
		for k := range cl.Evidence {
			e := &cl.Evidence[k]
			switch {
			case e.Known:
			case s.is(cl, e):
				o.Caught = true
			case cl.Name == s.Claim && len(near) < 5:
				near = append(near, where(e.Kind, e.Name, e.Path))
			}
		}
	}
	switch {
	case o.Caught:
	case closest != "":
		o.Why = closest
	case len(near) > 0:
		o.Why = "it failed otherwise: " + strings.Join(near, "; ")
	case len(o.By) > 0:
		o.Why = "only other claims failed: " + strings.Join(o.By, ", ")
	default:
		o.Why = "nobody noticed"
	}
}

// anew reports whether a claim has evidence that the scenario without the defect has not.
func anew(sound *result.Result, c *result.Claim) bool {
	var had []result.Evidence
	for _, s := range sound.Claims {
		if s.Name == c.Name && s.Target == c.Target && s.Checkpoint == c.Checkpoint {
			had = s.Evidence
		}
	}
	return slices.ContainsFunc(c.Evidence, func(e result.Evidence) bool {
		return !e.Known && !slices.ContainsFunc(had, func(h result.Evidence) bool {
			return h.Kind == e.Kind && h.Name == e.Name && h.Path == e.Path
		})
	})
}

// String is one line for a person.
func (o *Outcome) String() string {
	if !o.Caught {
		return fmt.Sprintf("✗ %s %-32s escaped: %s; expected %s", o.Section, o.Name, o.Why, o.Expected)
	}
	also := ""
	for _, by := range o.By {
		if !strings.HasPrefix(o.Expected, by+":") {
			also += ", " + by
		}
	}
	if also != "" {
		also = " (also" + also[1:] + ")"
	}
	return fmt.Sprintf("✓ %s %-32s %s%s", o.Section, o.Name, o.Expected, also)
}
