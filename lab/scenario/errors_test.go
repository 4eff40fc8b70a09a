package scenario_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

var update = flag.Bool("update", false, "rewrite golden files")

// known stands in for the rest of the lab.
var known = scenario.Config{
	Builders:     []string{"rows", "tree"},
	Capabilities: []string{"canvas", "iframe"},
	Options:      []string{"maskLevel", "blockSelector", "urlMaskLevels"},
	Fixtures:     []string{"kit"},
}

// TestErrors reads files with mistakes and compares all that Parse says with the golden file.
func TestErrors(t *testing.T) {
	const golden, heading, want = "testdata/errors.golden", "=== ", "=== want\n"
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(data), "\n"+heading)
	out := []string{strings.TrimPrefix(parts[0], "\n")}
	for i := 1; i < len(parts); i++ {
		name, input, _ := strings.Cut(parts[i], "\n")
		if input != "" {
			input += "\n"
		}
		_, err := scenario.Parse("scenarios/area/case.txtar", []byte(input), known)
		got := "no mistake"
		if err != nil {
			got = err.Error()
		}
		out = append(out, parts[i], "want\n"+got)
		if i+1 == len(parts) || !strings.HasPrefix(parts[i+1], "want\n") {
			if !*update {
				t.Errorf("%s: what is wanted of it is missing; run with -update and read it", name)
			}
			continue
		}
		i++
		expected := strings.TrimSuffix(strings.TrimPrefix(parts[i], "want\n"), "\n")
		if !*update && got != expected {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, expected)
		}
	}
	if *update {
		text := strings.TrimSuffix(strings.Join(out, "\n"+heading), "\n") + "\n"
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestErrorsAreData(t *testing.T) {
	_, err := scenario.Parse("a/b.txtar", []byte("Prose.\n-- scenario --\nopen /p.html\nclik #a\ncheckpoint a\n-- p.html --\n"), known)
	list, ok := errors.AsType[scenario.Errors](err)
	if !ok || len(list) != 1 {
		t.Fatalf("Parse returned %v", err)
	}
	one, ok := errors.AsType[*scenario.Error](err)
	if !ok || *one != (scenario.Error{File: "a/b.txtar", Line: 4, Text: `unknown verb "clik"`, Hint: `did you mean "click"?`}) {
		t.Errorf("found %#v", one)
	}
}
