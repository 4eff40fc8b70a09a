package scenario_test

import (
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// What editors and version control do to a file changes nothing.
func TestParseToleratesEncodings(t *testing.T) {
	want := parse(t, design)[0]
	for name, text := range map[string]string{
		"CRLF":              strings.ReplaceAll(design, "\n", "\r\n"),
		"BOM":               "\ufeff" + design,
		"two BOMs":          "\ufeff\ufeff" + design,
		"BOM and CRLF":      "\ufeff" + strings.ReplaceAll(design, "\n", "\r\n"),
		"no newline at end": strings.TrimSuffix(design, "\n"),
		"indented":          strings.NewReplacer("\nopen", "\n  open", "\nclick", "\n\tclick").Replace(design),
		"trailing blanks":   strings.ReplaceAll(design, "/page.html\n", "/page.html \t\n"),
		"no blank lines":    strings.ReplaceAll(design, "\n\n", "\n"),
		"comments":          strings.ReplaceAll(design, "\nclick", "\n  # click ${nothing}\n\nclick"),
	} {
		got := parse(t, text)[0]
		for path, data := range got.Files {
			got.Files[path] = []byte(strings.ReplaceAll(string(data), "\r\n", "\n"))
		}
		if diff := deepDiff(placeless(got), placeless(want)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Files are served as they were written, whatever is in them.
func TestFilesAreBytes(t *testing.T) {
	odd := "\xff\x00\r\n${}${a}${\n -- not a marker -- \n"
	s := parse(t, "P.\n-- scenario --\nopen /p.html\ncheckpoint a\n-- p.html --\n"+odd)[0]
	if got := string(s.Files["/p.html"]); got != odd {
		t.Errorf("got %q, want %q", got, odd)
	}
}

func TestParseRefusesWhatIsNotText(t *testing.T) {
	huge := make([]byte, 16<<20+1)
	for i := range huge {
		huge[i] = '\n'
	}
	for _, c := range []struct {
		name, text, want string
	}{
		{"no prose but a BOM", "\ufeff-- scenario --\nopen /p.html\ncheckpoint a\n-- p.html --\n",
			"a/b.txtar:1: there is no prose above the scenario section; say in one sentence what should be true"},
		{"UTF-16", "\xff\xfeA\x00", "a/b.txtar: the file is UTF-16; save it as UTF-8"},
		{"huge", string(huge), "a/b.txtar: the file is larger than 16 MiB; a builder can make a large page: page PATH BUILDER(…)"},
		{"prose", "P.\n\xff\n-- scenario --\nopen /p.html\ncheckpoint a\n-- p.html --\n", "a/b.txtar:2: the prose is not UTF-8; save it as UTF-8"},
		{"scenario", "P.\n-- scenario --\nopen /p.html\nclick \xff\n-- p.html --\n",
			"a/b.txtar:4: the scenario section is not UTF-8; save the file as UTF-8"},
	} {
		_, err := scenario.Parse("a/b.txtar", []byte(c.text), scenario.Config{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	for prose, want := range map[string]string{
		"One.":                               "One.",
		"No full stop":                       "No full stop",
		"One\nsentence on\ttwo\nlines. Two.": "One sentence on two lines.",
		"Does it? Yes.":                      "Does it?",
		"A heading\n\nOne. Two.":             "A heading",
		"In v1.5 etc. it held. Two":          "In v1.5 etc. it held.",
	} {
		s := parse(t, prose+"\n"+design[strings.Index(design, "-- scenario"):])[0]
		if s.Title != want {
			t.Errorf("%q: got %q, want %q", prose, s.Title, want)
		}
	}
}
