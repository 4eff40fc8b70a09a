package claim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// comparison is one moment compared three ways, under the policy.
type comparison struct {
	live     *dom.Tree    // in canonical form
	shown    *dom.Tree    // the replayed page as it was read
	direct   *diff.Result // live against replayed, with looks
	model    *dom.Tree    // in canonical form; nil if there is none
	recorded *diff.Result // live against model
	played   *diff.Result // model against replayed, by the recording's node ids
	rules    []result.Rule
	back     map[*dom.Node]*dom.Node // replayed node → model node
	plain    map[*dom.Node]*dom.Node // model node → the same in canonical form
	// rewritten are the rules that changed a node of the live or the replayed page.
	rewritten map[*dom.Node][]string
	treated   bool // something is masked or blocked
	reflowed  bool // masking changes the text, and with it the layout
	referred  bool // the live page has the looks that it has with its text masked
}

// compare does the comparisons of a moment after seeking, once. Live and replayed must be there.
func (f *Facts) compare(m *Moment) *comparison {
	if m.seen != nil {
		return m.seen
	}
	c := &comparison{rewritten: map[*dom.Node][]string{}}
	m.seen = c
	fired := map[string]*diff.Firing{}
	canonical := func(t *dom.Tree, side diff.Side) *dom.Tree {
		out, firings := f.Policy.Canonical(t, side, m.Promise, m.Model)
		for name, firing := range firings {
			if fired[name] == nil {
				fired[name] = &diff.Firing{Sample: firing.Sample}
			}
			fired[name].Count += firing.Count
			c.note(name, firing)
		}
		return out
	}
	c.live = canonical(m.Live, diff.Live)
	replayed := canonical(m.Replayed, diff.Replayed)
	if m.Model != nil {
		c.model, _ = f.Policy.Canonical(m.Model, diff.Model, privacy.Promise{}, nil)
		c.plain = map[*dom.Node]*dom.Node{}
		c.model.Root.Walk(func(n *dom.Node) bool { c.plain[n.Origin] = n; return true })
		c.recorded = diff.Compare(c.live, c.model, diff.Options{})
	}
	c.reflowed = fired["masked"] != nil
	c.treated = c.reflowed || fired["blocked"] != nil
	if m.reference != nil {
		m.reference.graft(c.live)
		c.referred = true
	}
	c.shown = m.Replayed
	c.hold(replayed)
	for _, name := range slices.Sorted(maps.Keys(fired)) {
		c.rules = append(c.rules, result.Rule{Name: name, Count: fired[name].Count, Sample: fired[name].Sample})
	}
	return c
}

// note keeps in mind which nodes a rule has changed.
func (c *comparison) note(rule string, f *diff.Firing) {
	for _, n := range f.On {
		c.rewritten[n] = append(c.rewritten[n], rule)
	}
}

// hold holds the replayed page against the live one and the recording.
func (c *comparison) hold(replayed *dom.Tree) {
	c.direct = diff.Compare(c.live, replayed, diff.Options{Looks: true, Derived: true, Reflowed: c.reflowed && !c.referred, Referred: c.referred})
	if c.model == nil {
		return
	}
	c.played = diff.Compare(c.model, replayed, diff.Options{IDs: true})
	c.back = map[*dom.Node]*dom.Node{}
	for l, r := range c.played.Pairs {
		c.back[r] = l
	}
}

// comparePlayed does the comparisons of a moment after playing through, once. Live page, the page
// after seeking and the one after playing through must be there.
func (f *Facts) comparePlayed(m *Moment) *comparison {
	if m.through == nil {
		c := *f.compare(m)
		replayed, fired := f.Policy.Canonical(m.Played, diff.Replayed, m.Promise, m.Model)
		c.rewritten = maps.Clone(c.rewritten)
		for _, name := range slices.Sorted(maps.Keys(fired)) {
			c.note(name, fired[name])
		}
		c.shown = m.Played
		c.hold(replayed)
		m.through = &c
	}
	return m.through
}

// recordedNode is the recording's node for a live one, or nil.
func (c *comparison) recordedNode(live *dom.Node) *dom.Node {
	if c.recorded == nil {
		return nil
	}
	return c.recorded.Pairs[live]
}

// Rules lists the equivalence rules that fired in comparing a moment, with counts.
func (f *Facts) Rules(m *Moment) []result.Rule {
	if m.Replayed == nil {
		return nil
	}
	return f.compare(m).rules
}

// Differences counts what no rule explains.
func (f *Facts) Differences(m *Moment) int {
	if m.Replayed == nil {
		return 0
	}
	return len(f.compare(m).direct.Differences)
}

// faithful checks that the replayed page is the live one, in structure and state.
func faithful(f *Facts, m *Moment) result.Claim {
	c := result.Claim{Name: "faithful", Checkpoint: m.Checkpoint}
	switch {
	case m.Recording == nil:
		c.Summary = "nothing was recorded of this moment"
	case m.Replayed == nil && noSnapshot(m):
		c.Summary = "the recording has no full snapshot before this moment"
	case m.Replayed == nil:
		c.Summary, c.Blame = "the player could not show this moment: "+m.Failed, player
	default:
		return addressed(m, f.compared(m, c, func(k diff.Kind) bool { return !k.Looks() }))
	}
	e := result.Evidence{Kind: "nothing to compare", Detail: c.Summary, Step: m.Step, Cause: result.ReplayedWrong}
	if c.Blame == "" {
		f.explainLoss(m, &e)
	}
	e.Blame = cmp.Or(e.Blame, c.Blame)
	c.Blame, c.Evidence = e.Blame, []result.Evidence{e}
	return verdict(c)
}

// looks checks that the replayed page is rendered as the live one. Replayed must be there.
func looks(f *Facts, m *Moment) result.Claim {
	return f.compared(m, result.Claim{Name: "looks", Checkpoint: m.Checkpoint}, diff.Kind.Looks)
}

// addressed completes a claim with the page's address, which the recording says and no replay shows.
// An SDK may leave out what follows the path, to protect its visitors.
func addressed(m *Moment, c result.Claim) result.Claim {
	if m.Model == nil || m.Model.URL == "" || upToPath(m.Model.URL) == upToPath(m.Live.URL) {
		return c
	}
	c.Evidence = append(c.Evidence, result.Evidence{
		Kind: "address", Path: "document", Live: result.Some(m.Live.URL), Model: result.Some(m.Model.URL), Step: m.Step, Blame: sdk, Cause: result.RecordedWrong,
	})
	c.Summary, c.Blame = summary(c.Evidence)+onlyIn(c.Evidence), together(c.Evidence)
	return verdict(c)
}

func upToPath(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i]
	}
	return address
}

func noSnapshot(m *Moment) bool {
	return slices.ContainsFunc(m.Problems, func(p model.Problem) bool { return p.Index < 0 && p.Event == "recording" })
}

// explainLoss says why there is no recording of a moment: it was lost in delivery if what was
// refused would make one.
func (f *Facts) explainLoss(m *Moment, e *result.Evidence) {
	e.Cause, e.Blame = result.NeverRecorded, sdk
	if w := f.whole(m); w != nil {
		e.Cause, e.Blame = result.LostInDelivery, delivered
		cite(e, w.events, w.last(-1))
	}
}

// summary names the kinds of difference, most frequent first.
func summary(list []result.Evidence) string {
	counts := map[string]int{}
	for _, e := range list {
		counts[e.Kind]++
	}
	kinds := slices.Collect(maps.Keys(counts))
	slices.SortFunc(kinds, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for _, k := range kinds {
		parts = append(parts, fmt.Sprintf("%s ×%d", k, counts[k]))
	}
	return plural(len(list), "difference") + ": " + strings.Join(parts, ", ")
}

// together is the blame of a claim by that of its evidence.
func together(list []result.Evidence) string {
	who := map[string]bool{}
	for _, e := range list {
		for _, part := range strings.Split(e.Blame, " and ") {
			who[part] = true
		}
	}
	var names []string
	for _, name := range []string{sdk, delivered, player, policy} {
		if who[name] {
			names = append(names, name)
		}
	}
	return strings.Join(names, " and ")
}
