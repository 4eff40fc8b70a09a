package trust

import (
	"math/rand/v2"
	"testing"
)

// Of a recording without events nothing is changed.
func TestAlterNothing(t *testing.T) {
	if a := alter(openTape(nil, nil), 1e15, rand.New(rand.NewPCG(1, 2))); a.event != nil || a.what == "" {
		t.Errorf("changed %+v", a)
	}
}
