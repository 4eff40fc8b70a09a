package truth

import (
	"context"
	"encoding/json"
	"fmt"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
)

// Rewrite writes texts into text nodes of a page and into the values of controls, and clips elements
// at their border boxes, from the lab's world. The page must be as it was when p was read. The
// function that Rewrite returns puts back what was there.
func (p *Page) Rewrite(ctx context.Context, page *browser.Page, texts map[*dom.Node]string, clip map[*dom.Node]bool) (undo func(context.Context) error, err error) {
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
	for _, d := range p.documents {
		edits, clips := []edit{}, []int{}
		for place, n := range d.nodes {
			if text, ok := texts[n]; ok {
				edits = append(edits, edit{place, text})
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

// edit is a text for the node at a place of a document: [place, text] on the wire.
type edit struct {
	place int
	text  string
}

func (e edit) MarshalJSON() ([]byte, error) { return json.Marshal([]any{e.place, e.text}) }

func (e *edit) UnmarshalJSON(data []byte) error {
	pair := [2]any{&e.place, &e.text}
	return json.Unmarshal(data, &pair)
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
