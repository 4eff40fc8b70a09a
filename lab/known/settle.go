package known

import (
	"slices"
	"strings"

	"replaylab/lab/result"
)

// Settle looks at the results of a run for entries that no longer match anything although their
// claims were judged: a claim that such an entry is about becomes fixed. Of an entry for many
// scenarios that can only be said if the run was of all of them. Each SDK of the run is looked at
// by itself, so that a candidate's fix shows beside the release that lacks it.
func (l List) Settle(results []result.Result, whole bool) {
	builds := map[string][]*result.Result{}
	for i := range results {
		builds[results[i].SDK] = append(builds[results[i].SDK], &results[i])
	}
	for i := range l {
		if l[i].Sometimes || strings.Contains(l[i].Scenario, "*") && !whole {
			continue
		}
		for _, of := range builds {
			l[i].settle(of)
		}
	}
	for i := range results {
		if r := &results[i]; len(r.Claims) > 0 {
			r.Verdict = result.Worst(r.Claims)
		}
	}
}

// settle marks the claims of one SDK as fixed if nothing of the entry is found any more.
func (e *Entry) settle(results []*result.Result) {
	var held []*result.Claim
	for _, r := range results {
		for i := range r.Claims {
			c := &r.Claims[i]
			if !e.about(r, c) {
				continue
			}
			switch c.Verdict {
			case result.Held, result.Fixed:
				held = append(held, c)
			case result.Failed, result.Known:
				if c.More > 0 || slices.ContainsFunc(c.Evidence, func(ev result.Evidence) bool { return e.covers(&ev) }) {
					return
				}
			}
		}
	}
	for _, c := range held {
		c.Verdict, c.Link = result.Fixed, e.Link
		c.Summary = "it holds, although it is listed as a known failure: " + e.Reason
	}
}
