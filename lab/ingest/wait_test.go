package ingest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

func TestWait(t *testing.T) {
	v, client := open(t)
	asked := make(chan struct{}, 100)
	done := make(chan error)
	go func() {
		done <- v.Wait(soon(t), "three events", func(us []event.Upload) bool {
			asked <- struct{}{}
			n := 0
			for _, u := range us {
				n += len(u.Events)
			}
			return n == 3
		})
	}()
	<-asked // with nothing there
	do(t, client, upload(v, body(1, 1)))
	do(t, client, upload(v, body(1, 2, 3)))
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWaitSaysWhatItSaw(t *testing.T) {
	v, client := open(t)
	do(t, client, upload(v, body(1, 1, 2)))
	wrong := upload(v, body(1, 3))
	wrong.Header.Set("Authorization", "Bearer nope")
	do(t, client, wrong)
	if err := v.Idle(soon(t)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := v.Wait(ctx, "the full snapshot", func([]event.Upload) bool { return false })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's in its chain", err)
	}
	for _, want := range []string{"wait for the full snapshot: context canceled", "2 requests, 1 of them uploads taken with 2 events, 0 in flight", "last problem: request 2 (POST /v/", `wrong API key "nope"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
	v.Close()
	err = v.Wait(soon(t), "more", func([]event.Upload) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "wait for more: the visit was closed") {
		t.Errorf("error %v after Close", err)
	}
	if err := v.Wait(soon(t), "what is there", func(us []event.Upload) bool { return len(us) == 2 }); err != nil {
		t.Errorf("a fact that holds after Close: %v", err)
	}
}

func TestIdle(t *testing.T) {
	v, client := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Hang: true})
	hung := make(chan error)
	ctx, leave := context.WithCancel(soon(t))
	go func() {
		_, err := client.Do(upload(v, body(1, 1)).WithContext(ctx))
		hung <- err
	}()
	kept(t, v, 1)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := v.Idle(ended); err == nil || !strings.Contains(err.Error(), "wait until no request is in flight: context canceled; last seen: 1 requests") {
		t.Errorf("error %v with a request in flight", err)
	}
	idle := make(chan error)
	go func() { idle <- v.Idle(soon(t)) }()
	leave()
	if err := <-idle; err != nil {
		t.Error(err)
	}
	<-hung
}
