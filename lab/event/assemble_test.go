package event_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
)

// up is a replay upload of load "1", session "s", device "d".
func up(seq int, events ...string) event.Upload {
	u := event.Upload{Seq: seq, Kind: "replay", Load: "1", SessionID: "s", DeviceID: "d", Status: 200}
	for _, e := range events {
		u.Events = append(u.Events, json.RawMessage(e))
	}
	return u
}

// ev is an event named by its text, so that two of one name are copies.
func ev(at int, name string) string {
	return fmt.Sprintf(`{"type":5,"timestamp":%d,"data":{"tag":%q}}`, at, name)
}

// tags names a recording's events by tag, such as "a b c".
func tags(t *testing.T, r event.Recording) string {
	t.Helper()
	var names []string
	for _, e := range r.Events {
		var d event.CustomData
		if err := e.Data(&d); err != nil {
			t.Fatal(err)
		}
		names = append(names, d.Tag)
	}
	return strings.Join(names, " ")
}

// only is the one recording that uploads make.
func only(t *testing.T, uploads ...event.Upload) event.Recording {
	t.Helper()
	rs := event.Assemble(uploads)
	if len(rs) != 1 {
		t.Fatalf("%d recordings, want one: %+v", len(rs), rs)
	}
	return rs[0]
}

func TestAssembleDropsWhatWasDelivered(t *testing.T) {
	a, b, c := ev(1, "a"), ev(2, "b"), ev(3, "c")
	for _, row := range []struct {
		name    string
		uploads []event.Upload
		want    string
		dropped int
	}{
		{"copies inside one upload are real", []event.Upload{up(1, a, a, b)}, "a a b", 0},
		{"the same upload twice", []event.Upload{up(1, a, b), up(2, a, b)}, "a b", 2},
		{"fetch after beacon, with more", []event.Upload{up(1, a), up(2, a, b, c)}, "a b c", 1},
		{"two, then one", []event.Upload{up(1, a, a), up(2, a)}, "a a", 1},
		{"one, then two", []event.Upload{up(1, a), up(2, a, a)}, "a a", 1},
		{"one, one, then three", []event.Upload{up(1, a), up(2, a), up(3, a, a, a)}, "a a a", 2},
		{"two, one, two", []event.Upload{up(1, a, a), up(2, a), up(3, a, a)}, "a a", 3},
		{"same time, other content", []event.Upload{up(1, ev(1, "x")), up(2, ev(1, "y"))}, "x y", 0},
		{"same content, other time", []event.Upload{up(1, ev(1, "x")), up(2, ev(2, "x"))}, "x x", 0},
		{"other spelling", []event.Upload{
			up(1, `{"type":5,"timestamp":1700000000000,"data":{"tag":"é","n":[1,0.5]}}`),
			up(2, `{ "data": {"n":[1.0,5e-1],"tag":"\u00e9"}, "timestamp":1.7e12, "type":5.0 }`),
		}, "é", 1},
		{"almost the same number", []event.Upload{
			up(1, `{"type":5,"timestamp":1,"data":{"tag":"x","n":9007199254740992}}`),
			up(2, `{"type":5,"timestamp":1,"data":{"tag":"x","n":9007199254740993}}`),
		}, "x x", 0},
		{"order of elements matters", []event.Upload{
			up(1, `{"type":5,"timestamp":1,"data":{"tag":"x","n":[1,2]}}`),
			up(2, `{"type":5,"timestamp":1,"data":{"tag":"x","n":[2,1]}}`),
		}, "x x", 0},
	} {
		r := only(t, row.uploads...)
		if got := tags(t, r); got != row.want || r.Dropped != row.dropped {
			t.Errorf("%s: got %q, %d dropped; want %q, %d", row.name, got, r.Dropped, row.want, row.dropped)
		}
	}
}

func TestAssembleOrders(t *testing.T) {
	r := only(t,
		up(3, ev(15, "e"), ev(20, "f")),
		up(1, ev(10, "b"), ev(30, "g")),
		up(2, ev(10, "c"), ev(5, "a"), ev(10, "d"), ev(30, "h")),
	)
	if got := tags(t, r); got != "a b c d e f g h" {
		t.Errorf("order %q", got)
	}
	if r.Late != 5 { // c a d e f, all after g had arrived
		t.Errorf("%d late, want 5", r.Late)
	}
	if r.Start() != 5 || !reflect.DeepEqual(r.Uploads, []int{1, 2, 3}) {
		t.Errorf("start %v, uploads %v", r.Start(), r.Uploads)
	}
	if e := r.Events[0]; e.Upload != 2 || e.Index != 1 {
		t.Errorf("the first event came from upload %d, place %d; want 2, 1", e.Upload, e.Index)
	}
}

func TestAssembleSeparatesStreams(t *testing.T) {
	with := func(u event.Upload, load, session string) event.Upload {
		u.Load, u.SessionID = load, session
		return u
	}
	other := up(6, ev(1, "no"))
	other.Kind = "interaction"
	refused := up(7, ev(1, "no"))
	refused.Problem = "wrong API key"
	rs := event.Assemble([]event.Upload{
		with(up(1, ev(9, "a")), "1", "s"),
		with(up(2, ev(7, "b")), "2", "s"),
		with(up(3, ev(8, "c")), "2", "t"),
		with(up(4, ev(9, "a")), "2", "s"), // delivered before, but by another load
		with(up(5), "3", "empty"),
		other, refused,
	})
	var got []string
	for _, r := range rs {
		got = append(got, r.Load+"/"+r.SessionID+": "+tags(t, r))
	}
	if want := []string{"2/s: b a", "2/t: c", "1/s: a"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAssembleNamesTheDeviceOfMostEvents(t *testing.T) {
	from := func(u event.Upload, device string) event.Upload {
		u.DeviceID = device
		return u
	}
	a, b, c := ev(1, "a"), ev(2, "b"), ev(3, "c")
	if r := only(t, from(up(1, a), "old"), from(up(2, b, c), "new")); r.DeviceID != "new" {
		t.Errorf("device %q, want the one of two events", r.DeviceID)
	}
	if r := only(t, from(up(1, a), "old"), from(up(2, b), "new")); r.DeviceID != "old" {
		t.Errorf("device %q, want the first of equals", r.DeviceID)
	}
	if r := only(t, from(up(1, a, b), "old"), from(up(2, c), "new"), from(up(3, a, b, c), "new")); r.DeviceID != "old" {
		t.Errorf("device %q; copies must not count", r.DeviceID)
	}
}

func TestAssembleReportsBrokenEvents(t *testing.T) {
	r := only(t, up(1, ev(1, "a"), `{"type":5}`), up(2, `{`, ev(2, "b")))
	if got := tags(t, r); got != "a b" {
		t.Errorf("events %q, want the others", got)
	}
	if len(r.Broken) != 2 || !strings.Contains(r.Broken[0].String(), "upload 1, event 1: an event without a timestamp") ||
		!strings.Contains(r.Broken[1].String(), "upload 2, event 0: an event that is not JSON at byte 1") {
		t.Errorf("broken: %v", r.Broken)
	}

	broken := up(1, `{}`)
	broken.SessionID = "broken"
	rs := event.Assemble([]event.Upload{broken, up(2, ev(1, "a"))})
	if len(rs) != 2 || rs[1].SessionID != "broken" || len(rs[1].Broken) != 1 {
		t.Errorf("a recording of broken events alone must come last: %+v", rs)
	}
}

// Over random uploads: of each event there are as many as the upload that had most of it, in order
// of time, and what is not there was dropped.
func TestAssembleAgainstCounting(t *testing.T) {
	for seed := range uint64(300) {
		chance := rand.New(rand.NewPCG(seed, 7))
		var uploads []event.Upload
		most := map[string]int{}
		delivered := 0
		for seq := range 1 + chance.IntN(6) {
			here := map[string]int{}
			u := up(seq + 1)
			for range chance.IntN(12) {
				e := ev(chance.IntN(3), string(rune('a'+chance.IntN(3))))
				here[e]++
				most[e] = max(most[e], here[e])
				delivered++
				raw := json.RawMessage(e)
				if chance.IntN(2) == 0 {
					raw = respell(raw)
				}
				u.Events = append(u.Events, raw)
			}
			uploads = append(uploads, u)
		}
		if delivered == 0 {
			continue
		}
		r := only(t, uploads...)
		got := map[string]int{}
		for i, e := range r.Events {
			var d event.CustomData
			if err := e.Data(&d); err != nil {
				t.Fatal(err)
			}
			got[ev(int(e.Timestamp), d.Tag)]++
			if i > 0 && e.Timestamp < r.Events[i-1].Timestamp {
				t.Fatalf("seed %d: out of order at %d", seed, i)
			}
		}
		if !reflect.DeepEqual(got, most) || r.Dropped != delivered-len(r.Events) {
			t.Fatalf("seed %d: got %v, %d dropped; want %v of %d", seed, got, r.Dropped, most, delivered)
		}
	}
}

// respell writes an event with its keys in another order, with spaces.
func respell(e json.RawMessage) json.RawMessage {
	var v map[string]any
	_ = json.Unmarshal(e, &v)
	out, _ := json.MarshalIndent(v, "", " ")
	return out
}

// session is n events as an SDK uploads them, 250 to an upload, each unlike the others.
func session(n int) (uploads []event.Upload, size int) {
	for i := range n {
		if i%250 == 0 {
			uploads = append(uploads, up(len(uploads)+1))
		}
		raw := fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":0,"texts":[{"id":%d,"value":"some text, so long"}],"attributes":[{"id":7,"attributes":{"class":"a b c"}}],"removes":[],"adds":[]}}`, 1_700_000_000_000+i/4, i)
		last := &uploads[len(uploads)-1]
		last.Events = append(last.Events, json.RawMessage(raw))
		size += len(raw)
	}
	return uploads, size
}

// BenchmarkAssemble takes 100,000 events, delivered once, or all of them twice. The ratio is of its best
// time to the best of json.Valid over the same bytes, so that a busy machine hardly changes it.
func BenchmarkAssemble(b *testing.B) {
	once, size := session(100_000)
	twice := append([]event.Upload{}, once...)
	for _, u := range once {
		u.Seq += len(once)
		twice = append(twice, u)
	}
	respelt := append([]event.Upload{}, once...)
	for _, u := range once {
		u.Seq += len(once)
		events := make([]json.RawMessage, len(u.Events))
		for i, e := range u.Events {
			events[i] = respell(e)
		}
		u.Events = events
		respelt = append(respelt, u)
	}
	for _, c := range []struct {
		name    string
		uploads []event.Upload
		dropped int
	}{{"once", once, 0}, {"twice", twice, 100_000}, {"respelt", respelt, 100_000}} {
		b.Run(c.name, func(b *testing.B) {
			floor := validate(b, c.uploads)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			best := time.Hour
			for b.Loop() {
				start := time.Now()
				if rs := event.Assemble(c.uploads); len(rs) != 1 || len(rs[0].Events) != 100_000 || rs[0].Dropped != c.dropped {
					b.Fatal("the recording is wrong")
				}
				best = min(best, time.Since(start))
			}
			b.ReportMetric(float64(best)/float64(floor), "x/json.Valid")
		})
	}
}

// validate is the time that json.Valid takes over all events, the best of five.
func validate(b *testing.B, uploads []event.Upload) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		for _, u := range uploads {
			for _, e := range u.Events {
				if !json.Valid(e) {
					b.Fatal("not JSON")
				}
			}
		}
		best = min(best, time.Since(start))
	}
	return best
}
