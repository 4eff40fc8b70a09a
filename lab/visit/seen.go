package visit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/globals"
)

// Seen is what the documents of a visit could have noticed from outside their scripts; see
// sdkbundle/world/watch.ts. That of several documents is added up.
type Seen struct {
	Added      []string          `json:"added"`
	Violations []Violation       `json:"violations"`
	Records    map[string]int    `json:"records"` // of MutationObservers, such as "+b" and "@class p#x"
	Places     map[string]string `json:"places"`  // of "+b" and "-b", the last parent
	Events     map[string]int    `json:"events"`  // such as "focus input#x"
	Document   string            `json:"document"`
	Reports    []Violation       `json:"-"` // as reported to the site
}

// Violation is one violation of the page's Content Security Policy.
type Violation struct {
	Directive string `json:"directive"`
	Blocked   string `json:"blocked"`
	Source    string `json:"source"`
}

func (v Violation) String() string {
	return fmt.Sprintf("%s blocked %s at %s", v.Directive, v.Blocked, v.Source)
}

// seenBinding carries what was seen of a document out of the lab's world when it goes away.
const seenBinding = "replaylabSeen"

// bind prepares a page or frame to tell what its documents see: those that are gone when the visit
// ends, and what only the page's own script world is told.
func (e *ears) bind(s *browser.Session) {
	witness, err := globals.WitnessScript()
	if err != nil {
		return // a test of sdkbundle says so
	}
	s.On("Runtime.bindingCalled", e.told)
	_, _ = s.Start("Runtime.addBinding", map[string]any{"name": seenBinding, "executionContextName": browser.World})
	_, _ = s.Start("Runtime.addBinding", map[string]any{"name": globals.Witness})
	_, _ = s.Start("Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": witness, "runImmediately": true})
}

func (e *ears) told(params json.RawMessage) {
	var p struct{ Name, Payload string }
	if json.Unmarshal(params, &p) != nil {
		return
	}
	switch p.Name {
	case seenBinding:
		var seen Seen
		if json.Unmarshal([]byte(p.Payload), &seen) == nil {
			e.saw(seen)
		}
	case globals.Witness:
		var w struct{ Kind, Text, From string }
		if json.Unmarshal([]byte(p.Payload), &w) == nil {
			e.add(Said{w.Kind, w.Text, w.From})
		}
	}
}

// saw keeps what was seen of a document, in place of what was kept of it before.
func (e *ears) saw(s Seen) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := slices.IndexFunc(e.seen, func(o Seen) bool { return o.Document == s.Document })
	if i < 0 {
		e.seen = append(e.seen, s)
	} else {
		e.seen[i] = s
	}
}

// all adds up what was seen of every document.
func (e *ears) all() Seen {
	e.mu.Lock()
	defer e.mu.Unlock()
	sum := Seen{Records: map[string]int{}, Places: map[string]string{}, Events: map[string]int{}}
	for _, s := range e.seen {
		sum.Added = append(sum.Added, s.Added...)
		sum.Violations = append(sum.Violations, s.Violations...)
		for key, n := range s.Records {
			sum.Records[key] += n
		}
		maps.Copy(sum.Places, s.Places)
		for key, n := range s.Events {
			sum.Events[key] += n
		}
	}
	return sum
}

// Look is what the scripts of a page can tell of the platform at one moment, in words that can be
// compared with those of another visit; see sdkbundle/globals.
type Look struct {
	Own   map[string]string // properties of nodes and single objects, and handlers that are set
	Calls map[string]string // what came of calls to the platform
	Order map[string]string // in which order tasks ran
}

// lookMark is printed by the lab's own world before and after the page's is asked: what the page or
// an SDK says meanwhile is an answer to the lab.
const lookMark = "replaylab looks"

// look asks the page's own world. In virtual time there are no tasks to look at. hashes are those
// of the holders of the platform's properties.
func (r *runner) look(ctx context.Context, order bool) (l Look, hashes map[string]uint32, err error) {
	var found struct {
		Look
		Hashes map[string]uint32
	}
	mark := "console.debug(" + browser.Quote(lookMark) + ")"
	if err := r.page.Eval(ctx, "", mark, nil); err != nil {
		return l, nil, err
	}
	err = r.globals(ctx, true, "look", fmt.Sprintf("%t, %t", r.virtual, order), &found)
	if err == nil {
		err = r.page.Eval(ctx, "", mark, nil)
	}
	for _, list := range []map[string]string{found.Own, found.Calls} {
		for name, value := range maps.All(list) {
			list[name] = r.plain(value)
		}
	}
	return found.Look, found.Hashes, err
}
