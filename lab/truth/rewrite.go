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

// Rewrite writes texts into a page, and clips elements
// at their border boxes, from the lab's world. The page must be as it was when p was read. The
// function that Rewrite returns puts back what was there.
func (p *Page) Rewrite(ctx context.Context, page *browser.Page, texts []Text, clip map[*dom.Node]bool) (undo func(context.Context) error, err error) {
	type step struct {
		document *document
		before   []edit
		clips    []int
	}
	var done []step
	undo = func(ctx context.Context) error {
		for i := len(done) - 1; i >= 0; i-- {
			if _, err := rewrite(ctx, page, done[i].document, done[i].before, done[i].clips, true); err != nil {
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
		edits, clips := []edit{}, []int{}
		for place, n := range d.nodes {
			for _, t := range of[n] {
				edits = append(edits, edit{place, t.Text, t.Attribute})
			}
			if clip[n] {
				clips = append(clips, place)
			}
		}
		if len(edits)+len(clips) == 0 {
			continue
		}
		before, err := rewrite(ctx, page, d, edits, clips, false)
		if err != nil {
			return undo, fmt.Errorf("write into the page: frame %s: %w", d.frame.id, err)
		}
		done = append(done, step{d, before, clips})
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

func rewrite(ctx context.Context, page *browser.Page, d *document, edits []edit, clips []int, undo bool) (before []edit, err error) {
	window, err := page.Window(ctx, d.frame.id, false)
	if err != nil {
		return nil, err
	}
	args := []any{edits, clips, undo}
	for _, id := range d.closed {
		root, err := page.Resolve(ctx, d.frame.session, d.frame.id, id)
		if err != nil {
			return nil, err
		}
		args = append(args, root)
	}
	err = window.Call(ctx, "function(edits, clips, undo, ...closed) { return replaylab.rewrite(closed, edits, clips, undo) }", &before, args...)
	return before, err
}
