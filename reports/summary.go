package reports

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"replaylab/lab/result"
)

// shown is how many groups of a kind a summary tells in full; the rest is in the page.
const shown = 10

// readable is how wide lines get on a wide screen.
const readable = 100

// SummaryOptions says how to sum up a run.
type SummaryOptions struct {
	Screen Screen
	Folder string // with the results, to point at; may be empty
}

// Summary tells how a run came out: counts for each SDK, what failed and how to see it again,
// what else needs a person, and the exit code with its reason. Nothing of a recording reaches the
// terminal as more than visible text.
func Summary(w io.Writer, run *result.Run, o SummaryOptions) error {
	s := &summary{Screen: o.Screen, run: run, items: Items(run)}
	s.Width = min(s.width(), readable)
	s.table()
	groups := Groups(run)
	s.section(result.Failed, "Failed", groups)
	s.section(result.Fixed, "Fixed, and still listed as known: take them off the list", groups)
	s.section(result.Inconclusive, "Inconclusive: the lab could not tell", groups)
	s.section(result.Infrastructure, "Infrastructure: a browser or the lab itself broke", groups)
	s.unsteady()
	s.quiet()
	s.end(o.Folder)
	_, err := io.WriteString(w, s.String())
	return err
}

// summary is a summary being written.
type summary struct {
	strings.Builder
	Screen
	run   *result.Run
	items []Item
}

// line writes a line of clean text.
func (s *summary) line(indent int, i ink, text string) {
	for _, l := range wrap(text, s.width()-indent) {
		s.WriteString(strings.Repeat(" ", indent) + s.paint(i, l) + "\n")
	}
}

// command writes a line that a person copies, and which is therefore never broken.
func (s *summary) command(indent int, text string) {
	if text != "" {
		s.WriteString(strings.Repeat(" ", indent) + s.paint(dim, "$ ") + s.paint(cyan, clean(text)) + "\n")
	}
}

func (s *summary) heading(v result.Verdict, text string) {
	s.WriteString("\n" + s.paint(lookOf(v).ink, lookOf(v).symbol) + " " + s.paint(bold, text) + "\n")
}

// of counts the items of a verdict.
func (s *summary) of(v result.Verdict) int {
	n := 0
	for _, it := range s.items {
		if it.Verdict == v {
			n++
		}
	}
	return n
}

// unsteady lists the items whose attempts disagree.
func (s *summary) unsteady() {
	said := false
	for _, it := range s.items {
		if !it.Unsteady {
			continue
		}
		if !said {
			s.WriteString("\n" + s.paint(bold, "Attempts disagree") + "\n")
			said = true
		}
		var verdicts []string
		for _, i := range it.Attempts {
			verdicts = append(verdicts, string(s.run.Results[i].Verdict))
		}
		res := &s.run.Results[it.Worst]
		s.line(2, "", clean(res.Scenario)+", "+clean(res.SDK)+": "+clean(strings.Join(verdicts, ", ")))
	}
}

// quiet counts what needs nobody.
func (s *summary) quiet() {
	var parts []string
	for _, v := range []struct {
		verdict result.Verdict
		words   string
	}{
		{result.Known, "known, failed as listed"},
		{result.Waived, "waived, for a reason the scenario gives"},
		{result.NA, "n/a, beyond what the SDK or player can do"},
	} {
		if n := s.of(v.verdict); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v.words))
		}
	}
	if len(parts) > 0 {
		s.WriteString("\n")
		s.line(0, dim, strings.Join(parts, "; "))
	}
}

// end gives the exit code, why it is that, and where to read on.
func (s *summary) end(folder string) {
	i := green
	if s.run.ExitCode() != 0 {
		i = red
	}
	s.WriteString("\n")
	s.line(0, i, "exit "+exit(s.run))
	if folder != "" {
		s.WriteString("report: " + clean(filepath.Join(folder, PageFile)) + "\n")
	}
}
