package adapters_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters"
)

func TestFind(t *testing.T) {
	all := adapters.All
	t.Cleanup(func() { adapters.All = all })
	adapters.All = append(slices.Clone(all), adapter.Adapter{Name: "recorder", SDK: &adapter.SDK{}}, adapter.Adapter{Name: "viewer", Player: &adapter.Player{}})
	for _, a := range adapters.All {
		for _, player := range []bool{false, true} {
			has := a.SDK != nil && !player || a.Player != nil && player
			if found, err := adapters.Find(a.Name, player); (err == nil) != has || has && found.Name != a.Name {
				t.Errorf("%s, player %v: found %q, %v", a.Name, player, found.Name, err)
			}
		}
	}
	if _, err := adapters.Find("acme", false); err == nil || !strings.Contains(err.Error(), `no SDK is called "acme"; there are amplitude, `) {
		t.Errorf("error %v", err)
	}
	if _, err := adapters.Find("acme", true); err == nil || !strings.Contains(err.Error(), `no player is called "acme"; there are `) {
		t.Errorf("error %v", err)
	}
}

func TestCapabilities(t *testing.T) {
	list := adapters.Capabilities()
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Errorf("listed %v", list)
	}
	for _, a := range adapters.All {
		if a.SDK == nil {
			continue
		}
		for _, can := range a.SDK.Can {
			if !slices.Contains(list, can) {
				t.Errorf("%s can %s, which is not listed", a.Name, can)
			}
		}
	}
}

// TestScriptsCompile bundles what the lab puts into pages for each vendor.
func TestScriptsCompile(t *testing.T) {
	c := adapters.Config{Load: "3", Key: "the-key", DeviceID: "device", SessionID: 1234567890123, TrackURL: "http://x/track", ConfigURL: "http://x/config", Options: map[string]any{"a b": "</script>"}}
	names := []string{""}
	for _, a := range adapters.All {
		if a.SDK != nil {
			names = append(names, a.Name)
		}
		if a.Player == nil {
			continue
		}
		if code, err := adapters.Player(a.Name); err != nil || len(code) == 0 {
			t.Errorf("the player of %s: %d bytes, %v", a.Name, len(code), err)
		}
	}
	for _, name := range names {
		code, err := adapters.Boot(name, c)
		if err != nil {
			t.Errorf("the start of %q: %v", name, err)
			continue
		}
		want, _ := json.Marshal(c)
		if name != "" && strings.Count(string(code), string(want)) != 1 || strings.Contains(string(code), "REPLAYLAB_CONFIG") {
			t.Errorf("the start of %q does not have its configuration: %s", name, code)
		}
	}
	started := c
	started.Start = "async ({key}) => { x(key) } // as it is"
	if code, err := adapters.Boot("rrweb", started); err != nil || strings.Count(string(code), started.Start+"\n)") != 1 || strings.Contains(string(code), "REPLAYLAB_START") {
		t.Errorf("a start of the application's own: %v, %s", err, code)
	}
	if _, err := adapters.Boot("acme", c); err == nil {
		t.Error("the start of a vendor that there is not was bundled")
	}
	c.Options = nil
	if code, err := adapters.Boot(adapters.All[0].Name, c); err != nil || !strings.Contains(string(code), `"options":{}`) {
		t.Errorf("without options: %s, %v", code, err)
	}
	c.Options = map[string]any{"f": func() {}}
	if _, err := adapters.Boot("rrweb", c); err == nil || !strings.Contains(err.Error(), "write the options of rrweb") {
		t.Errorf("options that cannot be written: %v", err)
	}
}

// TestAdaptersAreWhole checks what each adapter must say, beside what only a run can tell.
func TestAdaptersAreWhole(t *testing.T) {
	exact := regexp.MustCompile(`^\d+\.\d+\.\d+[-.\w]*$`)
	for _, a := range adapters.All {
		if a.SDK == nil && a.Player == nil {
			t.Errorf("%s is neither an SDK nor a player", a.Name)
		}
		if s := a.SDK; s != nil {
			if !sourced(s.Package, s.Bundle, s.Script) || !exact.MatchString(s.Version) || s.Options == nil {
				t.Errorf("the SDK of %s lacks a package with a bundle or a script of its own, an exact version, or options: %+v", a.Name, s)
			}
			for kind := range s.Settle {
				if !slices.Contains([]string{"mutation", "input", "scroll", "resize", "pointer", "media", "selection"}, kind) {
					t.Errorf("%s settles after %q, which is no kind of activity", a.Name, kind)
				}
			}
		}
		if p := a.Player; p != nil && (!sourced(p.Package, p.Bundle, p.Script) || !exact.MatchString(p.Version)) {
			t.Errorf("the player of %s lacks a package with a bundle or a script of its own, or an exact version: %+v", a.Name, p)
		}
	}
}

// sourced reports whether a script comes from a package or from this repository, and not from both.
func sourced(pkg string, bundles []string, script func() (string, error)) bool {
	if script != nil {
		code, err := script()
		return pkg == "" && len(bundles) == 0 && err == nil && code != ""
	}
	return pkg != "" && len(bundles) > 0
}

// TestTableIsUpToDate runs the generator in a copy of the folders that it reads.
func TestTableIsUpToDate(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "table")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "./internal/table").CombinedOutput(); err != nil {
		t.Fatalf("build the generator: %v: %s", err, out)
	}
	here, err := filepath.Glob("*/adapter.go")
	if err != nil || len(here) != len(adapters.All) {
		t.Errorf("%d folders have an adapter.go, the table has %d: run go generate ./sdkbundle/adapters (%v)", len(here), len(adapters.All), err)
	}
	dir := t.TempDir()
	for _, file := range here {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(file)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), bin)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("run the generator: %v: %s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(dir, "table.go"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("table.go"); err != nil || string(got) != string(want) {
		t.Errorf("table.go is out of date: run go generate ./sdkbundle/adapters. It should be:\n%s(%v)", want, err)
	}
}
