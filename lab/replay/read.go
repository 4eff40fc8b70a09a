package replay

import (
	"context"
	"errors"
	"strings"
	"time"

	"replaylab/lab/dom"
	"replaylab/lab/truth"
)

// Read reads the replayed page and takes its picture.
func (s *Stage) Read(ctx context.Context, o truth.Options) (Shown, error) {
	frame, err := s.frame(ctx)
	if err != nil {
		return Shown{}, err
	}
	if err := s.page.Eval(ctx, frame, "replaylab.quiet({}, 3000)", nil); err != nil {
		return Shown{}, err
	}
	// A sandboxed frame moves to a process of its own when it loads, and is in neither meanwhile.
	if err := s.settle(ctx); err != nil {
		return Shown{}, err
	}
	// What players open and never close, Chromium draws or not, as it happens.
	if err := s.page.Everywhere(ctx, "globalThis.replaylab?.closeOpened(), 0"); err != nil {
		return Shown{}, err
	}
	o.Frame, o.IDs = frame, "(n => player.id(n))"
	page, err := truth.Read(ctx, s.page, o)
	if err != nil {
		return Shown{}, err
	}
	shot, err := s.Shot(ctx)
	return Shown{page, shot}, err
}

// framesLimit bounds the wait for the frames of a replayed page. Theirs is what the recording holds;
// what they would fetch is refused at once.
const framesLimit = 2 * time.Second

// settle waits until no frame is loading. One that never ends is read as it is.
func (s *Stage) settle(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, framesLimit)
	defer cancel()
	if err := s.page.Frames(bounded); err != nil && bounded.Err() == nil {
		return err
	}
	return ctx.Err()
}

// frame is the id of the frame that the player shows the page in.
func (s *Stage) frame(ctx context.Context) (string, error) {
	window, err := s.page.Window(ctx, "", true)
	if err != nil {
		return "", err
	}
	owner, ok, err := window.Object(ctx, "function() { return player.frame() }")
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errors.New("the player shows no frame")
	}
	var d struct {
		Node struct {
			FrameID string `json:"frameId"`
		} `json:"node"`
	}
	err = owner.Session.Call(ctx, "DOM.describeNode", map[string]any{"objectId": owner.ID}, &d)
	return d.Node.FrameID, err
}

// Canonical has the browser rewrite the style sheets of a tree that was not read from a browser, so
// that they can be compared with those of one that was. It changes the tree. A sheet with imports
// stays as it is: a sheet that is made from text has none.
func (s *Stage) Canonical(ctx context.Context, t *dom.Tree) error {
	type place struct {
		node *dom.Node
		prop string
	}
	var places []place
	texts := []string{}
	t.Root.Walk(func(n *dom.Node) bool {
		for _, prop := range []string{dom.PropSheet, dom.PropAdopted} {
			if text := n.Prop(prop); text != "" && !strings.Contains(text, "@import") {
				places, texts = append(places, place{n, prop}), append(texts, text)
			}
		}
		return true
	})
	if len(texts) == 0 {
		return nil
	}
	window, err := s.page.Window(ctx, "", false)
	if err != nil {
		return err
	}
	var out []string
	if err := window.Call(ctx, "function(texts) { return texts.map(replaylab.canonical) }", &out, texts); err != nil {
		return err
	}
	for i, p := range places {
		if out[i] == "" {
			p.node.Props = dom.Unset(p.node.Props, p.prop)
		} else {
			p.node.Props = dom.Set(p.node.Props, p.prop, out[i])
		}
	}
	return nil
}

// Shot is a PNG of the window.
func (s *Stage) Shot(ctx context.Context) ([]byte, error) { return s.page.Screenshot(ctx) }
