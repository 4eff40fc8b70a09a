package ingest

import (
	"context"
	"fmt"
	"slices"

	"replaylab/lab/event"
)

// Wait waits until done holds for the uploads so far, which it is asked at once and again whenever a
// request arrives, has been read, or has been answered or given up. what names the fact for the error, which says what
// was seen last. done must not change the uploads, and may call the visit's methods.
func (v *Visit) Wait(ctx context.Context, what string, done func([]event.Upload) bool) error {
	for {
		v.mu.Lock()
		uploads, inFlight, closed, changed := slices.Clone(v.uploads), v.inFlight, v.closed, v.changed
		v.mu.Unlock()
		if done(uploads) {
			return nil
		}
		err := context.Cause(ctx)
		if err == nil && closed && inFlight == 0 {
			err = errClosed
		}
		if err != nil {
			return fmt.Errorf("wait for %s: %w; last seen: %s", what, err, describe(uploads, inFlight))
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// InFlight is the number of requests that have arrived and are not yet answered, hung ones included.
func (v *Visit) InFlight() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.inFlight
}

// Idle waits until no request is in flight: every answer has then been handed to its connection.
func (v *Visit) Idle(ctx context.Context) error {
	for {
		v.mu.Lock()
		inFlight, changed := v.inFlight, v.changed
		v.mu.Unlock()
		if inFlight == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait until no request is in flight: %w; last seen: %s", context.Cause(ctx), describe(v.Uploads(), v.InFlight()))
		}
	}
}

// describe says in one line what has come in.
func describe(uploads []event.Upload, inFlight int) string {
	taken, events, problem := 0, 0, "none"
	for _, u := range uploads {
		switch {
		case u.Problem != "":
			problem = fmt.Sprintf("request %d (%s %.120s): %s", u.Seq, u.Method, u.URL, u.Problem)
		case u.Kind == "replay" || u.Kind == "interaction":
			taken++
			events += len(u.Events)
		}
	}
	return fmt.Sprintf("%d requests, %d of them uploads taken with %d events, %d in flight, last problem: %s",
		len(uploads), taken, events, inFlight, problem)
}
