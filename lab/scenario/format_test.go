package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"replaylab/lab/scenario"
)

// placeless is a scenario without what a layout may change.
func placeless(s scenario.Scenario) scenario.Scenario {
	for i := range s.Steps {
		s.Steps[i].Line, s.Steps[i].Text = 0, ""
	}
	for i := range s.Waivers {
		s.Waivers[i].Line = 0
	}
	for i := range s.Pages {
		s.Pages[i].Line = 0
	}
	return s
}

func format(t *testing.T, text string) string {
	t.Helper()
	out, err := scenario.Format([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

const orderEnd = "open /p.html\ncheckpoint a\n-- p.html --\n"

// numbered is more lines of a kind than an unstable sort would leave alone.
func numbered(line string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line+"\n", (i*7)%n)
	}
	return b.String()
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"what is canonical stays", design, design},
		{"everything", `

 Prose,  on
two lines.
-- scenario --

# about the option
  sdk maskLevel=light
labels  b   a


# no trailing blank
#
covers A1
# the first step
open    /p.html
type #a   two  words
checkpoint one
expect masked   #a

offline
# inside
click  #a > b


checkpoint    two
# at the end
-- ./p.html --
 kept  
`, `Prose,  on
two lines.

-- scenario --
labels b a
# no trailing blank
#
covers A1
# about the option
sdk    maskLevel=light

# the first step
open   /p.html
type   #a two  words
checkpoint one
expect masked #a

offline
# inside
click #a > b

checkpoint two
# at the end

-- ./p.html --
 kept  
`},
		{"CRLF in the scenario, not in files", "P.\r\n-- scenario --\r\nopen /p.html\r\ncheckpoint a\r\n-- p.html --\r\n<p>\r\n",
			"P.\n\n-- scenario --\nopen /p.html\ncheckpoint a\n\n-- p.html --\n<p>\r\n"},
		{"remote as a step stays among steps", "P.\n-- scenario --\nremote r.json\nopen /p.html\nremote   r.json\ncheckpoint a\n-- p.html --\n-- r.json --\n{}",
			"P.\n\n-- scenario --\nremote r.json\n\nopen   /p.html\nremote r.json\ncheckpoint a\n\n-- p.html --\n-- r.json --\n{}\n"},
		{"declarations keep their order among their own", "P.\n-- scenario --\n" + numbered("header * X-%d: v", 20) + numbered("sdk k%d=v", 20) + orderEnd,
			"P.\n\n-- scenario --\n" + numbered("sdk    k%d=v", 20) + numbered("header * X-%d: v", 20) + "\n" + strings.Replace(orderEnd, "--", "\n--", 1)},
		{"a verb by variable is a step", "P.\n-- scenario --\neach how: hide blur\n${how}\nopen /p.html\ncheckpoint a\n-- p.html --\n",
			"P.\n\n-- scenario --\neach how: hide blur\n\n${how}\nopen /p.html\ncheckpoint a\n\n-- p.html --\n"},
		{"no files", "P.\n-- scenario --\npage /p.html  rows( n=1 )\nopen /p.html\ncheckpoint a",
			"P.\n\n-- scenario --\npage /p.html rows( n=1 )\n\nopen /p.html\ncheckpoint a\n"},
	} {
		got := format(t, c.in)
		if got != c.want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", c.name, got, c.want)
		}
		if again := format(t, got); again != got {
			t.Errorf("%s: formatted twice\n%s\nand once\n%s", c.name, again, got)
		}
	}
}

func TestFormatRefusesMistakes(t *testing.T) {
	_, err := scenario.Format([]byte("P.\n-- scenario --\nopn /p.html\ncheckpoint a\n"))
	if err == nil || err.Error() != `line 3: unknown verb "opn"; did you mean "open"?` {
		t.Errorf("got %v", err)
	}
}

// TestFormatUndoesLayout disturbs the layout at random: Format must give the same file, and the
// disturbed file must mean the same.
func TestFormatUndoesLayout(t *testing.T) {
	for _, text := range []string{design, whole, every()} {
		want := format(t, text)
		meaning := parse(t, want)
		for seed := range uint64(200) {
			messy := disturb(want, rand.New(rand.NewPCG(seed, 1)))
			if got := format(t, messy); got != want {
				t.Fatalf("seed %d: of\n%s\ngot\n%s\nwant\n%s", seed, messy, got, want)
			}
			for i, s := range parse(t, messy) {
				if diff := deepDiff(placeless(s), placeless(meaning[i])); diff != "" {
					t.Fatalf("seed %d: %s of\n%s", seed, diff, messy)
				}
			}
		}
	}
}

// every is a scenario of every example.
func every() string {
	declared, stepped := "each level: a b\n", ""
	for _, v := range scenario.Verbs() {
		switch {
		case v.Name == "fuzz":
			declared += strings.Replace(v.Example, "start", "paid", 1) + "\n" // the checkpoint of another example
		case v.Group != scenario.Declaration:
			stepped += v.Example + "\n"
		case v.Name != "each":
			declared += v.Example + "\n# about " + v.Name + "\n"
		}
	}
	return "Everything ${level}.\n\n-- scenario --\n" + declared + "\n" + stepped +
		"expect silent\n\n-- page.html --\n-- use.js --\n() => {}\n-- remote.json --\n{}\n"
}

// disturb changes blanks around lines and between words, and blank lines between declarations.
func disturb(text string, r *rand.Rand) string {
	prose, rest, _ := strings.Cut(text, "-- scenario --\n")
	script, files, _ := strings.Cut(rest, "-- page.html --\n")
	blank := func() string { return strings.Repeat([]string{" ", "\t"}[r.IntN(2)], r.IntN(4)) }
	var lines []string
	declaring := true
	for l := range strings.Lines(script) {
		l = strings.TrimSuffix(l, "\n")
		if declaring && r.IntN(3) == 0 {
			lines = append(lines, blank())
		}
		if l == "" {
			declaring = false
			lines = append(lines, strings.Repeat("\n", r.IntN(3)))
			continue
		}
		verb, args, _ := strings.Cut(l, " ")
		if !strings.HasPrefix(l, "#") {
			l = verb + " " + blank() + strings.TrimLeft(args, " ")
		}
		lines = append(lines, blank()+l+blank()+[]string{"", "\r"}[r.IntN(2)])
	}
	return "\n" + prose + "-- scenario --\n" + strings.Join(lines, "\n") + "\n-- page.html --\n" + files
}
