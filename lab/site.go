package lab

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/scenario"
)

// secondSite is the capability of a machine to serve pages from two sites. A scenario need not ask for
// it: that it names an address of the second is enough.
const secondSite = "second-site"

// otherSite is how a scenario names an address of the second site.
const otherSite = "${origin:b}"

// lacksSite says that a scenario needs a second site where there is none, or "".
func (l *Lab) lacksSite(s scenario.Scenario) string {
	if len(l.Hosts) != 1 || !slices.Contains(s.Needs, secondSite) && !speaksOf(s, otherSite) {
		return ""
	}
	return fmt.Sprintf("the scenario needs a second site, and this machine is advertised as %s alone", l.Hosts[0])
}

// speaksOf reports whether a variable stands anywhere in a scenario where it is filled in.
func speaksOf(s scenario.Scenario, variable string) bool {
	var texts []string
	for _, step := range s.Steps {
		texts = append(texts, step.Args...)
	}
	for _, h := range s.Headers {
		texts = append(texts, h.Value)
	}
	for _, value := range s.Options {
		texts = append(texts, value)
	}
	for _, data := range s.Files {
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		if strings.Contains(text, variable) {
			return true
		}
	}
	return false
}
