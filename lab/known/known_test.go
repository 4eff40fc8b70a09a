package known_test

import (
	"strings"
	"testing"

	"replaylab/lab/known"
	"replaylab/lab/result"
)

// entry is a whole entry with these lines in the place of its own.
func entry(lines ...string) string {
	fields := []string{"sdk: acme", `versions: ">=1.2.0 <2"`, "scenario: area/name", "claim: faithful", "reason: why", "link: https://acme.example/1"}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, ":")
		kept := fields[:0]
		for _, f := range fields {
			if !strings.HasPrefix(f, name+":") {
				kept = append(kept, f)
			}
		}
		fields = kept
		if !strings.HasSuffix(line, ":") {
			fields = append(fields, line)
		}
	}
	return "- " + strings.Join(fields, "\n  ") + "\n"
}

func parse(t testing.TB, text string) known.List {
	t.Helper()
	list, err := known.Parse("k.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestParse(t *testing.T) {
	list := parse(t, "# a comment\n"+entry()+entry("sdk: other", `evidence: ["text", "attribute *"]`, "player: p", "checkpoint: c", "target: '#x'"))
	if len(list) != 2 || list[0].SDK != "acme" || list[1].SDK != "other" || len(list[1].Evidence) != 2 || list[1].Target != "#x" || list[1].Checkpoint != "c" || list[1].Player != "p" {
		t.Errorf("read %+v", list)
	}
	for _, text := range []string{"", "# nothing known\n", "[]\n", "---\n"} {
		if list := parse(t, text); len(list) != 0 {
			t.Errorf("%q is %+v", text, list)
		}
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	for text, want := range map[string]string{
		entry("sdk:"):                        "k.yaml:1: the entry has no sdk",
		entry() + entry("versions:"):         "k.yaml:7: the entry has no versions",
		"\n# comment\n" + entry("scenario:"): "k.yaml:3: the entry has no scenario",
		entry("claim:"):                      "k.yaml:1: the entry has no claim",
		entry("reason: '  '"):                "k.yaml:1: the entry has no reason",
		entry("link:"):                       "k.yaml:1: the entry has no link",
		entry("versions: new ones"):          `k.yaml:1: the entry has no versions, but "new ones": improper constraint`,
		entry("pass: rewind"):                `k.yaml:1: the entry has the pass "rewind"; there are seek and play`,
		entry("bogus: 1"):                    `k.yaml:7: unknown field "bogus"`,
		entry() + "  sdk: again\n":           `k.yaml:7: mapping key "sdk" already defined`,
		entry("evidence: text"):              "k.yaml:7: ",
		"sdk: acme\n":                        "k.yaml:1: ",
		"- sdk: [\n":                         "k.yaml:1: ",
		"&all\n" + entry("sdk:"):             "k.yaml:1: the entry has no sdk",
		entry() + "---\n" + entry():          "k.yaml: it holds several documents",
	} {
		_, err := known.Parse("k.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

// failing is the result of a scenario with one failed claim and evidence of those kinds and names.
func failing(evidence ...string) result.Result {
	c := result.Claim{Name: "faithful", Verdict: result.Failed, Checkpoint: "loaded", Target: "#x", Summary: "differs"}
	for _, e := range evidence {
		kind, name, _ := strings.Cut(e, ": ")
		c.Evidence = append(c.Evidence, result.Evidence{Kind: kind, Name: name})
	}
	return result.Result{Scenario: "area/name", SDK: "acme@1.5.0", Player: "acme-player@2.0.0", Verdict: result.Failed, Claims: []result.Claim{c}}
}

func TestWhatAnEntryIsAbout(t *testing.T) {
	for name, c := range map[string]struct {
		entry  string
		change func(r *result.Result)
		known  bool
	}{
		"as written":                {entry(), nil, true},
		"another SDK":               {entry(), func(r *result.Result) { r.SDK = "acme2@1.5.0" }, false},
		"another claim":             {entry(), func(r *result.Result) { r.Claims[0].Name = "unharmed" }, false},
		"another scenario":          {entry(), func(r *result.Result) { r.Scenario = "area/name2" }, false},
		"a variant of the scenario": {entry(), func(r *result.Result) { r.Scenario = "area/name [level=light]" }, false},
		"first version":             {entry(), func(r *result.Result) { r.SDK = "acme@1.2.0" }, true},
		"version before":            {entry(), func(r *result.Result) { r.SDK = "acme@1.1.9" }, false},
		"version after":             {entry(), func(r *result.Result) { r.SDK = "acme@2.0.0" }, false},
		"version to come":           {entry(), func(r *result.Result) { r.SDK = "acme@1.6.0-rc.1" }, true},
		"unreleased build":          {entry(), func(r *result.Result) { r.SDK = "acme=build.js" }, true},
		"unreleased build with @":   {entry(), func(r *result.Result) { r.SDK = "acme=@dir" }, true},
		"player":                    {entry("player: acme-player"), nil, true},
		"another player":            {entry("player: acme-player2"), nil, false},
		"checkpoint":                {entry("checkpoint: loaded"), nil, true},
		"another checkpoint":        {entry("checkpoint: load"), nil, false},
		"target":                    {entry("target: '#x'"), nil, true},
		"another target":            {entry("target: '#y'"), nil, false},
		"every scenario":            {entry("scenario: '*'"), nil, true},
		"scenarios of an area":      {entry("scenario: 'area/*'"), nil, true},
		"of another area":           {entry("scenario: 'area2/*'"), nil, false},
		"variants":                  {entry("scenario: 'area/name [level=*]'"), func(r *result.Result) { r.Scenario = "area/name [level=light]" }, true},
		"what only seeking shows":   {entry("pass: seek"), func(r *result.Result) { r.Claims[0].Evidence[0].Pass = result.Seek }, true},
		"what both passes show":     {entry("pass: seek"), nil, false},
		"what the other pass shows": {entry("pass: seek"), func(r *result.Result) { r.Claims[0].Evidence[0].Pass = result.Play }, false},
		"any pass":                  {entry(), func(r *result.Result) { r.Claims[0].Evidence[0].Pass = result.Play }, true},
		"signs of other patterns":   {entry("scenario: 'area/nam?'"), nil, false},
		"sets of other patterns":    {entry("scenario: 'area/[n]ame'"), nil, false},
		"sooner or later":           {entry("sdk: other") + entry(), nil, true},
		"a claim that was waived":   {entry(), func(r *result.Result) { r.Claims[0].Verdict = result.Waived }, false},
	} {
		r := failing("text")
		if c.change != nil {
			c.change(&r)
		}
		parse(t, c.entry).Apply(&r)
		if got := r.Claims[0].Verdict == result.Known; got != c.known {
			t.Errorf("%s: the claim is %s", name, r.Claims[0].Verdict)
		}
	}
}
