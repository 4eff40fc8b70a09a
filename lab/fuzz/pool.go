package fuzz

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// pageSize is how many programs share a page at most, and loudSize how many of those that reach over it.
	pageSize = 100
	loudSize = 20
	// A busy machine gets smaller pages: one that takes longer than slowPage halves the size, down to
	// leastSize, and one that takes less than fastPage doubles it.
	slowPage  = 10 * time.Second
	fastPage  = 5 * time.Second
	leastSize = 12
	// mostBroken pages in a row that broke end a run.
	mostBroken = 5
	// playEvery is of how many pages one is replayed too.
	playEvery = 20
)

// job is a program that somebody waits for.
type job struct {
	program Program
	play    bool
	done    chan<- Outcome
}

// pages runs one page of programs.
type pages func(ctx context.Context, programs []Program, play bool) ([]Outcome, error)

// pool collects programs from all who want one judged into pages, and draws fresh ones besides.
type pool struct {
	run   pages
	fresh func() (Program, bool)       // the next program; false if there are no more
	seen  func(Program, Outcome, bool) // takes what became of a fresh program; called from several goroutines
	onErr func(error)                  // ends everything

	mu      sync.Mutex
	changed *sync.Cond
	jobs    []job
	noisy   []Program // fresh and loud
	quiet   []Program // fresh and not, drawn while looking for loud ones
	dry     bool      // fresh has no more
	closed  bool
	count   int // pages of fresh programs
	halved  map[string]int
	broken  int // pages that broke, since the last that did not
	size    int // of the next page
}

func newPool(run pages) *pool {
	p := &pool{run: run, halved: map[string]int{}, size: pageSize / 2}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// judge has programs judged, on whatever pages, and waits for all of them. Outcomes are in the order of
// the programs; on a pool that was closed they are undecided.
func (p *pool) judge(ctx context.Context, programs []Program, play bool) []Outcome {
	out := make([]Outcome, len(programs))
	waits := make([]chan Outcome, len(programs))
	p.mu.Lock()
	for i, prog := range programs {
		waits[i] = make(chan Outcome, 1)
		p.jobs = append(p.jobs, job{prog, play, waits[i]})
	}
	p.changed.Broadcast()
	p.mu.Unlock()
	for i, w := range waits {
		select {
		case out[i] = <-w:
		case <-ctx.Done():
			out[i] = Outcome{Undecided: "stopped"}
		}
	}
	return out
}

// close lets work return once nothing is left to do.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.changed.Broadcast()
}

// work runs pages until the pool is closed. Jobs are small and somebody waits for them, so a page of
// jobs has no others on it; explorers see to it that fresh programs get their turn too.
func (p *pool) work(ctx context.Context, explorer bool) {
	stop := context.AfterFunc(ctx, p.close)
	defer stop()
	for ctx.Err() == nil {
		jobs, fresh, play, ok := p.next(explorer)
		if !ok {
			return
		}
		programs := make([]Program, 0, len(jobs)+len(fresh))
		for _, j := range jobs {
			programs = append(programs, j.program)
		}
		programs = append(programs, fresh...)
		begun := time.Now()
		out, err := p.divide(ctx, programs, play)
		p.adapt(len(programs), time.Since(begun))
		if err != nil {
			if ctx.Err() == nil {
				p.onErr(err)
			}
			return
		}
		for i, j := range jobs {
			j.done <- out[i]
		}
		for i, f := range fresh {
			p.seen(f, out[len(jobs)+i], play)
		}
	}
}

// adapt makes the next pages larger or smaller, by what a page of n programs took.
func (p *pool) adapt(n int, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case took > slowPage && n <= p.size:
		p.size = max(leastSize, p.size/2)
	case took < fastPage && n >= p.size:
		p.size = min(pageSize, p.size*2)
	}
}

// divide runs a page. If nothing can be said of it, its halves are tried, so that one program that
// hangs a page costs no other its outcome.
func (p *pool) divide(ctx context.Context, programs []Program, play bool) ([]Outcome, error) {
	out, err := p.run(ctx, programs, play)
	if out, err = p.tolerate(ctx, out, err, len(programs)); err != nil || len(programs) == 1 || out[0].Undecided == "" {
		return out, err
	}
	p.note(out[0].Undecided)
	half := len(programs) / 2
	first, err := p.divide(ctx, programs[:half], play)
	if err != nil {
		return nil, err
	}
	second, err := p.divide(ctx, programs[half:], play)
	return slices.Concat(first, second), err
}

// tolerate makes of a page that broke one of which nothing can be said: a browser that dies is started
// anew. Several of them one after another are no accident.
func (p *pool) tolerate(ctx context.Context, out []Outcome, err error, n int) ([]Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		p.broken = 0
		return out, nil
	}
	if p.broken++; ctx.Err() != nil || p.broken >= mostBroken {
		return nil, err
	}
	out = make([]Outcome, n)
	for i := range out {
		out[i].Undecided = err.Error()
	}
	return out, nil
}

// note counts why a page was divided.
func (p *pool) note(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.halved[why]++
}

// next takes the programs of one page: those that somebody waits for, or else fresh ones; an explorer
// takes fresh ones as long as there are any. It waits until there is something to take.
func (p *pool) next(explorer bool) (jobs []job, fresh []Program, play, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if len(p.jobs) > 0 && (!explorer || p.dry) {
			loud := p.jobs[0].program.loud()
			play = p.jobs[0].play
			size := p.sizeOf(loud)
			var rest []job
			for _, j := range p.jobs {
				if len(jobs) < size && j.play == play && j.program.loud() == loud {
					jobs = append(jobs, j)
				} else {
					rest = append(rest, j)
				}
			}
			p.jobs = rest
			return jobs, nil, play, true
		}
		if fresh = p.draw(p.size, false); len(fresh) == 0 {
			fresh = p.draw(loudSize, true)
		}
		if len(p.noisy) >= loudSize && p.count%6 == 5 {
			p.quiet, fresh = append(fresh, p.quiet...), p.draw(loudSize, true)
		}
		if len(fresh) > 0 {
			play = p.count%playEvery == 0
			p.count++
			return nil, fresh, play, true
		}
		if p.closed {
			return nil, nil, false, false
		}
		p.changed.Wait()
	}
}

func (p *pool) sizeOf(loud bool) int {
	if loud {
		return min(loudSize, p.size)
	}
	return p.size
}

// draw takes up to n fresh programs, loud ones or others.
func (p *pool) draw(n int, loud bool) []Program {
	mine, others := &p.quiet, &p.noisy
	if loud {
		mine, others = others, mine
	}
	for len(*mine) < n && !p.dry {
		// Loud programs come as they come; they are not looked for.
		if loud {
			break
		}
		prog, ok := p.fresh()
		if !ok {
			p.dry = true
			break
		}
		if prog.loud() == loud {
			*mine = append(*mine, prog)
		} else {
			*others = append(*others, prog)
		}
	}
	n = min(n, len(*mine))
	taken := slices.Clone((*mine)[:n])
	*mine = (*mine)[n:]
	return taken
}
