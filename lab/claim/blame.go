package claim

import (
	"encoding/json"
	"slices"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
)

// blamer tells whose fault a difference is: live ≠ model is the SDK's or delivery's, model ≠
// replayed is the player's.
type blamer struct {
	facts   *Facts
	moment  *Moment
	seen    *comparison
	history *model.Document // the recording's document at the moment; nil without a recording

	earlier map[int]*dom.Node // see before
	treated map[*dom.Node]privacy.Treatment

	recordedWrong bool // the model differs from the live page in something that decides looks
	playedWrong   bool // the replayed page differs from the model in such a thing
}

func newBlamer(f *Facts, m *Moment, seen *comparison) *blamer {
	b := &blamer{facts: f, moment: m, seen: seen}
	if m.Model == nil || len(seen.direct.Differences) == 0 {
		return b
	}
	cursor := model.NewCursor(m.Recording.Events)
	cursor.To(m.Time)
	b.history = cursor.Document()
	b.recordedWrong = decides(seen.recorded.Differences)
	b.playedWrong = decides(seen.played.Differences)
	return b
}

// decides reports whether any difference is of a kind that can change how elements look.
func decides(list []diff.Difference) bool {
	return slices.ContainsFunc(list, func(d diff.Difference) bool {
		return d.Kind != diff.Selection && d.Kind != diff.Highlight && d.Kind != diff.Derived && !d.Kind.Looks()
	})
}

// evidence describes a difference between the live and the replayed page.
func (b *blamer) evidence(d diff.Difference) result.Evidence {
	e := result.Evidence{Kind: string(d.Kind), Name: d.Name, Live: value(d.LeftValue), Replayed: value(d.RightValue), Step: b.moment.Step}
	at := d.Left
	if at == nil {
		at = d.Right
	}
	e.Path = dom.Path(at)
	recorded := b.recorded(d)
	if recorded != nil {
		e.NodeID = recorded.ID
	}
	model, known := modelValue(d, b.seen.plain[recorded])
	e.Model = value(model)
	b.explain(&e, d, recorded, model, known)
	if e.Detail == "" {
		e.Detail = b.decided(d)
	}
	if d.Name == dom.PropSheet || d.Name == dom.PropAdopted {
		onlyRules(&e)
	}
	return e
}

// decided says what the SDK's promise has to do with a text or value that is not as it should be: what
// of it masks that, or that nothing does although asterisks are shown.
func (b *blamer) decided(d diff.Difference) string {
	if d.Left == nil || d.Kind != diff.Text && (d.Kind != diff.Property || d.Name != dom.PropValue) {
		return ""
	}
	if b.treated == nil {
		b.treated = privacy.Judge(b.moment.Live.Root, b.facts.Promise)
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

// recorded is the model's node for a difference, or nil.
func (b *blamer) recorded(d diff.Difference) *dom.Node {
	if b.seen.recorded == nil {
		return nil
	}
	if d.Left != nil {
		if m := b.seen.recorded.Pairs[d.Left]; m != nil {
			return m
		}
	}
	if d.Right != nil {
		return b.seen.back[d.Right]
	}
	return nil
}

// modelValue is what the recording says in the place of a difference. known is false where the
// recording has no word for such a thing, as for computed style.
func modelValue(d diff.Difference, m *dom.Node) (v *string, known bool) {
	if m == nil {
		return nil, slices.Contains([]diff.Kind{diff.Missing, diff.Extra, diff.Name, diff.Text, diff.Attribute, diff.Property}, d.Kind)
	}
	get := func(list []dom.Pair) *string {
		again := strings.HasSuffix(d.Name, " (again)")
		for i, p := range list {
			if p.Name == plainName(d) && again == (i > 0 && list[i-1].Name == p.Name) {
				return &list[i].Value
			}
		}
		return nil
	}
	switch d.Kind {
	case diff.Text:
		return &m.Value, true
	case diff.Name:
		name := diff.Qualified(m)
		return &name, true
	case diff.Attribute:
		return get(m.Attrs), true
	case diff.Property:
		return get(m.Props), true
	case diff.Missing, diff.Extra:
		name := m.Kind.String()
		if m.Kind == dom.Element {
			name = "<" + m.Name + ">"
		}
		return &name, true
	}
	return nil, false
}

// plainName is the name of an attribute or property without what a difference says of it.
func plainName(d diff.Difference) string {
	return strings.TrimSuffix(strings.TrimSuffix(d.Name, " (empty)"), " (again)")
}

// explain says where a difference arose, who is to blame for it, and which event and upload prove
// it.
func (b *blamer) explain(e *result.Evidence, d diff.Difference, m *dom.Node, v *string, known bool) {
	e.Blame = b.blame(d, m, v, known)
	switch {
	case e.Blame == player:
		e.Cause = result.ReplayedWrong
	case b.unrecorded(d, m, v, known):
		e.Cause = result.NeverRecorded
	default:
		e.Cause = result.RecordedWrong
	}
	if rules := b.madeBy(d); rules != "" {
		e.Cause, e.Blame, e.Detail = "", policy, "both pages are alike here: the equivalence policy makes them differ, by "+rules
	}
	if strings.HasPrefix(e.Blame, sdk) {
		w := b.facts.whole(b.moment)
		if yes, at := w.lost(d, m, b); yes {
			e.Cause, e.Blame = result.LostInDelivery, strings.Replace(e.Blame, sdk, delivered, 1)
			cite(e, w.events, at)
			return
		}
	}
	b.proof(e, d, m)
}

// The sides that can be to blame.
const (
	sdk       = "SDK"
	delivered = "delivery"
	player    = "player"
	policy    = "lab policy"
)

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

// unrecorded reports whether the recording has no word of what is different: of a thing that is
// not in it at all, or of a change after which it still has what the page had a checkpoint before.
func (b *blamer) unrecorded(d diff.Difference, m *dom.Node, v *string, known bool) bool {
	switch {
	case b.seen.recorded == nil:
		return true
	case d.Kind == diff.Missing:
		return m == nil
	case d.Kind == diff.Extra:
		return m != nil && b.paired(m.ID)
	case known && v == nil && d.LeftValue != nil:
		return true
	case known && d.Left != nil:
		was, ok := modelValue(d, b.before()[d.Left.Backend])
		return ok && d.Left.Backend > 0 && b.before()[d.Left.Backend] != nil && same(was, v) && !same(was, d.LeftValue)
	case known:
		return false
	}
	// What follows from everything else was not recorded if only things are missing.
	only := b.seen.recorded.Differences
	return len(only) > 0 && !slices.ContainsFunc(only, func(o diff.Difference) bool { return o.Kind != diff.Missing })
}

// previous is the checkpoint before, of the same recording; nil if there is none.
func (b *blamer) previous() *Moment {
	list := b.facts.Moments
	for i := 1; i < len(list); i++ {
		if &list[i] == b.moment && list[i-1].Recording == b.moment.Recording && list[i-1].Replayed != nil {
			return &list[i-1]
		}
	}
	return nil
}

// before are the nodes of the live page as they were a checkpoint before, by the browser's own id.
func (b *blamer) before() map[int]*dom.Node {
	if b.earlier == nil {
		b.earlier = map[int]*dom.Node{}
		if m := b.previous(); m != nil {
			b.facts.compare(m).live.Root.Walk(func(n *dom.Node) bool { b.earlier[n.Backend] = n; return true })
		}
	}
	return b.earlier
}

// paired reports whether a node of the recording stood for one of the live page a checkpoint before.
func (b *blamer) paired(id int) bool {
	m := b.previous()
	if m == nil || b.facts.compare(m).recorded == nil {
		return false
	}
	for _, recorded := range b.facts.compare(m).recorded.Pairs {
		if recorded.ID == id {
			return true
		}
	}
	return false
}

func (b *blamer) blame(d diff.Difference, m *dom.Node, v *string, known bool) string {
	if b.seen.recorded == nil {
		return sdk
	}
	switch {
	case d.Kind == diff.Missing && m == nil, d.Kind == diff.Extra && m != nil:
		return sdk // never recorded, or recorded although it was not there
	case d.Kind == diff.Missing, d.Kind == diff.Extra:
		return player
	case known && same(v, d.RightValue):
		return sdk
	case known && same(v, d.LeftValue):
		return player
	case known && b.agrees(d):
		return player // the policy made live and model equal here
	case known:
		return sdk + " and " + player
	case d.Kind == diff.Derived && d.Name == dom.DerivedFocusVisible:
		return player // a recording says what has focus; a player decides how to give it
	case d.Kind == diff.Derived && d.Name == dom.DerivedCanvas:
		if b.painted(m) {
			return player
		}
		return sdk
	case d.Kind == diff.Moved:
		return b.between(b.differs(b.seen.recorded, d), b.differs(b.seen.played, d))
	case d.Kind == diff.Selection, d.Kind == diff.Highlight, d.Kind == diff.Window:
		return b.between(kind(b.seen.recorded, d.Kind), kind(b.seen.played, d.Kind))
	}
	return b.looksBlame()
}

// looksBlame is the blame for how the page is rendered and for what the browser makes of it. Both
// follow from structure and sheets: who got one of those wrong got this wrong. If neither did, the
// player renders the right thing wrongly.
func (b *blamer) looksBlame() string { return b.between(b.recordedWrong, b.playedWrong) }

// painted reports whether the recording says anything of what is drawn on a canvas.
func (b *blamer) painted(m *dom.Node) bool {
	if m == nil || m.Attr("rr_dataURL") != "" {
		return m != nil
	}
	return slices.ContainsFunc(b.moment.Recording.Events, func(e event.Event) bool {
		var c struct {
			Data struct {
				ID int `json:"id"`
			} `json:"data"`
		}
		return e.Type == event.Incremental && e.Source == event.CanvasMutation && e.Timestamp <= b.moment.Time &&
			json.Unmarshal(e.Raw, &c) == nil && c.Data.ID == m.ID
	})
}

func (b *blamer) between(recorded, played bool) string {
	switch {
	case recorded && played:
		return sdk + " and " + player
	case recorded:
		return sdk
	}
	return player
}

// agrees reports whether live and model do not differ in what d is about.
func (b *blamer) agrees(d diff.Difference) bool {
	return !slices.ContainsFunc(b.seen.recorded.Differences, func(o diff.Difference) bool {
		return o.Left == d.Left && o.Kind == d.Kind && o.Name == d.Name
	})
}

func (b *blamer) differs(r *diff.Result, d diff.Difference) bool {
	return slices.ContainsFunc(r.Differences, func(o diff.Difference) bool {
		return o.Kind == diff.Moved && (o.Left == d.Left || o.Right == d.Right)
	})
}

func kind(r *diff.Result, k diff.Kind) bool {
	return slices.ContainsFunc(r.Differences, func(o diff.Difference) bool { return o.Kind == k })
}

func same(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// proof names the event, and the upload that it came in, that made the recording say what it says.
func (b *blamer) proof(e *result.Evidence, d diff.Difference, m *dom.Node) {
	if b.history == nil {
		return
	}
	id := 0
	if m != nil {
		id = m.ID
	} else if d.Left != nil && d.Left.Parent != nil {
		if parent := b.seen.recorded.Pairs[d.Left.Parent]; parent != nil {
			id = parent.ID
		}
	}
	c := b.history.Changed(id)
	at := c.Placed
	switch {
	case id == 0:
		at = max(c.State, c.Selection)
	case m == nil:
		at = max(c.Children, c.Placed)
	case d.Kind == diff.Text:
		at = max(c.Text, c.Placed)
	case d.Kind == diff.Attribute:
		at = max(c.Attributes, c.Placed)
	case d.Kind == diff.Property && (d.Name == dom.PropSheet || d.Name == dom.PropAdopted):
		at = max(c.Sheet, c.Placed)
	case d.Kind == diff.Property:
		at = max(c.State, c.Placed)
	}
	b.moment.cite(e, at)
}

// cite names an event of the recording, and the upload that it came in, as the proof.
func (m *Moment) cite(e *result.Evidence, at int) { cite(e, m.Recording.Events, at) }

func cite(e *result.Evidence, events []event.Event, at int) {
	if at >= 0 && at < len(events) {
		e.Event, e.Upload = events[at].String(), events[at].Upload
	}
}
