package fuzz

import (
	"testing"

	"replaylab/lab/result"
)

// A page that hangs is proven by the claim that compares it with the control visit of the same program,
// every other finding by the claim that compares it with its replay.
func TestProven(t *testing.T) {
	text := Finding{Kind: "text", At: "#text", Blame: "SDK"}
	ran := func(claim string, v result.Verdict, kind string) result.Result {
		return result.Result{Claims: []result.Claim{{Name: claim, Verdict: v, Evidence: []result.Evidence{{Kind: kind, Blame: "SDK"}}}}}
	}
	for name, c := range map[string]struct {
		finding Finding
		result  result.Result
		want    bool
	}{
		"a hang":                          {hung, ran("unharmed", result.Failed, hung.Kind), true},
		"a hang that the control has too": {hung, ran("unharmed", result.Held, hung.Kind), false},
		"a hang, and another harm":        {hung, ran("unharmed", result.Failed, "visible patch"), false},
		"a hang, and another claim":       {hung, ran("faithful", result.Failed, hung.Kind), false},
		"a text":                          {text, ran("faithful", result.Failed, "text"), true},
		"a text that is known":            {text, ran("faithful", result.Known, "text"), true},
		"a text, and a harm":              {text, ran("unharmed", result.Failed, "text"), false},
		"a text, and another difference":  {text, ran("faithful", result.Failed, "missing"), false},
	} {
		d := Failure{Finding: c.finding}
		if got := d.proven(c.result); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
