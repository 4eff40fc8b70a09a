package reports_test

import (
	"slices"
	"testing"

	"replaylab/lab/result"
	"replaylab/reports"
)

func TestGroupsPutLikeFailuresTogether(t *testing.T) {
	groups := reports.Groups(sampleRun(len(scenarios)))
	var like reports.Group
	for i, g := range groups {
		if g.Kind == "style" {
			like = g
		}
		if g.Verdict == result.Known || g.Verdict == result.Held {
			t.Errorf("group %d is %s, which needs nobody", i, g.Verdict)
		}
		seen := map[int]bool{}
		for _, m := range g.Members {
			if seen[m.Result] {
				t.Errorf("group %d has result %d twice", i, m.Result)
			}
			seen[m.Result] = true
		}
	}
	if len(like.Members) != 3 || like.Claim != "faithful" || like.Blame != "SDK" || like.Name != "color" {
		t.Errorf("the three style failures are %+v", like)
	}
	if groups[0].Verdict != result.Infrastructure || groups[0].Members[0].Claim != -1 {
		t.Errorf("the first group is %+v, want the worst", groups[0])
	}
}

// TestGroupsTrustNoClaimOfABrokenBrowser has a claim that failed while the browser broke down.
func TestGroupsTrustNoClaimOfABrokenBrowser(t *testing.T) {
	groups := reports.Groups(&result.Run{Results: []result.Result{{
		Scenario: "a/b", Verdict: result.Infrastructure, Reason: "gone",
		Claims: []result.Claim{{Name: "faithful", Verdict: result.Failed}},
	}}})
	if len(groups) != 1 || groups[0].Verdict != result.Infrastructure {
		t.Errorf("groups are %+v", groups)
	}
}

func TestItemsCountAttemptsOnce(t *testing.T) {
	run := sampleRun(len(scenarios))
	items := reports.Items(run)
	if len(items) != 2*len(scenarios) {
		t.Fatalf("%d items, want %d", len(items), 2*len(scenarios))
	}
	unsteady := 0
	for _, it := range items {
		if it.Unsteady {
			unsteady++
			if it.Verdict != result.Failed || len(it.Attempts) != 5 || run.Results[it.Worst].Attempt != 1 {
				t.Errorf("the unsteady item is %+v", it)
			}
		}
	}
	if unsteady != 1 {
		t.Errorf("%d items are unsteady, want 1", unsteady)
	}
}

// TestResultsWithoutABrowserJoinTheOthers has a result whose browser never opened, as one that is n/a
// or that met a broken browser, beside attempts in two browsers.
func TestResultsWithoutABrowserJoinTheOthers(t *testing.T) {
	in := func(scenario, browser string) result.Result {
		return result.Result{Scenario: scenario, SDK: "x@1", Player: "p@1", Browser: browser, Verdict: result.Held}
	}
	run := &result.Run{Results: []result.Result{
		in("a/b", ""), in("a/b", "Chrome/1"), in("a/b", "Chrome/1"), in("a/b", "Chrome/2"), in("a/b", ""), in("a/c", ""),
	}}
	var got [][]int
	for _, it := range reports.Items(run) {
		got = append(got, it.Attempts)
	}
	if want := [][]int{{0, 1, 2, 4}, {3}, {5}}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("the attempts are %v, want %v", got, want)
	}
}
