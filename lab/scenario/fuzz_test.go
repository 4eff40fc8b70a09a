package scenario_test

import (
	"os"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// FuzzParse holds that Parse never panics, that its errors have a place, and that what it reads
// can be formatted, once and for all, into a file that means the same.
func FuzzParse(f *testing.F) {
	golden, err := os.ReadFile("testdata/errors.golden")
	if err != nil {
		f.Fatal(err)
	}
	for part := range strings.SplitSeq(string(golden), "\n=== ") {
		_, text, _ := strings.Cut(part, "\n")
		f.Add(text)
	}
	for _, text := range []string{design, whole, every(), "\ufeff\ufeffP. " + design, "\ufeff" + strings.ReplaceAll(whole, "\n", "\r\n"),
		"P.\n-- scenario --\neach v: hide blur\n${v}\nopen /p.html\nexpect silent\n-- p.html --\n-- x --\r"} {
		f.Add(text)
	}
	for _, v := range scenario.Verbs() {
		f.Add("P.\n-- scenario --\nopen /page.html\n" + v.Example + "\ncheckpoint a\n-- page.html --\n-- remote.json --\n{}\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := scenario.Parse("area/name.txtar", []byte(text), scenario.Config{})
		if err != nil {
			lines := strings.Count(text, "\n") + 1
			for _, e := range err.(scenario.Errors) {
				if e.File != "area/name.txtar" || e.Line < 0 || e.Line > lines || e.Text == "" {
					t.Errorf("error %#v in a file of %d lines", e, lines)
				}
			}
			if _, err := scenario.Format([]byte(text)); err == nil {
				t.Error("Format took what Parse refuses")
			}
			return
		}
		if len(list) == 0 {
			t.Fatal("neither scenarios nor an error")
		}
		once, err := scenario.Format([]byte(text))
		if err != nil {
			t.Fatalf("Format: %v", err)
		}
		twice, err := scenario.Format(once)
		if err != nil || string(twice) != string(once) {
			t.Fatalf("formatted once\n%q\ntwice\n%q %v", once, twice, err)
		}
		again, err := scenario.Parse("area/name.txtar", once, scenario.Config{})
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d scenarios; formatted, %d: %v\n%q", len(list), len(again), err, once)
		}
		for i := range list {
			if diff := deepDiff(placeless(again[i]), placeless(list[i])); diff != "" {
				t.Fatalf("formatted, it means something else: %s\n%q", diff, once)
			}
		}
	})
}
