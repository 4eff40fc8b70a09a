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
	for _, h := range f.harms() {
		add(h.Evidence)
	}
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

// harm is one thing in which two visits differ.
type harm struct {
	result.Evidence
	// spot is where and in what they differ, without what may be another one each time, such as an
	// address or an id. What two control visits do not have in common there, nobody is accused of.
	spot string
	// sure says that nothing of the kind comes and goes by itself, so that no further visit is
	// worth its time.
	sure bool
}

// harms lists what is not as in the control visit, except where two control visits differ too, and
// what a second, slower pair of visits does not show.
func (f *Facts) harms() []harm {
	list := f.between(f.Control, f.Visit)
	if len(list) == 0 {
		return nil
	}
	if usable(f.Second) {
		restless := map[string]bool{}
		for _, h := range append(f.between(f.Control, f.Second), f.between(f.Second, f.Control)...) {
			restless[h.spot] = true
		}
		list = those(list, func(h harm) bool { return !restless[h.spot] })
	}
	if usable(f.Second) && usable(f.Again) {
		lasting := map[string]bool{}
		for _, h := range f.between(f.Second, f.Again) {
			lasting[h.spot] = true
		}
		list = those(list, func(h harm) bool { return lasting[h.spot] })
	}
	return list
}

func usable(v *visit.Visit) bool { return v != nil && v.Stuck == nil }

func those[T any](list []T, keep func(T) bool) (out []T) {
	for _, t := range list {
		if keep(t) {
			out = append(out, t)
		}
	}
	return out
}

// between lists in what a visit is not as a control visit.
func (f *Facts) between(control, v *visit.Visit) (list []harm) {
	if v.Stuck != nil {
		return nil // what came later in the control visit is no difference
	}
	list = append(list, complaints(control, v)...)
	list = append(list, violations(control, v)...)
	list = append(list, foreign(control, v)...)
	list = append(list, f.heard(control, v)...)
	list = append(list, f.requested(control, v)...)
	list = append(list, f.patched(control, v)...)
	list = append(list, called(control, v)...)
	list = append(list, f.owned(control, v)...)
	return append(list, ordered(control, v)...)
}

// Suspicious reports whether the page with the SDK differs from that of the control visit as far
// as is known, in something that may come and go by itself, so that another visit is worth its
// time.
func Suspicious(f *Facts) bool {
	if _, waived := f.Scenario.Waived("unharmed"); waived {
		return false
	}
	for _, h := range f.harms() {
		if !h.sure {
			return true
		}
	}
	for i := range f.Moments {
		if len(otherPage(f, i)) > 0 {
			return true
		}
	}
	return false
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
