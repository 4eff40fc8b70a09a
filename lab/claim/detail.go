package claim

import (
	"slices"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// decided says what the SDK's promise has to do with a text or value that is not as it should be: what
// of it masks that, or that nothing does although asterisks are shown.
func (b *blamer) decided(d diff.Difference) string {
	if d.Left == nil || d.Kind != diff.Text && (d.Kind != diff.Property || d.Name != dom.PropValue) {
		return ""
	}
	if b.treated == nil {
		b.treated = privacy.Judge(b.moment.Live.Root, b.moment.Promise)
	}
	switch t := b.treated[d.Left]; {
	case t.Masked:
		return "to be masked by " + t.Why
	case d.RightValue != nil && privacy.Masked(*d.RightValue):
		return "masked too much: nothing that the SDK declares masks it"
	}
	return ""
}

// onlyRules leaves of each sheet the rules that the others do not all have.
func onlyRules(e *result.Evidence) {
	in := map[string]int{}
	sides := []*result.Value{&e.Live, &e.Replayed}
	for _, v := range sides {
		for _, rule := range uniq(v.Text) {
			in[rule]++
		}
	}
	for _, v := range append(sides, &e.Model) {
		if !v.Present {
			continue
		}
		kept := slices.DeleteFunc(strings.Split(v.Text, "\n"), func(rule string) bool { return in[rule] == len(sides) })
		v.Text = strings.Join(kept, "\n")
	}
	e.Detail = "rules that both have are left out"
}

func uniq(text string) []string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return slices.Compact(lines)
}

// madeBy names the rules of the policy that made a difference of what both pages have, or is empty.
// What a masking promise makes of the live page is not the policy's doing: there the SDK broke its
// promise.
func (b *blamer) madeBy(d diff.Difference) string {
	if d.Left == nil || d.Right == nil {
		return ""
	}
	rules := slices.Concat(b.seen.rewritten[d.Left], b.seen.rewritten[d.Right])
	if len(rules) == 0 || slices.Contains(rules, "masked") || slices.Contains(rules, "blocked") || !alike(d) {
		return ""
	}
	slices.Sort(rules)
	return strings.Join(slices.Compact(rules), ", ")
}

// alike reports whether the two nodes of a difference, as they were read, have the same there.
func alike(d diff.Difference) bool {
	left, right := d.Left, d.Right
	get := func(a, b []dom.Pair) bool {
		x, there := dom.Get(a, d.Name)
		y, too := dom.Get(b, d.Name)
		return there && too && x == y
	}
	switch d.Kind {
	case diff.Text:
		return left.Value == right.Value
	case diff.Attribute:
		return get(left.Attrs, right.Attrs)
	case diff.Property:
		return get(left.Props, right.Props)
	}
	return false
}
