package trust

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"replaylab/lab"
	"replaylab/lab/claim"
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// Mutations is what came of random single changes to recordings.
type Mutations struct {
	Made     int            `json:"made"`
	ByModel  int            `json:"caught_by_model"`  // the recording, applied in Go, is no longer the live page, or is out of order
	ByPlayer int            `json:"caught_by_player"` // only the replayed page shows it
	Survived int            `json:"survived"`
	Reasons  map[string]int `json:"survivors"` // by the rule that explains them
	// Unexplained are survivors that no rule explains: the lab is blind there.
	Unexplained []Mutation `json:"unexplained"`
	All         []Mutation `json:"all"`
	MS          float64    `json:"ms"`
	Skipped     []string   `json:"skipped,omitempty"` // recordings that could not be had, and why

	red map[string]bool // scenarios that one of them turned red
}

// Mutation is one random change.
type Mutation struct {
	Number   int    `json:"number"`
	Scenario string `json:"scenario"`
	SDK      string `json:"sdk"`
	Change   string `json:"change"`
	By       string `json:"by,omitempty"`   // "model" or "player"; empty if nobody noticed
	Sign     string `json:"sign,omitempty"` // the first evidence
	Why      string `json:"why,omitempty"`  // the rule that explains why nobody noticed
}

func (m *Mutation) String() string {
	what := fmt.Sprintf("change %d: %s, %s: %s", m.Number, m.Scenario, m.SDK, m.Change)
	switch {
	case m.By != "":
		return "✓ " + what + ": caught by the " + m.By + ": " + m.Sign
	case m.Why != "":
		return "≈ " + what + ": " + m.Why
	}
	return "✗ " + what + ": nobody noticed, and no rule says why"
}

func (m *Mutations) text(b *strings.Builder) {
	if m.Made == 0 {
		return
	}
	caught := m.ByModel + m.ByPlayer
	fmt.Fprintf(b, "\nRandom changes to recordings: %d of %d caught (%.1f %%), %d by the model and %d by the player alone, in %s.\n",
		caught, m.Made, 100*float64(caught)/float64(m.Made), m.ByModel, m.ByPlayer, seconds(m.MS))
	fmt.Fprintf(b, "  survived: %d, of which explained: %d\n", m.Survived, m.Survived-len(m.Unexplained))
	reasons := make([]string, 0, len(m.Reasons))
	for r := range m.Reasons {
		reasons = append(reasons, r)
	}
	slices.SortFunc(reasons, func(x, y string) int { return cmp.Or(m.Reasons[y]-m.Reasons[x], strings.Compare(x, y)) })
	for _, r := range reasons {
		fmt.Fprintf(b, "  %5d  %s\n", m.Reasons[r], r)
	}
	for i := range m.Unexplained {
		fmt.Fprintf(b, "  %s\n", m.Unexplained[i].String())
	}
	for _, s := range m.Skipped {
		fmt.Fprintf(b, "  skipped: %s\n", s)
	}
}

// original is a recording to change, and what is said of it unchanged.
type original struct {
	config   *Config
	scenario scenario.Scenario
	build    Build
	one      lab.Case
	facts    *claim.Facts
	live     []*dom.Tree // canonical, by moment
	models   []*dom.Tree // canonical, by moment
	plain    map[string]bool
	sound    *result.Result // judged with the player; nil until it is wanted
	last     float64        // time of the last checkpoint
}

// originals are the recordings that there are to change: of each scenario with each SDK.
func (c *Config) originals() []*original {
	var list []*original
	for _, s := range c.Scenarios {
		for _, b := range c.Builds {
			if len(s.Checkpoints()) > 0 {
				list = append(list, &original{config: c, scenario: s, build: b, one: lab.Case{Scenario: s, SDK: b.SDK, Player: b.Player}})
			}
		}
	}
	return list
}

// mutateAll makes the random changes, spread evenly over the recordings.
func (c *Config) mutateAll(ctx context.Context, r *Report) error {
	m := &r.Mutations
	m.Reasons, m.red = map[string]int{}, map[string]bool{}
	m.Unexplained, m.All = []Mutation{}, []Mutation{}
	if c.Mutations == 0 {
		return nil
	}
	begun := time.Now()
	originals := c.originals()
	order := rand.New(rand.NewPCG(c.Seed, 0)).Perm(len(originals))
	type job struct {
		of      *original
		numbers []int
	}
	var jobs []job
	for i, k := range order {
		var numbers []int
		for n := i; n < c.Mutations; n += len(order) {
			numbers = append(numbers, n)
		}
		if len(numbers) > 0 {
			jobs = append(jobs, job{originals[k], numbers})
		}
	}
	var mu sync.Mutex
	each(c.Jobs, jobs, func(j job) {
		if ctx.Err() != nil {
			return
		}
		if err := j.of.open(ctx); ctx.Err() != nil {
			return
		} else if err != nil {
			mu.Lock()
			defer mu.Unlock()
			m.Skipped = append(m.Skipped, fmt.Sprintf("%s, %s: %v", j.of.scenario.ID, j.of.build.SDK.Label, err))
			return
		}
		for _, n := range j.numbers {
			made, err := j.of.mutate(ctx, n)
			if ctx.Err() != nil {
				return
			}
			mu.Lock()
			if err != nil {
				m.Skipped = append(m.Skipped, fmt.Sprintf("change %d: %s, %s: %v", n, j.of.scenario.ID, j.of.build.SDK.Label, err))
				mu.Unlock()
				c.Done("? "+err.Error(), false)
				continue
			}
			m.take(*made)
			mu.Unlock()
			c.Done(made.String(), made.By == "" && made.Why == "")
		}
	})
	slices.SortFunc(m.All, func(a, b Mutation) int { return a.Number - b.Number })
	slices.Sort(m.Skipped)
	m.MS = ms(time.Since(begun))
	return context.Cause(ctx)
}

func (m *Mutations) take(made Mutation) {
	m.Made++
	m.All = append(m.All, made)
	switch {
	case made.By == "model":
		m.ByModel++
	case made.By == "player":
		m.ByPlayer++
	default:
		m.Survived++
		if made.Why == "" {
			m.Unexplained = append(m.Unexplained, made)
		} else {
			reason, _, _ := strings.Cut(made.Why, " (")
			m.Reasons[reason]++
		}
	}
	if made.By != "" {
		m.red[made.Scenario] = true
	}
}

// open visits the page, or takes the visit that is there, and notes what is said of it unchanged.
func (o *original) open(ctx context.Context) error {
	var err error
	if o.facts, err = o.config.Lab.Facts(ctx, o.one); err != nil {
		return err
	}
	o.plain = map[string]bool{}
	for i := range o.facts.Moments {
		m := &o.facts.Moments[i]
		o.last = max(o.last, m.Time)
		live, _ := o.facts.Policy.Canonical(m.Live, diff.Live, m.Promise, nil)
		o.live = append(o.live, live)
		o.models = append(o.models, o.canonical(m))
		for _, key := range differing(m.Checkpoint, live, o.models[i]) {
			o.plain[key] = true
		}
	}
	for _, key := range standing(o.facts) {
		o.plain[key] = true
	}
	return nil
}

func (o *original) canonical(m *claim.Moment) *dom.Tree {
	if m.Model == nil {
		return nil
	}
	t, _ := o.facts.Policy.Canonical(m.Model, diff.Model, privacy.Promise{}, nil)
	return t
}

// differing names what is not the same in two canonical trees.
func differing(checkpoint string, live, model *dom.Tree) []string {
	if model == nil {
		return []string{checkpoint + ": there is nothing to show"}
	}
	var list []string
	for _, d := range diff.Compare(live, model, diff.Options{}).Differences {
		list = append(list, checkpoint+": "+said(d))
	}
	return list
}

func said(d diff.Difference) string {
	n := d.Left
	if n == nil {
		n = d.Right
	}
	return where(string(d.Kind), d.Name, dom.Path(n))
}

// standing names the evidence of the claims that need no replay.
func standing(f *claim.Facts) []string {
	var list []string
	for _, c := range claim.Check(f) {
		if c.Name != "in order" && c.Name != "no leak" && c.Name != "silent" {
			continue
		}
		for _, e := range c.Evidence {
			list = append(list, c.Name+": "+where(e.Kind, e.Name, e.Path)+" "+e.Event+e.Detail)
		}
	}
	return list
}

// mutate makes the n-th random change and judges it: by the model first, then by the player, and at
// last, if nobody noticed, by the rules that can say why.
func (o *original) mutate(ctx context.Context, n int) (*Mutation, error) {
	random := rand.New(rand.NewPCG(o.config.Seed, uint64(n)+1))
	made := &Mutation{Number: n, Scenario: o.scenario.ID, SDK: o.build.SDK.Label}
	var done *alteration
	planted := o.one
	planted.Plant.Uploads = func(list []event.Upload) []event.Upload {
		if done == nil {
			t := openTape(list, nil)
			done = alter(t, o.last, random)
			done.uploads = t.close()
		}
		return slices.Clone(done.uploads)
	}
	facts, err := o.config.Lab.Facts(ctx, planted)
	if err != nil {
		return nil, fmt.Errorf("it could not be judged: %w", err)
	}
	if done == nil || done.event == nil {
		return nil, errors.New("nothing of the recording can be changed")
	}
	made.Change = done.what
	if sign := o.byModel(facts); sign != "" {
		made.By, made.Sign = "model", sign
		return made, nil
	}
	if o.sound == nil {
		r := o.config.Lab.Run(ctx, o.one)
		o.sound = &r
	}
	if o.sound.Verdict == result.Infrastructure || o.sound.Verdict == result.Inconclusive {
		return nil, fmt.Errorf("unchanged, it is %s: %s", o.sound.Verdict, o.sound.Reason)
	}
	r := o.config.Lab.Run(ctx, planted)
	if r.Verdict == result.Infrastructure || r.Verdict == result.Inconclusive {
		return nil, fmt.Errorf("%s: it came out %s: %s", done.what, r.Verdict, r.Reason)
	}
	for i := range r.Claims {
		if cl := &r.Claims[i]; cl.Verdict == result.Failed && anew(o.sound, cl) {
			made.By, made.Sign = "player", cl.Name+": "+cl.Summary
			return made, nil
		}
	}
	made.Why = o.explain(done, facts)
	return made, nil
}

// byModel is the first thing that is wrong with a changed recording and was not before, or "".
func (o *original) byModel(f *claim.Facts) string {
	for i := range f.Moments {
		for _, key := range differing(f.Moments[i].Checkpoint, o.live[i], o.canonical(&f.Moments[i])) {
			if !o.plain[key] {
				return "faithful at " + key
			}
		}
	}
	for _, key := range standing(f) {
		if !o.plain[key] {
			return key
		}
	}
	return ""
}
