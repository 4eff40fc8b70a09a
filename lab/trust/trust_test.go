package trust_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/ingest"
	"replaylab/lab/known"
	"replaylab/lab/scenario"
	"replaylab/lab/trust"
	"replaylab/scenarios"
	"replaylab/sdkbundle"
	"replaylab/sdkbundle/npm"
)

// sections are the tables of FIDELITY.md.
var sections = []string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}

func TestCatalogue(t *testing.T) {
	own, err := trust.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, s := range slices.Concat(own, suite(t)) {
		ids[s.ID] = true
	}
	names, signs := map[string]bool{}, map[string]string{}
	claims, tables := map[string]int{}, map[string]int{}
	defects := trust.Defects()
	if len(defects) < 60 {
		t.Errorf("%d defects, want at least 60", len(defects))
	}
	for _, d := range defects {
		if names[d.Name] {
			t.Errorf("two defects are called %s", d.Name)
		}
		names[d.Name] = true
		if !ids[d.Scenario] {
			t.Errorf("%s: no scenario %q", d.Name, d.Scenario)
		}
		if d.What == "" || d.Caught.Claim == "" || d.Caught.Kind == "" {
			t.Errorf("%s does not say what it is, or what must catch it by what", d.Name)
		}
		places := 0
		for _, planted := range []bool{d.Recording != nil, d.Replay != "", d.Before+d.After != "", d.Source != sdkbundle.Patch{}} {
			if planted {
				places++
			}
		}
		if places != 1 {
			t.Errorf("%s is planted in %d places, want one", d.Name, places)
		}
		if code := d.Replay + d.Before + d.After; code != "" && signs[code] != "" {
			t.Errorf("%s and %s are the same script", d.Name, signs[code])
		} else if code != "" {
			signs[code] = d.Name
		}
		claims[d.Caught.Claim]++
		tables[d.Section]++
	}
	for _, section := range sections {
		if tables[section] < 3 {
			t.Errorf("table %s of FIDELITY.md has %d defects, want 3", section, tables[section])
		}
	}
	for _, c := range scenario.Claims() {
		if claims[c.Name] < 3 {
			t.Errorf("the claim %q has %d defects, want 3", c.Name, claims[c.Name])
		}
	}
}

// A few defects of each place are planted, and one that cannot be caught: a check of the machinery.
// The whole catalogue is "replaylab trust".
func TestMachinery(t *testing.T) {
	c := config(t)
	c.Defects = defects(t, "text-stale", "siblings-out-of-order", "colour-off-by-ten", "scroll-off-by-a-window", "console-noise", "uploads-reordered",
		"source-text-unheard", "source-attribute-removal", "source-namespace-lost")
	wrong := c.Defects[0]
	wrong.Name, wrong.Caught.Path = "wrong-place", `document.querySelector("#elsewhere")`
	empty := c.Defects[0]
	empty.Name, empty.Recording = "nothing-there", trust.Nothing
	c.Defects = append(c.Defects, wrong, empty)
	r, err := trust.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range r.Outcomes {
		switch {
		case o.Name == "wrong-place":
			if o.Caught || !strings.Contains(o.Why, "it failed otherwise: text at") {
				t.Errorf("a defect that is found elsewhere than named counts: %s", o.String())
			}
		case o.Name == "nothing-there":
			if o.Caught || !strings.Contains(o.Why, "nothing in the recording was there") {
				t.Errorf("a defect that changes nothing counts: %s", o.String())
			}
		case !o.Caught:
			t.Error(o.String())
		}
	}
	planted, caught := 0, 0
	for _, tally := range r.Places {
		planted, caught = planted+tally.Planted, caught+tally.Caught
	}
	if planted != r.Planted || caught != r.Caught || r.Places[trust.InSource] != (trust.Tally{Planted: 3, Caught: 3}) {
		t.Errorf("by place: %v, of %d planted and %d caught", r.Places, r.Planted, r.Caught)
	}
	if r.Caught != len(c.Defects)-2 || len(r.Escaped) != 2 || r.Sound() {
		t.Errorf("%d caught, %d escaped, sound: %v", r.Caught, len(r.Escaped), r.Sound())
	}
}

func defects(t *testing.T, names ...string) (list []trust.Defect) {
	for _, name := range names {
		d, err := trust.Select(trust.Defects(), name, -1)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, d...)
	}
	return list
}

// suite is the scenarios of the project.
func suite(t *testing.T) []scenario.Scenario {
	list, err := scenario.ParseFS(scenarios.Files, nil, lab.Language())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// config is a lab with browsers, as the command makes one.
func config(t *testing.T) trust.Config {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	dir, err := npm.DefaultDir()
	if err != nil {
		t.Fatal(err)
	}
	l := &lab.Lab{Cache: npm.Cache{Dir: filepath.Join(dir, "npm"), Log: t.Output()}, Seed: 7, Share: true}
	for _, r := range []struct {
		role browser.Role
		use  **browser.Browser
	}{{browser.Live, &l.Live}, {browser.Replay, &l.Replay}} {
		found, err := browser.Require(ctx, r.role, "", dir, t.Output())
		if err != nil {
			t.Fatal(err)
		}
		sup := &browser.Supervisor{Found: found}
		t.Cleanup(func() { _ = sup.Close() })
		*r.use = browser.Use(sup)
		t.Cleanup(func() { _ = (*r.use).Close() })
	}
	if l.Ingest, err = ingest.Listen(ingest.Config{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Ingest.Close() })
	text, err := scenarios.Files.ReadFile("known.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if l.Known, err = known.Parse("known.yaml", text); err != nil {
		t.Fatal(err)
	}
	var builds []trust.Build
	for _, name := range []string{"rrweb", "reference"} {
		sdk, err := build.SDK(ctx, l.Cache, name)
		if err != nil {
			t.Fatal(err)
		}
		player, err := build.Player(ctx, l.Cache, name)
		if err != nil {
			t.Fatal(err)
		}
		builds = append(builds, trust.Build{SDK: sdk, Player: player})
	}
	return trust.Config{
		Lab: l, Builds: builds[:1], Own: builds[1], Scenarios: suite(t), Jobs: 3, Seed: 7,
		Done: func(line string, _ bool) { t.Log(line) },
		More: func(int) {},
	}
}

// Who stops a run gets what was done until then, and no verdict.
func TestStopped(t *testing.T) {
	c := config(t)
	c.Jobs, c.Defects = 1, defects(t, "text-stale", "siblings-out-of-order")
	ctx, stop := context.WithCancel(t.Context())
	c.Done = func(string, bool) { stop() }
	r, err := trust.Run(ctx, c)
	if err == nil || r == nil || len(r.Outcomes) != 1 || r.Planted != 1 || !r.Unfinished || r.Sound() {
		t.Fatalf("%+v, %v", r, err)
	}
	var text strings.Builder
	if err := r.Text(&text); err != nil || !strings.Contains(text.String(), "Not finished") {
		t.Errorf("%s, %v", text.String(), err)
	}
}
