package reports_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"replaylab/lab/result"
	"replaylab/reports"
)

// safe is a writer that tests may read while others write.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// take returns what was written since the last take.
func (s *safe) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.b.String()
	s.b.Reset()
	return text
}

func TestProgressInALog(t *testing.T) {
	var w safe
	run := sampleRun(len(scenarios))
	p := reports.StartProgress(&w, reports.Screen{}, len(run.Results))
	for _, res := range run.Results {
		p.Start(res.Scenario, res.SDK)
		p.Done(res)
	}
	p.Note("and a note \x1b[2J")
	p.Close()
	p.Note("said after the end")
	text := w.take()
	if strings.ContainsAny(text, "\x1b\r\x00") || strings.Contains(text, "after the end") {
		t.Errorf("the log has what it should not: %q", text)
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != len(run.Results)+1 {
		t.Errorf("%d lines for %d results and a note", len(lines), len(run.Results))
	}
	if !regexp.MustCompile(`^\[ 1/68\] ✓ held +css/adopted-push  reference@0\.9\.0  \d`).MatchString(lines[0]) {
		t.Errorf("the first line is %q", lines[0])
	}
	if !strings.Contains(lines[1], "✗ failed") || !strings.Contains(lines[1], "faithful at revealed: Computed style differs") {
		t.Errorf("a failed line does not say why: %q", lines[1])
	}
}

func TestProgressOnALiveScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w safe
		p := reports.StartProgress(&w, reports.Screen{Live: true, Width: 80}, 60)
		p.Start("masking/a", "reference@0.9.0")
		p.Start("masking/b", "reference@0.9.0")
		if got := w.take(); !strings.HasSuffix(got, "\r\x1b[K[ 0/60]  0:00  masking/a (reference@0.9.0) +1") {
			t.Errorf("at the start: %q", got)
		}
		p.Done(result.Result{Scenario: "masking/a", SDK: "reference@0.9.0", Verdict: result.Held})
		if got := w.take(); strings.Contains(got, "\n") || !strings.Contains(got, "[ 1/60]  0:00  masking/b") {
			t.Errorf("a result that held: %q", got)
		}
		p.Done(result.Result{Scenario: "masking/b", SDK: "reference@0.9.0", Verdict: result.Failed, Claims: []result.Claim{{Name: "masked", Target: "#pw", Verdict: result.Failed, Summary: "a canary \x1b[31m left"}}})
		if got := w.take(); !strings.HasPrefix(got, "\r\x1b[K✗ failed") || !strings.Contains(got, `masked #pw: a canary \x1b[31m left`+"\n") || !strings.HasSuffix(got, "[ 2/60]  1 failed  0:00") {
			t.Errorf("a result that failed: %q", got)
		}
		p.Done(result.Result{Verdict: result.Held})
		<-time.After(10*time.Second + time.Millisecond) // of the bubble's clock, which passes at once
		synctest.Wait()
		if got := w.take(); !strings.HasSuffix(got, "[ 3/60]  1 failed  0:10, about 3:10 left") {
			t.Errorf("ten seconds later: %q", got)
		}
		p.Close()
		p.Close()
		if got := w.take(); got != "\r\x1b[K" {
			t.Errorf("at the end: %q", got)
		}
	})
}

func TestProgressNeverWrapsItsStatusLine(t *testing.T) {
	for width := 40; width <= 120; width += 8 {
		var w safe
		p := reports.StartProgress(&w, reports.Screen{Live: true, Width: width}, 1000)
		for i := range 30 {
			p.Start(fmt.Sprintf("area/a-scenario-with-quite-a-long-name-%d %s 日本語", i, hostile), "@amplitude/session-replay-browser@1.50.2")
			p.Done(result.Result{Verdict: result.Verdicts[i%4]})
		}
		for _, part := range strings.Split(w.take(), "\r\x1b[K") {
			status := part[strings.LastIndex(part, "\n")+1:]
			if reports.Columns(status) >= width {
				t.Errorf("at width %d the status line has %d columns: %q", width, reports.Columns(status), status)
			}
		}
		p.Close()
	}
}

func TestProgressFromManyGoroutines(t *testing.T) {
	for _, s := range []reports.Screen{{}, {Live: true, Color: true}} {
		var w safe
		p := reports.StartProgress(&w, s, 400)
		var workers sync.WaitGroup
		for g := range 8 {
			workers.Go(func() {
				for i := range 50 {
					name := fmt.Sprintf("area/%d-%d", g, i)
					p.Start(name, "x@1")
					p.Note("note of " + name)
					p.Done(result.Result{Scenario: name, SDK: "x@1", Verdict: result.Failed, Reason: "why"})
				}
			})
		}
		workers.Wait()
		p.Close()
		text := w.take()
		if n := strings.Count(text, "note of "); n != 400 {
			t.Errorf("%d notes, want 400", n)
		}
		if !strings.Contains(text, "400/400") {
			t.Error("the count did not reach its total")
		}
	}
}
