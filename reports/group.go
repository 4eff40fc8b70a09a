package reports

import (
	"cmp"
	"slices"

	"replaylab/lab/result"
)

// Group is failures that look alike: one claim of one SDK and player that came out the same way,
// with the same side to blame and the same kind of evidence. One fault of an SDK breaks many
// scenarios; a person wants to read it once.
type Group struct {
	Verdict result.Verdict `json:"verdict"`
	SDK     string         `json:"sdk"`
	Player  string         `json:"player"`
	Claim   string         `json:"claim,omitempty"` // empty: the result as a whole, for its reason
	Blame   string         `json:"blame,omitempty"`
	Kind    string         `json:"kind,omitempty"` // of the first evidence
	Name    string         `json:"name,omitempty"` // of the attribute or property of that
	Members []Member       `json:"members"`
}

// Member is one failure of a group. Each scenario is in a group once.
type Member struct {
	Result int `json:"result"` // place in Run.Results
	Claim  int `json:"claim"`  // place in its Claims, or -1 for the result as a whole
}

// Groups groups all that needs a person: claims that failed, are fixed and still listed, or could
// not be judged, and results that came to nothing. The worst and largest groups come first.
func Groups(run *result.Run) []Group {
	type key struct {
		verdict                                        result.Verdict
		sdk, player, claim, blame, kind, name, because string
	}
	places := map[key]int{}
	seen := map[key]map[string]bool{}
	var groups []Group
	add := func(k key, i, claim int) {
		place, ok := places[k]
		if !ok {
			place = len(groups)
			places[k], seen[k] = place, map[string]bool{}
			groups = append(groups, Group{k.verdict, k.sdk, k.player, k.claim, k.blame, k.kind, k.name, nil})
		}
		if scenario := run.Results[i].Scenario; !seen[k][scenario] {
			seen[k][scenario] = true
			groups[place].Members = append(groups[place].Members, Member{i, claim})
		}
	}
	for i, res := range run.Results {
		if !bad(res.Verdict) {
			continue
		}
		told := false
		for j, c := range res.Claims {
			// What a claim found while a browser was breaking down says nothing about the SDK.
			if !bad(c.Verdict) || res.Verdict == result.Infrastructure && c.Verdict != res.Verdict {
				continue
			}
			k := key{verdict: c.Verdict, sdk: res.SDK, player: res.Player, claim: c.Name, blame: c.Blame}
			if len(c.Evidence) > 0 {
				k.kind, k.name = c.Evidence[0].Kind, c.Evidence[0].Name
			}
			add(k, i, j)
			told = told || c.Verdict == res.Verdict
		}
		if !told {
			add(key{verdict: res.Verdict, sdk: res.SDK, player: res.Player, because: res.Reason}, i, -1)
		}
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return cmp.Or(
			cmp.Compare(severity(a.Verdict), severity(b.Verdict)),
			cmp.Compare(len(b.Members), len(a.Members)),
		)
	})
	return groups
}
