package reports_test

import (
	"fmt"
	"strings"

	"replaylab/lab/result"
)

// claim makes a claim that came out as v says.
func claim(name, target, checkpoint string, v result.Verdict) result.Claim {
	return result.Claim{Name: name, Target: target, Checkpoint: checkpoint, Verdict: v}
}

// held makes a result good.
func held(res *result.Result) {
	res.Verdict, res.Reason = result.Held, ""
	res.Claims = []result.Claim{
		claim("faithful", "", "typed", result.Held), claim("faithful", "", "revealed", result.Held),
		claim("no leak", "", "", result.Held), claim("unharmed", "", "", result.Held), claim("in order", "", "", result.Held),
	}
	res.Checkpoints = checkpoints(0)
}

const comment = `document.querySelector("body > main.application > section:nth-of-type(3) > article > p:nth-child(12)").childNodes[3]`

func checkpoints(differences int) []result.Checkpoint {
	return []result.Checkpoint{
		{Name: "typed", OffsetMS: 512, Width: 1280, Height: 720, Nodes: 143, Settled: true,
			Rules: []result.Rule{{Name: "comments-dropped", Count: 4, Sample: comment}}},
		{Name: "revealed", OffsetMS: 868, Width: 1280, Height: 720, Nodes: 147, Settled: differences != 2, Differences: differences,
			Rules: []result.Rule{
				{Name: "comments-dropped", Count: 4, Sample: comment},
				{Name: "password-masked", Count: 1, Sample: `document.querySelector("#pw")`},
			},
			Blocked: []string{"http://a.localhost:41237/logo.svg", "https://cdn.example.com/font.woff2?" + strings.Repeat("v=1&", 30)}},
	}
}

// fail makes a result bad for one claim.
func fail(res *result.Result, c result.Claim) {
	held(res)
	res.Verdict = c.Verdict
	res.Claims = append([]result.Claim{c}, res.Claims...)
	res.Checkpoints = checkpoints(len(c.Evidence) + c.More)
}

func unfaithful(summary, blame string, e ...result.Evidence) result.Claim {
	c := claim("faithful", "", "revealed", result.Failed)
	c.Summary, c.Blame, c.Evidence = summary, blame, e
	return c
}

// unharmed is a claim that failed for something new, beside what is on the list of known failures.
func unharmed() result.Claim {
	c := claim("unharmed", "", "", result.Failed)
	c.Summary, c.Blame = "the page is not as without the SDK: visible patch ×6, unchecked patch ×1, page differs: attribute ×1, CSP violation ×1, leftover patch ×1", "SDK"
	const at = "${origin:a}/_sdk/sdk.js:73"
	add := func(known bool, e result.Evidence) {
		e.Known, e.Blame = known, "SDK"
		c.Evidence = append(c.Evidence, e)
	}
	add(false, result.Evidence{Kind: "CSP violation", Name: "worker-src", Detail: "blocked blob", Location: at})
	add(false, result.Evidence{Kind: "page differs: attribute", Name: "data-seen", Path: `document.querySelector("#pw")`, Live: result.Some("true"),
		Detail: "at checkpoint revealed", Step: "10: click #show"})
	for _, name := range []string{"addRule", "removeRule", "insertRule", "deleteRule", "replace", "replaceSync"} {
		add(true, result.Evidence{Kind: "visible patch", Name: "CSSStyleSheet.prototype." + name, Live: result.Some("wec /2 constructor"), Control: result.Some("wec " + name + "/0"), Native: result.Some("wec " + name + "/0"), Phase: "while recording", Location: at})
	}
	add(true, result.Evidence{Kind: "unchecked patch", Name: "CSSGroupingRule.prototype.deleteRule", Control: result.Some("throws TypeError"), Live: result.Some("returns undefined"), Detail: "called wrongly", Phase: "while recording"})
	add(true, result.Evidence{Kind: "leftover patch", Name: "history.pushState", Detail: "still there after the SDK was stopped", Location: at})
	return c
}

// shape gives result i of SDK j its outcome.
func shape(res *result.Result, i, j int) {
	style := result.Evidence{
		Kind: "style", Name: "color", Path: `document.querySelector("main > p")`, NodeID: 31, Blame: "SDK",
		Live: result.Some("rgb(178, 34, 34)"), Model: result.Some("rgb(0, 0, 0)"), Replayed: result.Some("rgb(0, 0, 0)"),
		Step: "9: click #theme", Upload: 3, Event: "no event says so; the nearest is #27, mutation",
	}
	long := strings.Repeat("Lorem ipsum dolor sit amet, consectetur adipiscing elit. ", 60)
	switch {
	case i == 0 && j == 1, i == 2 && j == 1, i == 5 && j == 1:
		fail(res, unfaithful("Computed style differs: the sheet's change is not in the recording.", "SDK", style))
	case i == 1 && j == 1:
		c := unfaithful("The old style stays after the list is emptied.", "SDK", style)
		c.Verdict, c.Reason, c.Link = result.Known, "adopted sheets are never taken away", "https://github.com/rrweb-io/rrweb/issues/1747"
		fail(res, c)
	case i == 3 && j == 1:
		c := claim("faithful", "", "revealed", result.Fixed)
		c.Reason, c.Link = "listed as known for 1.50.2, and held", "https://github.com/rrweb-io/rrweb/issues/1667"
		fail(res, c)
	case i == 7 && j == 1:
		held(res)
		res.Verdict, res.Claims[3] = result.Failed, unharmed()
	case i == 8 && j == 1:
		c := unfaithful("Events of one upload are missing.", "delivery", result.Evidence{
			Kind: "missing", Path: `document.querySelector("#log > li:nth-child(4)")`, NodeID: 88, Blame: "delivery",
			Live: result.Some("<li>fourth</li>"), Upload: 3, Event: "#31, mutation", Step: "8: reply 503",
			Detail: "upload 3 was answered 503 and never sent again"})
		fail(res, c)
	case i == 9 && j == 1:
		c := unfaithful("nothing was recorded of this moment", "SDK", result.Evidence{Kind: "nothing to compare", Detail: "nothing was recorded of this moment", Step: "12: checkpoint online"})
		fail(res, c)
	case i == 10 && j == 1:
		held(res)
		res.Verdict, res.Reason = result.Inconclusive, "the page did not come to rest within 5 s at checkpoint revealed, so nothing was compared there"
		c := claim("faithful", "", "revealed", result.Inconclusive)
		c.Summary = "Not compared: an animation never ended."
		res.Claims[1] = c
		res.Checkpoints[1].Settled = false
		res.Notes = []string{"1 beacon was refused by the browser: 64 KiB were in flight", "a console warning of the page itself: " + hostile}
	case i == 11 && j == 0:
		fail(res, unfaithful("Two items changed places.", "player", result.Evidence{
			Kind: "moved", Path: `document.querySelector("#list > li:nth-child(2)")`, NodeID: 40, Blame: "player",
			Live: result.Some("Second item, moved to the front 3 times"), Model: result.Some("Second item, moved to the front 3 times"), Replayed: result.Some("First item, moved to the back 2 times"),
			Step: "10: drag #b #a", Upload: 4, Event: "#41, mutation: 2 removed, 2 added"}))
	case i == 12 && j == 1:
		fail(res, unfaithful("A text differs.", "SDK",
			result.Evidence{Kind: "text", Path: `document.querySelector("article").firstChild`, Blame: "SDK",
				Live: result.Some(long + "The end is near." + long), Model: result.Some(long + "The end is here!" + long), Replayed: result.Some(long + "The end is here!" + long)},
			result.Evidence{Kind: "text", Path: `document.querySelector("article").lastChild`, Blame: "SDK",
				Live: result.Some("two  spaces\tand a tab\nand a line"), Model: result.Some("two spaces and a tab\nand a line"), Replayed: result.Some("two spaces and a tab\nand a line")}))
	case i == 13:
		held(res)
		res.Verdict, res.Reason, res.Claims, res.Checkpoints = result.NA, "neither records namespaces other than HTML and SVG (capability: mathml)", nil, nil
	case i == 15 && j == 1:
		held(res)
		res.Verdict, res.Reason = result.Infrastructure, "the replay browser did not answer for 30 s (Page.navigate); it was started again for the next scenario"
		res.Claims, res.Checkpoints = nil, nil
	case i == 18 && j == 0:
		held(res)
		c := claim("faithful", "iframe", "typed", result.Waived)
		c.Reason = "cross-site frames are judged in frames/cross-site-enabled"
		res.Verdict, res.Reason, res.Claims = result.Waived, c.Reason, []result.Claim{c}
	case i == 19 && j == 1:
		fail(res, unfaithful("The frame shows its first document.", "SDK and player",
			result.Evidence{Kind: "text", Path: `document.querySelector("iframe").contentDocument.body.firstChild`, Blame: "SDK",
				Live: result.Some("second document"), Model: result.Some("first document"), Replayed: result.Some("")}))
	case i == 21 && j == 1:
		c := unfaithful("Selected options differ.", "SDK", result.Evidence{Kind: "property", Name: "selected", Path: `document.querySelector("option:nth-child(3)")`,
			Live: result.Some("true"), Model: result.Value{}, Replayed: result.Value{}, Blame: "SDK"})
		c.Verdict, c.Reason, c.Link = result.Known, "only the first selected option is recorded", "https://example.com/issues/12"
		fail(res, c)
	case (i == 22 || i == 24) && j == 1:
		c := claim("masked", "#pw", "revealed", result.Failed)
		c.Summary, c.Blame = "1 place of 1 not masked", "SDK"
		c.Evidence = []result.Evidence{
			{Kind: "in clear", Path: `document.querySelector("#pw")`, NodeID: 12, Live: result.Some("zq7Passwordd41"), Model: result.Some("zq7Passwordd41"), Replayed: result.Some("zq7Passwordd41"), Step: "10: click #show", Blame: "SDK"},
		}
		fail(res, c)
		c = claim("no leak", "", "", result.Failed)
		c.Summary, c.Blame = "1 secret uploaded", "SDK"
		c.Evidence = []result.Evidence{{Kind: "leak", Name: "password", Live: result.Some("zq7Passwordd41"), Upload: 3, Detail: `body, gzip: …"text":"zq7Passwordd41","isChecked":false…`}}
		for i := range res.Claims {
			if res.Claims[i].Name == c.Name {
				res.Claims[i] = c
			}
		}
	case i == 26:
		held(res)
		for n := range 17 {
			res.Notes = append(res.Notes, fmt.Sprintf("CSSStyleSheet.prototype.method%d is patched while recording, at ${origin:a}/_sdk/sdk.js:73", n))
		}
	case i == 29 && j == 0:
		c := unfaithful("A name differs: "+hostile, "player",
			result.Evidence{Kind: "attribute", Name: "title " + hostile, Path: `document.querySelector("[title='` + hostile + `']")`, NodeID: 9, Blame: "player",
				Live: result.Some(hostile + rtl + emoji), Model: result.Some(hostile + rtl + emoji), Replayed: result.Some("javascript:alert(1)" + rtl + "👩‍👧"), Event: hostile, Step: "12: " + hostile, Detail: hostile, Location: hostile})
		for range 12 {
			c.Evidence = append(c.Evidence, c.Evidence[0])
		}
		c.More, c.Reason, c.Link = 311, hostile, "javascript:alert(document.domain)"
		fail(res, c)
		res.Notes = []string{hostile}
		res.Checkpoints[0].Live = "javascript:alert(1)"
		res.Uploads[1].File, res.Uploads[1].Problem = "../../../etc/passwd", hostile
		res.Recordings[0].File = "x' ; rm -rf ~ #.json"
	default:
		held(res)
	}
}
