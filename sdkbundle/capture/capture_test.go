package capture_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"replaylab/sdkbundle/capture"
)

// limit is how large the SDK may be for a page that loads it, minified and compressed, in bytes. It
// is to become 25,000: lower it whenever the SDK has become smaller.
const limit = 35_000

func TestSize(t *testing.T) {
	code, err := capture.Script()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(code)); err != nil || z.Close() != nil {
		t.Fatal("the script cannot be compressed")
	}
	t.Logf("%d bytes, %d compressed", len(code), b.Len())
	if b.Len() > limit {
		t.Errorf("the SDK has %d bytes compressed, more than %d", b.Len(), limit)
	}
}
