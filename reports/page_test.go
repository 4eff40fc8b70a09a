package reports_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"replaylab/lab/result"
	"replaylab/reports"
)

// page is a report's page in its parts.
type page struct {
	html, frame, policy, style, data, script string
}

func samplePage(t *testing.T, run *result.Run, o reports.Options) page {
	t.Helper()
	dir := t.TempDir()
	shots(t, dir, run)
	html, err := reports.Page(dir, run, o)
	if err != nil {
		t.Fatal(err)
	}
	p := page{html: string(html)}
	rest := p.html
	between := func(start, end string) string { // what is outside goes to the frame
		before, tail, ok := strings.Cut(rest, start)
		inside, after, ended := strings.Cut(tail, end)
		if !ok || !ended {
			t.Fatalf("the page has no %q ended by %q", start, end)
		}
		p.frame += before + start
		rest = end + after
		return inside
	}
	p.policy = between(`<meta http-equiv="Content-Security-Policy" content="`, `"`)
	p.style = between("<style>", "</style>")
	p.data = between(`<script type="application/json" id="data">`, "</script>")
	p.script = between("<script>", "</script>")
	p.frame += rest
	if !strings.HasSuffix(rest, "</script>\n</body>\n</html>\n") {
		t.Fatalf("the page ends in %q", rest)
	}
	return p
}

func TestPagePolicyNamesItsScriptAndStyle(t *testing.T) {
	p := samplePage(t, sampleRun(len(scenarios)), reports.Options{})
	for what, text := range map[string]string{"script": p.script, "style": p.style} {
		sum := sha256.Sum256([]byte(text))
		want := what + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !strings.Contains(p.policy, want) {
			t.Errorf("the policy %q does not have %q", p.policy, want)
		}
	}
	for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src 'self' data: file:"} {
		if !strings.Contains(p.policy, want) {
			t.Errorf("the policy %q does not have %q", p.policy, want)
		}
	}
	if strings.Contains(p.policy, "unsafe") {
		t.Errorf("the policy %q is weak", p.policy)
	}
}

// TestPageHoldsHostileTextAsData looks at the raw bytes: nothing of the recording is outside the
// data block, and nothing in that block can end it.
func TestPageHoldsHostileTextAsData(t *testing.T) {
	p := samplePage(t, sampleRun(len(scenarios)), reports.Options{})
	if strings.ContainsAny(p.data, "<>\u2028\u2029\x00") {
		t.Error("the data block has a character that could end it")
	}
	if strings.Contains(p.frame, "owned") || strings.Contains(p.script, "owned") || strings.Contains(p.style, "owned") {
		t.Error("text of a recording is outside the data block")
	}
	if n := strings.Count(p.html, "<script"); n != 2 {
		t.Errorf("the page has %d scripts, want 2", n)
	}
	if strings.Contains(p.script, "</script") || strings.Contains(p.script, "<!--") {
		t.Error("the script has something in it that could end its element")
	}
}

func TestPageCarriesTheRunWhole(t *testing.T) {
	run := sampleRun(len(scenarios))
	p := samplePage(t, run, reports.Options{})
	var view struct {
		Run  *result.Run
		Seed string
	}
	if err := json.Unmarshal([]byte(p.data), &view); err != nil {
		t.Fatal(err)
	}
	if view.Seed != "18446744073709551557" {
		t.Errorf("the seed is %s", view.Seed)
	}
	if want := throughJSON(t, run); !reflect.DeepEqual(view.Run, want) {
		t.Error("the run in the page is not the run")
	}
}

func TestSingleFileNeedsNoOther(t *testing.T) {
	run := sampleRun(len(scenarios))
	p := samplePage(t, run, reports.Options{SingleFile: true})
	if m := regexp.MustCompile(`(?i)\s(src|href|srcset|data|action)\s*=\s*["']?(.{0,30})`).FindAllStringSubmatch(p.frame, -1); len(m) != 1 || !strings.HasPrefix(m[0][2], "data:") {
		t.Errorf("the page refers to %q", m)
	}
	if strings.Contains(p.style, "url(") || strings.Contains(p.style, "@import") {
		t.Error("the style refers to another file")
	}
	var view struct {
		Images struct {
			Names map[string]int
			Data  []string
		}
	}
	if err := json.Unmarshal([]byte(p.data), &view); err != nil {
		t.Fatal(err)
	}
	if len(view.Images.Names) != 3 || len(view.Images.Data) != 3 {
		t.Errorf("%d names and %d pictures are in the page, want 3 of each", len(view.Images.Names), len(view.Images.Data))
	}
	for name, i := range view.Images.Names {
		if !strings.HasPrefix(view.Images.Data[i], "data:image/png;base64,") {
			t.Errorf("%s is %.40s", name, view.Images.Data[i])
		}
	}
}

// TestSingleFileReadsNoOther has a run.json that names a file outside its folder as a screenshot.
func TestSingleFileReadsNoOther(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "secret.png", drawn(t, 0, false))
	put(t, dir, "run/shot.txt", []byte("no picture"))
	run := &result.Run{Results: []result.Result{{Checkpoints: []result.Checkpoint{{Live: "../secret.png", Replayed: "shot.txt"}, {Live: "/etc/hostname", Replayed: "gone.png"}}}}}
	html, err := reports.Page(dir+"/run", run, reports.Options{SingleFile: true})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(html, []byte(`"images":{"names":{},"data":[]}`)) {
		t.Error("a file that is no screenshot of this run is in the page")
	}
}

func throughJSON(t *testing.T, run *result.Run) *result.Run {
	t.Helper()
	data, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	var again result.Run
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	return &again
}
