package claim_test

import (
	"net/http"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/origin"
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
	unchecked := same
	unchecked.Misuse = [2]string{"throws TypeError", "returns undefined"}
	calls := func(c map[string]string) visit.Look { return visit.Look{Calls: c} }
	records := func(r map[string]int) visit.Visit { return visit.Visit{Seen: visit.Seen{Records: r}} }
	heard := func(e map[string]int) visit.Visit { return visit.Visit{Seen: visit.Seen{Events: e}} }
	asked := func(list ...origin.Request) visit.Visit { return visit.Visit{Requests: list} }
	picture := origin.Request{Method: "GET", URL: "/a.png", Dest: "image", Header: http.Header{"Accept": {"image/*"}}}
	cors := picture
	cors.Header = http.Header{"Accept": {"image/*"}, "Origin": {"http://a"}}
	while := func(l visit.Look) visit.Visit { return visit.Visit{While: l} }
	wrapped := patch("Node.prototype", "contains", native, "function 7 writable\x00page and SDK")
	byPage := patch("Node.prototype", "contains", native, "function 2 writable\x00page")
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

		"an invisible patch":               {visit: visit.Visit{Patched: []visit.Patch{same}}},
		"a visible patch":                  {visit: visit.Visit{Patched: []visit.Patch{patch("Node.prototype", "contains", native, "function 0 writable\x00code")}}, want: "visible patch Node.prototype.contains by SDK"},
		"an unchecked patch":               {visit: visit.Visit{Patched: []visit.Patch{unchecked}}, want: "unchecked patch Node.prototype.contains by SDK"},
		"another answer":                   {control: while(calls(map[string]string{"f": "1"})), visit: while(calls(map[string]string{"f": "2"})), want: "deviating patch f by SDK"},
		"another answer after stop":        {control: while(calls(map[string]string{"f": "1"})), visit: visit.Visit{While: calls(map[string]string{"f": "1"}), After: calls(map[string]string{"f": "2"})}, want: "deviating patch f by SDK"},
		"one answer, wrong twice":          {control: while(calls(map[string]string{"f": "1"})), visit: visit.Visit{While: calls(map[string]string{"f": "2"}), After: calls(map[string]string{"f": "2"})}, want: "deviating patch f by SDK"},
		"a call that was not tried":        {control: while(calls(map[string]string{"f": "1"})), visit: while(visit.Look{})},
		"another order":                    {control: while(visit.Look{Order: map[string]string{"tasks": "a b"}}), visit: while(visit.Look{Order: map[string]string{"tasks": "b a"}}), want: "other order tasks by SDK"},
		"an order that nobody knows":       {control: while(visit.Look{Order: map[string]string{"tasks": ""}}), visit: while(visit.Look{Order: map[string]string{"tasks": "b a"}})},
		"an expando":                       {control: while(visit.Look{Own: map[string]string{"p.a": ""}}), visit: while(visit.Look{Own: map[string]string{"p.a": "", "p.b": ""}}), want: "added property p.b by SDK"},
		"an expando of the page's, gone":   {control: while(visit.Look{Own: map[string]string{"p.a": ""}}), visit: while(visit.Look{Own: map[string]string{}}), want: "property taken away p.a by SDK"},
		"a handler":                        {control: while(visit.Look{Own: map[string]string{"window.onerror": "handler a"}}), visit: while(visit.Look{Own: map[string]string{"window.onerror": "handler b"}}), want: "other handler window.onerror by SDK"},
		"a handler that is gone":           {control: while(visit.Look{Own: map[string]string{"window.onerror": "handler a"}}), visit: while(visit.Look{Own: map[string]string{}}), want: "other handler window.onerror by SDK"},
		"an attribute set and taken away":  {control: records(map[string]int{"@class p": 2}), visit: records(map[string]int{"@class p": 3, "@data-x p#a": 1}), want: "foreign change class by SDK; foreign change data-x by SDK"},
		"a text written":                   {visit: records(map[string]int{"~ p": 1}), want: "foreign change text by SDK"},
		"a plain element":                  {visit: records(map[string]int{"+b": 1}), want: "foreign node b by SDK"},
		"an element taken out":             {control: records(map[string]int{"+b": 1}), visit: records(map[string]int{"+b": 1, "-b": 1}), want: "node taken out b by SDK"},
		"a frame, in and out":              {visit: visit.Visit{Seen: visit.Seen{Added: []string{"iframe"}, Records: map[string]int{"+iframe": 1, "-iframe": 1}, Events: map[string]int{"load iframe": 1}}}, want: "foreign node iframe by SDK"},
		"fewer records":                    {control: records(map[string]int{"@class p": 2})},
		"a focus":                          {control: heard(map[string]int{"focus input#a": 1}), visit: heard(map[string]int{"focus input#a": 2}), want: "other events focus by SDK"},
		"a blur less":                      {control: heard(map[string]int{"blur window": 1}), visit: heard(nil), want: "other events blur by SDK"},
		"a request more":                   {control: asked(picture), visit: asked(picture, picture), want: "other requests /a.png by SDK"},
		"a request less":                   {control: asked(picture), want: "other requests /a.png by SDK"},
		"a request with another header":    {control: asked(picture), visit: asked(cors), want: "other header Origin by SDK"},
		"two requests the other way round": {control: asked(picture, cors), visit: asked(cors, picture)},
		"one of two with another header":   {control: asked(cors, picture), visit: asked(cors, cors), want: "other header Origin by SDK"},
		"the SDK's own script":             {visit: asked(origin.Request{Method: "GET", URL: "/_sdk/worker.js"})},
		"an error that the page handles":   {visit: visit.Visit{Said: []visit.Said{said("error event", "Uncaught late")}}, want: "error event by SDK"},
		"an error that is told twice":      {visit: visit.Visit{Said: []visit.Said{said("error event", "Uncaught Error: late"), said("exception", "Error: late")}}, want: "exception by SDK"},
		"the SDK around the page's patch":  {control: visit.Visit{Patched: []visit.Patch{byPage}}, visit: visit.Visit{Patched: []visit.Patch{wrapped}}, want: "visible patch Node.prototype.contains by SDK"},
		"the page's patch undone":          {control: visit.Visit{Patched: []visit.Patch{byPage}}, want: "visible patch Node.prototype.contains by SDK"},
		"another global":                   {visit: visit.Visit{Patched: []visit.Patch{patch("window", "other", "", "object")}}, want: "added property window.other by SDK"},
		"the page's patch":                 {control: visit.Visit{Patched: []visit.Patch{unchecked}}, visit: visit.Visit{Patched: []visit.Patch{unchecked}, Left: []visit.Patch{unchecked}}},
		"the SDK's own global":             {visit: visit.Visit{Patched: []visit.Patch{patch("window", "sdk", "", "object")}, Left: []visit.Patch{patch("window", "sdk", "", "object")}}},
		"left behind":                      {visit: visit.Visit{Patched: []visit.Patch{same}, Left: []visit.Patch{same}}, want: "leftover patch Node.prototype.contains by SDK"},
		"added to a prototype, and left":   {visit: visit.Visit{Left: []visit.Patch{patch("Node.prototype", "__sdk", "", "object")}}, want: "leftover patch Node.prototype.__sdk by SDK"},
	} {
		f := visited{live: one("a"), recorded: one("a")}.facts(t)
		f.Control, f.Visit, f.Globals = &c.control, &c.visit, []string{"sdk"}
		got := named(t, claim.Check(f), "unharmed")
		if brief(got.Evidence) != c.want || (got.Verdict == result.Held) != (c.want == "") || (got.Blame == "SDK") != (c.want != "") {
			t.Errorf("%s: %s with %s by %s, want %s", name, got.Verdict, brief(got.Evidence), got.Blame, c.want)
		}
		if c.want != "" && len(c.visit.Patched) > 0 && c.visit.Patched[0].Location != "" && got.Evidence[0].Location != "sdk.js:1" {
			t.Errorf("%s: it is at %q", name, got.Evidence[0].Location)
		}
	}
}

// TestHarmThatComesByItself has what further visits say of something that the control visit has not:
// nobody is accused of what two control visits do not agree on, nor of what does not come again.
func TestHarmThatComesByItself(t *testing.T) {
	heard := func(e map[string]int) *visit.Visit { return &visit.Visit{Seen: visit.Seen{Events: e}} }
	said := func(text, from string) *visit.Visit {
		return &visit.Visit{Said: []visit.Said{{Kind: "console.error", Text: text, From: from}}}
	}
	records := func(key string) *visit.Visit { return &visit.Visit{Seen: visit.Seen{Records: map[string]int{key: 1}}} }
	asked := func(url string) *visit.Visit {
		return &visit.Visit{Requests: []origin.Request{{Method: "GET", URL: url, Dest: "empty"}}}
	}
	none := &visit.Visit{}
	stuck := &visit.Visit{Stuck: &visit.Stuck{Step: "4: click #a"}}
	focus := heard(map[string]int{"focus window": 1})
	for name, c := range map[string]struct {
		control, visit, second, again *visit.Visit
		want                          string
		suspicious                    bool
	}{
		"not looked again":                        {none, focus, nil, nil, "other events focus by SDK", true},
		"the control visits agree":                {none, focus, none, nil, "other events focus by SDK", true},
		"they do not":                             {none, focus, focus, nil, "", false},
		"it comes again":                          {none, focus, none, focus, "other events focus by SDK", true},
		"it does not":                             {none, focus, none, none, "", false},
		"the second control visit was broken off": {none, focus, stuck, focus, "other events focus by SDK", true},
		"text with a number in it":                {said("at 1", "a.js:1:1"), said("at 2", "a.js:1:1"), said("at 3", "a.js:1:1"), nil, "", false},
		"text with a number, elsewhere":           {said("at 1", "a.js:1:1"), said("at 2", "sdk.js:1:1"), said("at 3", "a.js:1:1"), nil, "console.error by SDK", true},
		"an element with an id of its own":        {records("@class p#x1"), records("@class p#x2"), records("@class p#x3"), nil, "", false},
		"an address with the time in it":          {asked("/x?t=1"), asked("/x?t=2"), asked("/x?t=3"), nil, "", false},
		"what never comes by itself":              {none, &visit.Visit{Seen: visit.Seen{Added: []string{"iframe"}}}, nil, nil, "foreign node iframe by SDK", false},
	} {
		f := visited{live: one("a"), recorded: one("a")}.facts(t)
		f.Control, f.Visit, f.Second, f.Again = c.control, c.visit, c.second, c.again
		got := named(t, claim.Check(f), "unharmed")
		if brief(got.Evidence) != c.want || claim.Suspicious(f) != c.suspicious {
			t.Errorf("%s: %s, suspicious %v; want %s, %v", name, brief(got.Evidence), claim.Suspicious(f), c.want, c.suspicious)
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
