package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// workloads are rrweb's, by their functions in the page script.
var workloads = []struct{ name, title string }{
	{"nested", "100 trees of depth 256"},
	{"lists", "1000 lists of 10"},
	{"again", "add, remove, add"},
	{"chain", "1000 nested appends"},
	{"move", "10000 added and moved"},
	{"attributes", "10000 attribute changes"},
}

// unhurried keeps deliveries out of what is measured, for those that have such options.
var unhurried = map[string]any{
	"flushIntervalConfig":         map[string]int{"minIntervalMs": 60_000, "maxIntervalMs": 60_000},
	"maxPersistedEventsSizeBytes": 9_000_000,
}

// cpu measures the CPU time of the page's main thread for each workload, beginning when the SDK has recorded
// the page and ending when what follows from the workload at once has been done: for the reference, when its
// events are written and stored. Each sample has a page and a process of its own; arms come in random order
// within a round, and the floor of a round is taken from the others of that round. The first round is not
// counted. It also adds up what was uploaded.
func (c SDKConfig) cpu(ctx context.Context) ([]Row, error) {
	random := rand.New(rand.NewPCG(c.Seed, 1))
	var times, sizes []Row
	for _, w := range workloads {
		added := map[string][]float64{}
		bytes := map[string]float64{}
		for round := range c.Rounds + 1 {
			c.Log("cpu: %s, round %d of %d", w.title, round, c.Rounds)
			spent := map[string]float64{}
			for _, i := range random.Perm(len(c.arms())) {
				name := c.arms()[i]
				ms, size, err := c.sample(ctx, name, w.name, round == 0)
				if err != nil {
					return append(times, sizes...), fmt.Errorf("%s: %w", w.title, err)
				}
				spent[name] = ms
				if round == 0 && name != floor {
					bytes[name] = size
				}
			}
			if round == 0 {
				continue
			}
			for name, ms := range spent {
				if name != floor {
					added[name] = append(added[name], ms-spent[floor])
				}
			}
			added[floor] = append(added[floor], spent[floor])
		}
		figures := map[string]float64{}
		for name, list := range added {
			figures[name] = median(list)
			c.Log("cpu: %s, %s: median %.1f ms of %.1f", w.title, name, median(list), list)
		}
		times = append(times, row(fmt.Sprintf("cpu: %s, ms added (n=%d)", w.title, c.Rounds), figures, "<= 0.5 x rrweb", atMostOfRrweb(0.5)))
		sizes = append(sizes, row(fmt.Sprintf("uploaded: %s, KB gzipped", w.title), bytes, "<= rrweb", atMostOfRrweb(1)))
	}
	return append(times, sizes...), nil
}

const plainPage = `<!doctype html><title>Workload</title><script src="/bench.js"></script>`

// sample carries out one workload in a page of its own, and gives the CPU time in milliseconds; and, if it is
// asked for, how many kilobytes were uploaded in all.
func (c SDKConfig) sample(ctx context.Context, arm, workload string, sized bool) (ms, size float64, err error) {
	markup := plainPage + `<main></main><script>bench.prepare("` + workload + `", document.querySelector("main"))</script>` + tags
	a, err := c.arm(ctx, arm, markup, unhurried)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	// What the SDK does at its start is not the workload's: it may take its time.
	if err := a.await(ctx, "bench.ready()", nil); err != nil {
		return 0, 0, err
	}
	if err := a.Call(ctx, "Performance.enable", map[string]any{"timeDomain": "threadTicks"}, nil); err != nil {
		return 0, 0, err
	}
	if err := a.quiet(ctx); err != nil {
		return 0, 0, err
	}
	if err := a.Call(ctx, "HeapProfiler.collectGarbage", nil, nil); err != nil {
		return 0, 0, err
	}
	before, err := a.threadTime(ctx)
	if err != nil {
		return 0, 0, err
	}
	if err := a.await(ctx, fmt.Sprintf("bench.work(%q)", workload), nil); err != nil {
		return 0, 0, err
	}
	after, err := a.threadTime(ctx)
	if err != nil || !sized || arm == floor {
		return after - before, 0, err
	}
	size, err = a.uploaded(ctx)
	return after - before, size, err
}

// metrics are the browser's counters of the page.
func (a *armed) metrics(ctx context.Context) (map[string]float64, error) {
	var r struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	err := a.Call(ctx, "Performance.getMetrics", nil, &r)
	values := map[string]float64{}
	for _, m := range r.Metrics {
		values[m.Name] = m.Value
	}
	return values, err
}

// threadTime is the CPU time of the page's main thread so far, in milliseconds.
func (a *armed) threadTime(ctx context.Context) (float64, error) {
	m, err := a.metrics(ctx)
	if seconds, ok := m["ThreadTime"]; ok || err != nil {
		return seconds * 1000, err
	}
	return 0, errors.New("this browser does not tell the CPU time of the page's main thread (ThreadTime of Performance.getMetrics): use a newer Chromium")
}

// quiet waits until the page's main thread has done next to nothing for a while.
func (a *armed) quiet(ctx context.Context) error {
	for last := math.Inf(-1); ; {
		if err := a.await(ctx, "bench.frame().then(() => bench.pause(600))", nil); err != nil {
			return err
		}
		now, err := a.threadTime(ctx)
		if err != nil || now-last < 15 {
			return err
		}
		last = now
	}
}

// uploaded is how many kilobytes of replay data the page has sent or, for a recorder that sends nothing, would
// have to send in one request, everything gzipped.
func (a *armed) uploaded(ctx context.Context) (float64, error) {
	if a.name == "rrweb" {
		var events []string
		if err := a.await(ctx, "bench.kept", &events); err != nil {
			return 0, err
		}
		body, err := json.Marshal(map[string]any{"version": 1, "events": events})
		return float64(zipped(body)) / 1024, err
	}
	if err := a.delivered(ctx); err != nil {
		return 0, err
	}
	total := 0
	for _, u := range a.ingest.Uploads() {
		switch {
		case u.Kind != "replay":
		case u.Header.Get("Content-Encoding") == "gzip":
			total += len(u.Body)
		default:
			total += zipped(u.Body)
		}
	}
	return float64(total) / 1024, nil
}

func zipped(data []byte) int {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(data)
	_ = z.Close()
	return packed.Len()
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	if len(sorted) == 0 {
		return 0
	}
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
