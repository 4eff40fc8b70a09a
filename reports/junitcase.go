package reports

import (
	"fmt"
	"strings"

	"replaylab/lab/result"
)

// Limits of a case's text. Test servers keep it in a database and show it in a small box; the
// whole is in the page.
const (
	junitEvidence = 5
	junitValue    = 400
)

// junitCaseOf is one scenario. The class starts with the SDK, since servers tell cases apart by
// class and name alone.
func junitCaseOf(run *result.Run, it Item) junitCase {
	res := &run.Results[it.Worst]
	ms := 0.0
	for _, i := range it.Attempts {
		ms += run.Results[i].WallMS
	}
	c := junitCase{
		Name:  clean(res.Scenario),
		Class: pair(res) + "." + clean(area(res.Scenario)),
		File:  clean(res.File),
		Time:  seconds(ms),
	}
	outcome := &junitOutcome{Message: clip(why(res), junitValue), Type: clean(string(res.Verdict)), Text: junitText(run, it)}
	switch res.Verdict {
	case result.Held:
	case result.Known:
		c.Out = outcome.Text
	case result.NA, result.Waived:
		c.Skipped = &junitOutcome{Message: outcome.Message}
	case result.Failed, result.Fixed:
		c.Failure = outcome
	default: // infrastructure, inconclusive, and whatever a later version may add
		c.Error = outcome
	}
	return c
}

// junitText tells what a person would read in the page, in lines.
func junitText(run *result.Run, it Item) string {
	res := &run.Results[it.Worst]
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("\n%s: %s", clean(string(res.Verdict)), clean(res.Title))
	if res.Reason != "" {
		line("reason: %s", clean(res.Reason))
	}
	if it.Unsteady {
		var verdicts []string
		for _, i := range it.Attempts {
			verdicts = append(verdicts, clean(string(run.Results[i].Verdict)))
		}
		line("attempts disagree: %s", strings.Join(verdicts, ", "))
	}
	for _, c := range res.Claims {
		if c.Verdict == result.Held || c.Verdict == result.NA || c.Verdict == result.Waived {
			continue
		}
		line("\n%s: %s", clean(string(c.Verdict)), promise(c))
		for _, s := range []struct{ name, text string }{
			{"summary", clean(c.Summary)}, {"blame", blameOf(c)}, {"reason", clean(c.Reason)}, {"link", clean(c.Link)},
		} {
			if s.text != "" {
				line("  %s: %s", s.name, s.text)
			}
		}
		for i, e := range c.Evidence {
			if i == junitEvidence {
				break
			}
			junitDifference(line, e)
		}
		if n := len(c.Evidence) + c.More - min(len(c.Evidence), junitEvidence); n > 0 {
			line("  and %s", count(n, noun(c))+listed(c, min(len(c.Evidence), junitEvidence)))
		}
	}
	if res.Command != "" {
		line("\nreproduce: %s", clean(res.Command))
	}
	return b.String()
}

func junitDifference(line func(string, ...any), e result.Evidence) {
	what := strings.Join(strings.Fields(clean(e.Kind)+" "+clean(e.Name)+" "+clean(e.Path)), " ")
	if e.Known {
		what += " (known)"
	}
	line("  - %s", what)
	values, detail := sides(e)
	for _, v := range values {
		switch {
		case v.facts != nil:
			line("      %-9s %s", v.name, clip(clean(told(v.facts)), junitValue))
		case v.value.Present:
			line("      %-9s \"%s\"", v.name, clip(clean(v.value.Text), junitValue))
		default:
			line("      %-9s absent", v.name)
		}
	}
	for _, s := range []struct{ name, text string }{
		{"detail", detail}, {"event", e.Event}, {"step", e.Step}, {"when", e.Phase}, {"at", e.Location},
	} {
		if s.text != "" {
			line("      %-9s %s", s.name, clip(clean(s.text), junitValue))
		}
	}
	if e.Upload > 0 {
		line("      %-9s %d", "upload", e.Upload)
	}
}
