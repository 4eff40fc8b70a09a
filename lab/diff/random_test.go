package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

// rounds is how many random pages each of these tests compares, in each way of comparing.
const rounds = 1500

// ways are the ways of comparing. By ids the pages must be numbered.
var ways = map[string]diff.Options{"in order": {}, "by id": byID, "with looks": looks}

// each calls fn with random pages and a source for what is to be done to them.
func each(t *testing.T, fn func(t *testing.T, r *rand.Rand, left, right *dom.Tree, o diff.Options)) {
	for name, o := range ways {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(rounds) {
				r := rand.New(rand.NewPCG(seed, 5))
				left := domtest.Number(domtest.Random(r, 5+r.IntN(50)))
				right := left.Clone()
				right.Root.Walk(func(n *dom.Node) bool { n.Origin = nil; return true })
				fn(t, r, left, right, o)
				if t.Failed() {
					t.Fatal("with seed ", seed)
				}
			}
		})
	}
}

func TestEqualPagesHaveNoDifference(t *testing.T) {
	each(t, func(t *testing.T, _ *rand.Rand, left, right *dom.Tree, o diff.Options) {
		compares(t, "equal", left, right, o)
	})
}

// TestOneEditIsFound makes one edit of a page and expects that difference and no other, with the
// path of the node and both values.
func TestOneEditIsFound(t *testing.T) {
	each(t, func(t *testing.T, r *rand.Rand, left, right *dom.Tree, o diff.Options) {
		want := edit(r, right)
		got := diff.Compare(left, right, o).Differences
		if len(got) != 1 {
			t.Fatalf("%s: found as %s", want, all(&diff.Result{Differences: got}))
		}
		found := said(got[0])
		if got[0].Kind == diff.Missing {
			found, _, _ = strings.Cut(found, `: "`)
		}
		// Of nodes that are alike, one is as missing as the other.
		if found != want && !(got[0].Kind == diff.Missing && !o.IDs && slices.Contains(twins(got[0].Left), want)) {
			t.Errorf("%s: found as %s", want, found)
		}
	})
}

// twins says of each sibling that it is missing.
func twins(n *dom.Node) (list []string) {
	for _, c := range n.Parent.Children {
		list = append(list, fmt.Sprint("missing at ", dom.Path(c)))
	}
	return list
}

// A page whose parts have changed places and content is compared to the end: each node has one
// partner, or is part of something that is missing or extra.
func TestEveryNodeIsAccountedFor(t *testing.T) {
	each(t, func(t *testing.T, r *rand.Rand, left, right *dom.Tree, o diff.Options) {
		for range r.IntN(12) {
			shuffle(r, right)
		}
		result := diff.Compare(left, right, o)
		paired, missing, extra := map[*dom.Node]bool{}, map[*dom.Node]bool{}, map[*dom.Node]bool{}
		for _, p := range result.Pairs {
			if paired[p] {
				t.Errorf("%s has two partners", dom.Path(p))
			}
			paired[p] = true
		}
		for _, d := range result.Differences {
			switch d.Kind {
			case diff.Missing:
				missing[d.Left] = true
			case diff.Extra:
				extra[d.Right] = true
			}
		}
		covered(t, left.Root, missing, func(n *dom.Node) bool { return result.Pairs[n] != nil })
		covered(t, right.Root, extra, func(n *dom.Node) bool { return paired[n] })
	})
}

// covered checks that each node is paired, or reported itself, or below one that is.
func covered(t *testing.T, root *dom.Node, reported map[*dom.Node]bool, paired func(*dom.Node) bool) {
	t.Helper()
	root.Walk(func(n *dom.Node) bool {
		switch {
		case reported[n] && paired(n):
			t.Errorf("%s is reported, but has a partner", dom.Path(n))
		case !reported[n] && !paired(n):
			t.Errorf("%s has no partner and is not reported", dom.Path(n))
		}
		return !reported[n]
	})
}
