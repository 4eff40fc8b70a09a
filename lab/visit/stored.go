package visit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"replaylab/lab/browser"
)

// Stored is something that was kept in the browser: by the page, its servers or the SDK.
type Stored struct {
	Checkpoint string // at which it was first there; "" for the end of the visit
	Store      string // "cookie", "localStorage", "IndexedDB DATABASE STORE" …, of which origin
	Key        string
	Value      string
}

// storedLimit bounds the reading of what one frame's origin has stored. A database that is being
// upgraded does not open.
const storedLimit = 2 * time.Second

// stored notes what is stored now and was not before. Only a scenario with canaries has a use for it.
func (r *runner) stored(ctx context.Context, checkpoint string) error {
	if len(r.Canaries) == 0 {
		return nil
	}
	cookies, err := r.context.Cookies(ctx)
	if err != nil {
		return fmt.Errorf("read the cookies: %w", err)
	}
	for _, c := range cookies {
		r.keep(Stored{checkpoint, "cookie of " + c.Domain + c.Path, c.Name, c.Value})
	}
	for _, frame := range r.page.Worlds() {
		if err := r.storedFor(ctx, checkpoint, frame); err != nil {
			return err
		}
	}
	return nil
}

// storedFor reads what the origin of one frame has stored.
func (r *runner) storedFor(ctx context.Context, checkpoint, frame string) error {
	wait, cancel := browser.Within(ctx, storedLimit, "reading what is stored")
	defer cancel()
	var found struct {
		Origin string
		List   [][3]string
	}
	const ask = "replaylab.stored().then(list => ({origin: origin, list}))"
	var err error
	if r.virtual {
		// The clock stands still, and with it the answers of a database, which take their own time.
		err = r.page.Eval(wait, frame, "globalThis.replaylabStored = null, void ("+ask+".then(all => { globalThis.replaylabStored = all }))", nil)
		for err == nil && found.Origin == "" {
			if err = r.page.Advance(wait, time.Millisecond); err == nil {
				err = r.page.Eval(wait, frame, "globalThis.replaylabStored ?? null", &found)
			}
		}
	} else {
		err = r.page.Eval(wait, frame, ask, &found)
	}
	var slow *browser.SlowError
	var script *browser.ScriptError
	switch {
	case ctx.Err() != nil || errors.Is(err, browser.ErrGone):
		return err
	case errors.As(err, &slow) || errors.As(context.Cause(wait), &slow) || errors.As(err, &script):
		if frame == r.page.TargetID {
			r.note("what the page has stored could not be read at %q: %v", checkpoint, err)
		}
		return nil
	case err != nil:
		if frame == r.page.TargetID {
			return fmt.Errorf("read what is stored: %w", err)
		}
		return nil // a frame that has gone meanwhile
	}
	for _, s := range found.List {
		r.keep(Stored{checkpoint, s[0] + " of " + r.plain(found.Origin), s[1], s[2]})
	}
	return nil
}

func (r *runner) keep(s Stored) {
	same := func(o Stored) bool { return o.Store == s.Store && o.Key == s.Key && o.Value == s.Value }
	if !slices.ContainsFunc(r.visit.Stored, same) {
		r.visit.Stored = append(r.visit.Stored, s)
	}
}
