package fuzz

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"replaylab/lab"
	"replaylab/lab/claim"
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/privacy"
	"replaylab/lab/replay"
	"replaylab/lab/visit"
)

// Finding is a kind of difference that a program makes.
type Finding struct {
	Kind  string `json:"kind"`  // as in evidence: the kind of difference and a name, such as "property value"
	At    string `json:"at"`    // what differs: "<input>", "#text", "document"
	Blame string `json:"blame"` // "SDK" if the recording is not the page, "player" if the replay is not the recording
}

// Outcome is what one program came to.
type Outcome struct {
	Findings []Finding // each once
	// Undecided says why the program could not be judged.
	Undecided string
}

// fails reports whether the outcome has a finding.
func (o Outcome) fails(f Finding) bool { return slices.Contains(o.Findings, f) }

// judge judges programs on one page.
type judge struct {
	lab    *lab.Lab
	sdk    *visit.SDK
	player *replay.Player
	plant  lab.Plant

	mu    sync.Mutex
	stage *replay.Stage // writes the rules of recorded sheets as a browser does
}

// page runs programs on one page under the SDK and compares what became of each with what the recording
// says, and with play the recording with its replay.
func (j *judge) page(ctx context.Context, programs []Program, play bool) ([]Outcome, error) {
	facts, err := j.lab.Quick(ctx, lab.Case{Scenario: bulk(programs), SDK: j.sdk, Player: j.player, Plant: j.plant}, play)
	if err != nil {
		return nil, err
	}
	out := make([]Outcome, len(programs))
	if stuck := facts.Visit.Stuck; len(programs) == 1 && stuck != nil && stuck.Page {
		out[0].add(hung)
		return out, nil
	}
	if why := undecided(facts); why != "" {
		for i := range out {
			out[i].Undecided = why
		}
		return out, nil
	}
	m := &facts.Moments[0]
	if err := j.canonical(ctx, m.Model); err != nil {
		return nil, err
	}
	policy := facts.Policy
	live, _ := policy.Canonical(m.Live, diff.Live, m.Promise, m.Model)
	recorded, _ := policy.Canonical(m.Model, diff.Model, privacy.Promise{}, nil)
	wrong := diff.Compare(live, recorded, diff.Options{})
	note(out, wrong.Differences, "SDK")
	if m.Replayed != nil {
		replayed, _ := policy.Canonical(m.Replayed, diff.Replayed, m.Promise, m.Model)
		direct := diff.Compare(live, replayed, diff.Options{})
		note(out, beyond(direct.Differences, wrong.Differences), "player")
	} else if play {
		for i := range out {
			out[i].add(Finding{"nothing to compare", "document", "player"})
		}
	}
	return out, nil
}

// hung is a page that does not answer any more. Only of a program that is alone on its page can it be said.
var hung = Finding{Kind: "page hung or crashed", At: "document", Blame: "SDK"}

// undecided says why nothing can be said of a page.
func undecided(f *claim.Facts) string {
	switch {
	case f.Visit.Stuck != nil:
		return "the visit got stuck: " + f.Visit.Stuck.Why
	case len(f.Moments) == 0:
		return "the visit has no checkpoint"
	case f.Moments[0].Model == nil:
		return "nothing was recorded"
	case !f.Visit.Moments[0].Settled:
		return "the page did not come to rest"
	}
	for _, n := range f.Visit.Notes {
		if strings.Contains(n, "had not delivered") {
			return n
		}
	}
	return ""
}

// canonical writes the rules of a recorded tree as a browser does. The stage is shared and does one tree
// at a time.
func (j *judge) canonical(ctx context.Context, t *dom.Tree) (err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stage == nil {
		if j.stage, err = replay.Open(ctx, j.lab.Replay, j.player); err != nil {
			return err
		}
	}
	if err := j.stage.Canonical(ctx, t); err != nil {
		return errors.Join(err, j.close())
	}
	return nil
}

func (j *judge) close() error {
	if j.stage == nil {
		return nil
	}
	err := j.stage.Close()
	j.stage = nil
	return err
}

// Close closes what the judge opened.
func (j *judge) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.close()
}

func (o *Outcome) add(f Finding) {
	if !slices.Contains(o.Findings, f) {
		o.Findings = append(o.Findings, f)
	}
}

// note gives each difference to the program that it is of: by the element that the difference is in, or
// by what the differing text speaks of. What is of no program is left out; the programs that could have
// caused it show it when they are alone on a page.
func note(out []Outcome, list []diff.Difference, blame string) {
	for _, d := range list {
		f := finding(d, blame)
		for _, i := range programsOf(d) {
			if i < len(out) {
				out[i].add(f)
			}
		}
	}
	if len(out) == 1 { // alone on its page, a program is to blame for all of it
		for _, d := range list {
			out[0].add(finding(d, blame))
		}
	}
}

// finding is the kind of a difference. No program changes an id: where one differs, one of two elements
// is missing, and the other was taken for it.
func finding(d diff.Difference, blame string) Finding {
	kind := strings.TrimSpace(string(d.Kind) + " " + d.Name)
	if d.Kind == diff.Attribute && d.Name == "id" {
		kind = string(diff.Missing)
	}
	return Finding{kind, label(d), blame}
}

// label names the node of a difference by its kind.
func label(d diff.Difference) string {
	n := d.Left
	if n == nil {
		n = d.Right
	}
	switch {
	case d.Kind == diff.Attribute || d.Kind == diff.Selection:
		return "" // the same whatever it is on
	case d.Kind == diff.Name:
		return "<" + n.NS + ">"
	case n.Kind == dom.Element && n.NS == dom.HTML:
		return "<" + n.Name + ">"
	case n.Kind == dom.Element:
		return "<" + n.NS + " " + n.Name + ">"
	}
	return n.Kind.String()
}

// programsOf lists the programs that a difference is of.
func programsOf(d diff.Difference) []int {
	for _, n := range []*dom.Node{d.Left, d.Right} {
		for ; n != nil; n = n.Parent {
			if ids := mentioned(n.Attr("id")); n.Kind == dom.Element && len(ids) > 0 && strings.HasSuffix(n.Attr("id"), "root") {
				return ids
			}
		}
	}
	if d.LeftValue == nil && d.RightValue == nil {
		return nil
	}
	return mentioned(unlike(d.LeftValue, d.RightValue))
}

// unlike is the lines that are not in both of two texts.
func unlike(a, b *string) string {
	count := map[string]int{}
	for i, s := range []*string{a, b} {
		if s == nil {
			continue
		}
		for _, line := range strings.Split(*s, "\n") {
			count[line] += 1 - 2*i
		}
	}
	var list []string
	for line, n := range count {
		if n != 0 {
			list = append(list, line)
		}
	}
	return strings.Join(list, "\n")
}

// beyond is the differences of the replayed page that the recording does not have already.
func beyond(direct, recorded []diff.Difference) []diff.Difference {
	type key struct {
		n    *dom.Node
		k    diff.Kind
		name string
	}
	known := map[key]bool{}
	for _, d := range recorded {
		known[key{d.Left, d.Kind, d.Name}] = true
	}
	lost := func(n *dom.Node) bool { // the recording lacks it, or what it is in
		for ; n != nil; n = n.Parent {
			if known[key{n, diff.Missing, ""}] {
				return true
			}
		}
		return false
	}
	return slices.DeleteFunc(slices.Clone(direct), func(d diff.Difference) bool {
		if d.Left == nil { // an extra node: the recording has it too if it has one there
			for _, r := range recorded {
				if r.Kind == d.Kind && fmt.Sprint(programsOf(r)) == fmt.Sprint(programsOf(d)) {
					return true
				}
			}
			return false
		}
		return known[key{d.Left, d.Kind, d.Name}] || d.Kind == diff.Missing && lost(d.Left)
	})
}
