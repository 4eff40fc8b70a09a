package reports_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"replaylab/lab/result"
	"replaylab/reports"
)

var update = flag.Bool("update", false, "rewrite golden files")

func summary(t *testing.T, run *result.Run, o reports.SummaryOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.Summary(&b, run, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSummary compares with testdata/summary.txt. Rewrite it with -update and read the difference.
func TestSummary(t *testing.T) {
	got := summary(t, sampleRun(len(scenarios)), reports.SummaryOptions{Folder: "reports/out/2026-02-03"})
	const golden = "testdata/summary.txt"
	if *update {
		put(t, ".", golden, []byte(got))
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the summary is not as in %s; it is now:\n%s", golden, got)
	}
}

func TestSummaryFitsAndIsSafe(t *testing.T) {
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, o := range []reports.SummaryOptions{{}, {Screen: reports.Screen{Live: true, Color: true, Width: 80}}} {
		if strings.Contains(summary(t, sampleRun(len(scenarios)), o), "\x1b[m") {
			t.Error("an empty colour")
		}
		for line := range strings.Lines(sgr.ReplaceAllString(summary(t, sampleRun(len(scenarios)), o), "")) {
			line = strings.TrimSuffix(line, "\n")
			if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("a raw control character in %q", line)
			}
			if reports.Columns(line) > 80 && !strings.HasPrefix(strings.TrimSpace(line), "$ ") {
				t.Errorf("%d columns: %s", reports.Columns(line), line)
			}
		}
	}
}

func TestSummaryGivesTheExitCodeAndWhy(t *testing.T) {
	of := func(verdicts ...result.Verdict) *result.Run {
		run := &result.Run{}
		for i, v := range verdicts {
			run.Results = append(run.Results, result.Result{Scenario: "a/" + strings.Repeat("x", i+1), SDK: "x@1", Verdict: v})
		}
		return run
	}
	for want, run := range map[string]*result.Run{
		"exit 0: nothing failed\n":                                      of(result.Held, result.Known, result.NA, result.Waived),
		"exit 0: nothing ran\n":                                         of(),
		"exit 1: 1 failed, 1 fixed; besides, 1 inconclusive\n":          of(result.Fixed, result.Failed, result.Inconclusive),
		"exit 3: 1 infrastructure; besides, 1 failed, 1 inconclusive\n": of(result.Failed, result.Infrastructure, result.Inconclusive),
		"exit 4: 2 inconclusive\n":                                      of(result.Inconclusive, result.Held, result.Inconclusive),
	} {
		if got := summary(t, run, reports.SummaryOptions{}); !strings.HasSuffix(got, want) {
			t.Errorf("the summary ends with %q, want %q", got[max(0, len(got)-100):], want)
		}
	}
}

// TestNoColourWhereThereIsNoTerminal has what a shell makes of > and |.
func TestNoColourWhereThereIsNoTerminal(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for what, to := range map[string]io.Writer{"a file": file, "a pipe": w, "a buffer": &bytes.Buffer{}} {
		if s := reports.ScreenOf(to); s != (reports.Screen{}) {
			t.Errorf("%s is taken for a screen: %+v", what, s)
		}
	}
	if text := summary(t, sampleRun(len(scenarios)), reports.SummaryOptions{}); strings.Contains(text, "\x1b") {
		t.Error("a plain summary has escape codes")
	}
}

// TestSummaryTellsAFailureWhole looks for everything that a person needs, for each claim that failed.
func TestSummaryTellsAFailureWhole(t *testing.T) {
	text := summary(t, sampleRun(len(scenarios)), reports.SummaryOptions{})
	for _, want := range [][]string{
		{"css/adopted-push: faithful at revealed", `live      "rgb(178, 34, 34)"`, `replayed  "rgb(0, 0, 0)"`, "upload 3", "after step 9:", "$ replaylab run", "'css/adopted-push'"},
		{"masking/password-reveal [level=light]: no leak", "secret", "upload 3", "$ replaylab run", "'masking/password-reveal [level=light]'"},
		{"csp/no-blob-workers: unharmed", "it changed how the page behaves", "blocked blob", "and 9 more findings, 8 of them known", "$ replaylab run"},
	} {
		_, rest, ok := strings.Cut(text, "\n  "+want[0]+"\n")
		if !ok {
			t.Errorf("the summary has no failure %q", want[0])
			continue
		}
		told, _, _ := strings.Cut(rest, "\n\n")
		for _, w := range want[1:] {
			if !strings.Contains(told, w) {
				t.Errorf("%s: it does not say %q:\n%s", want[0], w, told)
			}
		}
	}
}
