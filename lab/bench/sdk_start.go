package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"replaylab/lab/browser"
)

// start measures the longest task of the page's main thread from the moment at which the SDK is loaded into a
// large page to that at which what it had to say of the page has been delivered (by rrweb: kept). The figures
// are the median of the longest ones. The target is held against CPU time of the thread: by the clock a task of a
// busy machine takes as long as others make it wait.
func (c SDKConfig) start(ctx context.Context) ([]Row, error) {
	cpu, clock, total := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, s := range c.SDKs {
		var byCPU, byClock, all []float64
		for round := range max(1, c.Rounds/3) {
			c.Log("start: %s, %d nodes, round %d", s.Name, c.Nodes, round+1)
			t, err := c.longest(ctx, s.Name)
			if err != nil {
				return nil, err
			}
			byCPU, byClock, all = append(byCPU, t.cpu), append(byClock, t.clock), append(all, t.all)
		}
		cpu[s.Name], clock[s.Name], total[s.Name] = median(byCPU), median(byClock), median(all)
		c.Log("start: %s: CPU %.0f, clock %.0f, all tasks %.0f", s.Name, byCPU, byClock, all)
	}
	of := fmt.Sprintf("%d nodes", c.Nodes)
	return []Row{
		row("start: longest task, "+of+", ms of CPU", cpu, "<= 50", atMost(50)),
		row("start: longest task, "+of+", ms of the clock", clock, "", nil),
		row("start: all tasks, "+of+", ms of CPU", total, "", nil),
	}, nil
}

// largePageOf is a page of so many nodes: a list of things with an address, a label and a price each.
func largePageOf(nodes int) string {
	var b strings.Builder
	b.WriteString(plainPage + "<style>.row{margin:2px}.c3{color:red}</style><ul>")
	for i := range nodes / 6 {
		fmt.Fprintf(&b, `<li class="row c%d" data-id="%d"><a href="/items/%d">Item %d</a> <span class="price">%d.50</span></li>`, i%20, i, i, i, i%90)
	}
	b.WriteString("</ul>")
	return b.String()
}

// tasks is how long the tasks of a thread took, in milliseconds.
type tasks struct{ cpu, clock, all float64 }

func (c SDKConfig) longest(ctx context.Context, arm string) (t tasks, err error) {
	a, err := c.arm(ctx, arm, largePageOf(c.Nodes), nil)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Call(ctx, "Performance.enable", map[string]any{"timeDomain": "threadTicks"}, nil); err != nil {
		return t, err
	}
	if err := a.quiet(ctx); err != nil { // laid out and painted, which is the page's own
		return t, err
	}
	end, err := a.trace(ctx)
	if err != nil {
		return t, err
	}
	if err := a.await(ctx, "(performance.mark('bench-begin'), bench.load())", nil); err != nil {
		return t, err
	}
	if err := a.quiet(ctx); err != nil { // nobody asks for a delivery while the page is still being described
		return t, err
	}
	if err := a.delivered(ctx); err != nil {
		return t, err
	}
	if err := a.await(ctx, "performance.mark('bench-end')", nil); err != nil {
		return t, err
	}
	events, err := end(ctx)
	if err != nil {
		return t, err
	}
	return between(events)
}

// traced is an event of a trace: durations are in microseconds, those of the thread's CPU with a t.
type traced struct {
	Name     string
	Pid, Tid int
	Ts, Dur  float64
	Tdur     float64
}

// trace begins to trace what the browser's threads do; what it returns ends that.
func (a *armed) trace(ctx context.Context) (func(context.Context) ([]traced, error), error) {
	var mu sync.Mutex
	var events []traced
	var broken error
	complete := make(chan struct{})
	a.On("Tracing.dataCollected", func(params json.RawMessage) {
		var p struct{ Value []traced }
		err := json.Unmarshal(params, &p)
		mu.Lock()
		defer mu.Unlock()
		events, broken = append(events, p.Value...), errors.Join(broken, err)
	})
	a.On("Tracing.tracingComplete", func(json.RawMessage) { close(complete) })
	err := a.Call(ctx, "Tracing.start", map[string]any{
		"transferMode": "ReportEvents",
		"traceConfig": map[string]any{
			"recordMode": "recordAsMuchAsPossible", "includedCategories": []string{"disabled-by-default-devtools.timeline", "blink.user_timing"}, "excludedCategories": []string{"*"},
		},
	}, nil)
	return func(ctx context.Context) ([]traced, error) {
		within, cancel := browser.Within(ctx, time.Minute, "the trace")
		defer cancel()
		if err := a.Call(within, "Tracing.end", nil, nil); err != nil {
			return nil, err
		}
		select {
		case <-complete:
		case <-within.Done():
			return nil, context.Cause(within)
		}
		mu.Lock()
		defer mu.Unlock()
		return events, broken
	}, err
}

// between gives the longest tasks of the thread that made the two marks, between them.
func between(events []traced) (t tasks, err error) {
	var begin, end *traced
	for i, e := range events {
		switch e.Name {
		case "bench-begin":
			begin = &events[i]
		case "bench-end":
			end = &events[i]
		}
	}
	if begin == nil || end == nil || begin.Tid != end.Tid {
		return t, errors.New("the trace has not the marks of the measurement's begin and end")
	}
	found := 0
	for _, e := range events {
		if e.Name != "RunTask" || e.Pid != begin.Pid || e.Tid != begin.Tid || e.Ts+e.Dur < begin.Ts || e.Ts > end.Ts {
			continue
		}
		found++
		t.cpu, t.clock, t.all = max(t.cpu, e.Tdur/1000), max(t.clock, e.Dur/1000), t.all+e.Tdur/1000
	}
	if found == 0 || t.all == 0 {
		return t, errors.New("the trace has no tasks of the page's main thread with their CPU time")
	}
	return t, nil
}
