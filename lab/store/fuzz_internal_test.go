package store

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// Whatever a file holds, reading it ends in an error or in events that can be written and read again.
func FuzzRead(f *testing.F) {
	event := []byte(`{"type":4,"timestamp":1,"x":1.0}`)
	f.Add(event)
	f.Add([]byte("\uFEFF[{\"type\":4,\"timestamp\":1}\n]"))
	f.Add([]byte(`{"events":["{\"type\":4,\"timestamp\":1}"]}`))
	f.Add(append(append(event, '\n'), event...))
	z, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(z.EncodeAll(event, nil))
	_ = z.Close()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(event)
	_ = w.Close()
	f.Add(b.Bytes())

	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 1 << 20
		text, err := inflate(bytes.NewReader(data), limit)
		if err != nil {
			return
		}
		if len(text) > limit {
			t.Fatalf("%d bytes, over the limit", len(text))
		}
		first, err := decode(text, limit)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := writeEvents(&out, first.Events); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := decode(out.Bytes(), limit)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if len(again.Events) != len(first.Events) || again.Late != 0 {
			t.Fatalf("%d events read, %d read again, %d of them late", len(first.Events), len(again.Events), again.Late)
		}
		for i, e := range first.Events {
			var a, b bytes.Buffer
			if json.Compact(&a, e.Raw) != nil || json.Compact(&b, again.Events[i].Raw) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Fatalf("event %d was %s and became %s", i, e.Raw, again.Events[i].Raw)
			}
		}
	})
}
