package claim

import (
	"fmt"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/result"
)

// compared completes a claim with the differences of some kinds as evidence, of both passes of the
// player: what only one shows is marked. Replayed must be there.
func (f *Facts) compared(m *Moment, c result.Claim, wanted func(diff.Kind) bool) result.Claim {
	c.Evidence = f.differing(m, f.compare(m), wanted)
	switch {
	case m.Played != nil:
		c.Evidence = merge(c.Evidence, f.differing(m, f.comparePlayed(m), wanted))
	case m.PlayFailed != "":
		c.Evidence = append(merge(c.Evidence, nil), result.Evidence{
			Kind: "nothing to compare", Detail: "the player could not be played through to this moment: " + m.PlayFailed,
			Pass: result.Play, Cause: result.ReplayedWrong, Blame: player, Step: m.Step,
		})
	}
	if len(c.Evidence) > 0 {
		c.Summary, c.Blame = summary(c.Evidence)+onlyIn(c.Evidence), together(c.Evidence)
	}
	return verdict(c)
}

// differing are the differences of some kinds that one pass shows.
func (f *Facts) differing(m *Moment, seen *comparison, wanted func(diff.Kind) bool) (list []result.Evidence) {
	b := newBlamer(f, m, seen)
	for _, d := range seen.direct.Differences {
		if wanted(d.Kind) {
			list = append(list, b.evidence(d))
		}
	}
	return list
}

// merge joins what both passes show. Evidence that only one of them shows is marked with it.
func merge(sought, played []result.Evidence) []result.Evidence {
	type sameness struct {
		kind, path, name string
		live, replayed   result.Value
	}
	key := func(e result.Evidence) sameness { return sameness{e.Kind, e.Path, e.Name, e.Live, e.Replayed} }
	left := map[sameness]int{}
	for _, e := range played {
		left[key(e)]++
	}
	var list []result.Evidence
	for _, e := range sought {
		if k := key(e); left[k] > 0 {
			left[k]--
		} else {
			e.Pass = result.Seek
		}
		list = append(list, e)
	}
	// What is left over of several that are the same is the last of them.
	for i := len(played) - 1; i >= 0; i-- {
		if k := key(played[i]); left[k] > 0 {
			left[k]--
			played[i].Pass = result.Play
		}
	}
	for _, e := range played {
		if e.Pass == result.Play {
			list = append(list, e)
		}
	}
	return list
}

// onlyIn says how many pieces of evidence only one pass shows.
func onlyIn(list []result.Evidence) string {
	count := map[result.Pass]int{}
	for _, e := range list {
		count[e.Pass]++
	}
	var parts []string
	for _, pass := range []result.Pass{result.Seek, result.Play} {
		switch n := count[pass]; n {
		case 0:
		case len(list):
			parts = append(parts, "only "+pass.Words())
		default:
			parts = append(parts, fmt.Sprintf("%d only %s", n, pass.Words()))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
