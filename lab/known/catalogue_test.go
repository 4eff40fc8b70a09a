package known_test

import (
	"slices"
	"strings"
	"testing"

	"replaylab/lab"
	"replaylab/lab/known"
	"replaylab/lab/scenario"
	"replaylab/scenarios"
)

// inexpressible is how many rows of the catalogue may be left to verbs that the scenario language
// does not have.
const inexpressible = 8

// TestEveryMarkedRowIsFound checks that each row which the catalogue marks as wrong for an SDK is
// covered by a scenario that is listed, by its own name, as known to fail with that SDK. That it
// does fail, the runs of the suite check: a listed failure that is gone is "fixed", and they fail.
func TestEveryMarkedRowIsFound(t *testing.T) {
	read := func(name string) []byte {
		data, err := scenarios.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	list, err := known.Parse("scenarios/known.yaml", read("known.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := known.ParseCatalogue("scenarios/catalogue.yaml", read("catalogue.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	written, err := scenario.ParseFS(scenarios.Files, nil, lab.Language())
	if err != nil {
		t.Fatal(err)
	}
	covered := scenario.Coverage(written)
	var without []string
	for _, r := range catalogue.Rows {
		by, there := covered[r.Row]
		found := list.Finders(catalogue.SDK, by)
		switch {
		case !there:
			t.Errorf("%s: there is no such row", r.Row)
		case r.Needs != "":
			without = append(without, r.Row)
		case len(by) == 0:
			t.Errorf("%s (%s): no scenario covers it", r.Row, r.What)
		case len(found) == 0:
			t.Errorf("%s (%s): of %v none is listed by its name as known to fail with %s", r.Row, r.What, by, catalogue.SDK)
		}
	}
	if len(without) > inexpressible {
		t.Errorf("%v take verbs that there are not: %d may", without, inexpressible)
	}
}

func TestFinders(t *testing.T) {
	text := func(scenario, versions string) string {
		return `{sdk: rrweb, versions: "` + versions + `", scenario: "` + scenario + `", claim: faithful, reason: r, link: l}`
	}
	of := func(entries ...string) known.List {
		list, err := known.Parse("known.yaml", []byte("["+strings.Join(entries, ", ")+"]"))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	covering := []string{"fidelity/a", "fidelity/b [x=1]"}
	for name, c := range map[string]struct {
		list known.List
		want []string
	}{
		"by name":         {of(text("fidelity/a", ">=2")), []string{"fidelity/a"}},
		"by its variants": {of(text("fidelity/b*", ">=2")), []string{"fidelity/b [x=1]"}},
		"another version": {of(text("fidelity/a", ">=3")), nil},
		"all scenarios":   {of(text("*", ">=2")), nil},
		"all of an area":  {of(text("fidelity/*", ">=2")), nil},
		"another one":     {of(text("fidelity/c", ">=2")), nil},
	} {
		if got := c.list.Finders("rrweb@2.2.2", covering); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := of(text("fidelity/a", ">=2")).Finders("amplitude@1.50.2", covering); got != nil {
		t.Errorf("another SDK: %v", got)
	}
}

func TestParseCatalogueErrors(t *testing.T) {
	for text, want := range map[string]string{
		"rows: []":             "the sdk is \"\"",
		"sdk: rrweb\nrows: []": "write a name and a version",
		"sdk: a@1\nrows:\n- {row: A1, marked: FAIL}":                                              "what it is about",
		"sdk: a@1\nrows:\n- {row: A1, marked: ok, what: x}":                                       "row A1 is marked \"ok\"",
		"sdk: a@1\nrows:\n- {row: A1, marked: FAIL, what: x}\n- {row: A1, marked: FAIL, what: x}": "row A1 is there twice",
		"sdk: a@1\nrows:\n- {row: A1, marks: FAIL}":                                               "c.yaml:3: unknown field",
	} {
		_, err := known.ParseCatalogue("c.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "c.yaml") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
