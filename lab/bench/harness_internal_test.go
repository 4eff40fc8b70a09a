package bench

import (
	"maps"
	"slices"
	"testing"

	"replaylab/lab/result"
)

func TestSummarise(t *testing.T) {
	phases := func(pairs ...any) (list []result.Phase) {
		for pair := range slices.Chunk(pairs, 2) {
			list = append(list, result.Phase{Name: pair[0].(string), MS: pair[1].(float64)})
		}
		return list
	}
	var hundred []result.Result
	for i := range 100 { // out of order: 100, 1, 99, 2 …
		ms := i/2 + 1
		if i%2 == 0 {
			ms = 100 - i/2
		}
		hundred = append(hundred, result.Result{WallMS: float64(ms)})
	}
	for name, c := range map[string]struct {
		results  []result.Result
		p50, p95 float64
		phases   []result.Phase
		verdicts map[string]int
	}{
		"none":    {nil, 0, 0, nil, map[string]int{}},
		"one":     {[]result.Result{{WallMS: 7, Verdict: result.Held, Phases: phases("plan", 1.0)}}, 7, 7, phases("plan", 1.0), map[string]int{"held": 1}},
		"hundred": {hundred, 51, 96, nil, map[string]int{"": 100}},
		"phases that only some have": {[]result.Result{
			{WallMS: 3, Verdict: result.Failed, Phases: phases("plan", 1.0, "visit", 4.0)}, {WallMS: 1, Verdict: result.Held, Phases: phases("plan", 3.0, "replay", 2.0, "visit", 2.0)},
		}, 3, 3, phases("plan", 2.0, "visit", 3.0, "replay", 1.0), map[string]int{"failed": 1, "held": 1}},
		"a phase that comes twice": {[]result.Result{{Phases: phases("replay", 1.0, "replay", 2.0)}}, 0, 0, phases("replay", 3.0), map[string]int{"": 1}},
	} {
		h := Harness{Verdicts: map[string]int{}}
		h.summarise(c.results)
		if h.P50 != c.p50 || h.P95 != c.p95 || !slices.Equal(h.Phases, c.phases) || !maps.Equal(h.Verdicts, c.verdicts) {
			t.Errorf("%s: %v, %v, %v, %v", name, h.P50, h.P95, h.Phases, h.Verdicts)
		}
	}
}

// Markup of equal size is read and photographed, but nothing in it runs.
func TestInert(t *testing.T) {
	for markup, want := range map[string]string{
		`<p>a</p>`:                  `<p>a</p>`,
		`<script>a < b</script><p>`: `<script></script><p>`,
		"<SCRIPT src='x'>\nlet a = `<p>`\n</SCRIPT>": `<script></script>`,
		`<script>1</script><b><script>2</script>`:    `<script></script><b><script></script>`,
		`<scripture>a</scripture><script></script>`:  `<scripture>a</scripture><script></script>`,
		`<noscript>a</noscript>`:                     `<noscript>a</noscript>`,
	} {
		if got := inert(markup); got != want {
			t.Errorf("%s becomes %s, want %s", markup, got, want)
		}
	}
}

// What a process costs can only grow, and what is kept is more than nothing.
func TestUsage(t *testing.T) {
	self, children := cpuTimes()
	sum := 0
	for i := range 1 << 20 {
		sum += i * i
	}
	selfAfter, childrenAfter := cpuTimes()
	if selfAfter < self || childrenAfter < children || self <= 0 || sum == 0 {
		t.Errorf("CPU went from %v and %v to %v and %v", self, children, selfAfter, childrenAfter)
	}
	if rss := peakRSS(); rss < 1 || rss > 1<<20 {
		t.Errorf("at most %v MB were used", rss)
	}
	if c := (cost{self: 1, children: 2}); c.cpu() != 3 {
		t.Errorf("the CPU of both is %v", c.cpu())
	}
}
