package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// declare puts a declaration into the scenario. Its arguments are good, each by itself.
func (p *parser) declare(v Verb, l line, args []string) {
	if !v.Repeat && !p.once(v.Name, v.Name, l) {
		return
	}
	switch v.Name {
	case "labels":
		p.s.Labels = p.words("label", l, args, nil)
	case "covers":
		p.s.Covers = p.words("row", l, args, nil)
	case "needs":
		p.s.Needs = p.words("capability", l, args, p.c.Capabilities)
	case "sdk":
		for _, a := range args {
			p.option(l, a)
		}
	case "load":
		p.s.Load = Load(args[0])
	case "start":
		p.s.Start = sectionPath(args[0])
		if _, ok := p.s.Files[p.s.Start]; !ok {
			p.addf(l.num, suggest(p.s.Start, p.sections()), "there is no section %s", p.s.Start)
		}
		if len(args) == 2 {
			p.s.Script = args[1]
		}
	case "view":
		p.s.View.Width, p.s.View.Height = parseSize(args[0])
		p.s.View.Dark = len(args) == 2
	case "remote":
		p.s.Remote = p.remote(l, args[0])
	case "key":
		p.s.Key = args[0]
		if args[0] == "" {
			p.addf(l.num, "", "the API key is empty")
		}
	case "origins":
		p.s.Open = true
	case "header":
		p.header(l, args[0], args[1])
	case "mount":
		p.mount(l, args[0], args[1])
	case "page":
		p.page(l, args[0], args[1])
	case "fuzz":
		p.fuzz(l, args)
	case "waive":
		if err := checkWaive(args[0], args[1]); err != nil {
			p.add(l.num, err)
		} else if p.once("waive "+args[0], "waive "+quote(args[0], ""), l) {
			p.s.Waivers = append(p.s.Waivers, Waiver{args[0], strings.TrimSpace(args[1]), l.num})
		}
	}
}

// once reports a second declaration of the same thing.
func (p *parser) once(key, name string, l line) bool {
	if first, twice := p.declared[key]; twice {
		hint := ""
		if key == "remote" {
			hint = "after the first step, remote changes the configuration"
		}
		p.addf(l.num, hint, "%s is there twice, first at line %d", name, first)
		return false
	}
	p.declared[key] = l.num
	return true
}

// words checks a list of words against those that are known, and against itself.
func (p *parser) words(what string, l line, words, known []string) []string {
	for i, w := range words {
		if known != nil && !slices.Contains(known, w) {
			p.addf(l.num, suggest(w, known), "unknown %s %q", what, w)
		}
		if slices.Contains(words[:i], w) {
			p.addf(l.num, "", "%s %q is there twice", what, w)
		}
	}
	return words
}

func (p *parser) option(l line, text string) {
	key, value, err := cutPairText(text)
	switch {
	case err != nil:
		p.add(l.num, err)
	case p.c.Options != nil && !slices.Contains(p.c.Options, key):
		p.addf(l.num, suggest(key, p.c.Options), "unknown SDK option %q", key)
	case key == "urlMaskLevels" && !addressLevels.MatchString(value):
		p.addf(l.num, `write it as in urlMaskLevels="*/private/** conservative, */shop* light"`, "bad list of levels by address %q", value)
	case p.once("sdk "+key, "sdk option "+key, l):
		if p.s.Options == nil {
			p.s.Options = map[string]string{}
		}
		p.s.Options[key] = value
	}
}

var addressLevels = regexp.MustCompile(`^\s*[^\s,]+\s+(light|medium|conservative)\s*(,\s*[^\s,]+\s+(light|medium|conservative)\s*)*$`)

var headerForm = regexp.MustCompile("^([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*(.*)$")

// cutHeader reads Name: value.
func cutHeader(s string) (name, value string, err *Error) {
	m := headerForm.FindStringSubmatch(s)
	if m == nil {
		return "", "", wrong("write it as in Cache-Control: no-store", "bad header %s", s)
	}
	return m[1], m[2], nil
}

func (p *parser) header(l line, path, text string) {
	name, value, err := cutHeader(text)
	if err != nil {
		p.add(l.num, err)
		return
	}
	if path != "*" {
		path = p.path(l, path)
		p.paths = append(p.paths, reference{l.num, path})
	}
	p.s.Headers = append(p.s.Headers, Header{path, name, value})
}

// A range or a tag would make yesterday's scenario a different one today.
var packageForm = regexp.MustCompile(`^(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*@[0-9]+\.[0-9]+\.[0-9]+(?:[-+][A-Za-z0-9.+-]+)?$`)

func (p *parser) mount(l line, path, source string) {
	m := Mount{Path: p.provide(l, path)}
	kind, name, found := strings.Cut(source, ":")
	folder, isFixture := strings.CutPrefix(source, "fixtures/")
	switch {
	case found && kind == "npm" && packageForm.MatchString(name):
		m.Package = name
	case found && kind == "npm":
		p.addf(l.num, "write a name and one exact version, such as npm:preact@10.26.4", "bad package %q", name)
	case isFixture && folder != "" && (p.c.Fixtures == nil || slices.Contains(p.c.Fixtures, folder)):
		m.Fixture = folder
	case isFixture:
		p.addf(l.num, suggest(folder, p.c.Fixtures), "unknown fixture %q", folder)
	default:
		p.addf(l.num, "write npm:PKG@VERSION or fixtures/NAME", "nothing can be mounted from %q", source)
	}
	p.s.Mounts = append(p.s.Mounts, m)
}

var builderForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*)\((.*)\)$`)

func (p *parser) page(l line, path, text string) {
	b := Builder{Path: p.provide(l, path), Line: l.num}
	m := builderForm.FindStringSubmatch(text)
	if m == nil {
		p.addf(l.num, "write it as in rows(n=18000)", "bad builder %s", text)
		return
	}
	b.Name = m[1]
	if p.c.Builders != nil && !slices.Contains(p.c.Builders, b.Name) {
		p.addf(l.num, suggest(b.Name, p.c.Builders), "unknown builder %q", b.Name)
	}
	args, err := builderArgs(m[2])
	if err != nil {
		p.add(l.num, err)
	}
	b.Args = args
	p.s.Pages = append(p.s.Pages, b)
}

func builderArgs(rest string) (map[string]string, *Error) {
	var args map[string]string
	for rest = strings.Trim(rest, blanks); rest != ""; {
		t, after, err := cutPair(rest)
		if err != nil {
			return nil, err
		}
		key, value, err := cutPairText(t.text)
		if err != nil {
			return nil, err
		}
		if _, twice := args[key]; twice {
			return nil, wrong("", "argument %s is there twice", key)
		}
		if args == nil {
			args = map[string]string{}
		}
		args[key], rest = value, after
	}
	return args, nil
}

// provide is path for a declaration that serves something there.
func (p *parser) provide(l line, path string) string {
	path = p.path(l, path)
	if _, taken := p.s.Files[path]; taken {
		p.addf(l.num, "", "%s is a section already", path)
	}
	p.once("path "+path, fmt.Sprintf("path %s", path), l)
	return path
}
