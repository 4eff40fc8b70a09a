package ingest_test

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"replaylab/lab/ingest"
)

const mib = 1 << 20

// bomb is the beginning of a body, then 1 GiB of white space, compressed to 1 MiB. The compressed
// form of 1 MiB of spaces that follows spaces is the same every time, so it is made once.
var bomb = sync.OnceValue(func() []byte {
	head, space := []byte(`{"version":1,"events":[`), bytes.Repeat([]byte{' '}, mib)
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	write := func(p []byte) (compressed []byte) {
		from := b.Len()
		_, _ = w.Write(p)
		_ = w.Flush()
		return b.Bytes()[from:]
	}
	sum := crc32.NewIEEE()
	b.WriteString("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff")
	write(head)
	write(space)
	again := bytes.Clone(write(space))
	for range 1022 {
		b.Write(again)
	}
	_ = w.Close()
	_, _ = sum.Write(head)
	for range 1024 {
		_, _ = sum.Write(space)
	}
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b.Bytes(), sum.Sum32()), uint32(len(head)+1024*mib))
})

// A bomb of 1 GiB may cost 64 MiB, and several at the same time no more. Allocations are summed, so
// the bound holds whenever the collector runs; the peak of the heap is only reported.
func TestInflationBombs(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims uint32
		times  int
	}{
		{"one", 1 << 30, 1},
		{"one that claims to be small", 1000, 1},
		{"one that claims to be just small enough", 32 * mib, 1},
		{"eight at the same time", 1 << 30, 8},
		{"four that claim to be just small enough", 32 * mib, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, client := open(t)
			sent := bytes.Clone(bomb())
			binary.LittleEndian.PutUint32(sent[len(sent)-4:], c.claims)
			requests := make([]*http.Request, c.times)
			for i := range requests {
				requests[i] = upload(v, "")
				requests[i].Header.Set("Content-Encoding", "gzip")
				requests[i].Body, requests[i].ContentLength = io.NopCloser(bytes.NewReader(sent)), int64(len(sent))
			}
			peak := watchHeap()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var all sync.WaitGroup
			for _, r := range requests {
				all.Go(func() {
					status, text, _ := do(t, client, r)
					if status != 413 || !strings.Contains(text, "inflated, exceeds the limit of 33554432") {
						t.Errorf("answered %d %q", status, text)
					}
				})
			}
			all.Wait()
			runtime.ReadMemStats(&after)
			allocated := float64(after.TotalAlloc-before.TotalAlloc) / mib
			t.Logf("%d × %.1f MiB sent: %.1f MiB allocated in all, heap at most %.1f MiB higher", c.times, float64(len(sent))/mib, allocated, peak()/mib)
			if allocated > 64 {
				t.Errorf("it cost %.0f MiB, want 64 at most", allocated)
			}
			for _, u := range v.Uploads() {
				if !bytes.Equal(u.Body, sent) || u.Inflated != nil || u.Truncated {
					t.Errorf("kept %d bytes, %d inflated, truncated %v; want what was sent and no more", len(u.Body), len(u.Inflated), u.Truncated)
				}
			}
		})
	}
}

// watchHeap samples the heap every millisecond until it is asked for the greatest rise, in bytes.
func watchHeap() (rise func() float64) {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() float64 {
		metrics.Read(sample)
		return float64(sample[0].Value.Uint64())
	}
	start, stop, peak := read(), make(chan struct{}), make(chan float64)
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for most := start; ; most = max(most, read()) {
			select {
			case <-tick.C:
			case <-stop:
				peak <- max(most, read())
				return
			}
		}
	}()
	return func() float64 { close(stop); return <-peak - start }
}

// A great number of tiny events is a bomb, too: each takes more memory than it has bytes.
func TestBombOfEvents(t *testing.T) {
	v, client := open(t)
	const most = 1 << 20
	for n, want := range map[int]int{most: 200, most + 1: 413} {
		sent := zip(`{"version":1,"events":[` + strings.Repeat("{},", n-1) + `{}]}`)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := upload(v, sent)
		r.Header.Set("Content-Encoding", "gzip")
		status, text, _ := do(t, client, r)
		runtime.ReadMemStats(&after)
		if status != want || want == 413 && !strings.Contains(text, "the number of events is over the limit of 1048576") {
			t.Errorf("%d events: answered %d %q, want %d", n, status, text, want)
		}
		if cost := float64(after.TotalAlloc-before.TotalAlloc) / mib; cost > 64 {
			t.Errorf("%d tiny events cost %.0f MiB, want 64 at most", n, cost)
		}
	}
}

func TestBodyOverTheLimit(t *testing.T) {
	s, client := listen(t, ingest.Config{MaxBody: 1000, MaxInflated: 2000})
	for _, c := range []struct {
		name    string
		size    int
		chunked bool
		status  int
		want    string
		kept    int
	}{
		{"as large as may be", 1000, false, 200, "", 1000},
		{"as large as may be, chunked", 1000, true, 200, "", 1000},
		{"one byte more", 1001, false, 413, "a payload of 1001 bytes exceeds the limit of 1000", 0},
		{"one byte more, chunked", 1001, true, 413, "a payload of unknown size exceeds the limit of 1000", 1000},
		{"far more", 40 * mib, false, 413, "a payload of 41943040 bytes exceeds", 0},
		{"far more, chunked", 40 * mib, true, 413, "a payload of unknown size exceeds", 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := s.Open(ingest.VisitConfig{})
			defer v.Close()
			sent := `{"version":1,"events":[` + strings.Repeat(" ", c.size-25) + `]}`
			r := upload(v, sent)
			if c.chunked {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(sent)), -1
			}
			status, text, _ := do(t, client, r)
			u := last(t, v)
			if c.status == 200 {
				if status != 200 || u.Truncated {
					t.Errorf("answered %d %q, truncated %v", status, text, u.Truncated)
				}
			} else {
				refused(t, v, status, text, c.status, c.want)
				if !u.Truncated {
					t.Error("not marked as truncated")
				}
			}
			if string(u.Body) != sent[:c.kept] {
				t.Errorf("kept %d bytes, want the first %d", len(u.Body), c.kept)
			}
			if te := u.Header.Get("Transfer-Encoding"); (te == "chunked") != c.chunked {
				t.Errorf("Transfer-Encoding kept as %q", te)
			}
			if u.SessionID != "42" || u.Kind != "replay" {
				t.Errorf("the query was not read: %+v", u)
			}
		})
	}
	for size, want := range map[int]int{2000: 200, 2001: 413} {
		v := s.Open(ingest.VisitConfig{})
		r := upload(v, zip(`{"version":1,"events":[`+strings.Repeat(" ", size-25)+`]}`))
		r.Header.Set("Content-Encoding", "gzip")
		if status, text, _ := do(t, client, r); status != want {
			t.Errorf("%d bytes inflated: answered %d %q, want %d", size, status, text, want)
		}
	}
}

// A body without end may cost no more memory than one that is just too large.
func TestEndlessBody(t *testing.T) {
	v, client := open(t)
	r := upload(v, "")
	r.Body, r.ContentLength = io.NopCloser(endless{}), -1
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	status, text, _ := do(t, client, r)
	runtime.ReadMemStats(&after)
	refused(t, v, status, text, 413, "a payload of unknown size exceeds the limit of 16777216")
	cost := (after.TotalAlloc - before.TotalAlloc) / mib
	if t.Logf("%d MiB allocated", cost); cost > 64 {
		t.Errorf("it cost %d MiB, want 64 at most", cost)
	}
	if u := last(t, v); len(u.Body) != 16*mib || !u.Truncated {
		t.Errorf("kept %d bytes, truncated %v", len(u.Body), u.Truncated)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// The key comes first: who has none learns nothing else.
func TestTooLargeUnderAWrongKey(t *testing.T) {
	s, client := listen(t, ingest.Config{MaxBody: 10})
	v := s.Open(ingest.VisitConfig{})
	r := upload(v, body(1, 1))
	r.Header.Set("Authorization", "Bearer nope")
	status, text, _ := do(t, client, r)
	refused(t, v, status, text, 401, "wrong API key")
	if !last(t, v).Truncated {
		t.Error("not marked as truncated")
	}
}

// Of an upload whose length is over the limit nothing is read: the answer comes before the body.
func TestLengthOverTheLimitIsRefusedUnread(t *testing.T) {
	v, _ := open(t)
	c := dial(t, v)
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Length: 99999999999\r\n\r\n", path(v), v.Key())
	if status := readStatus(t, c); status != 413 {
		t.Errorf("answered %d", status)
	}
}

// A client that breaks off leaves what it sent, with a problem and without an answer.
func TestClientGoesAway(t *testing.T) {
	v, _ := open(t)
	for i, c := range []struct{ name, head, sent string }{
		{"length", "Content-Length: 100\r\n", `{"version":1`},
		{"chunked", "Transfer-Encoding: chunked\r\n", "c\r\n{\"version\":1\r\n"},
	} {
		conn := dial(t, v)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n%s", path(v), v.Key(), c.head, c.sent)
		_ = conn.(*net.TCPConn).CloseWrite()
		kept(t, v, i+1)
		if u := last(t, v); string(u.Body) != `{"version":1` || u.Status != 0 || u.SessionID != "42" || !strings.Contains(u.Problem, "the client went away after 12 bytes of the body") {
			t.Errorf("%s: kept %+v", c.name, u)
		}
	}
	if rs := v.Recordings(); len(rs) != 0 {
		t.Errorf("recordings %+v", rs)
	}
	conn := dial(t, v)
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", path(v), v.Key())
	if status := readStatus(t, conn); status != 400 {
		t.Errorf("malformed chunks: answered %d", status)
	}
	if u := last(t, v); !strings.Contains(u.Problem, "read the body after 0 bytes: invalid byte in chunk length") {
		t.Errorf("kept %+v", u)
	}
}
