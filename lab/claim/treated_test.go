package claim_test

import (
	"strings"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// hit marks what the selector of the claim matches.
const hit = domtest.Matches(1)

// expecting is a scenario that makes one claim about a selector at the checkpoint, and others
// before and after it.
func expecting(claimed, selector string) scenario.Scenario {
	return scenario.Scenario{Steps: []scenario.Step{
		{Verb: "expect", Args: []string{claimed, ".early"}},
		{Verb: "checkpoint", Args: []string{"loaded"}},
		{Verb: "expect", Args: []string{claimed, selector}},
		{Verb: "checkpoint", Args: []string{"later"}},
		{Verb: "expect", Args: []string{claimed, ".late"}},
	}}
}

func TestTreated(t *testing.T) {
	text := func(s string) *dom.Tree { return page(el("p#it", hit, s, el("style", "css"), el("b", " ")), "others") }
	field := func(parts ...any) *dom.Tree { return page(el("input#it", append(parts, hit)...)) }
	ad := func(parts ...any) *dom.Tree { return page(el("div", append(parts, hit)...), "others") }
	secret := func(t *dom.Tree) { it(t).Children[0].Value = "secret" }
	boxed := func() *dom.Tree {
		return page(el("div#it", attrs{"rr_width": "10px", "rr_height": "20px"}), "others")
	}
	sized := func(w, h float64) func(*dom.Tree) { return func(t *dom.Tree) { it(t).Box = &box{W: w, H: h} } }
	for name, c := range map[string]struct {
		claim          string
		live, recorded *dom.Tree
		played         func(*dom.Tree)
		verdict        result.Verdict
		want           string
	}{
		"masked":                       {"masked", text("secret"), text("******"), nil, result.Held, ""},
		"in clear":                     {"masked", text("secret"), text("secret"), nil, result.Failed, "in clear by SDK"},
		"in clear in part":             {"masked", text("secret"), text("***ret"), nil, result.Failed, "in clear by SDK"},
		"in clear in the recording":    {"masked", text("secret"), text("secret"), func(t *dom.Tree) { it(t).Children[0].Value = "******" }, result.Failed, "in clear by SDK"},
		"in clear in the replay alone": {"masked", text("secret"), text("******"), secret, result.Failed, "in clear by player"},
		"masked by leaving it out":     {"masked", text("secret"), page("others"), nil, result.Held, ""},
		"a masked value":               {"masked", field(props{dom.PropValue: "secret"}), field(attrs{"value": "******"}), nil, result.Held, ""},
		"a value in clear":             {"masked", field(props{dom.PropValue: "secret"}), field(attrs{"value": "secret"}), nil, result.Failed, "in clear by SDK"},
		"no match":                     {"masked", page("a"), page("a"), nil, result.Inconclusive, "the selector matches nothing on the live page"},
		"no text":                      {"masked", page(el("p#it", hit, " ")), page(el("p#it", " ")), nil, result.Inconclusive, "the live page has no text there"},
		"nothing recorded":             {"masked", text("secret"), nil, nil, result.Failed, "nothing to compare by SDK"},
		"unmasked":                     {"unmasked", text("price"), text("price"), nil, result.Held, ""},
		"masked too much":              {"unmasked", text("price"), text("*****"), nil, result.Failed, "masked too much by SDK"},
		"not recorded":                 {"unmasked", text("price"), page("others"), nil, result.Failed, "not recorded by SDK"},
		"an unmasked value":            {"unmasked", field(props{dom.PropValue: "price"}), field(attrs{"value": "price"}), nil, result.Held, ""},
		"a value and the text below it": {"unmasked", page(el("select#it", hit, props{dom.PropValue: "a"}, el("option", attrs{"value": "a"}, props{dom.PropSelected: "true"}, "text"))),
			page(el("select#it", el("option", attrs{"value": "a", "selected": "true"}, "***"))), nil, result.Failed, "masked too much by SDK"},

		"blocked":            {"blocked", ad(box{W: 10, H: 20}, attrs{"title": "t"}, "secret"), boxed(), sized(10.5, 19.5), result.Held, ""},
		"another size":       {"blocked", ad(box{W: 10, H: 20}, "secret"), boxed(), sized(10, 30), result.Failed, "another size by SDK"},
		"recorded inside":    {"blocked", ad("secret"), ad("secret"), nil, result.Failed, "recorded inside by SDK"},
		"a player's frame":   {"blocked", page(el("iframe", hit, "secret")), page(el("iframe#it")), func(t *dom.Tree) { it(t).Frame = domtest.Doc("about:blank", el("html")) }, result.Held, ""},
		"a recorded frame":   {"blocked", page(el("iframe", hit, "secret")), page(el("iframe#it")), func(t *dom.Tree) { it(t).Frame = domtest.Doc("about:blank", domtest.ID(9), el("html")) }, result.Failed, "recorded inside by SDK"},
		"an empty element":   {"blocked", ad(), ad(), nil, result.Held, ""},
		"attribute recorded": {"blocked", ad(attrs{"title": "t", "class": "c", "lang": ""}), ad(attrs{"title": "t", "class": "c", "lang": ""}), nil, result.Failed, "attribute recorded title by SDK"},
		"no box":             {"blocked", ad("secret"), page("others"), nil, result.Failed, "no box in its place by SDK"},
	} {
		f := visited{live: c.live, recorded: c.recorded, played: c.played, scenario: expecting(c.claim, ".x")}.facts(t)
		f.Targets[".x"] = 0
		got := named(t, claim.Check(f), c.claim)
		what := brief(got.Evidence)
		if got.Verdict == result.Inconclusive {
			what = got.Summary
		}
		if what != c.want || got.Verdict != c.verdict || got.Target != ".x" || got.Checkpoint != "loaded" {
			t.Errorf("%s: %s with %s, want %s with %s", name, got.Verdict, what, c.verdict, c.want)
		}
	}
}

// A selector means what it finds in the page's own document; its parts after ">>" what they find
// in the shadow root or frame of that.
func TestSelectorsOfClaims(t *testing.T) {
	const host, inner = domtest.Matches(1), domtest.Matches(2)
	live := page(
		el("x-a", host, domtest.Shadow("open", el("p", inner, "in shadow"))),
		el("iframe", host, domtest.Doc("about:blank", el("html", el("body", el("p", inner, "in frame"))))),
		el("x-b", domtest.Shadow("open", el("p", inner, "in another"))),
		el("p", inner, "in page"),
	)
	for selector, want := range map[string]string{"p": "in page", ".host >> p": "in shadow, in frame", "p >> p": "", ".host": "in shadow, in frame", ".none >> p": ""} {
		f := visited{live: live, recorded: page(), scenario: expecting("masked", selector)}.facts(t)
		f.Targets = map[string]int{".host": 0, "p": 1, ".none": 2}
		f.Moments[0].Replayed = live // all in clear, so that all that is found is evidence
		var got []string
		for _, e := range named(t, claim.Check(f), "masked").Evidence {
			got = append(got, e.Live.Text)
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s: found %q, want %q", selector, text, want)
		}
	}
}
