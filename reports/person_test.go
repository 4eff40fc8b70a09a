package reports_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/reports"
)

// usedByAPerson looks for a failure, reads it, copies its command and walks on, by mouse and keys.
func usedByAPerson(t *testing.T, conn *browser.Conn) {
	run := sampleRun(len(scenarios))
	_, address := writtenTo(t, run, reports.Options{})
	v := open(t, conn, address, 1280)

	v.until("document.querySelector('h1').textContent === '12 of 60 results failed'")
	if n := get[int](v, "document.querySelectorAll('.matrix tbody tr').length"); n != len(scenarios) {
		t.Errorf("the home page lists %d scenarios, want %d", n, len(scenarios))
	}

	// Filters: a verdict by its chip, a text by the keyboard.
	failed := map[string]bool{}
	for _, it := range reports.Items(run) {
		if it.Verdict == result.Failed {
			failed[run.Results[it.Worst].Scenario] = true
		}
	}
	v.click(".chip.v-failed")
	v.until("location.hash === '#/?v=failed'")
	if got, want := get[string](v, "document.querySelector('[role=status]').textContent"), fmt.Sprintf("%d of %d scenarios", len(failed), len(scenarios)); got != want {
		t.Errorf("the filter for failed says %q, want %q", got, want)
	}
	if odd := get[string](v, "document.querySelector('.matrix td:not(.beside) .cell:not(.v-failed)')?.outerHTML ?? ''"); odd != "" {
		t.Errorf("the filter for failed lets through %s", odd)
	}
	v.press("/", "r", "e", "v", "e", "a", "l", " ", "m", "a", "s", "k", "e", "d")
	v.until("location.hash === '#/?v=failed&q=reveal%20masked'")
	rows := get[[]string](v, "[...document.querySelectorAll('.matrix tbody .name')].map(n => n.textContent)")
	if !slices.Equal(rows, []string{"attribute-values", "password-reveallevel=light"}) {
		t.Errorf("the search finds %q", rows)
	}

	// Into the second of them, and what a result says.
	v.press("Enter", "j", "Enter")
	v.until("document.querySelector('main.result h1')?.textContent.startsWith('A password stays masked')")
	first := get[string](v, "document.querySelector('.claims').textContent")
	for _, want := range []string{
		"failedmasked #pw at revealed", "Blame: SDK – it sent in clear what should be asterisks.",
		"failedno leak", "Blame: SDK – it sent a planted secret.", "zq7Passwordd41", "upload", "number 3", "10: click #show",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("the claims do not say %q: %s", want, first)
		}
	}
	if top := get[float64](v, "document.querySelector('.claim').getBoundingClientRect().top"); top > 450 {
		t.Errorf("the first claim begins %.0f px down the page", top)
	}

	looksAtPictures(v)
	copiesTheCommand(v, commandOf(run, "masking/password-reveal [level=light]"))

	// From result to result, and back to the filter.
	v.press("k")
	v.until("document.querySelector('main.result h1').textContent.startsWith('A secret in a value attribute')")
	v.press("j")
	v.until("document.querySelector('main.result h1').textContent.startsWith('A password stays masked')")
	if place := get[string](v, "document.querySelector('.place').textContent"); place != "2 of 2" {
		t.Errorf("the result is %q of those that the filter lets through, want 2 of 2", place)
	}
	v.press("Escape")
	v.until("location.hash === '#/?v=failed&q=reveal%20masked'")
	v.until("document.activeElement?.matches('.cell') && document.activeElement.href.includes('password-reveal')")
	v.press("Escape")
	v.until("location.hash === '#/' && document.querySelectorAll('.matrix tbody tr').length === " + fmt.Sprint(len(scenarios)))

	followsDeepLinks(t, conn, address)
	if said := v.heard(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

func commandOf(run *result.Run, scenario string) string {
	for _, res := range run.Results {
		if res.Scenario == scenario && res.Verdict == result.Failed {
			return res.Command
		}
	}
	return ""
}

// looksAtPictures compares the screenshots in every way there is.
func looksAtPictures(v *tab) {
	v.t.Helper()
	v.click(".moment[aria-current]")
	v.until("document.querySelectorAll('.pair img').length === 2 && [...document.querySelectorAll('.pair img')].every(i => i.complete)")
	for _, size := range get[[][2]int](v, "[...document.querySelectorAll('.pair img')].map(i => [i.naturalWidth, i.naturalHeight])") {
		if size != [2]int{1280, 720} {
			v.t.Errorf("a screenshot is %d by %d pixels large", size[0], size[1])
		}
	}
	if sides := get[[]float64](v, "[...document.querySelectorAll('.pair img')].map(i => i.getBoundingClientRect().top)"); sides[0] != sides[1] {
		v.t.Errorf("the screenshots begin at %v, not side by side", sides)
	}
	for i, mode := range []string{"side by side", "slider", "overlay", "difference"} {
		v.press(fmt.Sprint(i + 1))
		v.until("document.querySelector('.tab[aria-pressed=true]').textContent === " + browser.Quote(mode))
		v.until("document.querySelectorAll('.stage img').length === 2 && [...document.querySelectorAll('.stage img')].every(i => i.complete && i.naturalWidth > 0)")
	}
	v.press("1")
}

// copiesTheCommand by the clipboard and, where a page from disk may not use that, the old way.
func copiesTheCommand(v *tab, command string) {
	v.t.Helper()
	for _, way := range []string{"", "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))"} {
		get[any](v, "document.querySelector('#live').textContent = ''; navigator.clipboard.writeText('nothing yet').catch(() => {})")
		if way != "" {
			get[any](v, way+"; undefined")
		}
		v.click(".again .command .copy")
		v.until("document.querySelector('#live').textContent === 'copied'")
		if got := v.pasted(); got != command {
			v.t.Errorf("%q was copied, want %q", got, command)
		}
	}
}

// followsDeepLinks opens links that somebody sent.
func followsDeepLinks(t *testing.T, conn *browser.Conn, address string) {
	t.Helper()
	to := address + "#/r/css%2Fadopted-push/@amplitude%2Fsession-replay-browser@1.50.2/rrweb-player@2.2.2"
	v := open(t, conn, to, 1280)
	v.until("document.querySelector('main.result h1')?.textContent.startsWith('A constructed sheet pushed')")
	if title := get[string](v, "document.title"); title != "failed: css/adopted-push, @amplitude/session-replay-browser@1.50.2 – replaylab" {
		t.Errorf("the tab is called %q", title)
	}
	v = open(t, conn, to+"/c/typed", 1280)
	v.until("document.querySelector('.moment[aria-current]')?.textContent.startsWith('typed')")
	v = open(t, conn, to+"/u/3", 1280)
	v.until("document.querySelector('.aim')?.id === 'upload-3'")
	v.until("(() => { const r = document.querySelector('.aim').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()")
	v = open(t, conn, strings.Replace(to, "adopted-push", "gone", 1), 1280)
	v.until("document.querySelector('h1').textContent === 'This run has no such result'")
	v.click(".lost a")
	v.until("document.querySelector('.matrix') !== null")
	if said := v.heard(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// saysWhatTheTerminalSays has a piece of evidence of every kind.
func saysWhatTheTerminalSays(t *testing.T, conn *browser.Conn) {
	some := result.Some
	c := result.Claim{Name: "unharmed", Verdict: result.Failed, Blame: "SDK", Evidence: []result.Evidence{
		{Kind: "style", Name: "color", Live: some("red"), Replayed: some("blue")},
		{Kind: "attribute", Name: "title", Live: some("yes")},
		{Kind: "text", Live: some("yes"), Model: some("no"), Replayed: some("no")},
		{Kind: "nothing to compare", Detail: "the player did not get there"},
		{Kind: "in clear", Live: some("abc"), Model: some("abc"), Replayed: some("abc")},
		{Kind: "leak", Name: "password", Live: some("abc"), Detail: "in the body"},
		{Kind: "visible patch", Name: "f", Live: some("wec /1"), Control: some("wec f/0"), Native: some("wec f/0"), Phase: "while recording"},
		{Kind: "visible patch", Name: "g", Live: some("ec get /0 set -"), Control: some("ec get get f/0 set -"), Native: some("ec get get g/0 set set g/1")},
		{Kind: "page differs: attribute", Name: "id", Live: some("with"), Control: some("without"), Detail: "at checkpoint c"},
		{Kind: "page differs: extra", Live: some("<p>"), Detail: "at checkpoint c"},
		{Kind: "leftover patch", Name: "h", Detail: "still there after the SDK was stopped"},
		{Kind: "property", Name: "topLayer", Live: some("1")},
	}}
	run := &result.Run{Results: []result.Result{{Scenario: "a/b", SDK: "x@1", Player: "p@1", Verdict: result.Failed, Claims: []result.Claim{c},
		Notes:  slices.Repeat([]string{"a function is patched"}, 17),
		WallMS: 2000, Phases: []result.Phase{{Name: "control visit", MS: 500}, {Name: "replay", MS: 1480}, {Name: "plan", MS: 4}, {Name: "model", MS: 6}}}}}
	_, address := writtenTo(t, run, reports.Options{})
	v := open(t, conn, address+"#/r/a%2Fb/x@1/p@1", 1280)

	type shown struct {
		Kind, Name, Naming, Detail string
		Sides                      []string
	}
	got := get[[]shown](v, `[...document.querySelectorAll('.evidence')].map(e => ({
		kind: e.closest('.alike').querySelector('.meaning').textContent,
		name: e.querySelector('.property')?.textContent ?? '', naming: e.querySelector('.meaning')?.textContent ?? '', detail: e.querySelector('.detail')?.textContent ?? '',
		sides: [...e.querySelectorAll('.side')].map(s => s.querySelector('.who').firstChild.textContent + (s.querySelector('.absent') ? ' absent' : ': ' + s.querySelector('.value').textContent)),
	}))`)
	if len(got) != len(c.Evidence) {
		t.Fatalf("%d pieces of evidence are shown, want %d", len(got), len(c.Evidence))
	}
	for i, e := range c.Evidence {
		sides, detail := reports.Sides(e)
		want := shown{reports.Meaning(e.Kind), e.Name, reports.Naming(e.Kind, e.Name), detail, append([]string{}, sides...)}
		if !reflect.DeepEqual(got[i], want) {
			t.Errorf("%s: the page shows %q, the terminal %q", e.Kind, got[i], want)
		}
	}
	claims := get[string](v, "document.querySelector('.claims').textContent")
	if want := reports.Because(c); !strings.Contains(claims, "Blame: SDK – "+want+".") {
		t.Errorf("the claim does not say who did what: %.300s", claims)
	}

	// What was seen and not judged is folded, and counted.
	if get[bool](v, "document.querySelector('.notes').open") || get[bool](v, "document.querySelector('.notes li').checkVisibility({contentVisibilityAuto: true})") {
		t.Error("the notes are not folded")
	}
	v.click(".notes summary")
	v.until("document.querySelector('.notes li').checkVisibility({contentVisibilityAuto: true})")
	if text := get[string](v, "document.querySelector('.notes summary').textContent"); !strings.HasPrefix(text, "17 notes") {
		t.Errorf("the notes are called %q", text)
	}

	// The time, phase by phase; the short ones together.
	phases := get[[]string](v, "[...document.querySelectorAll('.phases tbody tr')].map(r => r.cells[0].textContent + ' ' + r.cells[1].textContent)")
	if !slices.Equal(phases, []string{"control visit 500 ms", "replay 1.5 s"}) {
		t.Errorf("the phases are %q", phases)
	}
	if text := get[string](v, "document.querySelector('.phases .left-out').textContent"); text != "and 2 shorter ones, 10 ms in all: plan, model" {
		t.Errorf("of the short phases the page says %q", text)
	}
	bars := get[[][2]float64](v, `[...document.querySelectorAll('.phases .track > span')].map(b => {
		const [bar, track] = [b.getBoundingClientRect(), b.parentElement.getBoundingClientRect()];
		return [Math.round((bar.left - track.left) / track.width * 100), Math.round(bar.width / track.width * 100)];
	})`)
	if !slices.Equal(bars, [][2]float64{{0, 25}, {25, 74}}) {
		t.Errorf("the bars begin at and take, in percent, %v", bars)
	}
	if said := v.heard(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// fitsAPhone goes everywhere in a narrow window.
func fitsAPhone(t *testing.T, conn *browser.Conn) {
	run := sampleRun(len(scenarios))
	for i := range run.Results { // files that are not there would only add messages
		for k := range run.Results[i].Checkpoints {
			if strings.HasPrefix(run.Results[i].Checkpoints[k].Live, "javascript:") {
				run.Results[i].Checkpoints[k].Live = ""
			}
		}
	}
	dir, address := writtenTo(t, run, reports.Options{})
	v := open(t, conn, address, 360)
	// What a button says when copying is not allowed is the longest that it says.
	get[any](v, "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); document.execCommand = () => false; undefined")
	v.walk(dir, 2000, false)
	if said := v.heard(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// copesWithoutBrowsers shows a run as the Ginkgo suite writes it, and one with nothing in it.
func copesWithoutBrowsers(t *testing.T, conn *browser.Conn) {
	run := sampleRun(5)
	run.Tool, run.Machine.CPU, run.Browsers = "ginkgo", "", nil
	for i := range run.Results {
		if i%3 == 0 {
			run.Results[i].Browser = ""
		}
	}
	for name, run := range map[string]*result.Run{"a run": run, "an empty browser": {Results: run.Results, Browsers: map[string]string{"live": ""}}, "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			dir, address := writtenTo(t, run, reports.Options{})
			v := open(t, conn, address, 1280)
			v.walk(dir, 500, true)
			v.press("Escape", "Escape")
			v.until("document.querySelector('footer') !== null")
			if text := get[string](v, "document.querySelector('footer').textContent"); strings.Contains(text, "rowser") {
				t.Errorf("the footer speaks of browsers that nobody knows: %s", text)
			}
			if n := get[int](v, "document.querySelectorAll('.sdk').length"); n > len(sdks) {
				t.Errorf("there are %d columns, want %d: a result without a browser is one of its own", n, len(sdks))
			}
			if said := v.heard(); len(said) > 0 {
				t.Errorf("the console says %q", said)
			}
		})
	}
}
