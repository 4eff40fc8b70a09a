package known_test

import (
	"strings"
	"testing"

	"replaylab/lab/result"
)

func TestApplyHoldsTheListAgainstEachPieceOfEvidence(t *testing.T) {
	some := entry(`evidence: ["text", "attribute data-*", "visible patch A/b*", "odd [kind] ?"]`)
	for name, c := range map[string]struct {
		list     string
		evidence []string
		verdict  result.Verdict
		listed   string // whether each piece is
		summary  string
	}{
		"any evidence":               {entry(), []string{"text", "missing"}, result.Known, "++", "differs"},
		"all of it listed":           {some, []string{"text", "attribute: data-x", "attribute: data-"}, result.Known, "+++", "differs"},
		"something new":              {some, []string{"missing", "text", "attribute: class"}, result.Failed, "-+-", "2 of these are new; differs"},
		"nothing listed":             {some, []string{"attribute: xdata-x"}, result.Failed, "-", "differs"},
		"a pattern is of it all":     {some, []string{"text: x"}, result.Failed, "-", "differs"},
		"text with slashes":          {some, []string{"visible patch: A/b/c"}, result.Known, "+", "differs"},
		"signs stand for themselves": {some, []string{"odd [kind] ?"}, result.Known, "+", "differs"},
		"two entries together":       {some + entry(`evidence: ["missing"]`, "reason: another", "link: x"), []string{"missing", "text"}, result.Known, "++", "differs"},
		"a claim without evidence":   {entry(), nil, result.Failed, "", "differs"},
	} {
		r := failing(c.evidence...)
		parse(t, c.list).Apply(&r)
		claim, listed := r.Claims[0], ""
		for _, e := range claim.Evidence {
			listed += map[bool]string{true: "+", false: "-"}[e.Known]
		}
		if claim.Verdict != c.verdict || listed != c.listed || claim.Summary != c.summary {
			t.Errorf("%s: %s, %s, %q; want %s, %s, %q", name, claim.Verdict, listed, claim.Summary, c.verdict, c.listed, c.summary)
		}
	}
	r := failing("missing", "text")
	parse(t, some+entry(`evidence: ["missing"]`, "reason: first found", "link: there")).Apply(&r)
	if c := r.Claims[0]; c.Reason != "first found" || c.Link != "there" {
		t.Errorf("the reason is %q, at %s", c.Reason, c.Link)
	}
}

// held makes the claim of a failing result hold.
func held(r result.Result) result.Result {
	r.Claims[0].Verdict, r.Verdict, r.Claims[0].Evidence = result.Held, result.Held, nil
	return r
}

func at(scenario string, r result.Result) result.Result {
	r.Scenario = scenario
	return r
}

func TestSettleFindsWhatIsFixed(t *testing.T) {
	text, all := entry("evidence: [text]"), entry("evidence: [text]", "scenario: 'area/*'")
	cut := failing("missing")
	cut.Claims[0].More = 3 // evidence that was left out, and may have been of any kind
	for name, c := range map[string]struct {
		list    string
		results []result.Result
		partly  bool // the run was not of all scenarios
		want    string
	}{
		"it still fails":                    {text, []result.Result{failing("text")}, false, "known"},
		"it holds":                          {text, []result.Result{held(failing())}, false, "fixed"},
		"it holds, and the run was partial": {text, []result.Result{held(failing())}, true, "fixed"},
		"it fails in another way":           {text, []result.Result{failing("missing")}, false, "failed"},
		"it fails in more ways than listed": {text, []result.Result{cut}, false, "failed"},
		"it was not judged":                 {text, []result.Result{at("area/other", held(failing()))}, false, "held"},
		"it holds in one attempt":           {text, []result.Result{held(failing()), failing("text")}, false, "held known"},
		"it holds in every attempt":         {text, []result.Result{held(failing()), held(failing())}, false, "fixed fixed"},
		"held here, another failure there":  {text, []result.Result{held(failing()), failing("missing")}, false, "fixed failed"},
		"held here, too much there":         {text, []result.Result{held(failing()), cut}, false, "held failed"},
		"many scenarios, one fails":         {all, []result.Result{held(failing()), at("area/b", failing("text"))}, false, "held known"},
		"many scenarios, all hold":          {all, []result.Result{held(failing()), at("area/b", held(failing()))}, false, "fixed fixed"},
		"many scenarios, some were run":     {all, []result.Result{held(failing()), at("area/b", held(failing()))}, true, "held held"},
		"an entry of another version":       {entry("versions: '>=9'"), []result.Result{held(failing())}, false, "held"},
	} {
		list := parse(t, c.list)
		var got []string
		for i := range c.results {
			r := &c.results[i]
			list.Apply(r)
			r.Verdict = result.Worst(r.Claims)
		}
		list.Settle(c.results, !c.partly)
		for _, r := range c.results {
			got = append(got, string(r.Verdict))
			if r.Verdict != r.Claims[0].Verdict {
				t.Errorf("%s: the result is %s, its claim %s", name, r.Verdict, r.Claims[0].Verdict)
			}
			if fixed := r.Verdict == result.Fixed; fixed != strings.Contains(r.Claims[0].Summary, "listed as a known failure: why") || fixed != (r.Claims[0].Link == "https://acme.example/1" && r.Claims[0].Reason == "") {
				t.Errorf("%s: %s says %q", name, r.Verdict, r.Claims[0].Summary)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A result that nobody could judge keeps its verdict.
func TestSettleLeavesTheRestAlone(t *testing.T) {
	broke := result.Result{Scenario: "area/name", SDK: "acme@1.5.0", Verdict: result.Infrastructure}
	results := []result.Result{broke}
	parse(t, entry()).Settle(results, true)
	if results[0].Verdict != result.Infrastructure {
		t.Errorf("it became %s", results[0].Verdict)
	}
}
