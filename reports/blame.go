package reports

import (
	"strings"

	"replaylab/lab/result"
)

// lost is the kind of evidence that stands for a moment of which nothing was replayed. Who is to
// blame for that did something else than who is to blame for the claim.
const lost = "nothing to compare"

// labPolicy is to blame where the lab itself makes a difference.
const labPolicy = "lab policy"

// causes says in words where on its way from the live page to the replayed one something went
// wrong.
var causes = map[result.Cause]string{
	result.NeverRecorded:  "the SDK sent nothing that says so",
	result.RecordedWrong:  "the SDK sent something else than the page had",
	result.LostInDelivery: "the SDK sent it in an upload that the server refused or never answered",
	result.ReplayedWrong:  "the SDK sent it as it was, and the player does not show it so",
}

// causeOf says where a piece of evidence went wrong, or nothing if it is no difference of pages.
func causeOf(e result.Evidence) string {
	if e.Cause == "" {
		return ""
	}
	if words := causes[e.Cause]; words != "" {
		return clean(string(e.Cause)) + ": " + words
	}
	return clean(string(e.Cause))
}

// blames says in words what each side did, by the claim that did not hold.
var blames = map[string]map[string]string{
	"faithful": {
		"SDK":      "the recording is not what the live page had",
		"delivery": "an upload was refused, and the recording is not what the live page had",
		"player":   "the recording has it right, the replayed page does not",
		labPolicy:  "both pages are alike, a rule of the lab makes them differ",
	},
	"looks": {
		"SDK":      "the recording lacks what decides how the live page is rendered",
		"delivery": "an upload was refused, and the recording lacks what decides how the live page is rendered",
		"player":   "the recording has it right, the replayed page is rendered otherwise",
		labPolicy:  "both pages are alike, a rule of the lab makes them differ",
	},
	"pixels": {
		"SDK":      "the recording lacks what decides how the live page is rendered",
		"delivery": "an upload was lost, and the recording lacks what decides how the live page is rendered",
		"player":   "the recording has it right, the replayed page is rendered otherwise",
		labPolicy:  "the scenario tolerates more than there is",
	},
	"masked":     {"SDK": "it sent in clear what should be asterisks", "player": "it shows in clear what the recording has as asterisks"},
	"accessible": {"SDK": "the recording lacks what assistive technology is told on the live page", "player": "the recording has it right, and the replayed page tells otherwise"},
	"unmasked":   {"SDK": "it masked or left out what should be recorded as it is", "player": "it masks or leaves out what the recording has as it is"},
	"blocked":    {"SDK": "it did not put an empty box of the same size in the place of a blocked element"},
	"no leak":    {"SDK": "it sent a planted secret"},
	"silent":     {"SDK": "it sent a recording although nothing should be sent"},
	"in order": {
		"SDK":      "the events that it sent cannot be played as they are",
		"delivery": "an upload was refused, and what is left cannot be played as it is",
	},
	"unharmed": {"SDK": "it changed how the page behaves"},
	lost: {
		"SDK":      "the recording is not enough to show this moment",
		"delivery": "an upload was refused, and what is left is not enough to show this moment",
		"player":   "it could not show this moment, although it is recorded",
	},
}

// andPlayer is what a player did, where somebody before it is to blame as well.
const andPlayer = "the replayed page is not what was recorded either"

// accused is what a claim is about in the table of blames: its name or, of a moment that was lost,
// the kind of its evidence.
func accused(c result.Claim) string {
	if len(c.Evidence) > 0 && c.Evidence[0].Kind == lost {
		return lost
	}
	return c.Name
}

// because says in words what those to blame did, or nothing for a claim or a side that this version
// does not know.
func because(c result.Claim) string {
	first, rest, several := strings.Cut(c.Blame, " and ")
	words := blames[accused(c)][first]
	switch {
	case words == "":
		return ""
	case several && rest == "player":
		return words + ", and " + andPlayer
	case several:
		return ""
	}
	return words
}

// blameOf says who is to blame for a claim, and for what.
func blameOf(c result.Claim) string {
	if words := because(c); words != "" {
		return clean(c.Blame) + ": " + words
	}
	return clean(c.Blame)
}

// noun is what the evidence of a claim is called: differences of pages, or findings such as leaks.
func noun(c result.Claim) string {
	if c.Name == "faithful" || c.Name == "looks" || c.Name == "pixels" {
		return "more difference"
	}
	return "more finding"
}
