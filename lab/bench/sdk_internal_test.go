package bench

import (
	"encoding/json"
	"strings"
	"testing"

	"replaylab/lab/event"
)

// Tasks count when they are of the thread that made the marks, and between these.
func TestBetween(t *testing.T) {
	task := func(pid, tid int, ts, dur, tdur float64) traced {
		return traced{Name: "RunTask", Pid: pid, Tid: tid, Ts: ts, Dur: dur, Tdur: tdur}
	}
	marks := []traced{{Name: "bench-begin", Pid: 1, Tid: 7, Ts: 10_000}, {Name: "bench-end", Pid: 1, Tid: 7, Ts: 90_000}}
	got, err := between(append([]traced{
		task(1, 7, 0, 9_000, 9_000),       // before
		task(1, 7, 20_000, 30_000, 4_000), // the longest by the clock
		task(1, 7, 60_000, 6_000, 5_000),  // the longest by CPU
		task(1, 8, 60_000, 70_000, 70_000),
		task(2, 7, 60_000, 70_000, 70_000),
		task(1, 7, 95_000, 99_000, 99_000), // after
	}, marks...))
	if want := (tasks{cpu: 5, clock: 30, all: 9}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	for name, events := range map[string][]traced{
		"no marks":          {task(1, 7, 0, 9_000, 9_000)},
		"no tasks":          marks,
		"tasks without CPU": append([]traced{task(1, 7, 20_000, 30_000, 0)}, marks...),
	} {
		if _, err := between(events); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRow(t *testing.T) {
	r := row("m", map[string]float64{"reference": 1.005, "rrweb": 2}, "<= 0.5 x rrweb", atMostOfRrweb(0.5))
	if *r.Reference != 1 || *r.Rrweb != 2 || r.Amplitude != nil || !*r.Met {
		t.Errorf("%+v", r)
	}
	if r := row("m", map[string]float64{"reference": 1.1, "rrweb": 2}, "", atMostOfRrweb(0.5)); *r.Met {
		t.Error("more than half is not at most half")
	}
	if r := row("m", map[string]float64{"reference": 1}, "", atMostOfRrweb(0.5)); r.Met != nil {
		t.Error("nothing was there to hold it against")
	}
	if r := row("m", map[string]float64{"rrweb": 1}, "", atMost(2)); r.Met != nil {
		t.Error("the reference was not measured")
	}
}

func TestOnly(t *testing.T) {
	if err := (SDKConfig{Only: []string{"cpu", "bundle"}}).Check(); err != nil {
		t.Error(err)
	}
	err := SDKConfig{Only: []string{"cup"}}.Check()
	if err == nil || !strings.Contains(err.Error(), `"cup"`) || !strings.Contains(err.Error(), "start") {
		t.Errorf("%v", err)
	}
}

func TestMedian(t *testing.T) {
	for want, list := range map[float64][]float64{0: nil, 3: {9, 3, 1}, 2.5: {4, 1, 2, 3}} {
		if got := median(list); got != want {
			t.Errorf("median of %v is %v", list, got)
		}
	}
}

// A line has arrived when any upload that was taken has it; later lines than those that are due do not make up for it.
func TestAbsent(t *testing.T) {
	list := []event.Upload{
		{Events: []json.RawMessage{json.RawMessage(`{"v":"tick:0; tick:2;"}`), json.RawMessage(`{"v":"tick:2;"}`)}},
		{Events: []json.RawMessage{json.RawMessage(`{"v":"tick:7;"}`)}},
		{}, // one that was refused
	}
	for due, want := range map[int]int{0: 0, 1: 0, 2: 1, 3: 1, 5: 3} {
		if got := absent(list, due); got != want {
			t.Errorf("of %d lines %d are absent, want %d", due, got, want)
		}
	}
}
