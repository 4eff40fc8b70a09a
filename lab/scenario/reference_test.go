package scenario_test

import (
	"os"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

func TestReference(t *testing.T) {
	const golden = "testdata/reference.golden.md"
	got := scenario.Reference()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the reference is not %s; run with -update and read the difference", golden)
	}
}

// Whatever the language has is in its reference, under the name by which it is written.
func TestReferenceIsComplete(t *testing.T) {
	page := scenario.Reference()
	var words []string
	for _, v := range scenario.Verbs() {
		words = append(words, v.Usage()...)
		for _, a := range append(v.Args, v.Or...) {
			if a.Kind.Doc != "" {
				words = append(words, a.Kind.Doc)
			}
		}
	}
	for _, c := range scenario.Claims() {
		words = append(words, "**`"+c.Name, c.Doc, "*Sees:* "+c.Sees, "*Cannot see:* "+c.Misses)
		if len(c.Sees) < 30 || len(c.Misses) < 30 {
			t.Errorf("the claim %q does not say what it sees (%q) and what it cannot see (%q)", c.Name, c.Sees, c.Misses)
		}
	}
	for _, v := range scenario.Variables() {
		words = append(words, v.Name, v.Doc)
	}
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the reference does not have %s", w)
		}
	}
	if strings.Count(page, "`")%2 != 0 {
		t.Error("a backtick is odd")
	}
}
