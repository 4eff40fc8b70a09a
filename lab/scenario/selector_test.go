package scenario_test

import (
	"slices"
	"testing"

	"replaylab/lab/scenario"
)

func TestPierce(t *testing.T) {
	for in, want := range map[string][]string{
		"#a":                           {"#a"},
		"a > b >> c":                   {"a > b", "c"},
		"a  >>  b\t>> c":               {"a", "b", "c"},
		`a[x=" >> "] >> b`:             {`a[x=" >> "]`, "b"},
		`a[x='\' >> '] >> :is(b >> c)`: {`a[x='\' >> ']`, ":is(b >> c)"},
		`#\>\> >> b`:                   {`#\>\>`, "b"},
	} {
		if got := scenario.Pierce(in); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
