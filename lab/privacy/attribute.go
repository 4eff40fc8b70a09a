package privacy

import (
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// attributes finds out which attributes of an element are masked.
func (j *judge) attributes(n *dom.Node, s state, t *Treatment) {
	p := j.promise
	if len(p.Queries) > 0 && (s.masked || !s.unmasked) {
		for _, a := range n.Attrs {
			if slices.Contains(p.Queries, a.Name) && !slices.Contains(p.Attributes, a.Name) {
				t.Queries = append(t.Queries, a.Name)
			}
		}
	}
	level := p.Text || s.field
	if control(n) { // of whatever type: its attributes may say what its value does not hold
		level = slices.Contains(p.Inputs, "*") || j.level(n)
	}
	if len(p.Attributes) == 0 && p.Attribute == nil || !s.masked && (s.unmasked || !level) {
		return
	}
	for _, a := range n.Attrs {
		switch {
		case a.Name == "style": // it says how an element looks, and is no text
		case slices.Contains(p.Attributes, a.Name) && a.Name == "value" && control(n):
			if !t.Masked && n.Name == "input" && !strings.EqualFold(n.Attr("type"), "file") {
				t.Masked, t.Why = true, "the attributes that are masked, of which value is one"
			}
		case slices.Contains(p.Attributes, a.Name), p.Attribute != nil && !slices.Contains(p.Queries, a.Name) && p.Attribute(n.Name, a.Name):
			t.Attributes = append(t.Attributes, a.Name)
		}
	}
}

// StarsInQuery masks what of an address may be about a person: each value of its query, or a name
// without one, and the fragment.
func StarsInQuery(address string) string {
	rest, fragment, _ := strings.Cut(address, "#")
	path, query, asks := strings.Cut(rest, "?")
	var b strings.Builder
	b.WriteString(path)
	if asks {
		parts := strings.Split(query, "&")
		for i, part := range parts {
			if name, value, ok := strings.Cut(part, "="); ok {
				parts[i] = name + "=" + Stars(value)
			} else {
				parts[i] = Stars(part)
			}
		}
		b.WriteString("?" + strings.Join(parts, "&"))
	}
	if len(rest) < len(address) {
		b.WriteString("#" + Stars(fragment))
	}
	return b.String()
}
