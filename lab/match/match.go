// Package match holds Gomega matchers for results of the lab. It is for tests: nothing else of the
// lab imports Gomega.
package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"replaylab/lab/result"
)

// Hold succeeds for a result in which nothing new went wrong: every claim held, or failed as
// listed, or was waived.
func Hold() types.GomegaMatcher {
	return verdicts("hold", func(r result.Result) bool { return r.Verdict.ExitCode() == 0 })
}

// ReplayFaithfully succeeds for a result whose replay was the live page at every checkpoint, to
// every oracle: in structure and state, in looks and in pixels.
func ReplayFaithfully() types.GomegaMatcher {
	return verdicts("replay faithfully", func(r result.Result) bool {
		any := false
		for _, c := range r.Claims {
			if slices.Contains([]string{"faithful", "looks", "pixels"}, c.Name) {
				any = true
				if c.Verdict != result.Held {
					return false
				}
			}
		}
		return any
	})
}

// HaveClaim succeeds for a result in which a claim came out with a verdict at least once. The
// claim may be written "name" or "name target".
func HaveClaim(claim string, v result.Verdict) types.GomegaMatcher {
	return verdicts(fmt.Sprintf("have the claim %q %s", claim, v), func(r result.Result) bool {
		return slices.ContainsFunc(r.Claims, func(c result.Claim) bool {
			return c.Verdict == v && (c.Name == claim || strings.TrimSpace(c.Name+" "+c.Target) == claim)
		})
	})
}

// verdicts makes a matcher that explains a failure by what the result's claims say, not by
// printing the whole of it.
func verdicts(what string, ok func(result.Result) bool) types.GomegaMatcher {
	return gcustom.MakeMatcher(func(r result.Result) (bool, error) { return ok(r), nil }).
		WithTemplate("{{.To}} "+what+":\n{{.Data.Explain .Actual}}", explain{})
}

type explain struct{}

// Explain tells what a result came to, in a few lines.
func (explain) Explain(actual any) string {
	r, ok := actual.(result.Result)
	if !ok {
		return fmt.Sprint(actual)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s with %s and %s: %s %s\n", r.Scenario, r.SDK, r.Player, r.Verdict, r.Reason)
	for _, c := range r.Claims {
		if c.Verdict == result.Held {
			continue
		}
		fmt.Fprintf(&b, "  %s: %s, %s\n", strings.Join(strings.Fields(c.Name+" "+c.Target+" "+c.Checkpoint), " "), c.Verdict, c.Summary)
		for _, e := range c.Evidence[:min(len(c.Evidence), 5)] {
			fmt.Fprintf(&b, "    %s %s %s\n      ", e.Kind, e.Name, e.Path)
			if e.Control.Present || e.Phase != "" {
				fmt.Fprintf(&b, "without the SDK %s, with it %s %s %s\n", show(e.Control), show(e.Live), e.Detail, e.Phase)
			} else {
				fmt.Fprintf(&b, "live %s, recorded %s, replayed %s %s\n", show(e.Live), show(e.Model), show(e.Replayed), e.Detail)
			}
		}
	}
	fmt.Fprintf(&b, "  again: %s", r.Command)
	return b.String()
}

func show(v result.Value) string {
	if !v.Present {
		return "nothing"
	}
	return fmt.Sprintf("%.200q", v.Text)
}
