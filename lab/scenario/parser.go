package scenario

import (
	"slices"
	"strings"
)

// parser reads one variant.
type parser struct {
	*file
	variant
	fill    func(string) string // puts the values in
	unknown []string            // variables whose each is at fault
	copied  int                 // bytes of files that this variant does not share with others
	bloated bool                // a section is too large, and is so in other variants

	s           Scenario
	declared    map[string]int // line of each declaration, and of each "sdk key", "mount path" …
	begun       bool           // a step was read
	opened      bool
	early       *line // first step that needs a page and comes before the first open
	silent      bool
	checkpoints map[string]int // line of each, by name
	last        int            // line of the last checkpoint
	between     *line          // first step after it, which no claim can be about
	paths       []reference
}

func (p *parser) read() Scenario {
	p.declared, p.checkpoints = map[string]int{}, map[string]int{}
	p.s.ID, p.s.File = id(p.report.file)+p.suffix(), p.report.file
	p.s.Prose = p.fill(p.prose)
	p.s.Title = title(p.s.Prose)
	p.readFiles()
	for _, l := range p.lines {
		if l.verb != "" {
			p.readLine(l)
		}
	}
	p.finish()
	return p.s
}

func (p *parser) readLine(l line) {
	name := p.fill(l.verb)
	v, ok := lookup(name, p.begun || l.variable())
	if v.Name != "each" && slices.ContainsFunc(p.unknown, func(u string) bool { return strings.Contains(l.text, u) }) {
		p.note(v, l)
		return
	}
	if !ok {
		p.unknownVerb(name, l)
		return
	}
	if v.Group == Declaration && l.variable() {
		p.addf(l.num, "write the verb out", "%s is a declaration, and a variable can only stand for a step", name)
		return
	}
	if v.Group == Declaration && p.begun {
		p.addf(l.num, "move it up, above the first step", "%s is a declaration, but steps have begun", name)
		return
	}
	if name == "each" {
		return // done before there were variants
	}
	p.note(v, l)
	tokens, err := readArgs(v, l.rest)
	if err != nil {
		p.add(l.num, err)
		return
	}
	args := make([]string, len(tokens))
	for i, t := range tokens {
		args[i] = p.fill(t.text)
	}
	switch {
	case !p.checkArgs(v, l, args):
	case v.Group == Declaration:
		p.declare(v, l, args)
	default:
		p.step(v, l, args)
	}
}

// checkArgs judges the arguments of a line, each by itself.
func (p *parser) checkArgs(v Verb, l line, args []string) bool {
	form := v.form(l.rest)
	good := true
	for i, text := range args {
		err := checkVariables(text, v.placeOf(i), p.axes)
		if check := form[min(i, len(form)-1)].Kind.check; err == nil && check != nil {
			err = check(text)
		}
		if err != nil {
			p.add(l.num, err)
			good = false
		}
	}
	return good
}

// note keeps account of where in the visit a line stands, also of a line with a mistake, so that
// one mistake does not bring about others.
func (p *parser) note(v Verb, l line) {
	if v.Name == "" || v.Group == Declaration {
		return
	}
	p.begun = true
	switch v.Name {
	case "open":
		p.opened = true
	case "checkpoint":
		p.last, p.between = l.num, nil
	case "expect":
	default:
		if p.between == nil {
			p.between = &l
		}
	}
	if !p.opened && !v.Early && p.early == nil {
		p.early = &l
	}
}

func (p *parser) unknownVerb(name string, l line) {
	var names []string
	for _, v := range verbs {
		names = append(names, v.Name)
	}
	hint := meant[strings.ToLower(name)]
	if w := near(name, names); hint == "" && w != "" {
		hint = suggest(name, names)
		v, _ := lookup(w, p.begun)
		p.note(v, l)
	}
	p.addf(l.num, hint, "unknown verb %q", name)
}

// finish judges what only the whole section shows.
func (p *parser) finish() {
	at := p.script.line
	switch {
	case !p.opened:
		p.addf(at, "write open PATH", "the scenario opens no page")
	case p.early != nil:
		p.addf(p.early.num, "move it below open", "no page is open yet for %s", p.early.verb)
	}
	if p.last == 0 && !p.silent {
		p.addf(at, "write checkpoint NAME; only with expect silent can a scenario do without", "the scenario has no checkpoint, so nothing would be compared")
	}
	for _, ref := range p.paths {
		p.resolve(ref)
	}
	p.checkFuzz()
	slices.Sort(p.s.Labels)
	var twice string
	if p.s.Secrets, twice = secrets(p.s.Secrets); twice != "" {
		p.addf(at, "say it once, or the same each time", "the secret %s is to have two shapes", twice)
	}
}
