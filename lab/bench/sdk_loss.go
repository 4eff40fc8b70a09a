package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

// grace is how long before the end something must have been captured to count as lost.
const grace = time.Second

// patience is how long the lab waits for what a page left behind, once the page after it is there.
const patience = time.Minute

// An end is a way in which a page ends, or its server is not reached for a while. It says whether a page of the
// same origin has to be opened for what was left behind.
type end struct {
	name string
	act  func(ctx context.Context, a *armed, wait time.Duration) (another bool, err error)
	own  bool // it takes a browser of its own
}

var ends = []end{
	{"tab close", func(ctx context.Context, a *armed, _ time.Duration) (bool, error) {
		return true, a.gone(ctx, "Page.close")
	}, false},
	{"renderer kill", func(ctx context.Context, a *armed, _ time.Duration) (bool, error) {
		return true, a.Crash(ctx)
	}, false},
	{"browser kill", nil, true},
	{"offline", func(ctx context.Context, a *armed, wait time.Duration) (bool, error) {
		if err := a.Offline(ctx, true); err != nil {
			return false, err
		}
		if err := a.await(ctx, fmt.Sprintf("bench.pause(%d)", wait.Milliseconds()), nil); err != nil {
			return false, err
		}
		return false, a.Offline(ctx, false)
	}, false},
	{"5xx storm", func(ctx context.Context, a *armed, wait time.Duration) (bool, error) {
		if err := a.ingest.Reply(ingest.Reply{On: "track", Status: 503}); err != nil {
			return false, err
		}
		defer a.ingest.Ordinary("track")
		return false, a.await(ctx, fmt.Sprintf("bench.pause(%d)", wait.Milliseconds()), nil)
	}, false},
}

// loss counts what does not arrive of the lines that a page adds twenty times a second, and that were there more
// than a second before the page ended. Everything is waited for that the same page, or the next one of its
// origin, still delivers. The recorder of rrweb delivers nothing, so it is not asked.
func (c SDKConfig) loss(ctx context.Context) ([]Row, error) {
	random := rand.New(rand.NewPCG(c.Seed, 2))
	var rows []Row
	for _, e := range ends {
		if e.own && c.Process == nil {
			c.Log("loss: %s is left out: the browser was not started by the lab", e.name)
			continue
		}
		lost := map[string]float64{}
		for _, s := range c.SDKs {
			if s.Name == "rrweb" {
				continue
			}
			for n := range c.Moments {
				after, wait := time.Duration(1500+random.IntN(4000))*time.Millisecond, time.Duration(500+random.IntN(2500))*time.Millisecond
				missing, of, err := c.moment(ctx, s.Name, e, after, wait)
				if err != nil {
					return rows, fmt.Errorf("%s with %s: %w", e.name, s.Name, err)
				}
				c.Log("loss: %s, %s, moment %d of %d: %d of %d lost", e.name, s.Name, n+1, c.Moments, missing, of)
				lost[s.Name] += float64(missing)
			}
		}
		rows = append(rows, row(fmt.Sprintf("loss: events at %d moments of %s", c.Moments, e.name), lost, "0", atMost(0)))
	}
	return rows, nil
}

// moment lets a page run for a while, ends it, and counts what is missing in the end, of how many.
func (c SDKConfig) moment(ctx context.Context, arm string, e end, after, wait time.Duration) (missing, of int, err error) {
	markup := plainPage + "<main></main>" + tags + "<script>addEventListener('load', () => bench.tick())</script>"
	if e.own {
		e.act = func(context.Context, *armed, time.Duration) (bool, error) { return true, nil }
	}
	open := c.arm
	if e.own {
		open = func(_ context.Context, name, markup string, options map[string]any) (*armed, error) {
			return c.serve(name, markup, options)
		}
	}
	a, err := open(ctx, arm, markup, nil)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var killed func() error
	if e.own {
		if killed, err = c.mortal(ctx, a); err != nil {
			return 0, 0, err
		}
	}
	if err := a.await(ctx, fmt.Sprintf("bench.ready().then(() => bench.pause(%d))", after.Milliseconds()), nil); err != nil {
		return 0, 0, err
	}
	var seen struct {
		Ticks []float64
		Now   float64
	}
	if err := a.await(ctx, "({ticks: bench.ticks, now: Date.now()})", &seen); err != nil {
		return 0, 0, err
	}
	due := 0
	for _, at := range seen.Ticks {
		if at < seen.Now-float64(grace.Milliseconds()) {
			due++
		}
	}
	another, err := e.act(ctx, a, wait)
	if err == nil && killed != nil {
		err = killed()
	}
	if err == nil && another {
		err = a.visit(ctx)
	}
	if err != nil {
		return 0, due, err
	}
	within, cancel := browser.Within(ctx, patience, "the delivery of what was left behind")
	defer cancel()
	missed := due
	err = a.ingest.Wait(within, "all lines", func(list []event.Upload) bool {
		missed = absent(list, due)
		return missed == 0
	})
	var slow *browser.SlowError
	if errors.As(err, &slow) || errors.As(context.Cause(within), &slow) {
		err = nil // what is not there by now is lost
	}
	return missed, due, err
}

// mortal opens the page in a browser of its own, with a profile that outlives it. What it returns kills that
// browser and starts another on the same profile.
func (c SDKConfig) mortal(ctx context.Context, a *armed) (func() error, error) {
	profile, err := os.MkdirTemp("", "replaylab-bench-profile-")
	if err != nil {
		return nil, err
	}
	a.close = append(a.close, func() error { return os.RemoveAll(profile) })
	begin := func() error {
		p, err := c.Process(ctx, profile)
		if err != nil {
			return err
		}
		a.close = append(a.close, p.Close)
		conn, err := browser.Dial(ctx, p.URL())
		if err != nil {
			return err
		}
		a.close = append(a.close, conn.Close)
		a.context = conn.Profile()
		return nil
	}
	if err := begin(); err != nil {
		return nil, err
	}
	ends := len(a.close) - 2 // the browser, then the connection to it
	return func() error {
		if err := errors.Join(a.close[ends](), a.close[ends+1]()); err != nil {
			return err
		}
		return begin()
	}, a.visit(ctx)
}

// gone ends the page by a command that does not answer, and waits until it has ended.
func (a *armed) gone(ctx context.Context, method string) error {
	if _, err := a.Start(method, nil); err != nil {
		return err
	}
	select {
	case <-a.Done():
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, context.Cause(ctx))
	}
}

var ticked = regexp.MustCompile(`tick:(\d+);`)

// absent is how many of the first lines no upload has that the server took.
func absent(list []event.Upload, due int) int {
	there := map[int]bool{}
	for _, u := range list {
		for _, e := range u.Events {
			for _, m := range ticked.FindAllSubmatch(e, -1) {
				if n, err := strconv.Atoi(string(m[1])); err == nil && n < due {
					there[n] = true
				}
			}
		}
	}
	return due - len(there)
}
