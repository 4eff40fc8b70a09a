package claim

import (
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/result"
)

// beside lists what of an element itself differs, as the claim about structure and state has it, and may
// be why it is rendered otherwise.
func (b *blamer) beside(live *dom.Node) []result.Finding {
	if b.own == nil {
		b.own = map[*dom.Node][]result.Finding{}
		asked := b.sheets()
		for _, d := range b.seen.direct.Differences {
			if d.Left != nil && d.Left.Kind == dom.Element && renders(d, asked) {
				b.own[d.Left] = append(b.own[d.Left], result.Finding{Kind: string(d.Kind), Name: d.Name, Path: dom.Path(d.Left)})
			}
		}
	}
	return b.own[live]
}

// renders reports whether a difference of what an element is can change how it is rendered. What
// describes it to people, or is for scripts, does so only where a style sheet asks for it.
func renders(d diff.Difference, asked func(attribute string) bool) bool {
	switch d.Kind {
	case diff.Name, diff.Property:
		return true
	case diff.Attribute:
		name, _, _ := strings.Cut(d.Name, " ") // "(empty)" or "(again)" may come behind it
		for _, prefix := range []string{"data-", "aria-", "on"} {
			if strings.HasPrefix(name, prefix) {
				return asked(name)
			}
		}
		return name != "title" || asked(name)
	}
	return false
}

// sheets returns a function that tells whether some style sheet of either page names an attribute.
func (b *blamer) sheets() func(attribute string) bool {
	var text strings.Builder
	for _, root := range []*dom.Node{b.moment.Live.Root, b.seen.shown.Root} {
		root.Walk(func(n *dom.Node) bool {
			text.WriteString(n.Prop(dom.PropSheet) + n.Prop(dom.PropAdopted))
			return true
		})
	}
	all := strings.ReplaceAll(text.String(), " ", "")
	return func(attribute string) bool {
		return strings.Contains(all, "["+attribute) || strings.Contains(all, "attr("+attribute)
	}
}
