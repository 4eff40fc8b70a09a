package main_test

import (
	"os"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// What "replaylab lint --reference" prints is committed, for people who read the repository.
func TestReferencePage(t *testing.T) {
	const page = "../../docs/scenarios.md"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(scenario.Reference(), "\n"), strings.Split(string(data), "\n")
	for i := range max(len(want), len(got)) {
		if line(want, i) == line(got, i) {
			continue
		}
		t.Fatalf("lab/docs/scenarios.md is not what the code generates, first at line %d:\n  page: %s\n  code: %s\n"+
			"The wording is in lab/scenario. Write the page anew, from the top of the repository, and read the difference:\n"+
			"  go run ./lab/cmd/replaylab lint --reference > lab/docs/scenarios.md", i+1, line(got, i), line(want, i))
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
