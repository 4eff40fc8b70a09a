package scenario_test

import (
	"slices"
	"testing"
	"time"

	"replaylab/lab/scenario"
)

// steps parses a scenario of these lines, with a page to open and two more files.
func steps(t *testing.T, lines string) []scenario.Step {
	t.Helper()
	text := "A page is replayed.\n-- scenario --\nopen /page.html\n" + lines +
		"\ncheckpoint end\n-- page.html --\n-- f.js --\nf(`${x}`)\n-- r.json --\n{}\n"
	s := parse(t, text)[0].Steps
	return s[1 : len(s)-1]
}

func TestParseArguments(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{`click #menu > li a[title="x y"]`, []string{`#menu > li a[title="x y"]`}},
		{`click my-app >> .a  .b`, []string{"my-app >> .a  .b"}},
		{`click "a b"`, []string{"a b"}},
		{`type #a  Jane  Doe `, []string{"#a", "Jane  Doe"}},
		{`type "#f input" "  two\nlines \u{1F600}\t\"q\" \\"`, []string{"#f input", "  two\nlines 😀\t\"q\" \\"}},
		{`type a[x="y"] ""`, []string{`a[x="y"]`, ""}},
		{"type\t#a\t${secret:pw}!", []string{"#a", "${secret:pw}!"}},
		{`press +`, []string{"+"}},
		{`press Control++`, []string{"Control++"}},
		{`press Control+Shift+ArrowDown`, []string{"Control+Shift+ArrowDown"}},
		{`press é`, []string{"é"}},
		{`select #a  one "two three"`, []string{"#a", "one", "two three"}},
		{`scroll window 0 -600`, []string{"window", "0", "-600"}},
		{`drag #a to #b > c`, []string{"#a", "to", "#b > c"}},
		{`drag "#a b" by 10 -5`, []string{"#a b", "by", "10", "-5"}},
		{`tab`, []string{}},
		{`tab /page.html`, []string{"/page.html"}},
		{`open /page.html?email=${secret:mail}#x`, []string{"/page.html?email=${secret:mail}#x"}},
		{`open ${origin:a2}/page%2Ehtml`, []string{"${origin:a2}/page%2Ehtml"}},
		{`eval "use strict"; f("x")  `, []string{`"use strict"; f("x")`}},
		{`eval @/f.js`, []string{"f(`${x}`)\n"}},
		{`eval @f.js`, []string{"f(`${x}`)\n"}},
		{`call setSessionId "2" {"a": [1, 2]} null`, []string{"setSessionId", `"2"`, `{"a": [1, 2]}`, "null"}},
		{`call shutdown`, []string{"shutdown"}},
		{`remote r.json`, []string{"/r.json"}},
		{`reply 503 track x2 delay=1s Retry-After:  "1" `, []string{"503", "track", "x2", "delay=1s", `Retry-After:  "1"`}},
	} {
		got := steps(t, c.line)
		if len(got) != 1 || !slices.Equal(got[0].Args, c.want) {
			t.Errorf("%s: got %+v, want %q", c.line, got, c.want)
		}
	}
}

func TestStepValues(t *testing.T) {
	s := steps(t, "advance 1h30m\nresize 500x900\nscroll #a 3 -4\ndrag #a by 5 6")
	if got := s[0].Duration(); got != 90*time.Minute {
		t.Errorf("duration %v", got)
	}
	if w, h := s[1].Size(); w != 500 || h != 900 {
		t.Errorf("size %d, %d", w, h)
	}
	if dx, dy := s[2].Delta(); dx != 3 || dy != -4 {
		t.Errorf("scroll by %d, %d", dx, dy)
	}
	if dx, dy := s[3].Delta(); dx != 5 || dy != 6 {
		t.Errorf("drag by %d, %d", dx, dy)
	}
}

func TestReply(t *testing.T) {
	for _, c := range []struct {
		line string
		want scenario.Reply
	}{
		{"reply 503", scenario.Reply{Status: 503}},
		{"reply hang config x3", scenario.Reply{Fault: "hang", Endpoint: "config", Times: 3}},
		{"reply reset delay=2s", scenario.Reply{Fault: "reset", Delay: 2 * time.Second}},
		{"reply nocors", scenario.Reply{Fault: "nocors", Status: 200}},
		{"reply 200 x1 track X-A: b: c d", scenario.Reply{Status: 200, Endpoint: "track", Times: 1, Name: "X-A", Value: "b: c d"}},
	} {
		if got := steps(t, c.line)[0].Reply(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.line, got, c.want)
		}
	}
}
