package scenario

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
)

// reference is a path that a section, a built page or a mount must provide.
type reference struct {
	line int
	path string
}

// path reads a path in a declaration.
func (p *parser) path(l line, text string) string {
	if !strings.HasPrefix(text, "/") {
		p.addf(l.num, "did you mean /"+text+"?", "path %q does not begin with a slash", text)
	}
	return path.Clean("/" + text)
}

// sectionPath is the path of a section, where the slash may be left out.
func sectionPath(text string) string { return path.Clean("/" + text) }

// visit reads the address of open and tab.
func (p *parser) visit(l line, address string) {
	target := address
	if strings.HasPrefix(target, "${origin:") {
		_, target, _ = strings.Cut(target, "}")
	}
	if !strings.HasPrefix(target, "/") {
		hint := "did you mean /" + target + "?"
		if strings.Contains(target, "://") {
			hint = "the lab serves every page: another site is ${origin:b}/x.html"
		}
		p.addf(l.num, hint, "%q is not the path of a page", address)
		return
	}
	target, _, _ = strings.Cut(target, "#")
	target, _, _ = strings.Cut(target, "?")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	p.paths = append(p.paths, reference{l.num, path.Clean(target)})
}

// resolve reports a path that nothing provides.
func (p *parser) resolve(ref reference) {
	known := p.sections()
	for _, b := range p.s.Pages {
		known = append(known, b.Path)
	}
	for _, m := range p.s.Mounts {
		known = append(known, m.Path)
		if strings.HasPrefix(ref.path, strings.TrimSuffix(m.Path, "/")+"/") {
			return
		}
	}
	slices.Sort(known)
	if known = slices.Compact(known); !slices.Contains(known, ref.path) {
		p.addf(ref.line, suggest(ref.path, known), "no section, page or mount provides %s", ref.path)
	}
}

// sections are the paths of all sections, sorted.
func (p *parser) sections() []string { return slices.Sorted(maps.Keys(p.s.Files)) }
