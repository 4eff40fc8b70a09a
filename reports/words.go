package reports

import (
	"fmt"
	"strings"
	"time"

	"replaylab/lab/result"
)

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
