package fuzz

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"replaylab/lab"
	"replaylab/lab/replay"
	"replaylab/lab/visit"
)

// Config says what to fuzz and for how long.
type Config struct {
	Lab      *lab.Lab
	SDK      *visit.SDK
	Player   *replay.Player
	Seed     uint64
	For      time.Duration // zero for no limit
	Programs int           // zero for no limit
	Out      string        // folder for scenario files; it is made if there is something to put into it
	Workers  int           // pages at a time
	Only     string        // the one kind of difference to shrink, such as "property value"; empty for all
	Plant    lab.Plant     // a fault that must be found
	// Progress is told now and then how far it is; it may be nil.
	Progress func(Progress)
}

const (
	// shrinks is how many failures are made smaller at a time. Their candidates share pages.
	shrinks = 8
	// waiting bounds the failing programs that wait for one like them to be shrunk.
	waiting = 40
	// lastPart of the time is for finishing what is being shrunk: one fifth.
	lastPart = 5
)

// fuzzer is one run.
type fuzzer struct {
	Config
	judge *judge
	pool  *pool
	begun time.Time
	ctx   context.Context // ends when there is no time left, not even for shrinking

	mu        sync.Mutex
	next      uint64
	ended     bool // no more fresh programs
	report    Report
	waiting   map[Finding][]found
	working   map[Finding]bool
	idle      *sync.Cond // nothing is being shrunk
	err       error
	stop      context.CancelFunc
	confirms  chan struct{} // limits cases that run alone
	shrinking sync.WaitGroup
}

// Run fuzzes until its time or its programs are used up, or ctx ends; what was found until then is in
// the report either way.
func Run(ctx context.Context, c Config) (*Report, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f := &fuzzer{
		Config: c, begun: time.Now(), stop: stop, ctx: ctx,
		judge:   &judge{lab: c.Lab, sdk: c.SDK, player: c.Player, plant: c.Plant},
		waiting: map[Finding][]found{}, working: map[Finding]bool{},
		confirms: make(chan struct{}, 2),
	}
	f.idle = sync.NewCond(&f.mu)
	f.report = Report{SDK: c.SDK.Label, Player: c.Player.Label, Seed: c.Seed, Failures: []*Failure{}, Unconfirmed: []*Failure{}}
	f.pool = newPool(f.judge.page)
	f.pool.fresh, f.pool.seen, f.pool.onErr = f.fresh, f.seen, f.fail
	if c.For > 0 {
		last := time.AfterFunc(c.For, stop)
		defer last.Stop()
	}
	ticking := f.tick()
	var workers sync.WaitGroup
	for i := range max(c.Workers, 1) {
		workers.Go(func() { f.pool.work(ctx, i == 0 && c.Workers > 1) })
	}
	f.drain(ctx)
	f.pool.close()
	workers.Wait()
	stop()
	f.shrinking.Wait()
	ticking.Wait()
	closed := f.judge.Close()
	f.finish()
	if f.err == nil {
		f.err = closed
	}
	return &f.report, f.err
}

// fresh draws the next program, until the time or the programs are used up.
func (f *fuzzer) fresh() (Program, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.Programs > 0 && f.next >= uint64(f.Programs) || f.For > 0 && time.Since(f.begun) > f.For-f.For/lastPart {
		f.ended = true
		f.idle.Broadcast()
		return Program{}, false
	}
	p := Generate(f.Seed, f.next)
	p.number = f.next
	f.next++
	return p, true
}

func (f *fuzzer) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
	f.stop()
}

// seen takes what became of a fresh program. Each finding that no failure explains yet is to be shrunk.
func (f *fuzzer) seen(p Program, o Outcome, played bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer f.idle.Broadcast()
	if o.Undecided != "" {
		f.report.Undecided++
		return
	}
	f.report.Programs++
	if played {
		f.report.Replayed++
	}
	if len(o.Findings) > 0 {
		f.report.Failing++
	}
	for _, finding := range o.Findings {
		if f.Only != "" && finding.Kind != f.Only || f.explained(finding, p) {
			continue
		}
		if list := f.waiting[finding]; len(list) < waiting {
			f.waiting[finding] = append(list, found{p.number, p})
		}
	}
	f.dispatch()
}

// work makes one failing program small and sees whether it fails alone.
func (f *fuzzer) work(finding Finding, one found) {
	small, ok := f.shrink(finding, one.program)
	var d *Failure
	if f.ctx.Err() == nil {
		d = &Failure{Finding: finding, Sequence: small.Sequence(), Blame: finding.Blame, Seen: 1, Number: one.number, program: small}
		if ok {
			f.confirm(d)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.working, finding)
	defer f.idle.Broadcast()
	if d == nil || f.ctx.Err() != nil {
		f.report.Open++
		return
	}
	if !ok {
		f.report.Vanished++
		f.dispatch()
		return
	}
	if len(d.Sequence) == 0 {
		for _, op := range small.Ops {
			d.Sequence = append(d.Sequence, op.Name)
		}
	}
	f.add(d)
	f.waiting[finding] = slices.DeleteFunc(f.waiting[finding], func(o found) bool { return f.explained(finding, o.program) })
	f.dispatch()
}

// add puts a failure on its list, unless it is there.
func (f *fuzzer) add(d *Failure) {
	list := &f.report.Failures
	if d.File == "" {
		list = &f.report.Unconfirmed
	}
	for _, other := range *list {
		if other.Finding.Kind == d.Finding.Kind && slices.Equal(other.Sequence, d.Sequence) {
			other.Seen++
			return
		}
	}
	*list = append(*list, d)
}

// shrink makes a program small with the pages that everybody shares.
func (f *fuzzer) shrink(finding Finding, p Program) (Program, bool) {
	play := finding.Blame == "player"
	return shrinker{func(ctx context.Context, programs []Program) []bool {
		fails := make([]bool, len(programs))
		for i, o := range f.pool.judge(ctx, programs, play) {
			fails[i] = o.fails(finding)
		}
		f.mu.Lock()
		f.report.Tried += len(programs)
		f.mu.Unlock()
		return fails
	}}.shrink(f.ctx, p)
}

// drain waits until there are no more fresh programs and nothing is being shrunk, or ctx ends.
func (f *fuzzer) drain(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.idle.Broadcast()
	})
	defer stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	for ctx.Err() == nil && !(f.ended && len(f.working) == 0 && f.report.Programs+f.report.Undecided >= int(f.next)) {
		f.idle.Wait()
	}
	f.report.Stopped = ctx.Err() != nil && !f.ended
}

// finish completes the report.
func (f *fuzzer) finish() {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &f.report
	for finding, list := range f.waiting {
		for _, one := range list {
			if !f.explained(finding, one.program) {
				r.Open++
			}
		}
	}
	r.Divided = f.pool.halved
	r.WallSeconds = time.Since(f.begun).Seconds()
	r.PerSecond = float64(r.Judged()) / r.WallSeconds
	for _, list := range [][]*Failure{r.Failures, r.Unconfirmed} {
		slices.SortFunc(list, func(a, b *Failure) int {
			return cmp.Or(strings.Compare(a.Finding.Kind, b.Finding.Kind), cmp.Compare(len(a.Sequence), len(b.Sequence)), slices.Compare(a.Sequence, b.Sequence))
		})
	}
}

// tick tells of progress every second until the run ends.
func (f *fuzzer) tick() *sync.WaitGroup {
	var done sync.WaitGroup
	if f.Progress == nil {
		return &done
	}
	done.Go(func() {
		every := time.NewTicker(time.Second)
		defer every.Stop()
		for {
			select {
			case <-every.C:
				f.mu.Lock()
				p := Progress{f.report.Programs, f.report.Failing, len(f.report.Failures), len(f.working), time.Since(f.begun)}
				f.mu.Unlock()
				f.Progress(p)
			case <-f.ctx.Done():
				return
			}
		}
	})
	return &done
}

// keep writes the scenario file of a failure and returns its name.
func (f *fuzzer) keep(name string, data []byte) (string, error) {
	if err := os.MkdirAll(f.Out, 0o755); err != nil {
		return "", err
	}
	file := filepath.Join(f.Out, name)
	return file, os.WriteFile(file, data, 0o644)
}
