package result_test

import (
	"encoding/json"
	"slices"
	"testing"

	"replaylab/lab/result"
)

func claims(verdicts ...result.Verdict) (list []result.Claim) {
	for _, v := range verdicts {
		list = append(list, result.Claim{Verdict: v})
	}
	return list
}

func TestWorst(t *testing.T) {
	for _, c := range []struct {
		claims []result.Verdict
		want   result.Verdict
	}{
		{nil, result.Inconclusive}, // nothing was judged
		{[]result.Verdict{result.Held, result.Held}, result.Held},
		{[]result.Verdict{result.Held, result.Known}, result.Known},
		{[]result.Verdict{result.Known, result.Inconclusive}, result.Inconclusive},
		{[]result.Verdict{result.Inconclusive, result.Fixed}, result.Fixed},
		{[]result.Verdict{result.Fixed, result.Failed}, result.Failed},
		{[]result.Verdict{result.Failed, result.Infrastructure}, result.Infrastructure},
		{[]result.Verdict{result.Waived, result.Held}, result.Held},
		{[]result.Verdict{result.NA, result.Held}, result.Held},
		{[]result.Verdict{result.NA, result.Waived}, result.Waived},
		{[]result.Verdict{result.NA, result.NA}, result.NA},
		{[]result.Verdict{"bogus"}, result.Inconclusive},
		{slices.Clone(result.Verdicts), result.Infrastructure},
	} {
		for range 2 {
			if got := result.Worst(claims(c.claims...)); got != c.want {
				t.Errorf("the worst of %v is %s, want %s", c.claims, got, c.want)
			}
			slices.Reverse(c.claims) // the order does not matter
		}
	}
}

// TestExitCodes holds the precedence: 3 before 1 before 4 before 0.
func TestExitCodes(t *testing.T) {
	codes := map[result.Verdict]int{result.Infrastructure: 3, result.Failed: 1, result.Fixed: 1, result.Inconclusive: 4}
	for _, v := range result.Verdicts {
		if got := v.ExitCode(); got != codes[v] {
			t.Errorf("%s asks for %d, want %d", v, got, codes[v])
		}
	}
	for want, verdicts := range map[int][]result.Verdict{
		0: {result.Held, result.Known, result.Waived, result.NA},
		4: {result.Inconclusive, result.Held},
		1: {result.Inconclusive, result.Failed, result.Held},
		3: {result.Failed, result.Inconclusive, result.Infrastructure},
	} {
		for range 2 {
			var r result.Run
			for _, v := range verdicts {
				r.Results = append(r.Results, result.Result{Verdict: v})
			}
			if got := r.ExitCode(); got != want {
				t.Errorf("a run of %v ends with %d, want %d", verdicts, got, want)
			}
			slices.Reverse(verdicts)
		}
	}
	if got := (&result.Run{}).ExitCode(); got != 0 {
		t.Errorf("an empty run ends with %d", got)
	}
}

// Every verdict is listed, once.
func TestVerdictsAreListed(t *testing.T) {
	for _, v := range []result.Verdict{result.Held, result.Failed, result.Known, result.Fixed, result.Waived, result.NA, result.Inconclusive, result.Infrastructure} {
		n := 0
		for _, listed := range result.Verdicts {
			if listed == v {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s is listed %d times", v, n)
		}
	}
}

// A value that is not there is another thing than an empty one, in JSON too.
func TestValues(t *testing.T) {
	for text, v := range map[string]result.Value{`null`: {}, `""`: result.Some(""), `"a\"é"`: result.Some(`a"é`)} {
		data, err := json.Marshal(v)
		if err != nil || string(data) != text {
			t.Errorf("%+v is written %s, %v", v, data, err)
		}
		back := result.Some("before")
		if err := json.Unmarshal(data, &back); err != nil || back != v {
			t.Errorf("%s is read as %+v, %v", data, back, err)
		}
	}
	var v result.Value
	if err := json.Unmarshal([]byte(`5`), &v); err == nil {
		t.Errorf("a number is read as %+v", v)
	}
	data, err := json.Marshal(result.Evidence{Kind: "text", Live: result.Some("")})
	if want := `{"kind":"text","live":""}`; err != nil || string(data) != want {
		t.Errorf("evidence is written %s, %v; want %s", data, err, want)
	}
}
