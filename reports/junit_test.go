package reports_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"replaylab/lab/result"
	"replaylab/reports"
)

type suites struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name  string `xml:"name,attr"`
		Cases []struct {
			Name    string   `xml:"name,attr"`
			Failure *outcome `xml:"failure"`
			Error   *outcome `xml:"error"`
			Skipped *outcome `xml:"skipped"`
			Out     string   `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type outcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func junit(t *testing.T, run *result.Run) (suites, []byte) {
	t.Helper()
	data, err := reports.JUnit(run)
	if err != nil {
		t.Fatal(err)
	}
	var s suites
	if err := xml.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s, data
}

// TestJUnitIsValid reads the whole file token by token, strictly: the sample has control
// characters, the end of a CDATA section and bytes that are not UTF-8.
func TestJUnitIsValid(t *testing.T) {
	_, data := junit(t, sampleRun(len(scenarios)))
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Contains(data, []byte(`\x1b]0;owned`)) {
		t.Error("an escape code is not shown as an escape")
	}
}

func TestJUnitVerdicts(t *testing.T) {
	run := &result.Run{}
	for _, v := range result.Verdicts {
		run.Results = append(run.Results, result.Result{
			Scenario: "a/" + string(v), SDK: "x@1", Player: "p@1", Verdict: v, Reason: "because of " + string(v),
			Claims: []result.Claim{{Name: "faithful", Verdict: v, Summary: "the summary"}},
		})
	}
	s, _ := junit(t, run)
	if s.Tests != 8 || s.Failures != 2 || s.Errors != 2 || s.Skipped != 2 {
		t.Errorf("counts are %+v", s)
	}
	for _, c := range s.Suites[0].Cases {
		v := result.Verdict(strings.TrimPrefix(c.Name, "a/"))
		is := map[string]bool{"failure": c.Failure != nil, "error": c.Error != nil, "skipped": c.Skipped != nil, "out": c.Out != ""}
		want := map[result.Verdict]string{
			result.Failed: "failure", result.Fixed: "failure", result.Infrastructure: "error", result.Inconclusive: "error",
			result.NA: "skipped", result.Waived: "skipped", result.Known: "out",
		}[v]
		for kind, there := range is {
			if there != (kind == want) {
				t.Errorf("%s: %s is %v", v, kind, there)
			}
		}
	}
}

func TestJUnitSuitesAndAttempts(t *testing.T) {
	s, _ := junit(t, sampleRun(len(scenarios)))
	if len(s.Suites) != 2 || s.Suites[1].Name != sdks[1].name+" with "+sdks[1].player {
		t.Fatalf("suites are %d, the second %q", len(s.Suites), s.Suites[1].Name)
	}
	seen := 0
	for _, c := range s.Suites[1].Cases {
		if c.Name == "delivery/retry-after-503" {
			seen++
			if c.Failure == nil || !strings.Contains(c.Failure.Text, "attempts disagree: failed, held, failed, held, failed") {
				t.Errorf("the attempts are not told: %+v", c.Failure)
			}
		}
		if c.Name == "css/adopted-push" {
			for _, want := range []string{"blame: SDK", `live      "rgb(178, 34, 34)"`, `replayed  "rgb(0, 0, 0)"`, "reproduce: replaylab run"} {
				if !strings.Contains(c.Failure.Text, want) {
					t.Errorf("the failure does not say %q:\n%s", want, c.Failure.Text)
				}
			}
		}
	}
	if seen != 1 {
		t.Errorf("five attempts are %d cases, want one", seen)
	}
}
