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

// patched are functions of the platform that the SDK replaced in a way that the page can notice,
// or left replaced after it was stopped.
func patched(f *Facts) []result.Evidence {
	key := func(p visit.Patch) string { return p.Name() }
	var list []result.Evidence
	for _, p := range surplus(f.Control.Patched, f.Visit.Patched, key) {
		e := result.Evidence{Name: p.Name(), Location: p.Location, Blame: "SDK", Phase: recording}
		native, now := shape(p.Native), shape(p.Now)
		switch {
		case p.Native == "":
			continue // added, not replaced
		case native != now:
			e.Kind, e.Live, e.Control, e.Native = "visible patch", result.Some(now), result.Some(native), result.Some(native)
		case p.Misuse[0] != p.Misuse[1]:
			e.Kind, e.Detail, e.Control, e.Live = "unchecked patch", "called wrongly", result.Some(p.Misuse[0]), result.Some(p.Misuse[1])
		case p.Use[0] != p.Use[1]:
			e.Kind, e.Control, e.Live = "deviating patch", result.Some(p.Use[0]), result.Some(p.Use[1])
		default:
			continue
		}
		list = append(list, e)
	}
	for _, p := range surplus(f.Control.Patched, f.Visit.Left, key) {
		if p.Native == "" && p.Holder == "window" {
			continue // the SDK's own global
		}
		list = append(list, result.Evidence{Kind: "leftover patch", Name: p.Name(), Blame: "SDK", Phase: stopped,
			Detail: "still there after the SDK was stopped", Location: location(f.Visit.Patched, p)})
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
	for _, p := range surplus(f.Control.Patched, f.Visit.Patched, func(p visit.Patch) string { return p.Name() }) {
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
