package claim

import (
	"strings"
	"testing"

	"replaylab/lab/result"
)

// TestMerge joins what two passes show: "a b" are two pieces of evidence by name.
func TestMerge(t *testing.T) {
	list := func(names string) (all []result.Evidence) {
		for _, name := range strings.Fields(names) {
			all = append(all, result.Evidence{Kind: "attribute", Name: name})
		}
		return all
	}
	for _, c := range []struct{ sought, played, want, words string }{
		{"", "", "", ""},
		{"a b", "b a", "a b", ""},
		{"a b", "a", "a b:seek", " (1 only when seeking)"},
		{"a", "b a", "a b:play", " (1 only when playing through)"},
		{"a", "b", "a:seek b:play", " (1 only when seeking, 1 only when playing through)"},
		{"a", "", "a:seek", " (only when seeking)"},
		{"", "a b", "a:play b:play", " (only when playing through)"},
		{"a", "a a", "a a:play", " (1 only when playing through)"},
		{"a a", "a", "a a:seek", " (1 only when seeking)"},
	} {
		merged := merge(list(c.sought), list(c.played))
		var got []string
		for _, e := range merged {
			got = append(got, strings.TrimSuffix(e.Name+":"+string(e.Pass), ":"))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%q and %q: %q, want %q", c.sought, c.played, text, c.want)
		}
		if words := onlyIn(merged); words != c.words {
			t.Errorf("%q and %q: %q, want %q", c.sought, c.played, words, c.words)
		}
	}
	// The same place with another value is not the same difference.
	one, other := list("a"), list("a")
	other[0].Replayed = result.Some("x")
	if merged := merge(one, other); len(merged) != 2 || merged[0].Pass != result.Seek || merged[1].Pass != result.Play {
		t.Errorf("other values: %+v", merged)
	}
}
