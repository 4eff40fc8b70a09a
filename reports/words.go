package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"replaylab/lab/result"
)

// blames says in words who is to blame, and how the lab knows.
var blames = map[string]string{
	"SDK":            "SDK: what it recorded is not what the live page had",
	"delivery":       "delivery: the SDK saw it, and it did not arrive whole and in order",
	"player":         "player: the recording has it right, the replayed page does not",
	"SDK and player": "SDK and player: the recording is wrong, and the replayed page differs from it as well",
}

// blameOf says who is to blame for a claim. The words are about two pages that differ; a claim of
// another sort, such as a leak, has the name alone.
func blameOf(c result.Claim) string {
	if words, ok := blames[c.Blame]; ok && slices.ContainsFunc(c.Evidence, differs) {
		return words
	}
	return clean(c.Blame)
}

// noun is what the evidence of a claim is called: differences of pages, or findings such as leaks.
func noun(c result.Claim) string {
	if slices.ContainsFunc(c.Evidence, differs) {
		return "more difference"
	}
	return "more finding"
}

// differs reports whether the sides of a piece of evidence are not all the same.
func differs(e result.Evidence) bool { return e.Live != e.Model || e.Live != e.Replayed }

// promise names a claim as a person would: "masked #pw at revealed".
func promise(c result.Claim) string {
	s := clean(c.Name)
	if c.Target != "" {
		s += " " + clean(c.Target)
	}
	if c.Checkpoint != "" {
		s += " at " + clean(c.Checkpoint)
	}
	return s
}

// pair names the SDK and, if it says more, the player.
func pair(res *result.Result) string {
	if res.Player == "" {
		return clean(res.SDK)
	}
	return clean(res.SDK) + " with " + clean(res.Player)
}

// bad reports whether a verdict needs a person: all that ask for an exit code other than 0.
func bad(v result.Verdict) bool { return v.ExitCode() != 0 }

// why is the reason of a verdict on one line: the claims that gave it, or the result's reason.
func why(res *result.Result) string {
	var first string
	var more int
	for _, c := range res.Claims {
		switch {
		case c.Verdict != res.Verdict:
		case first != "":
			more++
		default:
			first = promise(c)
			if text := about(c); text != "" {
				first += ": " + text
			}
		}
	}
	switch {
	case first == "" || res.Verdict == result.Held:
		return clean(res.Reason)
	case more > 0:
		return fmt.Sprintf("%s (and %s)", first, count(more, "further claim"))
	}
	return first
}

// about is the sentence that a claim has to say.
func about(c result.Claim) string {
	if c.Summary != "" {
		return clean(c.Summary)
	}
	return clean(c.Reason)
}

// took is a duration for people.
func took(ms float64) string {
	switch d := time.Duration(ms * float64(time.Millisecond)); {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
	}
}

// area is the folder of a scenario, and what Ginkgo and JUnit readers group by.
func area(scenario string) string {
	if before, _, ok := strings.Cut(scenario, "/"); ok {
		return before
	}
	return "other"
}
