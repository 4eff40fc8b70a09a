package match_test

import (
	"strings"
	"testing"

	"github.com/onsi/gomega/types"

	"replaylab/lab/match"
	"replaylab/lab/result"
)

func claimed(name, target string, v result.Verdict) result.Claim {
	c := result.Claim{Name: name, Target: target, Checkpoint: "loaded", Verdict: v}
	if v == result.Failed || v == result.Known {
		c.Summary = "1 difference: text ×1"
		c.Evidence = []result.Evidence{{Kind: "text", Path: `document.querySelector("#p")`, Live: result.Some("a"), Replayed: result.Some("b"), Detail: "why"}}
	}
	return c
}

func came(claims ...result.Claim) result.Result {
	return result.Result{Scenario: "area/name", SDK: "acme@1", Player: "p@1", Claims: claims, Verdict: result.Worst(claims), Command: "replaylab run --scenario area/name"}
}

// TestMatchers has which results each matcher takes.
func TestMatchers(t *testing.T) {
	held, failed, listed, waived := claimed("faithful", "", result.Held), claimed("faithful", "", result.Failed), claimed("faithful", "", result.Known), claimed("faithful", "", result.Waived)
	masked := claimed("masked", "#pw", result.Held)
	for name, c := range map[string]struct {
		m    types.GomegaMatcher
		r    result.Result
		want bool
	}{
		"hold: held":                       {match.Hold(), came(held), true},
		"hold: known":                      {match.Hold(), came(listed), true},
		"hold: waived":                     {match.Hold(), came(held, waived), true},
		"hold: failed":                     {match.Hold(), came(held, failed), false},
		"hold: fixed and still listed":     {match.Hold(), came(claimed("faithful", "", result.Fixed)), false},
		"hold: nothing was judged":         {match.Hold(), came(), false},
		"hold: the browser broke":          {match.Hold(), result.Result{Verdict: result.Infrastructure}, false},
		"faithful: held":                   {match.ReplayFaithfully(), came(held, masked), true},
		"faithful: another claim failed":   {match.ReplayFaithfully(), came(held, claimed("masked", "#pw", result.Failed)), true},
		"faithful: known":                  {match.ReplayFaithfully(), came(listed), false},
		"faithful: at one checkpoint only": {match.ReplayFaithfully(), came(held, failed), false},
		"faithful: not judged":             {match.ReplayFaithfully(), came(masked), false},
		"claim: by name":                   {match.HaveClaim("masked", result.Held), came(held, masked), true},
		"claim: by name and target":        {match.HaveClaim("masked #pw", result.Held), came(masked), true},
		"claim: of another target":         {match.HaveClaim("masked #other", result.Held), came(masked), false},
		"claim: of another verdict":        {match.HaveClaim("masked", result.Failed), came(masked), false},
		"claim: not there":                 {match.HaveClaim("blocked", result.Held), came(masked), false},
	} {
		got, err := c.m.Match(c.r)
		if err != nil || got != c.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

// A matcher that fails says what did not hold, with the values and how to see it again, and leaves
// out what held.
func TestMatchersExplain(t *testing.T) {
	r := came(claimed("no leak", "", result.Held), claimed("faithful", "", result.Failed))
	for name, m := range map[string]types.GomegaMatcher{
		"hold": match.Hold(), "replay faithfully": match.ReplayFaithfully(), `have the claim "masked" held`: match.HaveClaim("masked", result.Held),
	} {
		if ok, _ := m.Match(r); ok {
			t.Errorf("%s holds", name)
		}
		text := m.FailureMessage(r)
		for _, want := range []string{name, "area/name with acme@1 and p@1: failed", "faithful loaded: failed, 1 difference", `document.querySelector("#p")`, `live "a"`, "recorded nothing", `replayed "b"`, "why", "again: replaylab run --scenario area/name"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, "no leak") {
			t.Errorf("%s speaks of what held:\n%s", name, text)
		}
	}
	r.Claims[1].Evidence[0] = result.Evidence{Kind: "other events", Name: "focus", Control: result.Some("once"), Live: result.Some("3 times"), Phase: "while recording"}
	if text := match.Hold().FailureMessage(r); !strings.Contains(text, `without the SDK "once", with it "3 times"  while recording`) {
		t.Errorf("of what the page noticed it says\n%s", text)
	}
	if text := match.Hold().NegatedFailureMessage(r); !strings.Contains(text, "not to hold") {
		t.Errorf("negated: %s", text)
	}
	if _, err := match.Hold().Match("no result"); err == nil {
		t.Error("it takes what is no result")
	}
}
