package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

// set sets a reply that is right.
func set(t *testing.T, v *ingest.Visit, r ingest.Reply) {
	t.Helper()
	if err := v.Reply(r); err != nil {
		t.Fatal(err)
	}
}

// statuses uploads n times and gives the answers, such as "503 503 200".
func statuses(t *testing.T, v *ingest.Visit, client *http.Client, n int) string {
	t.Helper()
	var got []string
	for range n {
		status, _, _ := do(t, client, upload(v, body(1, 1)))
		got = append(got, fmt.Sprint(status))
	}
	return strings.Join(got, " ")
}

func TestRepliesAreUsedUpInOrder(t *testing.T) {
	v, client := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 2, Status: 503})
	set(t, v, ingest.Reply{On: "track", Times: 1, Status: 429})
	set(t, v, ingest.Reply{On: "config", Status: 500})
	if got := statuses(t, v, client, 4); got != "503 503 429 200" {
		t.Errorf("answered %s", got)
	}
	set(t, v, ingest.Reply{On: "track", Times: 1, Status: 404})
	set(t, v, ingest.Reply{On: "track", Status: 500})
	if got := statuses(t, v, client, 3); got != "404 500 500" {
		t.Errorf("answered %s", got)
	}
	set(t, v, ingest.Reply{On: "track", Times: 1, Status: 202})
	if got := statuses(t, v, client, 2); got != "202 200" {
		t.Errorf("after a reply for ever was replaced: %s", got)
	}
	set(t, v, ingest.Reply{On: "track", Status: 500})
	v.Ordinary("track")
	if got := statuses(t, v, client, 1); got != "200" {
		t.Errorf("after Ordinary: %s", got)
	}
}

func TestReplyRefuses(t *testing.T) {
	v, client := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Status: 413, Body: "payload size exceeded"})
	status, text, _ := do(t, client, upload(v, body(1, 1)))
	if status != 413 || text != "payload size exceeded" {
		t.Errorf("answered %d %q", status, text)
	}
	u := last(t, v)
	if u.Status != 413 || u.Problem != "answered 413, as if the payload exceeded a limit, as a reply was set to" || string(u.Body) != body(1, 1) || u.Kind != "replay" || len(u.Inflated) == 0 || len(u.Events) != 0 {
		t.Errorf("kept %+v", u)
	}
	if rs := v.Recordings(); len(rs) != 0 {
		t.Errorf("recordings %+v", rs)
	}
	// The same upload once more, taken: nothing of it counts as delivered before.
	do(t, client, upload(v, body(1, 1)))
	if rs := v.Recordings(); len(rs) != 1 || rs[0].Dropped != 0 || len(rs[0].Events) != 1 {
		t.Errorf("recordings %+v", rs)
	}
}

func TestReplyWithHeaderIsTaken(t *testing.T) {
	v, client := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Header: http.Header{"x-session-replay-event-skipped": {"429"}}})
	status, _, header := do(t, client, upload(v, body(1, 1)))
	if status != 200 || header.Get("X-Session-Replay-Event-Skipped") != "429" {
		t.Errorf("answered %d with %v", status, header)
	}
	if rs := v.Recordings(); len(rs) != 1 {
		t.Errorf("recordings %+v", rs)
	}
	set(t, v, ingest.Reply{On: "config", Times: 1, Body: "{"})
	r, _ := http.NewRequest("GET", v.ConfigURL("1")+"/"+v.Key(), nil)
	if status, text, _ := do(t, client, r); status != 200 || text != "{" {
		t.Errorf("configuration %d %q", status, text)
	}
}

func TestReplyErrors(t *testing.T) {
	v, _ := open(t)
	for want, r := range map[string]ingest.Reply{
		`set a reply on "upload": want track, config or preflight`: {On: "upload"},
		"set a reply on track: status 99, want 200 to 599":         {On: "track", Status: 99},
		"set a reply on track: -1 times":                           {On: "track", Times: -1},
		"set a reply on track: hang, reset and unanswered":         {On: "track", Hang: true, Reset: true},
	} {
		if err := v.Reply(r); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestReset(t *testing.T) {
	v, _ := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Reset: true})
	c := dial(t, v)
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", path(v), v.Key(), len(body(1, 1)), body(1, 1))
	if _, err := io.ReadAll(c); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client saw %v, want a reset", err)
	}
	if err := v.Idle(soon(t)); err != nil {
		t.Fatal(err)
	}
	if u := last(t, v); u.Status != 0 || u.Problem != "connection reset, as a reply was set to" || string(u.Body) != body(1, 1) {
		t.Errorf("kept %+v", u)
	}
	if rs := v.Recordings(); len(rs) != 0 {
		t.Errorf("recordings %+v", rs)
	}
}

// A request whose answer is lost was taken.
func TestUnanswered(t *testing.T) {
	v, _ := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Unanswered: true})
	c := dial(t, v)
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", path(v), v.Key(), len(body(1, 1)), body(1, 1))
	if _, err := io.ReadAll(c); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client saw %v, want a reset", err)
	}
	if err := v.Idle(soon(t)); err != nil {
		t.Fatal(err)
	}
	if u := last(t, v); u.Status != 0 || u.Problem != "" || len(u.Events) != 1 {
		t.Errorf("kept %+v", u)
	}
}

// kept waits until n requests are kept.
func kept(t *testing.T, v *ingest.Visit, n int) {
	t.Helper()
	if err := v.Wait(soon(t), fmt.Sprintf("%d requests", n), func(us []event.Upload) bool { return len(us) >= n }); err != nil {
		t.Fatal(err)
	}
}

func TestHangUntilTheClientGoes(t *testing.T) {
	v, client := open(t)
	set(t, v, ingest.Reply{On: "track", Times: 1, Hang: true})
	ctx, leave := context.WithCancel(soon(t))
	ended := make(chan error)
	go func() {
		_, err := client.Do(upload(v, body(1, 1)).WithContext(ctx))
		ended <- err
	}()
	kept(t, v, 1) // while it still hangs
	if u := last(t, v); u.Status != 0 || u.Problem != "never answered, as a reply was set to" || v.InFlight() != 1 {
		t.Errorf("kept %+v, %d in flight", u, v.InFlight())
	}
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the client saw %v", err)
	}
	if err := v.Idle(soon(t)); err != nil {
		t.Error(err)
	}
}

func TestCloseReleasesRequests(t *testing.T) {
	for _, end := range []string{"visit", "server"} {
		t.Run(end, func(t *testing.T) {
			s, client := listen(t, ingest.Config{})
			v := s.Open(ingest.VisitConfig{})
			set(t, v, ingest.Reply{On: "track", Times: 1, Hang: true})
			set(t, v, ingest.Reply{On: "config", Times: 1, Delay: time.Hour})
			ended := make(chan error, 2)
			send := func(r *http.Request) {
				_, err := client.Do(r)
				ended <- err
			}
			go send(upload(v, body(1, 1)))
			kept(t, v, 1)
			config, _ := http.NewRequest("GET", v.ConfigURL("1")+"/"+v.Key(), nil)
			go send(config)
			kept(t, v, 2)
			half := dial(t, v) // a body that never ends
			fmt.Fprintf(half, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", path(v))
			if err := v.Wait(soon(t), "three requests in flight", func([]event.Upload) bool { return v.InFlight() == 3 }); err != nil {
				t.Fatal(err)
			}
			if end == "visit" {
				v.Close()
			} else if err := s.Close(); err != nil {
				t.Error(err)
			}
			for range 2 {
				if err := <-ended; err == nil {
					t.Error("a request that was given up got an answer")
				}
			}
			if _, err := io.ReadAll(half); err != nil && !errors.Is(err, syscall.ECONNRESET) {
				t.Error(err)
			}
			if v.InFlight() != 0 || len(v.Uploads()) != 3 {
				t.Errorf("%d in flight, %d kept after Close", v.InFlight(), len(v.Uploads()))
			}
			for i, want := range []string{"never answered", "", "the visit was closed after"} {
				if u := v.Uploads()[i]; !strings.Contains(u.Problem, want) || u.Status != 0 {
					t.Errorf("request %d kept with status %d, problem %q", u.Seq, u.Status, u.Problem)
				}
			}
		})
	}
}

func TestDelay(t *testing.T) {
	v, client := open(t)
	const delay = 50 * time.Millisecond
	set(t, v, ingest.Reply{On: "track", Times: 1, Delay: delay})
	start := time.Now()
	if status, _, _ := do(t, client, upload(v, body(1, 1))); status != 200 {
		t.Errorf("answered %d", status)
	}
	if took := time.Since(start); took < delay {
		t.Errorf("answered after %s, want %s at least", took, delay)
	}
	if u := last(t, v); u.Problem != "" || u.Status != 200 {
		t.Errorf("kept %+v", u)
	}
}
