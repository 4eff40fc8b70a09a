package scenario_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// design is the example of DESIGN.md, in the canonical layout.
const design = `A password stays masked after the page turns its input into plain text.

-- scenario --
labels masking input
sdk    maskLevel=medium

open   /page.html
type   #pw ${secret:password}
click  #show
checkpoint revealed
expect masked #pw

-- page.html --
<label>Password <input id="pw" type="password"></label>
<button id="show" onclick="pw.type='text'">Show</button>
`

// whole uses every declaration.
const whole = `Everything can be declared at once, e.g. all of it. This is not the title.

A second paragraph in ${level}.

-- scenario --
# what this is about
labels zoo area:input
covers A1 contract:72 C1
needs canvas
sdk maskLevel=${level} blockSelector=".ad, .promo"
sdk trackServerUrl=${origin:b}/track?x=1
load defer
view 800x600 dark
remote remote.json
key other
header /page.html Content-Security-Policy: script-src 'nonce-${nonce}' ${origin:b}
header * X-Level: "${level}"
mount /lib npm:@scope/pkg@1.2.3-rc.1
mount /kit fixtures/kit
page /rows.html rows(n=18000 text="a b" level="${level}")
each level: light "very light"
each host: a b
waive "no leak" it is known
waive unharmed "quoted reason"

open ${origin:${host}}/page.html?level=${level}#x
checkpoint one
-- page.html --
<p class="${level}">${nonce} ${secret:b} ${secret:a} ${other}
-- sub/./style.css --
p { color: red }
-- remote.json --
{"level": "${level}", "secret": "${secret:b}"}
`

func parse(t *testing.T, text string) []scenario.Scenario {
	t.Helper()
	list, err := scenario.Parse("scenarios/area/name.txtar", []byte(text), scenario.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestParseExampleOfDesign(t *testing.T) {
	got := parse(t, design)
	sentence := "A password stays masked after the page turns its input into plain text."
	want := []scenario.Scenario{{
		ID: "area/name", File: "scenarios/area/name.txtar", Prose: sentence, Title: sentence,
		Labels: []string{"input", "masking"}, Options: map[string]string{"maskLevel": "medium"},
		Steps: []scenario.Step{
			{Line: 7, Verb: "open", Args: []string{"/page.html"}, Text: "open   /page.html"},
			{Line: 8, Verb: "type", Args: []string{"#pw", "${secret:password}"}, Text: "type   #pw ${secret:password}"},
			{Line: 9, Verb: "click", Args: []string{"#show"}, Text: "click  #show"},
			{Line: 10, Verb: "checkpoint", Args: []string{"revealed"}, Text: "checkpoint revealed"},
			{Line: 11, Verb: "expect", Args: []string{"masked", "#pw"}, Text: "expect masked #pw"},
		},
		Files:   map[string][]byte{"/page.html": []byte(design[strings.Index(design, "<label>"):])},
		Secrets: []string{"password"},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestParseEveryDeclaration(t *testing.T) {
	list := parse(t, whole)
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	if want := []string{"area/name [level=light host=a]", "area/name [level=light host=b]",
		`area/name [level="very light" host=a]`, `area/name [level="very light" host=b]`}; !slices.Equal(ids, want) {
		t.Errorf("IDs %q, want %q", ids, want)
	}
	got := list[3]
	if want := "Everything can be declared at once, e.g. all of it."; got.Title != want {
		t.Errorf("title %q, want %q", got.Title, want)
	}
	if !strings.HasSuffix(got.Prose, "\n\nA second paragraph in very light.") {
		t.Errorf("prose %q", got.Prose)
	}
	if got := string(got.Files["/page.html"]); got != "<p class=\"very light\">${nonce} ${secret:b} ${secret:a} ${other}\n" {
		t.Errorf("page %q", got)
	}
	if got := slices.Sorted(maps.Keys(got.Files)); !slices.Equal(got, []string{"/page.html", "/remote.json", "/sub/style.css"}) {
		t.Errorf("files %q", got)
	}
	want := scenario.Scenario{
		ID: got.ID, File: got.File, Prose: got.Prose, Title: got.Title, Files: got.Files,
		Labels:  []string{"area:input", "zoo"},
		Covers:  []string{"A1", "contract:72", "C1"},
		Needs:   []string{"canvas"},
		Options: map[string]string{"maskLevel": "very light", "blockSelector": ".ad, .promo", "trackServerUrl": "${origin:b}/track?x=1"},
		Load:    scenario.LoadDefer,
		View:    scenario.View{Width: 800, Height: 600, Dark: true},
		Remote:  "/remote.json",
		Key:     "other",
		Headers: []scenario.Header{
			{Path: "/page.html", Name: "Content-Security-Policy", Value: "script-src 'nonce-${nonce}' ${origin:b}"},
			{Path: "*", Name: "X-Level", Value: `"very light"`}},
		Mounts: []scenario.Mount{{Path: "/lib", Package: "@scope/pkg@1.2.3-rc.1"}, {Path: "/kit", Fixture: "kit"}},
		Pages: []scenario.Builder{{Path: "/rows.html", Name: "rows", Line: 20,
			Args: map[string]string{"n": "18000", "text": "a b", "level": "very light"}}},
		Waivers: []scenario.Waiver{{Claim: "no leak", Reason: "it is known", Line: 23}, {Claim: "unharmed", Reason: "quoted reason", Line: 24}},
		Steps: []scenario.Step{
			{Line: 26, Verb: "open", Args: []string{"${origin:b}/page.html?level=very light#x"}, Text: "open ${origin:${host}}/page.html?level=${level}#x"},
			{Line: 27, Verb: "checkpoint", Args: []string{"one"}, Text: "checkpoint one"},
		},
		Secrets: []string{"a", "b"},
	}
	if err := deepDiff(got, want); err != "" {
		t.Error(err)
	}
}

func deepDiff(got, want scenario.Scenario) string {
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			return g.Type().Field(i).Name + ": got " + fmt.Sprintf("%q", g.Field(i)) + ", want " + fmt.Sprintf("%q", w.Field(i))
		}
	}
	return ""
}

func TestScenarioMethods(t *testing.T) {
	s := parse(t, strings.Replace(whole, "checkpoint one", "checkpoint one\nadvance 1s\ncheckpoint two", 1))[0]
	if !s.Has("zoo") || s.Has("zo") {
		t.Error("Has")
	}
	if got := s.Checkpoints(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("checkpoints %q", got)
	}
	if !s.Virtual() || parse(t, design)[0].Virtual() {
		t.Error("Virtual")
	}
	if reason, ok := s.Waived("no leak"); !ok || reason != "it is known" {
		t.Errorf("waived %q, %t", reason, ok)
	}
	if _, ok := s.Waived("faithful"); ok {
		t.Error("faithful is not waived")
	}
}

func TestSilentNeedsNoCheckpoint(t *testing.T) {
	parse(t, "Nothing is recorded.\n-- scenario --\nexpect silent\nopen /p.html\n-- p.html --\n")
	parse(t, "Nothing is recorded.\n-- scenario --\nopen /p.html\ncheckpoint a\nblur\nexpect silent\n-- p.html --\n")
}

// A remote line is a declaration before the first step, and a step after it.
func TestRemoteIsBoth(t *testing.T) {
	s := parse(t, "P.\n-- scenario --\nremote a.json\nreply 200 config\nremote b.json\nopen /p.html\ncheckpoint a\n-- p.html --\n-- a.json --\n1\n-- b.json --\n2\n")[0]
	if s.Remote != "/a.json" || s.Steps[1].Verb != "remote" || s.Steps[1].Args[0] != "/b.json" {
		t.Errorf("remote %q, steps %+v", s.Remote, s.Steps)
	}
}

// A list in Config that is nil is not checked; an empty one allows nothing.
func TestConfig(t *testing.T) {
	text := "P.\n-- scenario --\nneeds x\nsdk y=1\nmount /m fixtures/z\npage /p.html w()\nopen /p.html\ncheckpoint a\n"
	parse(t, text)
	none := []string{}
	_, err := scenario.Parse("a/b.txtar", []byte(text), scenario.Config{Builders: none, Capabilities: none, Options: none, Fixtures: none})
	if list, _ := err.(scenario.Errors); len(list) != 4 {
		t.Errorf("with nothing allowed: %v", err)
	}
}

// The clock stands still from the checkpoint before an advance, unless a page is loaded between them.
func TestStanding(t *testing.T) {
	s := parse(t, `The clock stands.

-- scenario --
labels x
open /page.html
checkpoint first
reload
checkpoint second
click #a
advance 1m
checkpoint third
-- page.html --
<p>
`)[0]
	for _, step := range s.Steps {
		if step.Verb != "checkpoint" {
			continue
		}
		if want := step.Args[0] == "second"; s.Standing(step.Line) != want {
			t.Errorf("%s: %v", step.Text, !want)
		}
	}
}
