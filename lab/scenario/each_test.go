package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// A slip in an each line must not fill the memory.
func TestVariantsAreBounded(t *testing.T) {
	var values []string
	for i := range 100 {
		values = append(values, fmt.Sprintf("%080d", i))
	}
	text := "P.\n-- scenario --\neach v: " + strings.Join(values, " ") + "\nopen /p.html\ncheckpoint a\n-- p.html --\n"
	for _, c := range []struct{ name, file, want string }{
		{"one section", strings.Repeat("${v}", 1<<20), "area/a.txtar:6: section p.html is larger than 16 MiB once its variables are filled in"},
		{"all variants", "${v}" + strings.Repeat("x", 5<<20), "area/a.txtar:2: the variants' files are larger than 64 MiB together"},
	} {
		_, err := scenario.Parse("area/a.txtar", []byte(text+c.file), scenario.Config{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	list, err := scenario.Parse("area/a.txtar", []byte(text+"${v}"), scenario.Config{})
	if err != nil || len(list) != 100 {
		t.Errorf("%d scenarios: %v", len(list), err)
	}
}

// Variants share the sections that no variable changes.
func TestVariantsShareFiles(t *testing.T) {
	list := parse(t, "P ${v}.\n-- scenario --\neach v: 1 2\nopen /p.html\ncheckpoint a\n-- p.html --\n${w}\n")
	if a, b := list[0].Files["/p.html"], list[1].Files["/p.html"]; &a[0] != &b[0] {
		t.Error("a section was copied")
	}
}

// A value is put into a word and stays one word; only text that is taken as it stands shows its seams.
func TestValuesStayInTheirWord(t *testing.T) {
	s := parse(t, "P.\n-- scenario --\neach v: \"a b\"\nsdk o=${v}\nopen /p.html\nselect #a ${v} c\ncheckpoint a\n-- p.html --\n")[0]
	if got := s.Options["o"]; got != "a b" {
		t.Errorf("option %q", got)
	}
	if got := s.Steps[1].Args; !slices.Equal(got, []string{"#a", "a b", "c"}) {
		t.Errorf("arguments %q", got)
	}
}

func TestVariantIDs(t *testing.T) {
	for value, want := range map[string]string{
		"x": "x", `"a b"`: `"a b"`, `""`: `""`, `"a]"`: `"a]"`, "a=b": `"a=b"`, `"\"\\"`: `"\"\\"`, `"\n\u{7}é"`: `"\n\u{7}é"`,
	} {
		s := parse(t, "P ${v}.\n-- scenario --\neach v: "+value+"\nopen /p.html\ncheckpoint a\n-- p.html --\n")[0]
		if s.ID != "area/name [v="+want+"]" {
			t.Errorf("%s: got %s", value, s.ID)
		}
	}
}
