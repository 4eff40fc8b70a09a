package bench

import (
	"context"
	"errors"
	"fmt"
)

// mounts is how many frames and shadow hosts come and go while the heap is watched.
const mounts = 1000

// kept is what may be left of them all, in kilobytes, for the heap to count as flat: a tenth of a kilobyte of each,
// and no recorder could keep as little as that of one.
const kept = 100

// heap measures what of the page's heap is kept after frames and shadow hosts have come and gone, above what an
// empty observer keeps, when garbage was collected and everything captured was delivered.
func (c SDKConfig) heap(ctx context.Context) ([]Row, error) {
	size, documents := map[string]float64{}, map[string]float64{}
	var least usage
	for _, name := range c.arms() {
		c.Log("heap: %s", name)
		u, err := c.mounted(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if name == floor {
			least = u
			continue
		}
		size[name], documents[name] = u.kb-least.kb, u.documents-least.documents
	}
	return []Row{
		row(fmt.Sprintf("heap: kept after %d mounts, KB", mounts), size, fmt.Sprintf("<= %d", kept), atMost(kept)),
		row(fmt.Sprintf("heap: documents kept after %d mounts", mounts), documents, "<= 2", atMost(2)),
	}, nil
}

// usage is what a page has in use.
type usage struct{ kb, documents float64 }

// mounted gives what has been added by the mounts. As many go before the first look: code is compiled and caches
// fill once.
func (c SDKConfig) mounted(ctx context.Context, arm string) (u usage, err error) {
	a, err := c.arm(ctx, arm, plainPage+"<main></main>"+tags, nil)
	if err != nil {
		return u, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.await(ctx, "bench.ready()", nil); err != nil {
		return u, err
	}
	if err := a.Call(ctx, "Performance.enable", nil, nil); err != nil {
		return u, err
	}
	var before, after usage
	for _, step := range []struct {
		mounts int
		into   *usage
	}{{mounts, &before}, {mounts, &after}} {
		if err := a.await(ctx, fmt.Sprintf("bench.mount(%d)", step.mounts), nil); err != nil {
			return u, err
		}
		if err := a.quiet(ctx); err != nil {
			return u, err
		}
		if err := a.delivered(ctx); err != nil {
			return u, err
		}
		if err := a.await(ctx, "void (bench.kept = [])", nil); err != nil {
			return u, err
		}
		if *step.into, err = a.inUse(ctx); err != nil {
			return u, err
		}
	}
	return usage{kb: after.kb - before.kb, documents: after.documents - before.documents}, nil
}

// inUse collects garbage until there is no less, and says what is left.
func (a *armed) inUse(ctx context.Context) (usage, error) {
	for last := (usage{}); ; {
		if err := a.Call(ctx, "HeapProfiler.collectGarbage", nil, nil); err != nil {
			return last, err
		}
		m, err := a.metrics(ctx)
		if err != nil {
			return last, err
		}
		now := usage{kb: m["JSHeapUsedSize"] / 1024, documents: m["Documents"]}
		if last.kb > 0 && now.kb >= last.kb && now.documents >= last.documents {
			return last, nil
		}
		last = now
	}
}
