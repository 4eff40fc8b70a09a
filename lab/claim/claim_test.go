package claim_test

import (
	"slices"
	"strings"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
)

func TestWhichClaimsAreJudged(t *testing.T) {
	silent := scenario.Scenario{Steps: []scenario.Step{{Verb: "checkpoint", Args: []string{"loaded"}}, {Verb: "expect", Args: []string{"silent"}}}}
	waived := scenario.Scenario{Waivers: []scenario.Waiver{{Claim: "unharmed", Reason: "it says so"}}}
	for want, v := range map[string]visited{
		"faithful held, looks held, pixels held, no leak held, unharmed held, in order held":                {live: one("a"), recorded: one("a")},
		"silent held, no leak held, unharmed held":                                                          {live: one("a"), scenario: silent},
		"silent failed, no leak held, unharmed held":                                                        {live: one("a"), recorded: one("a"), scenario: silent},
		"faithful held, looks held, pixels held, no leak held, unharmed waived (it says so), in order held": {live: one("a"), recorded: one("a"), scenario: waived},
	} {
		var got []string
		for _, c := range claim.Check(v.facts(t)) {
			words := c.Name + " " + string(c.Verdict)
			if c.Reason != "" {
				words += " (" + c.Reason + ")"
			}
			got = append(got, words)
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("judged %s, want %s", text, want)
		}
	}
}

// A visit that did not get to its end is a failure, whatever is waived.
func TestStuckIsNotWaived(t *testing.T) {
	v := visited{live: one("a"), recorded: one("a"), scenario: scenario.Scenario{Waivers: []scenario.Waiver{{Claim: "unharmed", Reason: "it says so"}}}}
	f := v.facts(t)
	f.Visit.Stuck = &visit.Stuck{Step: "4: click #a", Why: "slow", Page: true}
	list := claim.Check(f)
	at := slices.IndexFunc(list, func(c result.Claim) bool { return c.Name == "unharmed" })
	if got := list[at]; got.Verdict != result.Failed || got.Reason != "" {
		t.Errorf("it is %s (%s)", got.Verdict, got.Reason)
	}
}

func TestNoLeak(t *testing.T) {
	canaries, err := privacy.Plant(1, "a/b", []string{"first", "second"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		said    []string // values, one in each of as many uploads
		summary string
	}{
		"none":      {[]string{"nothing"}, ""},
		"one":       {[]string{"nothing", canaries[1].Value}, "1 secret uploaded"},
		"one twice": {[]string{canaries[0].Value, canaries[0].Value + " again"}, "1 secret uploaded"},
		"both":      {[]string{canaries[0].Value, canaries[1].Value}, "2 secrets uploaded"},
	} {
		v := visited{live: one("a"), recorded: one("a"), edit: func(f *claim.Facts) { f.Canaries = canaries }}
		leaks := 0
		for i, s := range c.said {
			v.uploads = append(v.uploads, event.Upload{Seq: 10 + i, Inflated: []byte(s)})
			if s != "nothing" {
				leaks++
			}
		}
		got := named(t, claim.Check(v.facts(t)), "no leak")
		if got.Summary != c.summary || len(got.Evidence) != leaks || (got.Verdict == result.Held) != (leaks == 0) {
			t.Errorf("%s: %s, %q, with %s", name, got.Verdict, got.Summary, brief(got.Evidence))
		}
		if leaks > 0 {
			e := got.Evidence[leaks-1]
			if e.Upload != 10+len(c.said)-1 || e.Kind != "leak" || !strings.Contains(e.Detail, e.Live.Text) {
				t.Errorf("%s: evidence %+v", name, e)
			}
		}
	}
}

func TestInOrder(t *testing.T) {
	pages := snapshot(t, one("a"))
	meta, full := pages[0], pages[1]
	change := `{"type":3,"timestamp":1500,"data":{"source":3,"id":6,"x":0,"y":1}}`
	stray := `{"type":3,"timestamp":1500,"data":{"source":3,"id":99,"x":0,"y":1}}`
	early := `{"type":3,"timestamp":900,"data":{"source":3,"id":6,"x":0,"y":1}}`
	for name, c := range map[string]struct {
		uploads   [][]string
		unordered bool
		want      string // the kinds of evidence, and the uploads that prove them
	}{
		"in order":             {uploads: [][]string{{meta, full}, {change}}},
		"no meta":              {uploads: [][]string{{full, change}}, want: "full snapshot without meta #1"},
		"change before":        {uploads: [][]string{{meta}, {early, full}}, want: "change before the first full snapshot #2, late #0"},
		"late":                 {uploads: [][]string{{meta, full, change}, {strings.Replace(change, "1500", "1400", 1)}}, want: "late #0"},
		"late, as may be":      {uploads: [][]string{{meta, full, change}, {strings.Replace(change, "1500", "1400", 1)}}, unordered: true},
		"broken":               {uploads: [][]string{{meta, full}, {`{"type":3}`}}, want: "broken event #2"},
		"about nothing":        {uploads: [][]string{{meta, full}, {change, stray}}, want: "event that fits nothing #2"},
		"about nothing, twice": {uploads: [][]string{{meta, full}, {stray}, {stray[:len(stray)-2] + `,"again":1}}`}}, want: "event that fits nothing #2"},
	} {
		v := visited{live: one("a")}
		for i, events := range c.uploads {
			v.uploads = append(v.uploads, uploaded(i+1, events...))
		}
		f := v.facts(t)
		f.Unordered = c.unordered
		got := named(t, claim.Check(f), "in order")
		var list []string
		for _, e := range got.Evidence {
			list = append(list, e.Kind+" #"+string(rune('0'+e.Upload)))
		}
		if text := strings.Join(list, ", "); text != c.want || (got.Verdict == result.Held) != (c.want == "") {
			t.Errorf("%s: %s with %s, want %s", name, got.Verdict, text, c.want)
		}
	}
}

// What the format allows, and what is of the recording as a whole, is not out of order.
func TestProblemsThatAreNone(t *testing.T) {
	f := visited{live: one("a"), recorded: one("a")}.facts(t)
	f.Moments[0].Problems = []model.Problem{{Index: 1, Event: "e", Reason: "late word", Benign: true}, {Index: -1, Event: "recording", Reason: "no snapshot"}}
	if c := named(t, claim.Check(f), "in order"); c.Verdict != result.Held {
		t.Errorf("%s: %s", c.Verdict, brief(c.Evidence))
	}
}

func TestRulesThatFired(t *testing.T) {
	f := visited{live: page(el("a#it", attrs{"href": "x"})), recorded: page(el("a#it", attrs{"href": "https://a.example/dir/x"}))}.facts(t)
	want := []result.Rule{{Name: "absolute-url", Count: 1, Sample: `document.querySelector("#it")`}}
	if got := f.Rules(&f.Moments[0]); !slices.Equal(got, want) {
		t.Errorf("fired %+v, want %+v", got, want)
	}
	if c := named(t, claim.Check(f), "faithful"); c.Verdict != result.Held {
		t.Errorf("%s: %s", c.Verdict, brief(c.Evidence))
	}
}

func TestLimit(t *testing.T) {
	long := strings.Repeat("é", 3000)
	var list []result.Evidence
	for range claim.EvidenceLimit {
		list = append(list, result.Evidence{Kind: "old", Known: true})
	}
	list = append(list, result.Evidence{Kind: "new", Live: result.Some(long), Replayed: result.Some("short"), Detail: long}, result.Evidence{Kind: "newer"})
	claims := []result.Claim{{Evidence: list}, {Evidence: []result.Evidence{{Kind: "one"}}}}
	claim.Limit(claims)
	c := claims[0]
	if len(c.Evidence) != claim.EvidenceLimit || c.More != 2 || c.Evidence[0].Kind != "new" || c.Evidence[1].Kind != "newer" || c.Evidence[2].Kind != "old" {
		t.Errorf("kept %d and left out %d: %s", len(c.Evidence), c.More, brief(c.Evidence[:3]))
	}
	want := long[:2000] + "… (4000 bytes more)"
	if e := c.Evidence[0]; e.Live.Text != want || e.Detail != want || e.Replayed.Text != "short" || e.Model.Present {
		t.Errorf("values of %d, %d and %d bytes", len(e.Live.Text), len(e.Detail), len(e.Replayed.Text))
	}
	if claims[1].More != 0 || len(claims[1].Evidence) != 1 {
		t.Errorf("a short list became %+v", claims[1])
	}
}
