package scenario

import (
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Variable is a form of ${…}.
type Variable struct {
	Name    string
	Doc     string
	Example string
}

var variables = []Variable{
	{"${secret:NAME}", "A canary: a planted secret, another one in each run unless `--seed` says otherwise. A name that begins with `email`, `tel`, `card`, `number`, `date` or `url` gives a value of that form, " +
		"one with `words` in it several words, any other a word of 14 letters. `${secret:NAME:SHAPE}` says the form itself, once for each name: " + shapeList() +
		". A canary is no part of the lab's or the SDKs' own texts: one that is by accident is drawn again. In the text, values, paths, JavaScript and JSON of steps, and in files.",
		"type #pw ${secret:password}"},
	{"${origin:a}", "The address of an origin, without a slash at the end. `a` serves the page, `b` is another site, `a2` is " +
		"another origin of the same site. In the same places as a canary, in header values and in SDK options.",
		"open ${origin:b}/page.html"},
	{"${nonce}", "A nonce that is another one on each load. In header values and HTML files.",
		"header /page.html Content-Security-Policy: script-src 'nonce-${nonce}'"},
	{"${NAME}", "A variable of `each`. In every line of the scenario section, in prose and in files; also inside another " +
		"variable, as in `${origin:${host}}`.",
		"sdk maskLevel=${level}"},
}

// Variables returns the forms of ${…}, for the reference.
func Variables() []Variable { return slices.Clone(variables) }

// shapes are what a canary may be asked to look like; package privacy draws them.
var shapes = []string{"word", "words", "script", "emoji", "email", "tel", "card", "number", "date", "url", "json"}

// Shapes lists what a canary may be asked to look like.
func Shapes() []string { return slices.Clone(shapes) }

func shapeList() string {
	list := make([]string, len(shapes))
	for i, s := range shapes {
		list[i] = "`" + s + "`"
	}
	return strings.Join(list, ", ")
}

// origins are the origins that serve a scenario's files.
var origins = []string{"a", "b", "a2"}

// longestName bounds the search for a closing brace, which keeps Fill linear in hostile files.
const longestName = 64

var nameForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

// Fill replaces each ${secret:NAME}, ${origin:NAME} and ${nonce} in text by what lookup returns
// for its kind ("secret", "origin" or "nonce") and name. One that lookup does not know, and any
// other ${…}, stays as it is.
func Fill(text string, lookup func(kind, name string) (string, bool)) string {
	var b strings.Builder
	done := 0
	for u := range uses(text) {
		kind, name, known := splitVariable(u.body)
		if !known {
			continue
		}
		if value, ok := lookup(kind, name); ok {
			b.WriteString(text[done:u.at] + value)
			done = u.at + len("${}") + len(u.body)
		}
	}
	return b.String() + text[done:]
}

// use is one ${ of a text and what is in its braces: "" if they do not close.
type use struct {
	at     int
	body   string
	closed bool
}

func uses(text string) iter.Seq[use] {
	return func(yield func(use) bool) {
		for at := 0; ; at += len("${") {
			i := strings.Index(text[at:], "${")
			if i < 0 {
				return
			}
			at += i
			rest := text[at+len("${"):]
			body, _, closed := strings.Cut(rest[:min(len(rest), len("secret:}")+longestName)], "}")
			if !closed {
				body = ""
			}
			if !yield(use{at, body, closed}) {
				return
			}
		}
	}
}

// splitVariable reads the body of a variable that the lab fills in during a visit.
func splitVariable(body string) (kind, name string, known bool) {
	kind, name, _ = strings.Cut(body, ":")
	switch {
	case body == "nonce":
		return "nonce", "", true
	case kind == "secret":
		name, shape, given := strings.Cut(name, ":")
		return kind, name, nameForm.MatchString(name) && (!given || slices.Contains(shapes, shape))
	case kind == "origin":
		return kind, name, slices.Contains(origins, name)
	}
	return "", "", false
}

// secretsOf names the canaries in text, each with its shape if that is said.
func secretsOf(text string) (names []string) {
	for u := range uses(text) {
		if kind, _, known := splitVariable(u.body); known && kind == "secret" {
			names = append(names, strings.TrimPrefix(u.body, "secret:"))
		}
	}
	return names
}

// secrets joins what is said of each canary: its name, with a shape if any of its uses says one. twice
// names one of which two are said.
func secrets(uses []string) (list []string, twice string) {
	said := map[string]string{}
	for _, u := range uses {
		name, shape, given := strings.Cut(u, ":")
		if before := said[name]; given && before != "" && before != shape {
			twice = name
		}
		if said[name] == "" {
			said[name] = shape
		}
	}
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if said[name] != "" {
			name += ":" + said[name]
		}
		list = append(list, name)
	}
	return list, twice
}

// place is where a variable stands, which decides what it may be.
type place int

const (
	inName   place = iota // a word that the lab reads: none but those of each
	inOption              // a value handed to the SDK
	inHeader
	inStep
)

// checkVariables looks at every ${…} that is left after those of each are filled in.
func checkVariables(text string, at place, axes []axis) *Error {
	for u := range uses(text) {
		kind, _, known := splitVariable(u.body)
		switch start := []rune(text[u.at:]); {
		case !u.closed && strings.Contains(text[u.at:], "}"):
			return wrong(script, "unknown variable %s…", string(start[:min(len(start), 24)]))
		case !u.closed:
			return wrong("variables are written ${NAME}", "${ without its closing brace")
		case !known:
			return wrong(variableHint(u.body, axes), "unknown variable ${%s}", u.body)
		case kind == "secret" && at != inStep:
			return wrong("", "${%s} stands where no secret can: a canary is for steps and files", u.body)
		case kind == "nonce" && at != inHeader:
			return wrong("", "${nonce} is only for header values and HTML files")
		case kind == "origin" && at == inName:
			return wrong("", "${%s} is not for this argument", u.body)
		}
	}
	return nil
}

// script is the hint for what looks like a template literal.
const script = "JavaScript with ${…} belongs in a section: eval @/file.js"

func variableHint(body string, axes []axis) string {
	kind, name, pair := strings.Cut(body, ":")
	if pair {
		switch meant := near(kind, []string{"secret", "origin"}); {
		case meant == "":
			return "only secret and origin have a colon"
		case meant != kind:
			return fmt.Sprintf("did you mean ${%s:%s}?", meant, name)
		case kind == "origin":
			return "the origins are " + strings.Join(origins, ", ")
		}
		if _, shape, given := strings.Cut(name, ":"); given && !slices.Contains(shapes, shape) {
			return "the shapes are " + strings.Join(shapes, ", ")
		}
		return "a name has letters, digits, - and _, and begins with a letter"
	}
	if body == "secret" || body == "origin" {
		return fmt.Sprintf("write ${%s:NAME}", body)
	}
	if !nameForm.MatchString(body) {
		return script
	}
	words := []string{"nonce"}
	for _, a := range axes {
		words = append(words, a.name)
	}
	if w := near(body, words); w != "" {
		return fmt.Sprintf("did you mean ${%s}?", w)
	}
	return "an each line declares it, or it is one of ${secret:NAME}, ${origin:NAME} and ${nonce}"
}
