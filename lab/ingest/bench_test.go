package ingest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"replaylab/lab/ingest"
)

// BenchmarkUpload posts gzip uploads of 64 KiB and 4 MiB of events over a real connection. The ratio
// is of its best time to the best of json.Valid over the inflated body.
func BenchmarkUpload(b *testing.B) {
	for _, size := range []int{64 << 10, 4 << 20} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			var events []string
			for n := 0; n < size; n += len(events[len(events)-1]) {
				e := fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":0,"texts":[{"id":%d,"value":"some text, so long"}],"attributes":[],"removes":[],"adds":[]}}`, 1_700_000_000_000+n, n)
				quoted, _ := json.Marshal(e)
				events = append(events, string(quoted))
			}
			text := `{"version":1,"events":[` + strings.Join(events, ",") + `]}`
			sent := zip(text)
			floor := time.Hour
			for range 5 {
				start := time.Now()
				if !json.Valid([]byte(text)) {
					b.Fatal("not JSON")
				}
				floor = min(floor, time.Since(start))
			}

			s, client := listen(b, ingest.Config{})
			v := s.Open(ingest.VisitConfig{})
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			b.ResetTimer()
			best := time.Hour
			for i := 0; b.Loop(); i++ {
				if i%64 == 63 { // a visit keeps all that it gets
					v.Close()
					v = s.Open(ingest.VisitConfig{})
				}
				r := upload(v, sent)
				r.Header.Set("Content-Encoding", "gzip")
				start := time.Now()
				res, err := client.Do(r)
				if err != nil {
					b.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, res.Body)
				_ = res.Body.Close()
				best = min(best, time.Since(start))
				if res.StatusCode != http.StatusOK {
					b.Fatal(res.Status)
				}
			}
			b.ReportMetric(float64(best)/float64(floor), "x/json.Valid")
		})
	}
}
