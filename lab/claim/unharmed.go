package claim

import (
	"strings"

	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// unharmed checks that the page behaves as in the control visit, in everything that it could
// notice itself.
func unharmed(f *Facts) result.Claim {
	c := result.Claim{Name: "unharmed", Blame: "SDK"}
	add := func(e ...result.Evidence) { c.Evidence = append(c.Evidence, e...) }
	if s := f.Visit.Stuck; s != nil {
		kind := "step could not be done"
		if s.Page {
			kind = "page hung or crashed"
		}
		add(result.Evidence{Kind: kind, Step: s.Step, Detail: s.Why + "; in the control visit it was done"})
	}
	add(complaints(f)...)
	add(violations(f)...)
	add(foreign(f)...)
	add(patched(f)...)
	for i := range f.Moments {
		add(otherPage(f, i)...)
	}
	if len(c.Evidence) > 0 {
		c.Summary = "the page is not as without the SDK: " + kinds(c.Evidence)
	} else {
		c.Blame = ""
	}
	return verdict(c)
}

func kinds(list []result.Evidence) string {
	s := summary(list)
	_, after, _ := strings.Cut(s, ": ")
	return after
}

// surplus lists what occurs in got more often than in control, in the order of got.
func surplus[T any](control, got []T, key func(T) string) []T {
	left := map[string]int{}
	for _, t := range control {
		left[key(t)]++
	}
	var list []T
	for _, t := range got {
		if k := key(t); left[k] > 0 {
			left[k]--
		} else {
			list = append(list, t)
		}
	}
	return list
}

// complaints are errors that only the page with the SDK reports. A warning is no harm.
func complaints(f *Facts) []result.Evidence {
	key := func(s visit.Said) string { return s.Kind + "\x00" + s.Text }
	var list []result.Evidence
	for _, s := range surplus(f.Control.Said, f.Visit.Said, key) {
		if s.Kind != "console.warn" {
			list = append(list, result.Evidence{Kind: s.Kind, Detail: s.Text, Location: s.From, Blame: "SDK"})
		}
	}
	return list
}

// violations of the page's Content Security Policy, as the page and as the server was told.
func violations(f *Facts) []result.Evidence {
	key := func(v visit.Violation) string { return v.Directive + "\x00" + v.Blocked }
	var list []result.Evidence
	told := map[string]bool{}
	for _, v := range surplus(f.Control.Seen.Violations, f.Visit.Seen.Violations, key) {
		told[key(v)] = true
		list = append(list, result.Evidence{Kind: "CSP violation", Name: v.Directive, Detail: "blocked " + v.Blocked, Location: v.Source, Blame: "SDK"})
	}
	for _, v := range surplus(f.Control.Seen.Reports, f.Visit.Seen.Reports, key) {
		if !told[key(v)] {
			list = append(list, result.Evidence{Kind: "CSP report", Name: v.Directive, Detail: "blocked " + v.Blocked, Location: v.Source, Blame: "SDK"})
		}
	}
	return list
}

// foreign are elements that were put into the page's document and that the control visit did not
// see, whether or not they are still there.
func foreign(f *Facts) []result.Evidence {
	var list []result.Evidence
	for _, name := range surplus(f.Control.Seen.Added, f.Visit.Seen.Added, func(s string) string { return s }) {
		list = append(list, result.Evidence{Kind: "foreign node", Name: name, Detail: "a <" + name + "> element was added to the page, visible to its observers", Blame: "SDK"})
	}
	return list
}
