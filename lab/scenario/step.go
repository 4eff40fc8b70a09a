package scenario

import (
	"strconv"
	"strings"
	"time"
)

// step puts a step into the scenario. Its arguments are good, each by itself.
func (p *parser) step(v Verb, l line, args []string) {
	s := Step{Line: l.num, Verb: v.Name, Args: args, Text: l.text}
	for _, a := range args {
		p.s.Secrets = append(p.s.Secrets, secretsOf(a)...)
	}
	var err *Error
	switch v.Name {
	case "open", "tab":
		if len(args) > 0 {
			p.visit(l, args[0])
		}
		err = p.loads(v.Name)
	case "reload", "back", "forward":
		err = p.loads(v.Name)
	case "remote":
		s.Args = []string{p.remote(l, args[0])}
	case "reply":
		s.Args, err = replyArgs(args)
	case "eval":
		s.Args, err = p.code(args[0])
	case "call":
		if len(args) > 1 {
			values, _ := splitJSON(args[1])
			s.Args = append(args[:1:1], values...)
		}
	case "checkpoint":
		if first, twice := p.checkpoints[args[0]]; twice {
			err = wrong("give each its own name", "checkpoint %s is there twice, first at line %d", args[0], first)
		}
		p.checkpoints[args[0]] = l.num
	case "expect":
		err = p.expect(args)
	}
	if err != nil {
		p.add(l.num, err)
		return
	}
	p.s.Steps = append(p.s.Steps, s)
}

// loads refuses a step that loads a page while the clock is virtual: Chromium never ends such a load.
func (p *parser) loads(verb string) *Error {
	for _, s := range p.s.Steps {
		if s.Verb == "advance" {
			return wrong("move it up, or write a scenario of its own",
				"%s loads a page, which a page whose clock was advanced (line %d) cannot do", verb, s.Line)
		}
	}
	return nil
}

// expect judges a claim and where it stands. "silent" is about the whole visit.
func (p *parser) expect(args []string) *Error {
	if err := checkExpect(args); err != nil {
		return err
	}
	switch {
	case args[0] == "silent":
		p.silent = true
	case p.last == 0:
		return wrong("write checkpoint NAME above it", "expect %s has no checkpoint to be about", args[0])
	case p.between != nil:
		return wrong("move it up, or add a checkpoint above it",
			"expect %s is about the checkpoint at line %d, but %s at line %d comes between", args[0], p.last, p.between.verb, p.between.num)
	}
	return nil
}

// Duration is the argument of advance.
func (s Step) Duration() time.Duration {
	d, _ := time.ParseDuration(s.Args[0])
	return d
}

// Size is the argument of resize.
func (s Step) Size() (width, height int) { return parseSize(s.Args[0]) }

// Delta is how far a scroll or a "drag … by" goes, in CSS pixels: its last two arguments.
func (s Step) Delta() (dx, dy int) {
	dx, _ = strconv.Atoi(s.Args[len(s.Args)-2])
	dy, _ = strconv.Atoi(s.Args[len(s.Args)-1])
	return dx, dy
}

// code is the JavaScript of an eval step: the line's own, or a section's.
func (p *parser) code(js string) ([]string, *Error) {
	name, isFile := strings.CutPrefix(js, "@")
	if !isFile {
		return []string{js}, nil
	}
	path := sectionPath(name)
	data, ok := p.s.Files[path]
	if !ok {
		return nil, wrong(suggest(path, p.sections()), "there is no section %s", path)
	}
	return []string{string(data)}, nil
}
