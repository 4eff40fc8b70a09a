package claim

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// The phases of a visit in which the platform is looked at.
const (
	recording = "while recording"
	stopped   = "after stop"
)

// patched are properties of the platform that the SDK replaced, added or took away in a way that
// the page can notice, or left so after it was stopped. What the page did itself is no harm.
func (f *Facts) patched(control, v *visit.Visit) (list []harm) {
	byPage := named(control.Patched)
	add := func(e result.Evidence, p visit.Patch) {
		e.Name, e.Location, e.Blame = p.Name(), location(v.Patched, p), "SDK"
		list = append(list, harm{e, "property " + p.Name(), true})
	}
	for _, p := range v.Patched {
		own, page := byPage[p.Name()]
		before, misused := p.Native, p.Misuse[0]
		if page {
			before, misused = own.Now, own.Misuse[1]
		}
		e := result.Evidence{Phase: recording, Native: some(shape(p.Native)), Control: some(shape(before)), Live: some(shape(p.Now))}
		switch {
		case page && own.Now == p.Now:
		case before == "" && f.documented(p):
		case before == "":
			e.Kind = "added property"
			add(e, p)
		case shape(before) != shape(p.Now):
			e.Kind = "visible patch"
			add(e, p)
		case p.Misuse[1] != misused:
			add(result.Evidence{Kind: "unchecked patch", Detail: "called wrongly", Phase: recording, Native: some(p.Misuse[0]), Control: some(misused), Live: some(p.Misuse[1])}, p)
		}
	}
	with := named(v.Patched)
	for _, p := range control.Patched {
		if _, still := with[p.Name()]; !still {
			add(result.Evidence{Kind: "visible patch", Detail: "what the page had put there is gone", Phase: recording, Control: some(shape(p.Now)), Live: some(shape(p.Native)), Native: some(shape(p.Native))}, p)
		}
	}
	for _, p := range v.Left {
		if own, page := byPage[p.Name()]; page && own.Now == p.Now || f.documented(p) {
			continue
		}
		add(result.Evidence{Kind: "leftover patch", Detail: "still there after the SDK was stopped", Phase: stopped, Native: some(shape(p.Native)), Live: some(shape(p.Now))}, p)
	}
	return list
}

func named(list []visit.Patch) map[string]visit.Patch {
	all := map[string]visit.Patch{}
	for _, p := range list {
		all[p.Name()] = p
	}
	return all
}

// documented reports whether a property is the global of the SDK's own API.
func (f *Facts) documented(p visit.Patch) bool {
	return p.Native == "" && p.Holder == "window" && slices.Contains(f.Globals, p.Property)
}

// called are functions of the platform from which a page gets another answer than without the SDK.
func called(control, v *visit.Visit) (list []harm) {
	add := func(name, phase, with string) {
		list = append(list, harm{result.Evidence{Kind: "deviating patch", Name: name, Detail: "a call of the page gets another answer", Control: result.Some(control.While.Calls[name]), Live: result.Some(with), Blame: "SDK", Phase: phase},
			"call " + name, true})
	}
	for _, name := range slices.Sorted(maps.Keys(control.While.Calls)) {
		was := control.While.Calls[name]
		with, tried := v.While.Calls[name]
		after, triedAfter := v.After.Calls[name]
		switch {
		case tried && with != was:
			add(name, recording, with)
		case triedAfter && after != was:
			add(name, stopped, after)
		}
	}
	return list
}

// hides is what the page side says of a property that hides one of the platform's own: no library of a
// page puts it there now and then.
const hides = "hides"

// owned are properties that the SDK put on nodes and other objects of the page, and handlers such
// as window.onerror that it set, replaced or took away.
func (f *Facts) owned(control, v *visit.Visit) (list []harm) {
	patched := named(v.Patched)
	for _, name := range either(control.While.Own, v.While.Own) {
		if _, told := patched[name]; told {
			continue
		}
		was, before := control.While.Own[name]
		is, now := v.While.Own[name]
		if before == now && was == is {
			continue
		}
		e := result.Evidence{Kind: "added property", Name: name, Blame: "SDK", Phase: recording}
		switch {
		case strings.HasPrefix(was+is, "handler "):
			e.Kind, e.Control, e.Live = "other handler", some(was), some(is)
		case before:
			e.Kind, e.Detail = "property taken away", "the page had put it there"
		default:
			e.Detail = "gone after the SDK was stopped"
			if _, left := v.After.Own[name]; left {
				e.Detail = "still there after the SDK was stopped"
			}
		}
		list = append(list, harm{e, "own " + name, is == hides})
	}
	return list
}

// shape is what a page can tell of a property without reading the code of its functions.
func shape(signature string) string {
	s, _, _ := strings.Cut(signature, "\x00")
	return s
}

func location(list []visit.Patch, p visit.Patch) string {
	for _, o := range list {
		if o.Name() == p.Name() {
			return o.Location
		}
	}
	return ""
}

// located splits "sdk.js:73:2051" into script and line with column.
var located = regexp.MustCompile(`^(.*?)((?::\d+)*)$`)

// Patches lists the functions of the platform that were replaced while recording, whether or not a
// page can tell: a note, not a fault. Those of one script are one note.
func Patches(f *Facts) []string {
	names := map[string][]string{}
	for _, p := range surplus(f.Control.Patched, f.Visit.Patched, func(p visit.Patch) string { return p.Name() + "\x00" + p.Now }) {
		if p.Native == "" {
			continue
		}
		script, at := located.FindStringSubmatch(p.Location)[1], located.FindStringSubmatch(p.Location)[2]
		names[script] = append(names[script], strings.TrimSpace(p.Name()+" "+at))
	}
	var list []string
	for _, script := range slices.Sorted(maps.Keys(names)) {
		where := "by " + script
		if script == "" {
			where = "by code that the debugger has no place for"
		}
		list = append(list, fmt.Sprintf("patched while recording, %s: %s", where, strings.Join(names[script], ", ")))
	}
	return list
}
