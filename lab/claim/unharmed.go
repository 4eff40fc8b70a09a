package claim

import (
	"fmt"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
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

// patched are functions of the platform that the SDK replaced in a way that the page can notice,
// or left replaced after it was stopped.
func patched(f *Facts) []result.Evidence {
	key := func(p visit.Patch) string { return p.Name() }
	var list []result.Evidence
	for _, p := range surplus(f.Control.Patched, f.Visit.Patched, key) {
		e := result.Evidence{Name: p.Name(), Location: p.Location, Blame: "SDK"}
		native, now := shape(p.Native), shape(p.Now)
		switch {
		case p.Native == "":
			continue // added, not replaced
		case native != now:
			e.Kind, e.Live, e.Detail = "visible patch", result.Some(now), "the native one: "+native
		case p.Misuse[0] != p.Misuse[1]:
			e.Kind, e.Detail = "unchecked patch", fmt.Sprintf("called wrongly, the native one %s, the patch %s", p.Misuse[0], p.Misuse[1])
		case p.Use[0] != p.Use[1]:
			e.Kind, e.Detail = "deviating patch", fmt.Sprintf("the native one %s, the patch %s", p.Use[0], p.Use[1])
		default:
			continue
		}
		list = append(list, e)
	}
	for _, p := range surplus(f.Control.Patched, f.Visit.Left, key) {
		if p.Native == "" && p.Holder == "window" {
			continue // the SDK's own global
		}
		list = append(list, result.Evidence{Kind: "leftover patch", Name: p.Name(), Blame: "SDK",
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

// Patches lists the functions of the platform that were replaced while recording, and that no page
// can tell from the native ones: a note, not a fault.
func Patches(f *Facts) []string {
	var list []string
	for _, p := range surplus(f.Control.Patched, f.Visit.Patched, func(p visit.Patch) string { return p.Name() }) {
		if p.Native != "" {
			list = append(list, fmt.Sprintf("%s is patched while recording, at %s", p.Name(), p.Location))
		}
	}
	return list
}

// otherPage are differences between the live page with the SDK and that of the control visit,
// except where two control visits differ as well, and those that a second, slower pair of visits
// does not show: what comes and goes by itself may be there in one visit and gone in the next.
func otherPage(f *Facts, i int) []result.Evidence {
	m := &f.Moments[i]
	if m.Control == nil {
		return nil
	}
	differences := pageDifferences(f.Control, m.Control, f.Visit, m.Live)
	if len(differences) == 0 {
		return nil
	}
	restless := map[spot]bool{}
	if f.Second != nil && i < len(f.Second.Moments) {
		for _, d := range pageDifferences(f.Control, m.Control, f.Second, f.Second.Moments[i].Page.Tree) {
			restless[spotOf(d)] = true
		}
	}
	lasting := f.lasting(i)
	var list []result.Evidence
	for _, d := range differences {
		if restless[spotOf(d)] || lasting != nil && !lasting[spotOf(d).place()] {
			continue
		}
		at := d.Right
		if at == nil {
			at = d.Left
		}
		list = append(list, result.Evidence{
			Kind: "page differs: " + string(d.Kind), Name: d.Name, Path: dom.Path(at), Live: value(d.RightValue),
			Detail: "at checkpoint " + m.Checkpoint + "; without the SDK: " + orNothing(d.LeftValue), Step: m.Step, Blame: "SDK",
		})
	}
	return list
}

// lasting are the places in which the second pair of visits differs, or nil if there was none.
func (f *Facts) lasting(i int) map[place]bool {
	if f.Again == nil || f.Second == nil || i >= len(f.Again.Moments) || i >= len(f.Second.Moments) {
		return nil
	}
	list := map[place]bool{}
	for _, d := range pageDifferences(f.Second, f.Second.Moments[i].Page.Tree, f.Again, f.Again.Moments[i].Page.Tree) {
		list[spotOf(d).place()] = true
	}
	return list
}

// pageDifference is a difference between two visits, with the first visit's node for the place
// where something stands that it does not have.
type pageDifference struct {
	diff.Difference
	parent *dom.Node
}

func pageDifferences(a *visit.Visit, left *dom.Tree, b *visit.Visit, right *dom.Tree) []pageDifference {
	r := diff.Compare(addressless(left, a), addressless(right, b), diff.Options{Looks: true})
	back := map[*dom.Node]*dom.Node{}
	for l, r := range r.Pairs {
		back[r] = l
	}
	list := make([]pageDifference, len(r.Differences))
	for i, d := range r.Differences {
		list[i] = pageDifference{Difference: d}
		if d.Left == nil && d.Right != nil {
			list[i].parent = back[d.Right.Parent]
		}
	}
	return list
}

// spot is where in the control visit's page a difference is. What is missing or extra counts for
// the parent, whose list of children is not the same twice.
type spot struct {
	node *dom.Node
	what string
}

func spotOf(d pageDifference) spot {
	switch {
	case d.Kind == diff.Missing || d.Kind == diff.Moved:
		return spot{d.Left.Parent, "children"}
	case d.Kind == diff.Extra:
		return spot{d.parent, "children"}
	}
	return spot{d.Left, string(d.Kind) + " " + plainName(d.Difference)}
}

// place is a spot in words, so that it can be found in another visit.
type place struct{ path, what string }

func (s spot) place() place {
	if s.node == nil {
		return place{"", s.what}
	}
	return place{dom.Path(s.node), s.what}
}

// Suspicious reports whether the page with the SDK differs from that of the control visit as far
// as is known, so that another visit is worth its time.
func Suspicious(f *Facts) bool {
	for i := range f.Moments {
		if len(otherPage(f, i)) > 0 {
			return true
		}
	}
	return false
}

func orNothing(s *string) string {
	if s == nil {
		return "not there"
	}
	return *s
}

// addressless copies a tree with the visit's own addresses, whose ports differ from visit to
// visit, written as their variables.
func addressless(t *dom.Tree, v *visit.Visit) *dom.Tree {
	c := t.Clone()
	c.Root.Walk(func(n *dom.Node) bool {
		n.Value = v.Plain(n.Value)
		for _, list := range [][]dom.Pair{n.Attrs, n.Props, n.Style} {
			for i := range list {
				list[i].Value = v.Plain(list[i].Value)
			}
		}
		return true
	})
	return c
}
