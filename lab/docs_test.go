package lab_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"replaylab/lab"
	"replaylab/lab/scenario"
	"replaylab/scenarios"
	"replaylab/sdkbundle/adapters"
)

const dependencies = "docs/decisions/dependencies.md"

// Whatever the lab links or fetches is on the page that says why.
func TestDependenciesAreExplained(t *testing.T) {
	data, err := os.ReadFile(dependencies)
	if err != nil {
		t.Fatal(err)
	}
	explained := func(name, where string) {
		if !strings.Contains(string(data), "`"+name+"`") {
			t.Errorf("lab/%s does not say why %s is there, which %s has", dependencies, name, where)
		}
	}
	modules := regexp.MustCompile(`(?m)^\t([^\s]+) v`)
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, p := range list(t, "./...") {
		for _, i := range p.Imports {
			used[i] = true
		}
	}
	for _, m := range modules.FindAllStringSubmatch(string(text), -1) {
		for i := range used {
			if i == m[1] || strings.HasPrefix(i, m[1]+"/") {
				explained(m[1], "go.mod")
				break
			}
		}
	}
	for _, a := range adapters.All {
		if a.SDK != nil && a.SDK.Script == nil {
			explained(a.SDK.Package+"@"+a.SDK.Version, "the adapter "+a.Name)
		}
		if a.Player != nil && a.Player.Script == nil {
			explained(a.Player.Package+"@"+a.Player.Version, "the adapter "+a.Name)
		}
	}
	all, err := scenario.ParseFS(scenarios.Files, nil, lab.Language())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, m := range s.Mounts {
			if m.Package != "" {
				explained(m.Package, s.File)
			}
		}
	}
}

// What the README shows as a scenario is one.
func TestScenariosOfTheREADME(t *testing.T) {
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, m := range regexp.MustCompile("(?s)\n```\n(.*?)```\n").FindAllSubmatch(data, -1) {
		if !strings.Contains(string(m[1]), "-- scenario --") {
			continue
		}
		shown++
		if _, err := scenario.Parse("README.md", m[1], lab.Language()); err != nil {
			t.Error(err)
		}
	}
	if shown == 0 {
		t.Error("the README shows no scenario")
	}
}

// Links between the pages, and from the README into the repository, lead somewhere.
func TestLinksOfPages(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob("docs/decisions/*.md")
	for _, page := range append(append(pages, more...), "../README.md") {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range link.FindAllStringSubmatch(string(data), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
	}
}
