package reports_test

import (
	"strings"
	"testing"
	"unicode"

	"replaylab/reports"
)

func TestCleanLeavesNothingThatActs(t *testing.T) {
	for in, want := range map[string]string{
		"plain – żółć 日本語 🎉":  "plain – żółć 日本語 🎉",
		"\x1b[2J":             `\x1b[2J`,
		"\u009b31m":           `\x9b31m`,
		"a\nb\r\tc":           `a\nb\r\tc`,
		"a\x00b":              `a\x00b`,
		"no\u00a0break":       `no\xa0break`,
		"\u202Egnp.exe":       `\u202egnp.exe`,
		"\xff\xfe":            `\xff\xfe`,
		"\uFFFD":              `\ufffd`,
		"tag \U000E0041":      `tag \U000e0041`,
		"family 👩\u200d👩":     `family 👩\u200d👩`,
		"\x1b]8;;http://x\a!": `\x1b]8;;http://x\x07!`,
	} {
		if got := reports.Clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(hostile)
	f.Add(rtl + emoji)
	f.Fuzz(func(t *testing.T, s string) {
		got := reports.Clean(s)
		if i := strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Fatalf("clean(%q) keeps %q", s, got[i:])
		}
		for _, n := range []int{2, 7, 30} {
			if c := reports.Clip(got, n); reports.Columns(c) > n {
				t.Fatalf("clip(%q, %d) = %q takes %d columns", got, n, c, reports.Columns(c))
			}
			for _, l := range reports.Wrap(got, n) {
				if reports.Columns(l) > n {
					t.Fatalf("wrap(%q, %d) has the line %q", got, n, l)
				}
			}
		}
	})
}

func TestWrapKeepsEveryCharacter(t *testing.T) {
	text := "a line with " + strings.Repeat("unbroken", 20) + " and 日本語のテキスト end"
	got := strings.Join(reports.Wrap(text, 20), "")
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
		t.Errorf("wrap lost something: %q", got)
	}
}

func TestAroundKeepsTheDifferenceInSight(t *testing.T) {
	lead := strings.Repeat("same ", 100)
	live, replayed := reports.Around(lead+"LIVE"+lead, lead+"REPLAYED"+lead, 40)
	if !strings.Contains(live, "LIVE") || !strings.Contains(replayed, "REPLAYED") {
		t.Errorf("the difference is out of sight: %q, %q", live, replayed)
	}
	if reports.Columns(live) > 40 || reports.Columns(replayed) > 40 {
		t.Errorf("too wide: %q, %q", live, replayed)
	}
	if a, b := reports.Around("short", "", 40); a != "short" || b != "" {
		t.Errorf("short values changed: %q, %q", a, b)
	}
}

func TestTook(t *testing.T) {
	for ms, want := range map[float64]string{0: "0 ms", 999.4: "999 ms", 1500: "1.5 s", 42_000: "42 s", 102_000: "1 min 42 s", 7_380_000: "2 h 03 min"} {
		if got := reports.Took(ms); got != want {
			t.Errorf("took(%v) = %q, want %q", ms, got, want)
		}
	}
}
