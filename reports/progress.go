package reports

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"replaylab/lab/result"
)

// repaint is how often the status line's clock moves.
const repaint = time.Second

// Progress tells a person how a run goes on. On a live screen it keeps one status line up to date
// and prints above it what needs a person; in a log it prints a line for each result. Its methods
// may be called from any goroutine. It never fails: a run does not end because nobody can watch.
type Progress struct {
	w      io.Writer
	screen Screen
	total  int
	began  time.Time
	stop   chan struct{}
	ticker sync.WaitGroup
	once   sync.Once

	mu      sync.Mutex // held while writing, too, so that lines do not mix
	done    int
	counts  map[result.Verdict]int
	running []visit // oldest first
}

// visit is a scenario under way.
type visit struct{ scenario, sdk string }

// StartProgress begins to show a run of total results, or of any number if total is 0, on w.
// Close ends it.
func StartProgress(w io.Writer, s Screen, total int) *Progress {
	p := &Progress{w: w, screen: s, total: total, began: time.Now(), stop: make(chan struct{}), counts: map[result.Verdict]int{}}
	if s.Live {
		p.ticker.Go(p.tick)
	}
	return p
}

// tick keeps the clock of the status line going.
func (p *Progress) tick() {
	t := time.NewTicker(repaint)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			p.show("")
		case <-p.stop:
			return
		}
	}
}

// Start says that a scenario is under way.
func (p *Progress) Start(scenario, sdk string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = append(p.running, visit{scenario, sdk})
	p.print("")
}

// Done takes a result in.
func (p *Progress) Done(res result.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.counts[res.Verdict]++
	for i, v := range p.running {
		if v == (visit{res.Scenario, res.SDK}) {
			p.running = append(p.running[:i:i], p.running[i+1:]...)
			break
		}
	}
	if !p.screen.Live || bad(res.Verdict) {
		p.print(p.line(&res))
	} else {
		p.print("")
	}
}

// Note says something about the run that is no result.
func (p *Progress) Note(text string) {
	if text = clean(text); text != "" {
		p.show(text)
	}
}

// Close takes the status line away. What is said afterwards is lost.
func (p *Progress) Close() {
	p.once.Do(func() {
		close(p.stop)
		p.ticker.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.screen.Live {
			_, _ = io.WriteString(p.w, "\r\x1b[K")
		}
		p.w = io.Discard
	})
}

func (p *Progress) show(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(line)
}

// print writes a line, if there is one, above the status line, if there is one.
func (p *Progress) print(line string) {
	var b strings.Builder
	if p.screen.Live {
		b.WriteString("\r\x1b[K")
	}
	if line != "" {
		b.WriteString(line + "\n")
	}
	if p.screen.Live {
		b.WriteString(p.status(p.columns()))
	}
	_, _ = io.WriteString(p.w, b.String())
}

// columns is how wide the screen is now; people resize windows.
func (p *Progress) columns() int {
	s := p.screen
	if f, ok := p.w.(*os.File); ok && s.Live {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.Width = width
		}
	}
	return s.width()
}

// line is one result. In a log it carries the count, which a live screen has in its status line.
func (p *Progress) line(res *result.Result) string {
	look := lookOf(res.Verdict)
	verdict := p.screen.paint(look.ink, look.symbol+" "+pad(string(res.Verdict), len("inconclusive")))
	name := clean(res.Scenario)
	if res.Attempt > 0 {
		name += fmt.Sprintf(" #%d", res.Attempt)
	}
	s := fmt.Sprintf("%s %s  %s", verdict, name, p.screen.paint(dim, clean(res.SDK)+"  "+took(res.WallMS)))
	if !p.screen.Live {
		s = p.progress() + " " + s
	}
	if text := why(res); text != "" && res.Verdict != result.Held {
		if p.screen.Live {
			s += "\n  " + clip(text, p.columns()-3)
		} else {
			s += "  " + clip(text, 200)
		}
	}
	return s
}
