package reports

import (
	"encoding/xml"
	"fmt"
	"strings"

	"replaylab/lab/result"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	ms         float64
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitOutcome `xml:"failure"`
	Error   *junitOutcome `xml:"error"`
	Skipped *junitOutcome `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// JUnit is a run as JUnit XML, for servers that show tests: a suite for each SDK and player, a
// case for each scenario.
//
//	failed, fixed                → failure   fixed, since the list must follow
//	infrastructure, inconclusive → error     with the verdict as its type
//	n/a, waived                  → skipped   with the reason
//	known                        → passes, and says so in system-out: a gate must stay green on it
//
// Several attempts are one case with the worst outcome, and the text names every verdict.
func JUnit(run *result.Run) ([]byte, error) {
	all := junitSuites{Name: "replaylab", Time: seconds(run.WallMS)}
	places := map[string]int{}
	for _, it := range Items(run) {
		res := &run.Results[it.Worst]
		name := pair(res)
		place, ok := places[name]
		if !ok {
			place = len(all.Suites)
			places[name] = place
			all.Suites = append(all.Suites, newSuite(name, run))
		}
		all.Suites[place].add(junitCaseOf(run, it), run, it)
	}
	for i := range all.Suites {
		s := &all.Suites[i]
		s.Time = seconds(s.ms)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Skipped += s.Skipped
	}
	data, err := xml.MarshalIndent(all, "", " ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(data, '\n')...), nil
}

func newSuite(name string, run *result.Run) junitSuite {
	s := junitSuite{Name: name, Properties: []junitProperty{
		{"tool", clean(run.Tool)},
		{"seed", fmt.Sprint(run.Seed)},
		{"command", clean(strings.Join(run.Command, " "))},
	}}
	if !run.Started.IsZero() {
		s.Timestamp = run.Started.UTC().Format("2006-01-02T15:04:05")
	}
	return s
}

func (s *junitSuite) add(c junitCase, run *result.Run, it Item) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	for _, i := range it.Attempts {
		s.ms += run.Results[i].WallMS
	}
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", ms/1000) }
