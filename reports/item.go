package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/result"
)

// Item is one scenario with one SDK, player and browser, and all its attempts: what counts once
// in a headline however often it was repeated.
type Item struct {
	Attempts []int          `json:"attempts"` // places in Run.Results, by number of attempt
	Worst    int            `json:"worst"`    // the attempt to show first
	Verdict  result.Verdict `json:"verdict"`  // of the worst attempt
	Unsteady bool           `json:"unsteady"` // the attempts' verdicts disagree
}

// Items groups the attempts of a run, in the order of their first results. Results of merged
// runs that differ in nothing count as attempts, too. A result whose browser never opened, such as
// one that is n/a, names none and goes with the others of its scenario.
func Items(run *result.Run) []Item {
	type key struct{ scenario, sdk, player string }
	places := map[key][]int{} // of one item for each browser
	var items []Item
	var browsers []string
	for i, res := range run.Results {
		k := key{res.Scenario, res.SDK, res.Player}
		at := slices.IndexFunc(places[k], func(place int) bool {
			return browsers[place] == res.Browser || browsers[place] == "" || res.Browser == ""
		})
		if at < 0 {
			at = len(places[k])
			places[k] = append(places[k], len(items))
			items, browsers = append(items, Item{}), append(browsers, res.Browser)
		}
		place := places[k][at]
		items[place].Attempts = append(items[place].Attempts, i)
		browsers[place] = cmp.Or(browsers[place], res.Browser)
	}
	for i := range items {
		items[i].settle(run)
	}
	return items
}

// settle fills in what follows from the attempts.
func (it *Item) settle(run *result.Run) {
	slices.SortStableFunc(it.Attempts, func(a, b int) int {
		return cmp.Compare(run.Results[a].Attempt, run.Results[b].Attempt)
	})
	it.Worst = it.Attempts[0]
	for _, i := range it.Attempts {
		if severity(run.Results[i].Verdict) < severity(run.Results[it.Worst].Verdict) {
			it.Worst = i
		}
		it.Unsteady = it.Unsteady || run.Results[i].Verdict != run.Results[it.Attempts[0]].Verdict
	}
	it.Verdict = run.Results[it.Worst].Verdict
}

// severity orders verdicts, worst first. A verdict that this version does not know is the worst:
// it must not pass unseen.
func severity(v result.Verdict) int { return slices.Index(result.Verdicts, v) }

// exit is the exit code of a run and why it is that: what asks for it, and what would have asked
// for another.
func exit(run *result.Run) string {
	counts := map[result.Verdict]int{}
	for _, it := range Items(run) {
		counts[it.Verdict]++
	}
	code := run.ExitCode()
	var reasons, also []string
	for _, v := range order {
		switch n := counts[v]; {
		case n == 0 || !bad(v):
		case v.ExitCode() == code:
			reasons = append(reasons, fmt.Sprintf("%d %s", n, v))
		default:
			also = append(also, fmt.Sprintf("%d %s", n, v))
		}
	}
	switch {
	case len(run.Results) == 0:
		return fmt.Sprintf("%d: nothing ran", code)
	case code == 0:
		return "0: nothing failed"
	case len(also) > 0:
		return fmt.Sprintf("%d: %s; besides, %s", code, strings.Join(reasons, ", "), strings.Join(also, ", "))
	}
	return fmt.Sprintf("%d: %s", code, strings.Join(reasons, ", "))
}
