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
	own     map[*dom.Node][]result.Finding // see beside

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
	if d.Kind.Looks() {
		e.Follows = b.beside(d.Left)
	}
	if d.Name == dom.PropSheet || d.Name == dom.PropAdopted {
		onlyRules(&e)
	}
	return e
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
