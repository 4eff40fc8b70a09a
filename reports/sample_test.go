package reports_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"replaylab/lab/result"
)

// hostile is text that a page, and so a recording, may hold to break out of a report.
const hostile = "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\x1b]0;owned\x07\x1b[2J\x00]]>&amp;\u202Egnp.exe\u2028\uFEFF<!-- \xff"

// rtl and emoji are ordinary text of other people.
const (
	rtl   = "السعر: ١٢٣ ريال שלום"
	emoji = "👩‍👩‍👧 ✅ 日本語のテキスト 🇳🇴"
)

var sdks = []struct{ name, player string }{
	{"reference@0.9.0", "reference-player@0.9.0"},
	{"@amplitude/session-replay-browser@1.50.2", "rrweb-player@2.2.2"},
}

var started = time.Date(2026, 2, 3, 14, 7, 31, 0, time.UTC)

// scenarios are area/name, labels, and the sentence that should be true.
var scenarios = [][3]string{
	{"css/adopted-push", "css cssom", "A constructed sheet pushed onto adoptedStyleSheets styles the replayed page as it did the live one."},
	{"css/adopted-cleared", "css cssom", "Clearing adoptedStyleSheets takes the style away again."},
	{"css/rule-style-assignment", "css cssom", "A property assigned through rule.style shows in the replayed page."},
	{"css/variables-in-shorthand", "css", "A var() in a shorthand survives with the longhand that overrides it."},
	{"css/link-swapped", "css network", "Swapping the href of a style sheet swaps the theme in the replayed page."},
	{"css/media-text", "css cssom", "Changing the media of a rule changes which rules apply."},
	{"csp/strict-nonce", "csp", "The SDK starts under a policy that allows scripts by nonce alone."},
	{"csp/no-blob-workers", "csp worker", "The SDK makes no policy report on a page that forbids blob workers."},
	{"delivery/retry-after-503", "delivery", "An upload that met a 503 arrives later, once and in order."},
	{"delivery/offline", "delivery", "What happened offline is in the recording after the page is online again."},
	{"delivery/unload-beacon", "delivery", "The last second before the page closes is in the recording."},
	{"dom/list-reorder", "dom", "A reordered list has the same order in the replayed page."},
	{"dom/text-split", "dom", "A text node split in two keeps its text, whole and in order."},
	{"dom/mathml", "dom namespaces", "Formulas stay MathML and are as tall as they were."},
	{"dom/template-content", "dom", "The content of a template is in the recording."},
	{"dom/document-write", "dom", "A page written with document.write after load is recorded from there on."},
	{"focus/active-element", "focus", "The focused element of the replayed page is that of the live page."},
	{"focus/selection", "focus", "Selected text is selected in the replayed page."},
	{"frames/cross-site", "frames", "A cross-site frame is recorded where the SDK promises it, and empty where not."},
	{"frames/srcdoc-rewritten", "frames", "A frame whose srcdoc changes shows the new document."},
	{"input/number-locale", "input", "What is typed into a number field is replayed as typed."},
	{"input/select-multiple", "input", "All selected options of a list are selected in the replayed page."},
	{"masking/password-reveal [level=light]", "masking input", "A password stays masked after the page turns its input into plain text."},
	{"masking/password-reveal [level=conservative]", "masking input", "A password stays masked after the page turns its input into plain text."},
	{"masking/attribute-values", "masking", "A secret in a value attribute never leaves the page."},
	{"masking/text-inserted-late", "masking", "Text added to a masked element is masked, too."},
	{"shadow/closed-root", "shadow", "What is inside a closed shadow root is recorded, or left out without a trace."},
	{"shadow/slot-reassigned", "shadow", "A node that moves to another slot is shown in that slot."},
	{"top-layer/modal-dialog", "dialog", "A modal dialog is open, modal and on top in the replayed page."},
	{"top-layer/popover " + hostile, "hostile", "A page may call itself anything: " + hostile + " " + rtl + " " + emoji},
}

// sampleRun is a run with every verdict and much that is out of the ordinary: n scenarios with
// each of two SDKs, in order of the list above and numbered variants of it after that.
func sampleRun(n int) *result.Run {
	random := rand.New(rand.NewPCG(7, 7))
	run := &result.Run{
		Schema: result.Schema, Tool: "replaylab 0.3.0", Started: started, WallMS: float64(n) * 3400,
		Command: []string{"replaylab", "run", "--sdk", "reference,amplitude", "--repeat=1", "scenarios/**", "it's"},
		Seed:    18446744073709551557,
		Machine: result.Machine{OS: "linux", Arch: "amd64", CPU: "AMD EPYC 7763 64-Core Processor", Cpus: 2},
		Browsers: map[string]string{
			"live": "Chromium 156.0.7700.2 (Debian)", "replay": "chromium-headless-shell 156.0.7700.2",
		},
	}
	for i := range n {
		s := scenarios[i%len(scenarios)]
		if round := i / len(scenarios); round > 0 {
			s[0] = fmt.Sprintf("%s [round=%d]", strings.TrimSuffix(s[0], "]"), round)
		}
		for j, sdk := range sdks {
			run.Results = append(run.Results, sampleResult(random, i, j, s, sdk.name, sdk.player)...)
		}
	}
	return run
}

// sampleResult is one scenario with one SDK: several results where it was repeated.
func sampleResult(random *rand.Rand, i, j int, s [3]string, sdk, player string) []result.Result {
	area, name, _ := strings.Cut(s[0], "/")
	file := fmt.Sprintf("scenarios/%s/%s.txtar", area, strings.Fields(name)[0])
	res := result.Result{
		Scenario: s[0], SDK: sdk, Player: player, Browser: "Chromium 156.0.7700.2", Title: s[2], File: file,
		WallMS: 700 + 900*random.Float64(), Labels: strings.Fields(s[1]), Covers: []string{fmt.Sprintf("A%d", i+1), "C72"},
		Command: fmt.Sprintf("replaylab run --sdk %s --seed 18446744073709551557 '%s'", sdk, strings.ReplaceAll(strings.ReplaceAll(s[0], "'", `'\''`), "\x00", "")),
	}
	res.Steps = sampleSteps()
	res.Phases = []result.Phase{
		{Name: "plan", MS: .01}, {Name: "control visit", MS: .3 * res.WallMS}, {Name: "visit: open", MS: .1 * res.WallMS}, {Name: "visit: steps", MS: .3 * res.WallMS},
		{Name: "evidence of the visit", MS: .005 * res.WallMS}, {Name: "replay", MS: .25 * res.WallMS}, {Name: "diff and claims", MS: .04 * res.WallMS},
	}
	res.Uploads = sampleUploads(random, i, j)
	res.Recordings = []result.Recording{{
		File: fmt.Sprintf("recordings/%d-%d.json", i, j), Load: "1", Session: "1770127651000", Device: "device-7f",
		Events: 48, MS: 2140, Dropped: j * 3, Late: (i + j) % 7 / 6,
	}}
	shape(&res, i%len(scenarios), j)
	for k := range res.Checkpoints {
		c := &res.Checkpoints[k]
		side := "same"
		if c.Differences > 0 {
			side = "other"
		}
		c.Live, c.Replayed = fmt.Sprintf("shots/%d-same.png", k), fmt.Sprintf("shots/%d-%s.png", k, side)
	}
	if i%len(scenarios) != 8 {
		return []result.Result{res}
	}
	var attempts []result.Result // delivery/retry-after-503 was repeated; one of the SDKs is unsteady
	for a := 1; a <= 5; a++ {
		again := res
		again.Attempt = a
		if j == 1 && a%2 == 0 {
			held(&again)
		}
		attempts = append(attempts, again)
	}
	return attempts
}

func sampleSteps() []result.Step {
	return []result.Step{
		{Line: 7, Text: "open /page.html", AtMS: 0, MS: 212},
		{Line: 8, Text: "type #pw ${secret:password}", AtMS: 230, MS: 341},
		{Line: 9, Text: "checkpoint typed", AtMS: 575, MS: 260},
		{Line: 10, Text: "click #show", AtMS: 840, MS: 31},
		{Line: 11, Text: "checkpoint revealed", AtMS: 880, MS: 255},
		{Line: 12, Text: "scroll 0 600", AtMS: 1140, MS: 120},
		{Line: 13, Text: "hide", AtMS: 1270, MS: 12},
	}
}

func sampleUploads(random *rand.Rand, i, j int) []result.Upload {
	url := "http://a.localhost:41237/sessions/v2/track?device_id=device-7f&session_id=1770127651000&type=replay"
	uploads := []result.Upload{
		{Seq: 1, AtMS: 118, Method: "GET", URL: "http://a.localhost:41237/config/key?config_group=browser", Kind: "config", Status: 200, Bytes: 412, Raw: 412},
		{Seq: 2, AtMS: 302, Method: "POST", URL: url, Kind: "replay", Status: 200, Bytes: 4120 + random.IntN(900), Raw: 21033, Events: 3, Types: "meta, full snapshot, 1 mutation", File: fmt.Sprintf("uploads/%d-%d-2.json", i, j)},
		{Seq: 3, AtMS: 905, Method: "POST", URL: url, Kind: "replay", Status: 200, Bytes: 1180, Raw: 5402, Events: 31, Types: "22 mouse move, 7 input, 2 mutation", File: fmt.Sprintf("uploads/%d-%d-3.json", i, j)},
		{Seq: 4, AtMS: 1284, Method: "POST", URL: url, Kind: "replay beacon", Status: 200, Bytes: 940, Raw: 940, Events: 14, Types: "1 scroll, 13 mouse move", File: fmt.Sprintf("uploads/%d-%d-4.html", i, j)},
	}
	if i%7 == 3 {
		uploads[2].Status, uploads[2].Problem = 503, "answered 503 as the scenario asked; sent again after 1.0 s"
	}
	return uploads
}
