package lab

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"replaylab/fixtures"
	"replaylab/lab/browser"
	"replaylab/lab/diff"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
	"replaylab/lab/known"
	"replaylab/lab/origin"
	"replaylab/lab/privacy"
	"replaylab/lab/proxy"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/npm"
)

// Lab is everything that cases share. All fields are set before the first Run; Run may be called
// from several goroutines.
type Lab struct {
	Live   *browser.Browser // in which pages are visited
	Replay *browser.Browser // in which recordings are played
	Ingest *ingest.Server
	Cache  npm.Cache
	Known  known.List
	Seed   uint64   // of the canaries
	Hosts  []string // see origin.Config
	Out    string   // folder for evidence; empty keeps none
	// Authority is one that the live browser trusts, see proxy.Authority.Flag; with nil requests to
	// foreign hosts are not seen.
	Authority *proxy.Authority
	Decoys    privacy.Decoys // such as the SDKs' own code: see privacy.Plant
	Elsewhere bool           // the live browser was not started by the lab and has not been told of Authority

	PauseAt string // checkpoint at which to wait for a person
	Pause   func(ctx context.Context, checkpoint string) error

	// Share makes one visit for all cases of a scenario and an SDK, however often they run: for
	// planting many faults in what one visit left.
	Share bool

	controls cache[*visit.Visit]
	visits   cache[*visit.Visit]
	natives  visit.Natives
}

// Plant is a fault that is planted on purpose: a check that has never failed proves nothing.
type Plant struct {
	// Uploads changes what came over the wire before anything reads it. It must not write into the
	// bytes or headers of the uploads, which others share.
	Uploads  func([]event.Upload) []event.Upload
	Replayed string // script that is run in the player's page before that is read
	// Player is a script that is run in the player's page before the recording is loaded.
	Player string
	Pass   result.Pass // the one pass in which Replayed and Player are run; empty for both
}

// plan is what a scenario needs before its first visit.
type plan struct {
	canaries []privacy.Canary
	mounts   []origin.Mount
	pages    map[string][]byte
}

// plan fetches and builds what the scenario's pages are made of.
func (l *Lab) plan(ctx context.Context, s scenario.Scenario) (*plan, error) {
	p := &plan{pages: map[string][]byte{}}
	var err error
	if p.canaries, err = privacy.Plant(l.Seed, s.ID, s.Secrets, l.Decoys, privacy.NewDecoys(texts(s)...)); err != nil {
		return nil, err
	}
	p.mounts, err = visit.Mounted(s.Mounts, func(spec string) (fs.FS, error) {
		name, version := npm.Split(spec)
		pkg, err := l.Cache.Fetch(ctx, name, version)
		if errors.Is(err, npm.ErrNoNPM) {
			return nil, &unavailable{err.Error()}
		}
		if err != nil {
			return nil, err
		}
		return os.DirFS(pkg.Dir), nil
	}, fixtures.Folder)
	if err != nil {
		return nil, err
	}
	for _, b := range s.Pages {
		if p.pages[b.Path], err = fixtures.Build(b.Name, b.Args); err != nil {
			return nil, fmt.Errorf("build page %s: %w", b.Path, err)
		}
	}
	return p, nil
}

// texts are all that a scenario itself writes, its secrets left out.
func texts(s scenario.Scenario) [][]byte {
	var list [][]byte
	for _, data := range s.Files {
		list = append(list, data)
	}
	for _, step := range s.Steps {
		list = append(list, []byte(step.Text))
	}
	return list
}

func (l *Lab) visitConfig(c Case, p *plan, sdk *visit.SDK, t targets) visit.Config {
	return visit.Config{
		Scenario: c.Scenario, SDK: sdk, Browser: l.Live, Ingest: l.Ingest, Canaries: p.canaries,
		Mounts: p.mounts, Pages: p.pages, Hosts: l.Hosts, PauseAt: l.PauseAt, Pause: l.Pause, Natives: &l.natives, Authority: l.Authority, Elsewhere: l.Elsewhere,
		Read: t.read(),
	}
}

// targets are the selectors that are asked of each page: those of the masking promise first, then
// those that the scenario's claims name.
type targets struct {
	selectors []string
	bits      map[string]int // part of a claim's selector → its bit
	access    bool           // a claim is about the accessibility tree
}

// read is what is read of each page.
func (t targets) read() truth.Options {
	return truth.Options{Styles: truth.Styles, Selectors: t.selectors, Access: t.access}
}

func targetsOf(s scenario.Scenario, asked []string) targets {
	t := targets{selectors: slices.Clone(asked), bits: map[string]int{}}
	for _, step := range s.Steps {
		if step.Verb != "expect" || !scenario.Selects(step.Args[0]) {
			continue
		}
		t.access = t.access || step.Args[0] == "accessible"
		for _, part := range strings.Split(step.Args[1], browser.Pierce) {
			part = strings.TrimSpace(part)
			if _, ok := t.bits[part]; !ok {
				t.bits[part] = len(t.selectors)
				t.selectors = append(t.selectors, part)
			}
		}
	}
	return t
}

// policyOf is the equivalence policy for an SDK and a player. Their adapters name only rules that
// there are: a test holds them to it.
func policyOf(s scenario.Scenario, sdk *visit.SDK, p *replay.Player) diff.Policy {
	var names []string
	for _, o := range sdk.Omits {
		if o.Unless == "" || !slices.Contains(s.Needs, o.Unless) {
			names = append(names, o.Rule)
		}
	}
	policy, err := diff.NewPolicy(append(names, p.Artefacts...)...)
	if err != nil {
		policy, _ = diff.NewPolicy()
	}
	if s.Open {
		return policy.Without("picture-not-fetched")
	}
	return policy
}

// cache keeps the latest values by key and makes each once, however many ask for it.
type cache[T any] struct {
	mu      sync.Mutex
	entries map[string]*entry[T]
	order   []string
}

type entry[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// cacheSize is how many control visits are kept: enough for the scenarios that run at the same
// time, since the cases of one scenario run one after another.
const cacheSize = 16

// get returns the value of a key, making it if nobody has. A failure is not kept: the next who
// asks tries again.
func (c *cache[T]) get(ctx context.Context, key string, produce func(ctx context.Context) (T, error)) (T, error) {
	c.mu.Lock()
	if c.entries == nil {
		c.entries = map[string]*entry[T]{}
	}
	e, ok := c.entries[key]
	if !ok {
		e = &entry[T]{done: make(chan struct{})}
		c.entries[key] = e
		c.order = append(c.order, key)
		if len(c.order) > cacheSize {
			delete(c.entries, c.order[0])
			c.order = c.order[1:]
		}
	}
	c.mu.Unlock()
	if !ok {
		e.value, e.err = produce(ctx)
		if e.err != nil {
			c.mu.Lock()
			if c.entries[key] == e {
				delete(c.entries, key)
			}
			c.mu.Unlock()
		}
		close(e.done)
	}
	select {
	case <-e.done:
		return e.value, e.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// FloorConfig is how a case's page is visited for the floor of a measurement; see visit.Floor.
func (l *Lab) FloorConfig(ctx context.Context, c Case) (visit.Config, error) {
	p, err := l.plan(ctx, c.Scenario)
	if err != nil {
		return visit.Config{}, err
	}
	return l.visitConfig(c, p, nil, targetsOf(c.Scenario, rulesOf(c.SDK, c.Scenario).asked)), nil
}
