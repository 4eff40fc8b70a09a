package player_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"replaylab/sdkbundle/player"
)

// limit is what the player may weigh over a network, in bytes.
const limit = 30 << 10

func TestSize(t *testing.T) {
	script, err := player.Script()
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(script)); err != nil || z.Close() != nil {
		t.Fatal("the script cannot be packed")
	}
	t.Logf("the player is %d bytes, %d of them gzipped", len(script), packed.Len())
	if packed.Len() > limit {
		t.Errorf("the player weighs %d bytes gzipped; %d are allowed", packed.Len(), limit)
	}
}
