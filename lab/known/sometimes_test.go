package known_test

import (
	"testing"

	"replaylab/lab/known"
	"replaylab/lab/result"
)

// What depends on chance is no news when it stays away.
func TestSometimesIsNeverFixed(t *testing.T) {
	const entry = `
- sdk: x
  versions: ">=1"
  scenario: a/b
  claim: faithful
  reason: r
  link: https://example.org/
`
	for text, want := range map[string]result.Verdict{entry: result.Fixed, entry + "  sometimes: true\n": result.Held} {
		list, err := known.Parse("list", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		results := []result.Result{{Scenario: "a/b", SDK: "x@1.0.0", Claims: []result.Claim{{Name: "faithful", Verdict: result.Held}}}}
		list.Apply(&results[0])
		list.Settle(results, true)
		if got := results[0].Claims[0].Verdict; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
