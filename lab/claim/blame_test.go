package claim_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/event"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// one is a page with one paragraph, which has the id "it", and another behind it.
func one(parts ...any) *dom.Tree { return page(el("p#it", parts...), el("div", "last")) }

func it(t *dom.Tree) *dom.Node { return domtest.Find(t, "it") }

func boxed(t *dom.Tree, width float64) *dom.Tree {
	it(t).Box = &box{W: width}
	return t
}

// TestBlame checks who is to blame where live page, recording and replay are not the same.
func TestBlame(t *testing.T) {
	set := func(name, value string) func(*dom.Tree) {
		return func(t *dom.Tree) { it(t).Attrs = dom.Set(it(t).Attrs, name, value) }
	}
	unset := func(name string) func(*dom.Tree) {
		return func(t *dom.Tree) { it(t).Attrs = dom.Unset(it(t).Attrs, name) }
	}
	say := func(text string) func(*dom.Tree) { return func(t *dom.Tree) { it(t).Children[0].Value = text } }
	looks := func(t *dom.Tree, color string) *dom.Tree {
		n := it(t)
		n.Style, n.Box = []dom.Pair{{Name: "color", Value: color}}, &box{W: 1}
		return t
	}
	blue := func(t *dom.Tree) { looks(t, "blue") }
	selected := func(t *dom.Tree) *dom.Tree {
		t.Selection = &dom.Range{Start: it(t), End: it(t), EndOffset: 1}
		return t
	}
	wide := func(t *dom.Tree) *dom.Tree { t.Width = 1000; return t }
	moved := page(el("div", "last"), el("p#it", "a"))
	for name, c := range map[string]struct {
		visited
		want string
	}{
		"equal":                              {visited{live: one("a"), recorded: one("a")}, ""},
		"text recorded wrongly":              {visited{live: one("a"), recorded: one("b")}, "text by SDK"},
		"text played wrongly":                {visited{live: one("a"), recorded: one("a"), played: say("b")}, "text by player"},
		"text wrong twice":                   {visited{live: one("a"), recorded: one("b"), played: say("c")}, "text by SDK and player"},
		"two wrongs that make a right":       {visited{live: one("a"), recorded: one("b"), played: say("a")}, ""},
		"attribute not recorded":             {visited{live: one(attrs{"title": "a"}), recorded: one()}, "attribute title by SDK"},
		"attribute not played":               {visited{live: one(attrs{"title": "a"}), recorded: one(attrs{"title": "a"}), played: unset("title")}, "attribute title by player"},
		"attribute recorded, and not there":  {visited{live: one(), recorded: one(attrs{"title": "a"})}, "attribute title by SDK"},
		"attribute added by the player":      {visited{live: one(), recorded: one(), played: set("title", "a")}, "attribute title by player"},
		"empty attribute not recorded":       {visited{live: one(attrs{"title": ""}), recorded: one()}, "attribute title (empty) by SDK"},
		"empty attribute not played":         {visited{live: one(attrs{"title": ""}), recorded: one(attrs{"title": ""}), played: unset("title")}, "attribute title (empty) by player"},
		"empty attribute added":              {visited{live: one(), recorded: one(), played: set("title", "")}, "attribute title (empty) by player"},
		"attribute there twice":              {visited{live: one(attrs{"title": "a"}), recorded: one(attrs{"title": "a"}), played: func(t *dom.Tree) { n := it(t); n.Attrs = append(n.Attrs, n.Attrs[1]) }}, "attribute title (again) by player"},
		"node not recorded":                  {visited{live: one(el("b")), recorded: one()}, "missing by SDK"},
		"node not played":                    {visited{live: one(el("b")), recorded: one(el("b")), played: func(t *dom.Tree) { it(t).Children = nil }}, "missing by player"},
		"node recorded that was not there":   {visited{live: one(), recorded: one(el("b"))}, "extra by SDK"},
		"node that the player adds":          {visited{live: one(), recorded: one(), played: func(t *dom.Tree) { it(t).Children = []*dom.Node{el("b")}; t.Root.Adopt() }}, "extra by player"},
		"a value not recorded":               {visited{live: page(el("input#it", props{dom.PropValue: "a"})), recorded: page(el("input#it"))}, "property value by SDK"},
		"a value not played":                 {visited{live: page(el("input#it", props{dom.PropValue: "a"})), recorded: page(el("input#it", attrs{"value": "a"})), played: func(t *dom.Tree) { it(t).Props = nil }}, "property value by player"},
		"a move not recorded":                {visited{live: moved, recorded: one("a")}, "moved by SDK"},
		"a move by the player":               {visited{live: one("a"), recorded: one("a"), played: func(t *dom.Tree) { b := it(t).Parent; b.Children[0], b.Children[1] = b.Children[1], b.Children[0] }}, "moved by player"},
		"a name recorded wrongly":            {visited{live: page(el("svg", domtest.NS(dom.SVG), "x")), recorded: page(el("svg", "x"))}, "name by SDK"},
		"a name played wrongly":              {visited{live: page(el("a#it", domtest.NS(dom.SVG))), recorded: page(el("a#it", domtest.NS(dom.SVG))), played: func(t *dom.Tree) { it(t).NS = dom.HTML }}, "name by player"},
		"an attribute called name":           {visited{live: one(attrs{"name": "a"}), recorded: one()}, "attribute name by SDK"},
		"scrolled, but for a pixel":          {visited{live: one(props{dom.PropScrollTop: "10"}), recorded: one(), events: []string{`{"type":3,"timestamp":1100,"data":{"source":3,"id":6,"x":0,"y":10.5}}`}, played: func(t *dom.Tree) { it(t).Props = nil }}, "property scrollTop by player"},
		"a move by the player, and a text":   {visited{live: page(el("p#it", "a"), el("div", "last"), el("i", "x")), recorded: page(el("p#it", "a"), el("div", "last"), el("i", "y")), played: func(t *dom.Tree) { b := it(t).Parent; b.Children[0], b.Children[1] = b.Children[1], b.Children[0] }}, "text by SDK; moved by player"},
		"a box":                              {visited{live: boxed(one("a"), 1), recorded: one("a"), played: func(t *dom.Tree) { boxed(t, 9) }}, "geometry box by player"},
		"a box of masked text":               {visited{live: boxed(one("*"), 1), recorded: one("*"), played: func(t *dom.Tree) { boxed(t, 9) }}, ""},
		"looks, after a lost selection":      {visited{live: selected(looks(one("a"), "red")), recorded: one("a"), played: blue}, "style color by player; selection by SDK"},
		"looks, all else being right":        {visited{live: looks(one("a"), "red"), recorded: one("a"), played: blue}, "style color by player"},
		"looks, after a wrong recording":     {visited{live: looks(page(el("p#it", "a"), el("i")), "red"), recorded: page(el("p#it", "a")), played: blue}, "style color by SDK; missing by SDK"},
		"looks, after something else played": {visited{live: looks(page(el("p#it", "a"), "x"), "red"), recorded: page(el("p#it", "a"), "x"), played: func(t *dom.Tree) { blue(t); it(t).Parent.Children[1].Value = "y" }}, "style color by player; text by player"},
		"a selection not recorded":           {visited{live: selected(one("a")), recorded: one("a")}, "selection by SDK"},
		"a selection that the player makes":  {visited{live: one("a"), recorded: one("a"), played: func(t *dom.Tree) { selected(t) }}, "selection by player"},
		"a window recorded wrongly":          {visited{live: wide(one("a")), recorded: one("a")}, "window size by SDK"},
		"a window of the player's":           {visited{live: wide(one("a")), recorded: wide(one("a")), played: func(t *dom.Tree) { t.Width = 800 }}, "window size by player"},
		"what was refused is delivery's":     {visited{live: one("a"), recorded: one("b"), uploads: refused(saying("a"))}, "text by delivery"},
		"refused, but no help":               {visited{live: one("a"), recorded: one("b"), uploads: refused(saying("c"))}, "text by SDK"},
		"refused, and nobody can read it":    {visited{live: one("a"), recorded: one("b"), uploads: []event.Upload{{Kind: "replay", Problem: "too large"}}}, "text by SDK"},
		"a refused upload of another kind":   {visited{live: one("a"), recorded: one("b"), uploads: []event.Upload{{Kind: "config", Problem: "no key"}}}, "text by SDK"},
		"the player, whatever was refused":   {visited{live: one("a"), recorded: one("a"), played: say("b"), uploads: refused(saying("a"))}, "text by player"},
		"no model":                           {visited{live: one("a"), recorded: one("b"), edit: func(f *claim.Facts) { f.Moments[0].Model = nil }}, "text by SDK"},
	} {
		f := c.facts(t)
		got := named(t, claim.Check(f), "faithful")
		seen := named(t, claim.Check(f), "looks")
		got.Evidence = slices.Concat(seen.Evidence, got.Evidence)
		if seen.Verdict == result.Failed {
			got.Verdict = seen.Verdict
		}
		if text := brief(got.Evidence); text != c.want || (got.Verdict == result.Held) != (c.want == "") {
			t.Errorf("%s: %s with %s, want %s", name, got.Verdict, text, c.want)
		}
		if n := f.Differences(&f.Moments[0]); n != len(got.Evidence) {
			t.Errorf("%s: %d differences are counted, %d shown", name, n, len(got.Evidence))
		}
	}
}

// refused is an upload that did not arrive, with events in it.
func refused(events ...string) []event.Upload {
	u := uploaded(9, events...)
	u.Inflated = []byte(`{"version":1,"events":[` + strings.Join(events, ",") + `]}`)
	u.Events, u.Problem = nil, "answered 503"
	return []event.Upload{u}
}

// saying changes the text of the paragraph.
func saying(text string) string {
	return fmt.Sprintf(`{"type":3,"timestamp":1500,"data":{"source":0,"adds":[],"removes":[],"texts":[{"id":7,"value":%q}],"attributes":[]}}`, text)
}

// TestCauses checks where a difference is said to have arisen, and what proves it.
func TestCauses(t *testing.T) {
	change := func(adds, removes, attributes string) string {
		return fmt.Sprintf(`{"type":3,"timestamp":1500,"data":{"source":0,"adds":[%s],"removes":[%s],"texts":[],"attributes":[%s]}}`, adds, removes, attributes)
	}
	const addition = `{"parentId":6,"nextId":null,"node":{"id":20,"type":2,"tagName":"b","attributes":{},"childNodes":[]}}`
	numbered := func(tree *dom.Tree) *dom.Tree {
		next := 100
		tree.Root.Walk(func(n *dom.Node) bool { next++; n.Backend = next; return true })
		return tree
	}
	// since is a visit with a checkpoint before, at which the page was that.
	since := func(before *dom.Tree, v visited) visited {
		v.edit = func(f *claim.Facts) {
			m := f.Moments[0]
			m.Checkpoint, m.Live = "before", before
			numbered(before)
			numbered(f.Moments[0].Live)
			f.Moments = []claim.Moment{m, f.Moments[0]}
		}
		v.scenario.Steps = []scenario.Step{{Verb: "checkpoint", Args: []string{"before"}}, {Verb: "checkpoint", Args: []string{"loaded"}}}
		return v
	}
	const never, wrong, replayed, lost = result.NeverRecorded, result.RecordedWrong, result.ReplayedWrong, result.LostInDelivery
	for name, c := range map[string]struct {
		visited
		want   result.Cause
		upload int
	}{
		"an attribute that is not there":     {visited{live: one(attrs{"title": "a"}), recorded: one()}, never, 1},
		"an attribute that is another":       {visited{live: one(attrs{"title": "a"}), recorded: one(attrs{"title": "b"})}, wrong, 1},
		"one that is left":                   {visited{live: one(), recorded: one(attrs{"title": "b"})}, wrong, 1},
		"a node that is not there":           {visited{live: one(el("b")), recorded: one()}, never, 1},
		"a node that was never there":        {visited{live: one(), recorded: one(el("b"))}, wrong, 1},
		"the player's own":                   {visited{live: one("a"), recorded: one("a"), played: func(t *dom.Tree) { it(t).Children[0].Value = "b" }}, replayed, 1},
		"the player's, after a refusal":      {visited{live: one("a"), recorded: one("a"), played: func(t *dom.Tree) { it(t).Children[0].Value = "b" }, uploads: refused(saying("a"))}, replayed, 1},
		"a change that nobody recorded":      {since(one("b"), visited{live: one("a"), recorded: one("b")}), never, 1},
		"a change recorded as another":       {since(one("x"), visited{live: one("a"), recorded: one("b")}), wrong, 1},
		"an attribute that was taken off":    {since(one(attrs{"title": "b"}), visited{live: one(), recorded: one(attrs{"title": "b"})}), never, 1},
		"a removal that nobody recorded":     {since(one(el("b")), visited{live: one(), recorded: one(el("b"))}), never, 1},
		"a text that was refused":            {visited{live: one("a"), recorded: one("b"), uploads: refused(saying("a"))}, lost, 9},
		"a text that would be wrong as well": {visited{live: one("a"), recorded: one("b"), uploads: refused(saying("c"))}, wrong, 1},
		"a node that was refused":            {visited{live: one(el("b")), recorded: one(), uploads: refused(change(addition, "", ""))}, lost, 9},
		"a removal that was refused":         {visited{live: one(), recorded: one(el("b")), uploads: refused(change("", `{"parentId":6,"id":7}`, ""))}, lost, 9},
		"an attribute that was refused":      {visited{live: one(attrs{"title": "a"}), recorded: one(), uploads: refused(change("", "", `{"id":6,"attributes":{"title":"a"}}`))}, lost, 9},
		"another thing that was refused":     {visited{live: one(attrs{"title": "a"}), recorded: one(), uploads: refused(change("", "", `{"id":6,"attributes":{"lang":"a"}}`))}, never, 1},
		"looks, after a refusal":             {visited{live: boxed(one(attrs{"class": "a"}, "a"), 1), recorded: one("a"), played: func(t *dom.Tree) { boxed(t, 9) }, uploads: refused(change("", "", `{"id":6,"attributes":{"class":"a"}}`))}, lost, 9},
		"a snapshot that was refused":        {visited{live: one("a"), uploads: refused(snapshot(t, one("a"))...)}, lost, 9},
		"nothing at all":                     {visited{live: one("a")}, never, 0},
		"a player that gave up":              {visited{live: one("a"), recorded: one("a"), edit: func(f *claim.Facts) { f.Moments[0].Replayed, f.Moments[0].Failed = nil, "it threw" }}, replayed, 0},
	} {
		list := claim.Check(c.facts(t))
		var all []result.Evidence
		for _, l := range list {
			if (l.Name == "faithful" || l.Name == "looks") && l.Checkpoint == "loaded" {
				all = append(all, l.Evidence...)
			}
		}
		if len(all) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
		for _, e := range all {
			if e.Cause != c.want || e.Upload != c.upload || (e.Cause == lost) != (e.Blame == "delivery") {
				t.Errorf("%s: %s %s: %q by %s, upload %d; want %q, upload %d", name, e.Kind, e.Name, e.Cause, e.Blame, e.Upload, c.want, c.upload)
			}
		}
	}
}

// What a rule of the policy makes of pages that are alike is the lab's own doing.
func TestBlameOfThePolicy(t *testing.T) {
	f := visited{live: page(el("a#it", attrs{"href": "x"})), recorded: page(el("a#it", attrs{"href": "x"})), edit: func(f *claim.Facts) {
		f.Moments[0].Replayed.Root.Value = "https://elsewhere.example/"
		f.Moments[0].Replayed.Root.Props = dom.Set(f.Moments[0].Replayed.Root.Props, dom.PropBase, "https://elsewhere.example/")
	}}.facts(t)
	c := named(t, claim.Check(f), "faithful")
	found := slices.IndexFunc(c.Evidence, func(e result.Evidence) bool { return e.Name == "href" })
	if found < 0 || c.Evidence[found].Blame != "lab policy" || !strings.Contains(c.Evidence[found].Detail, "absolute-url") {
		t.Errorf("evidence %+v", c.Evidence)
	}
}

// A claim is to be blamed on everybody whom its evidence blames.
func TestBlameOfTheClaim(t *testing.T) {
	f := visited{
		live: page(el("p#it", attrs{"title": "t"}, "a"), el("b", "b"), el("i", "c")), recorded: page(el("p#it", attrs{"title": "t"}, "wrong"), el("b", "b"), el("i", "c")),
		played: func(t *dom.Tree) {
			it(t).Attrs = dom.Unset(it(t).Attrs, "title")
			it(t).Parent.Children[1].Children[0].Value = "x"
		},
	}.facts(t)
	c := named(t, claim.Check(f), "faithful")
	if c.Blame != "SDK and player" || c.Summary != "3 differences: text ×2, attribute ×1" {
		t.Errorf("blames %s: %s", c.Blame, c.Summary)
	}
}

// Evidence has what a stranger needs: where, what each of the three says, and which event of which
// upload made the recording say so.
func TestEvidence(t *testing.T) {
	id := it(domtest.Number(one("a"))).ID
	f := visited{live: one("a"), recorded: one("z"),
		events: []string{
			`{"type":3,"timestamp":1100,"data":{"source":0,"adds":[],"removes":[],"texts":[{"id":7,"value":"b"}],"attributes":[]}}`,
			`{"type":3,"timestamp":1200,"data":{"source":0,"adds":[],"removes":[],"texts":[],"attributes":[{"id":6,"attributes":{"lang":"en"}}]}}`,
		},
		played: func(t *dom.Tree) { it(t).Children[0].Value = "c" },
	}.facts(t)
	c := named(t, claim.Check(f), "faithful")
	want := []result.Evidence{
		{Kind: "attribute", Name: "lang", Path: `document.querySelector("#it")`, NodeID: id, Model: result.Some("en"), Replayed: result.Some("en"),
			Cause: result.RecordedWrong, Blame: "SDK", Upload: 2, Event: "mutation at 1200", Step: "3: open /page.html"},
		{Kind: "text", Path: `document.querySelector("#it").childNodes[0]`, NodeID: id + 1, Live: result.Some("a"), Model: result.Some("b"), Replayed: result.Some("c"),
			Cause: result.RecordedWrong, Blame: "SDK and player", Upload: 2, Event: "mutation at 1100", Step: "3: open /page.html"},
	}
	for i := range want {
		if i >= len(c.Evidence) || !reflect.DeepEqual(c.Evidence[i], want[i]) {
			t.Fatalf("evidence %d:\n got %+v\nwant %+v", i, c.Evidence, want[i])
		}
	}
}

// What is missing from the recording is proven by what last touched the place where it should be.
func TestEvidenceOfWhatIsMissing(t *testing.T) {
	f := visited{live: one(el("b")), recorded: one(el("b")), events: []string{
		`{"type":3,"timestamp":1100,"data":{"source":0,"adds":[],"removes":[{"parentId":6,"id":7}],"texts":[],"attributes":[]}}`,
	}}.facts(t)
	c := named(t, claim.Check(f), "faithful")
	if len(c.Evidence) != 1 || c.Evidence[0].Event != "mutation at 1100" || c.Evidence[0].Upload != 2 || c.Evidence[0].Model.Present {
		t.Errorf("evidence %+v", c.Evidence)
	}
}

func TestEvidenceOfSheetsHasTheRulesThatDiffer(t *testing.T) {
	sheet := func(rules string) *dom.Tree { return page(el("style#it", props{dom.PropSheet: rules})) }
	f := visited{live: sheet("a { }\nb { }\nc { }"), recorded: page(el("style#it", "a{} b{}")), played: func(t *dom.Tree) {
		it(t).Props = dom.Set(it(t).Props, dom.PropSheet, "a { }\nx { }\nc { }")
	}}.facts(t)
	c := named(t, claim.Check(f), "faithful")
	if len(c.Evidence) != 1 || c.Evidence[0].Live.Text != "b { }" || c.Evidence[0].Replayed.Text != "x { }" {
		t.Errorf("evidence %+v", c.Evidence)
	}
}

func TestNothingToCompare(t *testing.T) {
	lost := refused(snapshot(t, one("a"))...)
	lost[0].Load = ""
	for name, c := range map[string]struct {
		visited
		summary, blame string
	}{
		"nothing recorded":  {visited{live: one("a")}, "nothing was recorded of this moment", "SDK"},
		"nothing delivered": {visited{live: one("a"), uploads: lost}, "nothing was recorded of this moment", "delivery"},
		"no snapshot":       {visited{live: one("a"), events: []string{`{"type":4,"timestamp":1000,"data":{"href":"x","width":1,"height":1}}`}, edit: func(f *claim.Facts) { f.Moments[0].Replayed = nil }}, "the recording has no full snapshot before this moment", "SDK"},
		"not played":        {visited{live: one("a"), recorded: one("a"), edit: func(f *claim.Facts) { f.Moments[0].Replayed, f.Moments[0].Failed = nil, "it threw" }}, "the player could not show this moment: it threw", "player"},
	} {
		f := c.facts(t)
		got := named(t, claim.Check(f), "faithful")
		if got.Verdict != result.Failed || got.Summary != c.summary || got.Blame != c.blame || len(got.Evidence) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
		if f.Differences(&f.Moments[0]) != 0 || f.Rules(&f.Moments[0]) != nil {
			t.Errorf("%s: differences or rules of what was not compared", name)
		}
	}
}

// A text that is not masked as the SDK promises comes with what of the promise masks it; one that is
// masked and should not be, with that.
func TestWhatDecidesOverMasking(t *testing.T) {
	promise := func(f *claim.Facts) {
		f.Moments[0].Promise.Mask = []string{".mask"}
	}
	for name, c := range map[string]struct {
		live, recorded *dom.Tree
		want           string
	}{
		"too little": {one("secret", domtest.Matches(1)), one("secret"), "to be masked by .mask"},
		"too much":   {one("price"), one("*****"), "masked too much: nothing that the SDK declares masks it"},
		"neither":    {one("price"), one("prize"), ""},
	} {
		v := visited{live: c.live, recorded: c.recorded, edit: promise}
		got := named(t, claim.Check(v.facts(t)), "faithful")
		if len(got.Evidence) != 1 || got.Evidence[0].Kind != "text" || got.Evidence[0].Detail != c.want {
			t.Errorf("%s: %+v", name, got.Evidence)
		}
	}
}
