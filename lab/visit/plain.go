package visit

import (
	"fmt"
	"strings"

	"replaylab/lab/origin"
	"replaylab/lab/scenario"
)

// fill puts canaries and origins in the place of their variables.
func (r *runner) fill(text string) string {
	return scenario.Fill(text, func(kind, name string) (string, bool) {
		switch kind {
		case "secret":
			for _, c := range r.Canaries {
				if c.Name == name {
					return c.Value, true
				}
			}
		case "origin":
			return r.site.Origin(name), true
		}
		return "", false
	})
}

// plain writes the visit's own addresses as the scenario would, so that two visits, which have
// different ports, can be compared.
func (r *runner) plain(text string) string { return r.visit.Plain(text) }

// Plain writes the visit's own addresses as their variables, such as ${origin:a}.
func (v *Visit) Plain(text string) string {
	if !strings.Contains(text, "http") {
		return text
	}
	for name, url := range v.Origins {
		text = strings.ReplaceAll(text, url, "${"+name+"}")
	}
	return text
}

func (r *runner) reported(v origin.Report) Violation {
	return Violation{Directive: v.Directive, Blocked: r.plain(v.Blocked), Source: r.plain(fmt.Sprintf("%s:%d", v.Source, v.Line))}
}
