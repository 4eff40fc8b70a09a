package trust

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/claim"
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
)

// carriesNothing are kinds of event that a page does not show at any moment.
var carriesNothing = map[string]string{
	event.DOMContentLoaded.String(): "it says how far loading was, not what the page is",
	event.Load.String():             "it says how far loading was, not what the page is",
	event.Custom.String():           "an event of the SDK's own is for its makers",
	event.Plugin.String():           "an event of a plugin is for the plugin",
	event.MouseMove.String():        "where the pointer was is no part of the page",
	event.TouchMove.String():        "where the pointer was is no part of the page",
	event.Drag.String():             "where the pointer was is no part of the page",
	event.Log.String():              "what was logged is no part of the page",
}

// notApplied are kinds of event that the model leaves alone although a page may show them: that the
// model is the same says nothing of them.
var notApplied = []event.Source{event.CanvasMutation, event.Font}

// unread are fields that nothing shown depends on. The key is a kind of event and the end of the
// field's path.
var unread = map[[2]string]string{
	{"mouse interaction", "x"}:           "where the pointer was is no part of the page",
	{"mouse interaction", "y"}:           "where the pointer was is no part of the page",
	{"mouse interaction", "pointerType"}: "where the pointer was is no part of the page",
	{"mouse interaction", "type"}:        "a press by itself changes nothing that the page is",
	{"mouse interaction", "id"}:          "a press by itself changes nothing that the page is",
	{"input", "userTriggered"}:           "who changed a value is no part of the page",
	{"input", "isChecked"}:               "only check boxes and radio buttons are checked",
	{"full snapshot", "id"}:              "a node may have any number, if nothing up to a checkpoint calls it by another",
	{"mutation", "id"}:                   "a node may have any number, if nothing up to a checkpoint calls it by another",
	{"full snapshot", "rootId"}:          "which document a node belongs to follows from its place",
	{"mutation", "rootId"}:               "which document a node belongs to follows from its place",
	{"full snapshot", "isCustom"}:        "whether an element is a custom one follows from its name",
	{"mutation", "isCustom"}:             "whether an element is a custom one follows from its name",
	{"mutation", "isShadow"}:             "whether a removed node was in a shadow root follows from its place",
	{"mutation", "parentId"}:             "where a removed node was follows from its id",
	{"adopted style sheet", "index"}:     "a place at or beyond the end of a sheet is its end",
	{"selection", "endOffset"}:           "an offset beyond the end of a node is its end",
	{"selection", "startOffset"}:         "an offset beyond the end of a node is its end",
	{"mutation", "isAttachIframe"}:       "that a document belongs to a frame follows from its place",
	{"meta", "href"}:                     "an SDK may leave out what follows the path of an address",
}

// explain says why nobody noticed a change, if that is for a reason that can be checked here, and ""
// if it is not. Every answer is the outcome of a comparison of the recording before and after the
// change, of what it describes at each checkpoint, or of a list above.
func (o *original) explain(a *alteration, f *claim.Facts) string {
	before, after := flat(o.facts.Visit.Recordings), flat(f.Visit.Recordings)
	k := 0
	for k < len(before) && k < len(after) && bytes.Equal(before[k].Raw, after[k].Raw) {
		k++
	}
	if k == len(before) && k == len(after) {
		return "a copy is recognised as one: the recording is the same"
	}
	if at := earliest(before, after); at > o.last {
		return "it comes after the last checkpoint"
	}
	same, canonical, tolerated := true, true, true
	for i := range f.Moments {
		x, y := o.facts.Moments[i].Model, f.Moments[i].Model
		if (x == nil) != (y == nil) {
			return ""
		}
		if x == nil {
			continue
		}
		same = same && dump(x) == dump(y)
		p, q := o.models[i], o.canonical(&f.Moments[i])
		canonical = canonical && dump(p) == dump(q)
		tolerated = tolerated && len(diff.Compare(p, q, diff.Options{IDs: true}).Differences) == 0
	}
	switch {
	case same && carriesNothing[a.of] != "":
		return carriesNothing[a.of]
	case same && slices.Contains(notApplied, a.event.source):
		return ""
	case same:
		return o.noEffect(a, before, after, k)
	case canonical:
		return o.ruled(f)
	case tolerated:
		return "it is within the tolerance of a comparison: no difference is found between the recording before and after"
	case o.wrongAlready(f):
		return "the recording was wrong in that place before, and that is what it is known for"
	}
	return ""
}

// flat is the events of all recordings, one recording after the other.
func flat(list []event.Recording) []event.Event {
	var all []event.Event
	for i := range list {
		all = append(all, list[i].Events...)
	}
	return all
}

// earliest is the time of the first event that only one of two recordings has.
func earliest(before, after []event.Event) float64 {
	count := map[string]int{}
	for _, e := range before {
		count[string(e.Raw)]++
	}
	at := 0.0
	take := func(e event.Event) {
		if at == 0 || e.Timestamp < at {
			at = e.Timestamp
		}
	}
	for _, e := range after {
		if count[string(e.Raw)] > 0 {
			count[string(e.Raw)]--
		} else {
			take(e)
		}
	}
	for _, e := range before {
		if count[string(e.Raw)] > 0 {
			count[string(e.Raw)]--
			take(e)
		}
	}
	return at
}

// noEffect tells what is overwritten before anyone looks from what says nothing at all. The
// recordings part at the k-th event.
func (o *original) noEffect(a *alteration, before, after []event.Event, k int) string {
	if a.kind == "swap" || a.kind == "time" {
		return "at every checkpoint the recording says the same: no checkpoint lies between, and the order does not matter"
	}
	n, m := k+1, k+1
	switch {
	case a.kind == "drop":
		m = k
	case a.kind == "repeat":
		m = k + 2
	}
	if x, y := stateAfter(before, n), stateAfter(after, m); x != y {
		return "it is overwritten, or its node is gone, before the next checkpoint"
	}
	if a.kind == "drop" || a.kind == "repeat" {
		return "the event says what was so already"
	}
	end := a.field[strings.LastIndexAny(a.field, ".[]")+1:]
	if why, ok := unread[[2]string{a.of, end}]; ok && why != "" {
		return why
	}
	return ""
}

// stateAfter is what the first n events describe.
func stateAfter(events []event.Event, n int) string {
	n = min(n, len(events))
	if n == 0 {
		return ""
	}
	first := 0
	for i, e := range events[:n] { // the recording that the last of them is in
		if i > 0 && e.Timestamp < events[i-1].Timestamp && e.Type != event.Incremental {
			first = i
		}
	}
	t, _ := model.At(events[first:n], events[n-1].Timestamp)
	return dump(t)
}

// ruled names the rules of the policy under which the recording before and after the change are the
// same.
func (o *original) ruled(f *claim.Facts) string {
	var alone []string
	for _, r := range diff.Rules {
		equal := true
		for i := range f.Moments {
			x, y := o.facts.Moments[i].Model, f.Moments[i].Model
			if x != nil && y != nil && dump(apply(r, x)) != dump(apply(r, y)) {
				equal = false
				break
			}
		}
		if equal {
			alone = append(alone, r.Name)
		}
	}
	if len(alone) == 0 {
		return "several rules of the policy together make it equal"
	}
	return fmt.Sprintf("the rule %q of the policy makes it equal", alone[0])
}

// apply applies one rule alone.
func apply(r diff.Rule, t *dom.Tree) *dom.Tree {
	c := &diff.Canon{Side: diff.Model, Tree: t.Clone(), Fired: map[string]*diff.Firing{}}
	var visit func(n *dom.Node) bool
	visit = func(n *dom.Node) bool {
		if r.Apply(c, n) == diff.Dropped {
			return true
		}
		for _, side := range [...]**dom.Node{&n.Shadow, &n.Content, &n.Frame} {
			if *side != nil && visit(*side) {
				*side = nil
			}
		}
		n.Children = slices.DeleteFunc(n.Children, visit)
		return false
	}
	visit(c.Tree.Root)
	return c.Tree
}

// wrongAlready reports whether the recording differs from what it was only where it differed from
// the live page before.
func (o *original) wrongAlready(f *claim.Facts) bool {
	for i := range f.Moments {
		if o.models[i] == nil {
			return false
		}
		now := o.canonical(&f.Moments[i])
		wrong := map[*dom.Node]bool{}
		for _, d := range diff.Compare(o.live[i], o.models[i], diff.Options{}).Differences {
			for _, n := range []*dom.Node{d.Right, d.Left} {
				if n != nil {
					wrong[n] = true
					break
				}
			}
		}
		for _, d := range diff.Compare(o.models[i], now, diff.Options{IDs: true}).Differences {
			if d.Left == nil || !wrong[d.Left] {
				return false
			}
		}
	}
	return true
}

// dump writes a tree down, everything that is compared and nothing else.
func dump(t *dom.Tree) string {
	if t == nil {
		return ""
	}
	var b strings.Builder
	place := map[*dom.Node]int{}
	fmt.Fprintln(&b, t.Width, t.Height)
	var walk func(n *dom.Node, depth int)
	walk = func(n *dom.Node, depth int) {
		place[n] = len(place)
		value := n.Value
		if n.Kind == dom.Document {
			value = ""
		}
		fmt.Fprintf(&b, "%d %d %q %q %q %q %q\n", depth, n.Kind, n.NS, n.Name, value, n.Attrs, n.Props)
		n.Below(func(c *dom.Node) { walk(c, depth+1) })
	}
	walk(t.Root, 0)
	if s := t.Selection; s != nil {
		fmt.Fprintln(&b, place[s.Start], s.StartOffset, place[s.End], s.EndOffset)
	}
	return b.String()
}
