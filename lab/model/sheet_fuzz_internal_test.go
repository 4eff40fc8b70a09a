package model

import (
	"strings"
	"testing"
)

// FuzzSheet reads any text as a sheet. What it is split into must be the same when it is read
// again, line by line, and must bear any edit.
func FuzzSheet(f *testing.F) {
	for _, css := range []string{
		"a{color:red}b{top:0}", "@media x{a{}b{&:hover{left:0}right:0}}", "a{b:url(x}y{z)\\}'\"", "/* rr_split */@import 'x';@keyframes k{from{}}", "a{--x:{b{}};--y:z", "a{content:'x\ny'}", "a{content:'x\ny'\\",
	} {
		f.Add(css, "b{top:0}", uint8(3))
	}
	f.Fuzz(func(t *testing.T, css, rule string, where uint8) {
		s := parseSheet(css)
		lines := s.lines()
		if strings.ContainsAny(lines, "\r\f") || len(s.rules) > 0 && strings.Count(lines, "\n") != len(s.rules)-1 {
			t.Fatalf("%q: %d rules in %q", css, len(s.rules), lines)
		}
		again := parseSheet(lines)
		if got, want := texts(again.rules), texts(s.rules); strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Fatalf("%q\nfirst %q\nagain %q", css, want, got)
		}
		place := int(where) % (len(s.rules) + 1)
		count := len(s.rules)
		if s.insert([]int{place}, rule) == nil {
			if len(s.rules) != count+1 || len(parseSheet(s.lines()).rules) != count+1 {
				t.Fatalf("%q into %q: %q", rule, css, s.lines())
			}
			_ = s.insert([]int{place, 0}, rule)
			_ = s.insert([]int{place, 0, int(where) % 3}, rule)
			_ = s.remove([]int{place, 0})
			_ = s.edit([]int{place}, func(list []declaration) []declaration {
				list, _ = edit(list, []change{{name: "margin-left", value: rule}, {name: "top", value: css, important: true}, {name: "margin"}})
				return list
			})
			if n := len(parseSheet(s.lines()).rules); n != count+1 {
				t.Fatalf("%q into %q and edited: %d rules, not %d: %q", rule, css, n, count+1, s.lines())
			}
		}
		list := parseDeclarations(flatten(css))
		list, _ = edit(list, []change{{name: "margin-left", value: rule}, {name: "color", value: "red"}})
		text := joinDeclarations(list)
		found := false
		for _, d := range parseDeclarations(text) {
			found = found || d.name == "color" && d.value == "red"
		}
		if !found {
			t.Fatalf("color is lost in %q: %q", css, text)
		}
	})
}
