package fuzz

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestShrinkingLeavesWhatItTakes shrinks programs whose failure takes a few of their lines, whichever
// these are: nothing else is left.
func TestShrinkingLeavesWhatItTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Generate(rapid.Uint64().Draw(t, "seed"), rapid.Uint64().Draw(t, "number"))
		var culprits []string
		for range rapid.IntRange(1, 3).Draw(t, "culprits") {
			culprits = append(culprits, p.Ops[rapid.IntRange(0, len(p.Ops)-1).Draw(t, "line")].Name)
		}
		slices.Sort(culprits)
		culprits = slices.Compact(culprits)
		fails := func(p Program) bool {
			for _, name := range culprits {
				if !slices.ContainsFunc(p.alive().Ops, func(op Op) bool { return op.Name == name }) {
					return false
				}
			}
			return true
		}
		small, ok := shrinker{func(_ context.Context, programs []Program) []bool {
			out := make([]bool, len(programs))
			for i, p := range programs {
				out[i] = fails(p)
			}
			return out
		}}.shrink(context.Background(), p)
		if !ok || !fails(small) {
			t.Fatalf("what is left does not fail: %s", small)
		}
		for i := range small.Ops {
			if less := (Program{Ops: slices.Delete(slices.Clone(small.Ops), i, i+1)}).alive(); len(less.Ops) > 0 && fails(less) {
				t.Fatalf("line %d of %s is not needed for %q", i, small, culprits)
			}
		}
	})
}

func TestWhatDoesNotFailIsNotShrunk(t *testing.T) {
	_, ok := shrinker{func(_ context.Context, programs []Program) []bool { return make([]bool, len(programs)) }}.
		shrink(t.Context(), Generate(1, 1))
	if ok {
		t.Error("a program that does not fail was made smaller")
	}
}
