package reports_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/result"
	"replaylab/reports"
)

// TestEveryKindHasWords reads the table of claims and kinds in the description of run.json.
func TestEveryKindHasWords(t *testing.T) {
	text, err := os.ReadFile("../lab/docs/run-json.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "| claim | kinds of evidence |\n|---|---|\n")
	if !ok {
		t.Fatal("lab/docs/run-json.md has no table of kinds of evidence")
	}
	var names []string
	quoted := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		words := quoted.FindAllStringSubmatch(line, -1)
		claim := words[0][1]
		names = append(names, claim)
		if reports.Because(result.Claim{Name: claim, Blame: "SDK"}) == "" {
			t.Errorf("no words for what an SDK did where %q does not hold", claim)
		}
		for _, w := range words[1:] {
			kind := w[1]
			if kind == "page differs: " || kind == "faithful" { // the former goes before a kind of the latter
				continue
			}
			if reports.Meaning(strings.TrimSpace(kind)) == "" {
				t.Errorf("no words for the kind of evidence %q of %q", kind, claim)
			}
			if claim == "faithful" && kind != "nothing to compare" && reports.Meaning("page differs: "+kind) == "" {
				t.Errorf("no words for the kind of evidence %q", "page differs: "+kind)
			}
		}
	}
	if !slices.Contains(names, "faithful") || !slices.Contains(names, "unharmed") {
		t.Errorf("the table has the claims %q", names)
	}
}

func TestBlameFitsTheClaim(t *testing.T) {
	lost := []result.Evidence{{Kind: "nothing to compare"}}
	for _, c := range []struct {
		claim result.Claim
		want  string
	}{
		{result.Claim{Name: "faithful", Blame: "SDK"}, "the recording is not what the live page had"},
		{result.Claim{Name: "faithful", Blame: "delivery and player"}, "an upload was refused, and the recording is not what the live page had, and the replayed page is not what was recorded either"},
		{result.Claim{Name: "faithful", Blame: "player", Evidence: lost}, "it could not show this moment, although it is recorded"},
		{result.Claim{Name: "faithful", Blame: "SDK and player"}, "the recording is not what the live page had, and the replayed page is not what was recorded either"},
		{result.Claim{Name: "unharmed", Blame: "SDK"}, "it changed how the page behaves"},
		{result.Claim{Name: "no leak", Blame: "SDK"}, "it sent a planted secret"},
		{result.Claim{Name: "masked", Blame: "delivery", Evidence: lost}, "an upload was refused, and what is left is not enough to show this moment"},
		{result.Claim{Name: "unharmed", Blame: "player"}, ""},
		{result.Claim{Name: "a later one", Blame: "SDK"}, ""},
		{result.Claim{Name: "faithful"}, ""},
	} {
		if got := reports.Because(c.claim); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.claim.Name, c.claim.Blame, got, c.want)
		}
	}
}

func TestSignaturesInWords(t *testing.T) {
	for signature, want := range map[string]string{
		"wec addRule/0":                      "named addRule, 0 parameters, writable, enumerable, configurable",
		"wec /2 constructor":                 "without a name, 2 parameters, has a property prototype, writable, enumerable, configurable",
		"c attachShadow/1":                   "named attachShadow, 1 parameter, not writable, not enumerable, configurable",
		" f/0 with another prototype":        "named f, 0 parameters, its prototype is not Function.prototype, not writable, not enumerable, not configurable",
		"ec get get value/0 set set value/1": "getter named get value, 0 parameters, setter named set value, 1 parameter, enumerable, configurable",
		"ec get - set /1 constructor":        "no getter, setter without a name, 1 parameter, has a property prototype, enumerable, configurable",
		"w object":                           "no function, but object, writable, not enumerable, not configurable",
		"":                                   "not there",
		"a later one":                        "a later one",
	} {
		if got := strings.Join(reports.FactsOf(signature), ", "); got != want {
			t.Errorf("%q is %q, want %q", signature, got, want)
		}
	}
}

// TestSidesThatSaySomething has what live, recorded and replayed mean for each kind of evidence.
func TestSidesThatSaySomething(t *testing.T) {
	some := result.Some
	for _, c := range []struct {
		e      result.Evidence
		want   []string
		detail string
	}{
		{result.Evidence{Kind: "style", Live: some("a"), Replayed: some("b")}, []string{"live: a", "replayed: b"}, ""},
		{result.Evidence{Kind: "attribute", Live: some("a")}, []string{"live: a", "recorded absent", "replayed absent"}, ""},
		{result.Evidence{Kind: "text", Live: some("a"), Model: some(""), Replayed: some("")}, []string{"live: a", "recorded: ", "replayed: "}, ""},
		{result.Evidence{Kind: "nothing to compare", Detail: "why"}, nil, "why"},
		{result.Evidence{Kind: "in clear", Live: some("a"), Replayed: some("a")}, []string{"live: a", "replayed: a"}, ""},
		{result.Evidence{Kind: "leak", Live: some("a"), Detail: "where"}, []string{"secret: a"}, "where"},
		{result.Evidence{Kind: "visible patch", Live: some("wec /1"), Control: some("wec f/0"), Native: some("wec f/0"), Phase: "while recording"},
			[]string{"without the SDK: named f, 0 parameters, writable, enumerable, configurable", "with the SDK: without a name, 1 parameter, writable, enumerable, configurable"}, ""},
		{result.Evidence{Kind: "page differs: attribute", Live: some("x"), Control: some("a"), Detail: "at checkpoint c"},
			[]string{"without the SDK: a", "with the SDK: x"}, "at checkpoint c"},
		{result.Evidence{Kind: "page differs: missing", Control: some("<p>"), Detail: "at checkpoint c"}, []string{"without the SDK: <p>", "with the SDK absent"}, "at checkpoint c"},
		{result.Evidence{Kind: "page differs: extra", Live: some("<p>"), Detail: "at checkpoint c"}, []string{"without the SDK absent", "with the SDK: <p>"}, "at checkpoint c"},
		{result.Evidence{Kind: "leftover patch", Detail: "still there", Phase: "after stop"}, nil, "still there"},
		{result.Evidence{Kind: "deviating patch", Live: some("1"), Control: some("0"), Native: some("2"), Phase: "after stop"},
			[]string{"native: 2", "without the SDK: 0", "with the SDK: 1"}, ""},
		{result.Evidence{Kind: "a later one", Model: some("a"), Detail: "more"}, []string{"recorded: a"}, "more"},
	} {
		got, detail := reports.Sides(c.e)
		if !slices.Equal(got, c.want) || detail != c.detail {
			t.Errorf("%+v\nis  %q, %q\nwant %q, %q", c.e, got, detail, c.want, c.detail)
		}
	}
}
