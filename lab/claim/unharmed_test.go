package claim_test

import (
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/result"
	"replaylab/lab/visit"
)

const native = "function 1 writable\x00code"

// patch is a patched function: what the page can tell of it, and what came of calling it.
func patch(holder, name, was, now string) visit.Patch {
	return visit.Patch{Holder: holder, Property: name, Native: was, Now: now, Location: "sdk.js:1"}
}

func violation(directive, blocked string) visit.Violation {
	return visit.Violation{Directive: directive, Blocked: blocked, Source: "page.html:3"}
}

// TestUnharmed checks what the page could notice of the SDK: what happened in its visit and not in
// the control visit.
func TestUnharmed(t *testing.T) {
	said := func(kind, text string) visit.Said { return visit.Said{Kind: kind, Text: text, From: "sdk.js:7"} }
	same := patch("Node.prototype", "contains", native, "function 1 writable\x00other code")
	unchecked, deviating := same, same
	unchecked.Misuse = [2]string{"throws TypeError", "returns undefined"}
	deviating.Use = [2]string{"true", "false"}
	for name, c := range map[string]struct {
		control, visit visit.Visit
		want           string
	}{
		"nothing":        {},
		"an error":       {visit: visit.Visit{Said: []visit.Said{said("exception", "late")}}, want: "exception by SDK"},
		"the page's own": {control: visit.Visit{Said: []visit.Said{said("exception", "late")}}, visit: visit.Visit{Said: []visit.Said{said("exception", "late")}}},
		"once more":      {control: visit.Visit{Said: []visit.Said{said("exception", "late")}}, visit: visit.Visit{Said: []visit.Said{said("exception", "late"), said("exception", "late")}}, want: "exception by SDK"},
		"one less":       {control: visit.Visit{Said: []visit.Said{said("exception", "late")}}},
		"a warning":      {visit: visit.Visit{Said: []visit.Said{said("console.warn", "old")}}},
		"stuck":          {visit: visit.Visit{Stuck: &visit.Stuck{Step: "4: click #a", Why: "gone"}}, want: "step could not be done"},
		"hung":           {visit: visit.Visit{Stuck: &visit.Stuck{Step: "4: click #a", Why: "slow", Page: true}}, want: "page hung or crashed"},
		"a node":         {control: visit.Visit{Seen: visit.Seen{Added: []string{"div"}}}, visit: visit.Visit{Seen: visit.Seen{Added: []string{"iframe", "div"}}}, want: "foreign node iframe by SDK"},
		"a violation":    {visit: visit.Visit{Seen: visit.Seen{Violations: []visit.Violation{violation("script-src", "inline")}}}, want: "CSP violation script-src by SDK"},
		"a violation, reported": {visit: visit.Visit{Seen: visit.Seen{Violations: []visit.Violation{violation("script-src", "inline")}, Reports: []visit.Violation{violation("script-src", "inline"), violation("worker-src", "blob")}}},
			want: "CSP violation script-src by SDK; CSP report worker-src by SDK"},
		"the page's violation": {control: visit.Visit{Seen: visit.Seen{Reports: []visit.Violation{violation("img-src", "x")}}}, visit: visit.Visit{Seen: visit.Seen{Reports: []visit.Violation{violation("img-src", "x")}}}},

		"an invisible patch":             {visit: visit.Visit{Patched: []visit.Patch{same}}},
		"a visible patch":                {visit: visit.Visit{Patched: []visit.Patch{patch("Node.prototype", "contains", native, "function 0 writable\x00code")}}, want: "visible patch Node.prototype.contains by SDK"},
		"an unchecked patch":             {visit: visit.Visit{Patched: []visit.Patch{unchecked}}, want: "unchecked patch Node.prototype.contains by SDK"},
		"a deviating patch":              {visit: visit.Visit{Patched: []visit.Patch{deviating}}, want: "deviating patch Node.prototype.contains by SDK"},
		"the page's patch":               {control: visit.Visit{Patched: []visit.Patch{unchecked}}, visit: visit.Visit{Patched: []visit.Patch{unchecked}, Left: []visit.Patch{unchecked}}},
		"an addition":                    {visit: visit.Visit{Patched: []visit.Patch{patch("window", "sdk", "", "object")}, Left: []visit.Patch{patch("window", "sdk", "", "object")}}},
		"left behind":                    {visit: visit.Visit{Patched: []visit.Patch{same}, Left: []visit.Patch{same}}, want: "leftover patch Node.prototype.contains by SDK"},
		"added to a prototype, and left": {visit: visit.Visit{Left: []visit.Patch{patch("Node.prototype", "__sdk", "", "object")}}, want: "leftover patch Node.prototype.__sdk by SDK"},
	} {
		f := visited{live: one("a"), recorded: one("a")}.facts(t)
		f.Control, f.Visit = &c.control, &c.visit
		got := named(t, claim.Check(f), "unharmed")
		if brief(got.Evidence) != c.want || (got.Verdict == result.Held) != (c.want == "") || (got.Blame == "SDK") != (c.want != "") {
			t.Errorf("%s: %s with %s by %s, want %s", name, got.Verdict, brief(got.Evidence), got.Blame, c.want)
		}
		if c.want != "" && len(c.visit.Patched) > 0 && got.Evidence[0].Location != "sdk.js:1" {
			t.Errorf("%s: it is at %q", name, got.Evidence[0].Location)
		}
	}
}

// What the page can only tell by reading code is a note, not a fault.
func TestPatchesAreNoted(t *testing.T) {
	same := patch("Node.prototype", "contains", native, "function 1 writable\x00other code")
	f := &claim.Facts{Control: &visit.Visit{Patched: []visit.Patch{patch("window", "fetch", native, native)}},
		Visit: &visit.Visit{Patched: []visit.Patch{same, patch("window", "fetch", native, native), patch("window", "sdk", "", "object")}}}
	if got := claim.Patches(f); len(got) != 1 || got[0] != "patched while recording, by sdk.js: Node.prototype.contains :1" {
		t.Errorf("noted %q", got)
	}
}

// TestPageThatDiffers compares the page with the SDK with that of the control visit, and with
// those of further visits that tell what the page does by itself.
func TestPageThatDiffers(t *testing.T) {
	changed := func() *dom.Tree { return one(attrs{"data-sdk": "1"}, "a") }
	const want = "page differs: attribute data-sdk by SDK"
	for name, c := range map[string]struct {
		control, live, second, again *dom.Tree
		want                         string
	}{
		"equal":                                 {control: one("a"), live: one("a")},
		"no control":                            {live: changed()},
		"an attribute":                          {control: one("a"), live: changed(), want: want},
		"where the page agrees with itself":     {control: one("a"), live: changed(), second: one("a"), want: want},
		"where it does not":                     {control: one("a"), live: changed(), second: one(attrs{"data-sdk": "2"}, "a")},
		"where it does not, elsewhere":          {control: one("a"), live: changed(), second: one(attrs{"lang": "en"}, "a"), want: want},
		"and again":                             {control: one("a"), live: changed(), second: one("a"), again: changed(), want: want},
		"but not again":                         {control: one("a"), live: changed(), second: one("a"), again: one("a")},
		"a child more":                          {control: one("a"), live: one("a", el("b")), want: "page differs: extra by SDK"},
		"a child more, in a list that never is": {control: one("a"), live: one("a", el("b")), second: one("a", el("i"))},
		"a child less, in such a list":          {control: one("a", el("b")), live: one("a"), second: one("a", el("b"), el("i"))},
		"empty where it is never the same":      {control: one("a"), live: one(attrs{"lang": ""}, "a"), second: one(attrs{"lang": "en"}, "a")},
	} {
		f := visited{live: c.live, recorded: one("a")}.facts(t)
		f.Moments[0].Control = c.control
		if c.second != nil {
			f.Second = &visit.Visit{Moments: []visit.Moment{at(c.second)}}
		}
		if c.again != nil {
			f.Again = &visit.Visit{Moments: []visit.Moment{at(c.again)}}
		}
		got := named(t, claim.Check(f), "unharmed")
		if brief(got.Evidence) != c.want {
			t.Errorf("%s: %s, want %s", name, brief(got.Evidence), c.want)
		}
		if claim.Suspicious(f) != (c.want != "") {
			t.Errorf("%s: it is suspicious: %v", name, claim.Suspicious(f))
		}
	}
}

// Two visits have other ports: an address of the visit's own is no difference.
func TestAddressesOfTheVisitAreNoDifference(t *testing.T) {
	f := visited{live: one(attrs{"title": "http://a.localhost:1001/x"}), recorded: one()}.facts(t)
	f.Moments[0].Control = one(attrs{"title": "http://a.localhost:2002/x"})
	f.Control.Origins = map[string]string{"origin:a": "http://a.localhost:2002"}
	if !claim.Suspicious(f) {
		t.Error("another origin goes unnoticed")
	}
	f.Visit.Origins = map[string]string{"origin:a": "http://a.localhost:1001"}
	if claim.Suspicious(f) {
		t.Error("the visit's own port is taken for a difference")
	}
}
