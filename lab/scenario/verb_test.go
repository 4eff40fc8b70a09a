package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// around is a scenario into which the example of any verb fits.
const around = `A page is replayed.

-- scenario --
%s
open /page.html
checkpoint start
%s
-- page.html --
-- remote.json --
{}
-- use.js --
//%s
`

// TestExamplesParse keeps the table honest: every example must be right, so every verb that the
// table has is one that the parser knows.
func TestExamplesParse(t *testing.T) {
	for _, v := range scenario.Verbs() {
		declared, stepped := v.Example, ""
		if v.Group != scenario.Declaration {
			declared, stepped = "", v.Example
		}
		if strings.Contains(v.Example, "${level}") {
			declared += "\neach level: a b"
		}
		used := ""
		if v.Name == "each" {
			used = "${level}"
		}
		text := fmt.Sprintf(around, declared, stepped, used)
		list, err := scenario.Parse("a/b.txtar", []byte(text), scenario.Config{})
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		if v.Group != scenario.Declaration && list[0].Steps[2].Verb != v.Name {
			t.Errorf("%s: read as %+v", v.Example, list[0].Steps[2])
		}
	}
	for _, c := range scenario.Claims() {
		text := fmt.Sprintf(around, "", c.Example, "")
		if c.Standing {
			text = fmt.Sprintf(around, c.Example, "", "")
		}
		if _, err := scenario.Parse("a/b.txtar", []byte(text), scenario.Config{}); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	for _, v := range scenario.Variables() {
		declared, stepped := v.Example, ""
		for _, w := range scenario.Verbs() {
			if w.Group != scenario.Declaration && strings.HasPrefix(v.Example, w.Name+" ") {
				declared, stepped = "", v.Example
			}
		}
		if strings.Contains(v.Example, "${level}") {
			declared += "\neach level: a b"
		}
		if _, err := scenario.Parse("a/b.txtar", []byte(fmt.Sprintf(around, declared, stepped, "")), scenario.Config{}); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
	}
}

// TestTableIsComplete holds what the reference relies on.
func TestTableIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range scenario.Verbs() {
		key := v.Name
		if key == "remote" {
			key += string(v.Group)
		}
		if seen[key] {
			t.Errorf("%s is there twice", v.Name)
		}
		seen[key] = true
		if v.Doc == "" || !strings.HasSuffix(v.Doc, ".") || strings.Contains(v.Doc, "\n") {
			t.Errorf("%s: the doc is not a line that ends in a full stop: %q", v.Name, v.Doc)
		}
		if !strings.HasPrefix(v.Example, v.Name) {
			t.Errorf("%s: the example is of something else: %s", v.Name, v.Example)
		}
		if v.Repeat && v.Group != scenario.Declaration || v.Early && v.Group == scenario.Declaration {
			t.Errorf("%s: Repeat is for declarations, Early for steps", v.Name)
		}
	}
}

// Outside a declaration's or a step's own place, each verb is refused.
func TestEveryDeclarationMustComeFirst(t *testing.T) {
	for _, v := range scenario.Verbs() {
		if v.Group != scenario.Declaration || v.Name == "remote" {
			continue
		}
		_, err := scenario.Parse("a/b.txtar", []byte(fmt.Sprintf(around, "each level: a b", v.Example, "${level}")), scenario.Config{})
		want := fmt.Sprintf("a/b.txtar:7: %s is a declaration, but steps have begun; move it up, above the first step", v.Name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s below a step: %v", v.Name, err)
		}
	}
}

// Only what is marked to be repeated may be.
func TestOnlySomeDeclarationsRepeat(t *testing.T) {
	for _, v := range scenario.Verbs() {
		if v.Group != scenario.Declaration || v.Repeat {
			continue
		}
		twice := v.Example + "\n" + v.Example
		_, err := scenario.Parse("a/b.txtar", []byte(fmt.Sprintf(around, twice, "", "")), scenario.Config{})
		want := fmt.Sprintf("a/b.txtar:5: %s is there twice, first at line 4", v.Name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s twice: %v", v.Name, err)
		}
	}
}

// A step is early if it makes sense without a page; all others must say that none is open.
func TestStepsBeforeOpen(t *testing.T) {
	for _, v := range scenario.Verbs() {
		if v.Group == scenario.Declaration || v.Name == "open" || v.Name == "expect" {
			continue
		}
		text := strings.Replace(fmt.Sprintf(around, "", "", ""), "open", v.Example+"\nopen", 1)
		_, err := scenario.Parse("a/b.txtar", []byte(text), scenario.Config{})
		if refused := err != nil && strings.Contains(err.Error(), "no page is open yet for "+v.Name); refused == v.Early {
			t.Errorf("%s before open: %v", v.Name, err)
		}
	}
}
