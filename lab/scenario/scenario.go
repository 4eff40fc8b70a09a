// Package scenario reads scenario files. A file is data: a page, the steps of a visit and the
// claims that must hold, in a txtar archive. DESIGN.md, Scenario files, is the language; this
// package parses it, expands it into scenarios, and says exactly what is wrong with a bad one.
//
// Start with [ParseFS], or [Parse] for one file. The words of the language are data: [Verbs],
// [Claims] and [Variables], from which parser, [Format] and [Reference] all work. What a scenario
// leaves open until the visit, such as ${secret:name}, is put in by [Fill]; whether its JavaScript
// and its selectors are right is the browser's to judge.
package scenario

import "slices"

// Scenario is one visit and what must hold of it: one file, or one variant of a file.
type Scenario struct {
	ID      string // area/name, with " [key=value …]" for one of several variants
	File    string
	Prose   string            // what should be true
	Title   string            // the first sentence of it
	Labels  []string          // sorted
	Covers  []string          // of Rows
	Needs   []string          // capabilities of the SDK or the machine
	Options map[string]string // of the SDK, from "sdk key=value"
	Load    Load
	Start   string // file with the function that starts the SDK, or "" for the adapter's own way
	Script  string // name of the SDK's script that the page loads, or "" for its usual one
	View    View
	Remote  string // file with the remote configuration, or ""
	Key     string // API key the page uses; "" is the right one
	Open    bool   // its origins stay open for the replay
	Headers []Header
	Mounts  []Mount
	Pages   []Builder
	Steps   []Step
	Fuzz    []Fuzz
	Waivers []Waiver
	Files   map[string][]byte // by path, such as "/page.html", with secrets still as ${secret:name}
	Secrets []string          // names of all canaries, sorted; NAME:SHAPE where a shape is said
}

// Load is how the page loads the SDK.
type Load string

// The ways in which customers load an SDK.
const (
	LoadHead  Load = "head"  // first in <head>, blocking
	LoadDefer Load = "defer" // in <head>, deferred
	LoadLate  Load = "late"  // added by script after the page's load event
)

// View is the window that the scenario asks for. Zero means the lab's default.
type View struct {
	Width, Height int
	Dark          bool
}

// Header is an HTTP header of some of the scenario's files. ${nonce} in its value is fresh on
// each load.
type Header struct {
	Path, Name, Value string
}

// Mount serves files that the scenario does not carry: an npm package or a folder of fixtures.
type Mount struct {
	Path    string // such as "/lib"
	Package string // "name@version", or ""
	Fixture string // folder under fixtures, or ""
}

// Builder is a page that is too large to write down, such as rows(n=18000).
type Builder struct {
	Path, Name string
	Args       map[string]string
	Line       int
}

// Waiver excuses the scenario from a claim that stands in every scenario.
type Waiver struct {
	Claim, Reason string
	Line          int
}

// Step is one act of the visit, a checkpoint, or a claim about the last checkpoint.
type Step struct {
	Line int
	Verb string   // as in Verbs
	Args []string // quotes removed, variables of each filled in; JavaScript of an eval, words of a reply
	Text string   // as written
}

// Has reports whether the scenario has a label.
func (s Scenario) Has(label string) bool { return slices.Contains(s.Labels, label) }

// Checkpoints names the checkpoints in their order.
func (s Scenario) Checkpoints() []string {
	var names []string
	for _, step := range s.Steps {
		if step.Verb == "checkpoint" {
			names = append(names, step.Args[0])
		}
	}
	return names
}

// Virtual reports whether the visit must run in virtual time, because a step advances it.
func (s Scenario) Virtual() bool {
	return slices.ContainsFunc(s.Steps, func(step Step) bool { return step.Verb == "advance" })
}

// loading are the verbs that load a page, beside those that may.
var loading = []string{"open", "tab", "reload", "back", "forward"}

// Standing reports whether the page's clock is to stand still from a line on: a later step advances it, and
// none loads a page before that.
func (s Scenario) Standing(line int) bool {
	for _, step := range s.Steps {
		switch {
		case step.Line <= line:
		case step.Verb == "advance":
			return true
		case slices.Contains(loading, step.Verb):
			return false
		}
	}
	return false
}

// Waived returns the reason for which a standing claim is waived.
func (s Scenario) Waived(claim string) (reason string, ok bool) {
	for _, w := range s.Waivers {
		if w.Claim == claim {
			return w.Reason, true
		}
	}
	return "", false
}
