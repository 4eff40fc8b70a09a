// Package bench measures what the lab itself, the reference player and the reference SDK cost, against a
// floor or another product in the same run: machines are noisy, and a ratio of two things measured side
// by side is not.
package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/lab/truth"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/world"
)

// Harness is the cost of scenarios divided by the floor.
type Harness struct {
	Scenarios int     `json:"scenarios"`
	WallRatio float64 `json:"wall_ratio"`
	CPURatio  float64 `json:"cpu_ratio"`
	P50       float64 `json:"p50_ms"` // of a scenario's wall time, others running beside it
	P95       float64 `json:"p95_ms"`
	Floor     float64 `json:"floor_ms"` // wall time of the floor per scenario
	PeakRSS   float64 `json:"peak_rss_mb"`

	Jobs      int            `json:"jobs"`
	WallMS    float64        `json:"wall_ms"`      // per scenario
	CPUMS     float64        `json:"cpu_ms"`       // per scenario, the lab and both browsers
	FloorCPU  float64        `json:"floor_cpu_ms"` // per scenario
	SelfCPUMS float64        `json:"self_cpu_ms"`  // of CPUMS, the lab itself
	Phases    []result.Phase `json:"phases"`       // mean per scenario
	Verdicts  map[string]int `json:"verdicts"`
}

// Config says what to measure with. Open makes a lab with browsers of its own and a function that
// ends them; each arm of the measurement gets a new one.
type Config struct {
	Open  func(ctx context.Context) (*lab.Lab, func() error, error)
	Cases []lab.Case
	Jobs  int
	Log   func(format string, args ...any)
}

// quiet is a watcher that nobody watches.
type quiet struct{}

func (quiet) Start(string, string) {}
func (quiet) Done(result.Result)   {}

// Run measures the cases and their floor, one after the other, and subtracts from both what the
// browsers cost to start and stop.
func Run(ctx context.Context, c Config) (Harness, error) {
	h := Harness{Scenarios: len(c.Cases), Jobs: c.Jobs, Verdicts: map[string]int{}}
	idle, err := c.arm(ctx, func(context.Context, *lab.Lab) error { return nil })
	if err != nil {
		return h, err
	}
	c.Log("floor: %d scenarios, %d at a time", len(c.Cases), c.Jobs)
	floor, err := c.arm(ctx, c.floor)
	if err != nil {
		return h, fmt.Errorf("the floor: %w", err)
	}
	c.Log("lab: %d scenarios, %d at a time", len(c.Cases), c.Jobs)
	var results []result.Result
	full, err := c.arm(ctx, func(ctx context.Context, l *lab.Lab) error {
		results = l.RunAll(ctx, c.Cases, c.Jobs, false, quiet{})
		return ctx.Err()
	})
	if err != nil {
		return h, err
	}
	n := float64(len(c.Cases))
	per := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / n }
	h.WallMS, h.Floor = per(full.wall), per(floor.wall)
	h.CPUMS, h.FloorCPU, h.SelfCPUMS = per(full.cpu()-idle.cpu()), per(floor.cpu()-idle.cpu()), per(full.self)
	h.WallRatio, h.CPURatio = h.WallMS/h.Floor, h.CPUMS/h.FloorCPU
	h.PeakRSS = peakRSS()
	h.summarise(results)
	return h, nil
}

// cost is what an arm took.
type cost struct {
	wall           time.Duration // without starting and stopping the browsers
	self, children time.Duration // CPU, with it
}

func (c cost) cpu() time.Duration { return c.self + c.children }

func (c Config) arm(ctx context.Context, work func(context.Context, *lab.Lab) error) (total cost, err error) {
	self, children := cpuTimes()
	l, end, err := c.Open(ctx)
	if err != nil {
		return total, err
	}
	begun := time.Now()
	err = work(ctx, l)
	total.wall = time.Since(begun)
	err = errors.Join(err, end())
	selfAfter, childrenAfter := cpuTimes()
	total.self, total.children = selfAfter-self, childrenAfter-children
	return total, err
}

// floor does for each case what cannot be left out: two visits to its page in the live browser,
// and in the replay browser one page of equal markup, read and photographed as often.
func (c Config) floor(ctx context.Context, l *lab.Lab) error {
	cases := make(chan lab.Case)
	errs := make(chan error, len(c.Cases))
	var workers sync.WaitGroup
	for range c.Jobs {
		workers.Go(func() {
			for cs := range cases {
				if err := floorOf(ctx, l, cs); err != nil {
					errs <- fmt.Errorf("%s: %w", cs.Scenario.ID, err)
				}
			}
		})
	}
	for _, cs := range c.Cases {
		cases <- cs
	}
	close(cases)
	workers.Wait()
	close(errs)
	return <-errs
}

func floorOf(ctx context.Context, l *lab.Lab, c lab.Case) error {
	config, err := l.FloorConfig(ctx, c)
	if err != nil {
		return err
	}
	var markup string
	checkpoints := 0
	for range 2 {
		if markup, checkpoints, err = visit.Floor(ctx, config); err != nil {
			return err
		}
	}
	return replayed(ctx, l.Replay, markup, checkpoints, config.Read)
}

func replayed(ctx context.Context, b *browser.Browser, markup string, checkpoints int, o truth.Options) error {
	conn, err := b.Conn(ctx)
	if err != nil {
		return err
	}
	x, err := conn.NewContext(ctx)
	if err != nil {
		return err
	}
	defer x.Close()
	script, err := world.Script()
	if err != nil {
		return err
	}
	p, err := x.NewPage(ctx, browser.PageConfig{Script: script, Focus: true})
	if err != nil {
		return err
	}
	if err := p.Call(ctx, "Page.setDocumentContent", map[string]any{"frameId": p.TargetID, "html": inert(markup)}, nil); err != nil {
		return err
	}
	for range checkpoints {
		if err := visit.Bare(ctx, p, o); err != nil {
			return err
		}
	}
	return nil
}

func (h *Harness) summarise(results []result.Result) {
	var walls []float64
	sums := map[string]float64{}
	var order []string
	for _, r := range results {
		walls = append(walls, r.WallMS)
		h.Verdicts[string(r.Verdict)]++
		for _, p := range r.Phases {
			if _, ok := sums[p.Name]; !ok {
				order = append(order, p.Name)
			}
			sums[p.Name] += p.MS
		}
	}
	slices.Sort(walls)
	if len(walls) > 0 {
		h.P50, h.P95 = walls[len(walls)/2], walls[min(len(walls)-1, len(walls)*95/100)]
	}
	for _, name := range order {
		h.Phases = append(h.Phases, result.Phase{Name: name, MS: sums[name] / float64(len(results))})
	}
}
