package scenario

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// axis is an each declaration.
type axis struct {
	name   string
	values []string
	line   int
	bad    bool // it has a mistake: lines that use it are not judged
}

// Bounds on what one file may grow into, so that a slip of the hand is an error and not an hour.
const (
	maxVariants = 1000
	maxValue    = 80       // characters; a value becomes part of the ID
	maxExpanded = 64 << 20 // bytes of all variants' files together
)

// readAxes reads the each declarations.
func readAxes(lines []line, r *report) []axis {
	var axes []axis
	for _, l := range lines {
		if l.verb != "each" {
			continue
		}
		v, _ := lookup("each", false)
		tokens, err := readArgs(v, l.rest)
		if err != nil {
			r.add(l.num, err)
			// Whatever its name is, no line that uses it can be judged.
			name, _, _ := strings.Cut(strings.Trim(l.rest, blanks), ":")
			axes = append(axes, axis{name: name, line: l.num, bad: true})
			continue
		}
		axes = append(axes, readAxis(l.num, tokens, axes, r))
	}
	total := 1
	for _, a := range axes {
		if total *= max(1, len(a.values)); total > maxVariants {
			r.addf(a.line, "", "each makes more than %d scenarios of this file", maxVariants)
			break
		}
	}
	return axes
}

func readAxis(num int, tokens []token, before []axis, r *report) axis {
	name, colon := strings.CutSuffix(tokens[0].text, ":")
	a := axis{name: name, line: num}
	fail := func(hint, format string, args ...any) {
		r.addf(num, hint, format, args...)
		a.bad = true
	}
	switch {
	case !colon:
		fail("write each NAME: VALUE…", "there is no colon after %q", name)
	case !nameForm.MatchString(name):
		fail("a name has letters, digits, - and _, and begins with a letter", "bad name %q", name)
	case slices.Contains([]string{"secret", "origin", "nonce"}, name):
		fail("give it another name", "${%s} has a meaning already", name)
	case slices.ContainsFunc(before, func(b axis) bool { return b.name == name }):
		fail("", "each %s is declared twice", name)
	}
	for _, t := range tokens[1:] {
		switch {
		case slices.Contains(a.values, t.text):
			fail("", "value %q is there twice", t.text)
		case strings.Contains(t.text, "${"):
			fail("variables can be nested instead: ${origin:${host}}", "a value of each cannot hold a variable")
		case utf8.RuneCountInString(t.text) > maxValue:
			fail("put long text into a section", "a value of each has more than %d characters", maxValue)
		}
		a.values = append(a.values, t.text)
	}
	return a
}

// checkUse reports every variable of each that nothing uses.
func checkUse(a *archive, lines []line, axes []axis, r *report) {
	for _, x := range axes {
		name := "${" + x.name + "}"
		used := x.bad || strings.Contains(a.prose, name) ||
			slices.ContainsFunc(lines, func(l line) bool { return l.verb != "each" && l.verb != "" && strings.Contains(l.text, name) }) ||
			slices.ContainsFunc(a.files, func(s section) bool { return bytes.Contains(s.data, []byte(name)) })
		if !used {
			r.addf(x.line, "write "+name+" where its values belong", "nothing uses %s", x.name)
		}
	}
}

// variant is one value for each variable.
type variant struct {
	of     []axis
	values []string
}

// variants goes through all combinations; the last variable changes fastest.
func variants(axes []axis) iter.Seq[variant] {
	return func(yield func(variant) bool) {
		at := make([]int, len(axes))
		for {
			v := variant{of: axes}
			for i, a := range axes {
				v.values = append(v.values, a.values[at[i]])
			}
			if !yield(v) {
				return
			}
			i := len(axes) - 1
			for ; i >= 0; i-- {
				if at[i]++; at[i] < len(axes[i].values) {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}

// suffix tells the variant's ID from its siblings'.
func (v variant) suffix() string {
	var words []string
	for i, a := range v.of {
		words = append(words, a.name+"="+quote(v.values[i], "[]="))
	}
	if words == nil {
		return ""
	}
	return fmt.Sprintf(" [%s]", strings.Join(words, " "))
}

// replacer fills the variables in.
func (v variant) replacer() *strings.Replacer {
	var pairs []string
	for i, a := range v.of {
		pairs = append(pairs, "${"+a.name+"}", v.values[i])
	}
	return strings.NewReplacer(pairs...)
}
