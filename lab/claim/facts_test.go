package claim_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"replaylab/lab/claim"
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
	"replaylab/lab/visit"
)

var el, page = domtest.El, domtest.Page

type (
	attrs = domtest.Attrs
	props = domtest.Props
	style = domtest.Style
	box   = dom.Box
)

// uploaded is a replay upload of events.
func uploaded(seq int, events ...string) event.Upload {
	u := event.Upload{Seq: seq, Kind: "replay", Load: "1", SessionID: "s", Method: "POST", URL: "/track"}
	for _, e := range events {
		u.Events = append(u.Events, json.RawMessage(e))
	}
	u.Inflated = []byte("[" + strings.Join(events, ",") + "]")
	return u
}

// snapshot are the two events with which a recorder writes a page down. Nodes are numbered in
// preorder from 1.
func snapshot(t testing.TB, tree *dom.Tree) []string {
	t.Helper()
	data, err := json.Marshal(wire(domtest.Number(tree).Root))
	if err != nil {
		t.Fatal(err)
	}
	return []string{
		fmt.Sprintf(`{"type":4,"timestamp":1000,"data":{"href":%q,"width":%d,"height":%d}}`, tree.URL, tree.Width, tree.Height),
		fmt.Sprintf(`{"type":2,"timestamp":1001,"data":{"node":%s,"initialOffset":{"left":0,"top":0}}}`, data),
	}
}

func wire(n *dom.Node) *event.Node {
	w := &event.Node{ID: n.ID, Attributes: map[string]any{}, ChildNodes: []*event.Node{}}
	switch n.Kind {
	case dom.Document:
		w.Type = event.DocumentNode
	case dom.Doctype:
		w.Type, w.Name = event.DoctypeNode, n.Name
	case dom.Element:
		w.Type, w.TagName, w.IsSVG = event.ElementNode, n.Name, n.NS == dom.SVG
	case dom.Text:
		w.Type, w.TextContent = event.TextNode, n.Value
	case dom.Comment:
		w.Type, w.TextContent = event.CommentNode, n.Value
	}
	for _, a := range n.Attrs {
		w.Attributes[a.Name] = a.Value
	}
	for _, c := range n.Children {
		w.ChildNodes = append(w.ChildNodes, wire(c))
	}
	return w
}

// visited is a visit of one checkpoint at which the live page, the recording and the replayed page
// were those; nil stands for a page that nobody got.
type visited struct {
	live, recorded *dom.Tree
	events         []string          // uploaded after the snapshot, in a second upload
	played         func(t *dom.Tree) // what the player makes of the model, beside showing it
	uploads        []event.Upload    // others
	scenario       scenario.Scenario
	edit           func(f *claim.Facts)
}

// facts are all that is known of such a visit.
func (v visited) facts(t testing.TB) *claim.Facts {
	t.Helper()
	policy, err := diff.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	if v.scenario.Steps == nil {
		v.scenario.Steps = []scenario.Step{{Verb: "checkpoint", Args: []string{"loaded"}}}
	}
	m := claim.Moment{Checkpoint: "loaded", Step: "3: open /page.html", Time: 2000, Live: v.live}
	f := &claim.Facts{Scenario: v.scenario, Control: &visit.Visit{}, Visit: &visit.Visit{}, Policy: policy, Targets: map[string]int{}}
	if v.recorded != nil {
		f.Visit.Uploads = append(f.Visit.Uploads, uploaded(1, snapshot(t, v.recorded)...))
	}
	if v.events != nil {
		f.Visit.Uploads = append(f.Visit.Uploads, uploaded(2, v.events...))
	}
	f.Visit.Uploads = append(f.Visit.Uploads, v.uploads...)
	f.Visit.Recordings = event.Assemble(f.Visit.Uploads)
	if len(f.Visit.Recordings) > 0 {
		m.Recording = &f.Visit.Recordings[0]
		m.Model, m.Problems = model.At(m.Recording.Events, m.Time)
		m.Replayed = m.Model.Clone()
		m.Replayed.Root.Walk(func(n *dom.Node) bool { n.Origin = nil; return true })
		if v.played != nil {
			v.played(m.Replayed)
		}
	}
	f.Moments = []claim.Moment{m}
	if v.edit != nil {
		v.edit(f)
	}
	return f
}

// named is the one claim of that name.
func named(t testing.TB, claims []result.Claim, name string) result.Claim {
	t.Helper()
	var found []result.Claim
	for _, c := range claims {
		if c.Name == name {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d claims are called %q in %+v", len(found), name, claims)
	}
	return found[0]
}

// at is a visit's page at a checkpoint.
func at(tree *dom.Tree) visit.Moment { return visit.Moment{Page: &truth.Page{Tree: tree}} }

// brief writes evidence down as "kind name by whom".
func brief(list []result.Evidence) string {
	var parts []string
	for _, e := range list {
		part := strings.TrimSpace(e.Kind + " " + e.Name)
		if e.Blame != "" {
			part += " by " + e.Blame
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}
