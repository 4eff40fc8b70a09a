package scenario

import (
	"slices"
	"strings"
)

// Verb is a word that a line can begin with.
type Verb struct {
	Name    string
	Group   Group
	Args    []Arg
	Or      []Arg // a second form, told apart by its second argument
	Doc     string
	Example string

	Repeat bool // a declaration that may stand more than once
	Early  bool // a step that makes sense before a page is open
}

// Group is a heading of the reference.
type Group string

// The groups, in the order of the reference.
const (
	Declaration Group = "Declarations"
	ByUser      Group = "As a user"
	ByBrowser   Group = "As the browser"
	ByServer    Group = "As the server"
	ByDeveloper Group = "As the page's developer"
	ByLab       Group = "As the lab"
)

// Arg is one argument of a verb, or of a claim.
type Arg struct {
	Kind     *Kind
	Optional bool
	Many     bool
}

func (a Arg) String() string {
	s := a.Kind.Name
	if a.Many {
		s += "…"
	}
	if a.Optional && a.Kind != detailKind { // which has brackets of its own
		s = "[" + s + "]"
	}
	return s
}

// Verbs returns all verbs in the order of the reference, which for declarations is also the
// order that Format gives them. "remote" is there twice, as a declaration and as a step.
func Verbs() []Verb { return slices.Clone(verbs) }

var verbs = slices.Concat(declarations, steps)

// Usage is the verb with its arguments, once for each of its forms.
func (v Verb) Usage() []string {
	forms := []string{usage(v.Name, v.Args)}
	if v.Or != nil {
		forms = append(forms, usage(v.Name, v.Or))
	}
	return forms
}

func usage(name string, args []Arg) string {
	words := []string{name}
	for _, a := range args {
		words = append(words, a.String())
	}
	return strings.Join(words, " ")
}

// lookup finds a verb. Where a name is both, it is a declaration until the first step.
func lookup(name string, begun bool) (Verb, bool) {
	for _, v := range verbs {
		if v.Name == name && !(begun && v.Group == Declaration && name == "remote") {
			return v, true
		}
	}
	return Verb{}, false
}
