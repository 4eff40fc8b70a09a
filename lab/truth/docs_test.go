package truth_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"replaylab/lab/truth"
)

// TestTruthIsDocumented holds lab/docs/truth.md against what is read.
func TestTruthIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/truth.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../dom/props.go")
	if err != nil {
		t.Fatal(err)
	}
	properties, rest, _ := strings.Cut(string(page), "## Derived facts")
	facts, styles, _ := strings.Cut(rest, "## Looks")
	names := map[string]string{"Prop": properties, "Derived": facts}
	count := 0
	for _, m := range regexp.MustCompile(`(?m)^\t(Prop|Derived)\w+\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		if count++; !strings.Contains(names[m[1]], "`"+m[2]+"`") {
			t.Errorf("lab/docs/truth.md does not tell of %s %s", m[1], m[2])
		}
	}
	if count < 30 {
		t.Errorf("found %d names in props.go", count)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z-]+)`").FindAllStringSubmatch(styles, -1) {
		listed[m[1]] = true
	}
	for _, s := range truth.Styles {
		if !listed[s] {
			t.Errorf("lab/docs/truth.md does not list the property %s", s)
		}
		delete(listed, s)
	}
	for s := range listed {
		t.Errorf("lab/docs/truth.md lists %s, which is not read", s)
	}
}
