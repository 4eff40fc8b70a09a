package truth

import (
	"context"
	"encoding/json"
	"fmt"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
)

// Text is a text for a text node, for the value of a control, or for an attribute that an element has.
type Text struct {
	Node            *dom.Node
	Attribute, Text string
}

// Rewrite writes texts into a page, hides what elements show outside their border boxes and canvases what is
// drawn on them, from the lab's world. The page must be as it was when p was read. The
// function that Rewrite returns puts back what was there.
func (p *Page) Rewrite(ctx context.Context, page *browser.Page, texts []Text, hide map[*dom.Node]bool) (undo func(context.Context) error, err error) {
	type step struct {
		document *document
		before   []edit
		hidden   []int
	}
	var done []step
	undo = func(ctx context.Context) error {
		for i := len(done) - 1; i >= 0; i-- {
			if _, err := rewrite(ctx, page, done[i].document, done[i].before, done[i].hidden, true); err != nil {
				return err
			}
		}
		return nil
	}
	of := map[*dom.Node][]Text{}
	for _, t := range texts {
		of[t.Node] = append(of[t.Node], t)
	}
	for _, d := range p.documents {
		edits, hidden := []edit{}, []int{}
		for place, n := range d.nodes {
			for _, t := range of[n] {
				edits = append(edits, edit{place, t.Text, t.Attribute})
			}
			if hide[n] {
				hidden = append(hidden, place)
			}
		}
		if len(edits)+len(hidden) == 0 {
			continue
		}
		before, err := rewrite(ctx, page, d, edits, hidden, false)
		if err != nil {
			return undo, fmt.Errorf("write into the page: frame %s: %w", d.frame.id, err)
		}
		done = append(done, step{d, before, hidden})
	}
	return undo, nil
}

// edit is a text for the node at a place of a document: [place, text, attribute] on the wire.
type edit struct {
	place           int
	text, attribute string
}

func (e edit) MarshalJSON() ([]byte, error) { return json.Marshal([]any{e.place, e.text, e.attribute}) }

func (e *edit) UnmarshalJSON(data []byte) error {
	list := [3]any{&e.place, &e.text, &e.attribute}
	return json.Unmarshal(data, &list)
}

func rewrite(ctx context.Context, page *browser.Page, d *document, edits []edit, hidden []int, undo bool) (before []edit, err error) {
	window, err := page.Window(ctx, d.frame.id, false)
	if err != nil {
		return nil, err
	}
	args := []any{edits, hidden, undo}
	for _, id := range d.closed {
		root, err := page.Resolve(ctx, d.frame.session, d.frame.id, id)
		if err != nil {
			return nil, err
		}
		args = append(args, root)
	}
	err = window.Call(ctx, "function(edits, hidden, undo, ...closed) { return replaylab.rewrite(closed, edits, hidden, undo) }", &before, args...)
	return before, err
}
