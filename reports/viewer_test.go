package reports_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"replaylab/reports"
	"replaylab/sdkbundle/player"
)

// The viewer comes at once: with its player it stays below 120 KB.
func TestViewerSize(t *testing.T) {
	v, err := reports.Viewer()
	if err != nil {
		t.Fatal(err)
	}
	played, err := player.Script()
	if err != nil {
		t.Fatal(err)
	}
	all := packed(t, v.Page) + packed(t, v.Script) + packed(t, v.Style) + packed(t, []byte(played))
	t.Logf("page %d, script %d, style %d, player %d bytes, compressed", packed(t, v.Page), packed(t, v.Script), packed(t, v.Style), packed(t, []byte(played)))
	if all > 120_000 {
		t.Errorf("the viewer is %d bytes, compressed, want 120000 at most", all)
	}
}

func packed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
