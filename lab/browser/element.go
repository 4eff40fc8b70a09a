package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// findLimit is how long a step waits for the element that it is about.
const findLimit = 5 * time.Second

// Pierce separates the parts of a selector that crosses into shadow roots or frames.
const Pierce = " >> "

// Element is an element of the live page, found by a selector.
type Element struct {
	Handle
	Selector string
	Frame    string // id of the frame it is in

	page  *Page
	owner *Element // frame element that its frame hangs on, nil in the main frame
}

// ErrNotFound is why a step fails whose element never came.
var ErrNotFound = errors.New("no such element")

// Find waits until the selector matches and returns the first match. Each part after " >> " is
// looked up in the shadow root (open or closed) or frame document of the match before it.
func (p *Page) Find(ctx context.Context, selector string) (*Element, error) {
	ctx, cancel := Within(ctx, findLimit+pingLimit, fmt.Sprintf("looking for %q", selector))
	defer cancel()
	end := time.Now().Add(findLimit)
	for {
		e, err := p.find(ctx, selector, end)
		if Navigated(err) {
			continue // looked in a document that was just leaving
		}
		return e, err
	}
}

func (p *Page) find(ctx context.Context, selector string, end time.Time) (*Element, error) {
	e := &Element{page: p, Selector: selector}
	for i, part := range strings.Split(selector, Pierce) {
		root := "document"
		if i > 0 {
			if err := p.enter(ctx, e); err != nil {
				return nil, err
			}
			root = "this"
		}
		scope := e.Handle
		if scope.ID == "" {
			var err error
			if scope, err = p.Window(ctx, e.Frame, false); err != nil {
				return nil, err
			}
			root = "document"
		}
		left := max(time.Until(end).Milliseconds(), 0)
		h, ok, err := scope.Object(ctx, "function(s, limit) { return replaylab.find("+root+", s, limit) }", strings.TrimSpace(part), left)
		if err != nil {
			return nil, fmt.Errorf("look for %q: %w", selector, err)
		}
		if !ok {
			return nil, fmt.Errorf("%w: %q matched nothing within %s", ErrNotFound, part, findLimit)
		}
		e.Handle = h
	}
	return e, nil
}

// enter moves from an element to its shadow root, or to the document of its frame, in which case
// the handle is left empty for the frame's own window.
func (p *Page) enter(ctx context.Context, e *Element) error {
	var d struct {
		Node struct {
			FrameID     string `json:"frameId"`
			ShadowRoots []struct {
				BackendNodeID  int    `json:"backendNodeId"`
				ShadowRootType string `json:"shadowRootType"`
			} `json:"shadowRoots"`
		} `json:"node"`
	}
	if err := e.Session.Call(ctx, "DOM.describeNode", map[string]any{"objectId": e.ID, "depth": 1, "pierce": true}, &d); err != nil {
		return err
	}
	for _, r := range d.Node.ShadowRoots {
		if r.ShadowRootType == "user-agent" {
			continue
		}
		root, err := p.Resolve(ctx, e.Session, e.Frame, r.BackendNodeID)
		e.Handle = root
		return err
	}
	if d.Node.FrameID != "" && d.Node.FrameID != e.Frame {
		owner := *e
		e.owner, e.Frame, e.Handle = &owner, d.Node.FrameID, Handle{}
		return nil
	}
	return fmt.Errorf("%w: %q has neither a shadow root nor a frame document to look into", ErrNotFound, e.Selector)
}

// Resolve gives a node, named by the browser's own id, as an object of the lab's world.
func (p *Page) Resolve(ctx context.Context, s *Session, frame string, backend int) (Handle, error) {
	_, world, err := p.world(ctx, frame, false)
	if err != nil {
		return Handle{}, err
	}
	return resolve(ctx, s, world, backend)
}

// ResolveMain gives a node as an object of the main frame's own world.
func (p *Page) ResolveMain(ctx context.Context, s *Session, backend int) (Handle, error) {
	_, world, err := p.world(ctx, "", true)
	if err != nil {
		return Handle{}, err
	}
	return resolve(ctx, s, world, backend)
}

func resolve(ctx context.Context, s *Session, world int64, backend int) (Handle, error) {
	var r struct {
		Object remoteObject `json:"object"`
	}
	err := s.Call(ctx, "DOM.resolveNode", map[string]any{"backendNodeId": backend, "executionContextId": world}, &r)
	return Handle{s, r.Object.ObjectID}, err
}

// Navigated reports whether a call failed because its document was replaced meanwhile.
func Navigated(err error) bool {
	var refused *CallError
	if !errors.As(err, &refused) {
		return false
	}
	for _, text := range []string{"context was destroyed", "Cannot find context", "navigated or closed", "uniqueContextId not found", "Could not find object with given id"} {
		if strings.Contains(refused.Message, text) {
			return true
		}
	}
	return false
}

// Point scrolls the element into view and returns the middle of it, in the page's viewport.
func (e *Element) Point(ctx context.Context) (x, y float64, err error) {
	if err := e.Session.Call(ctx, "DOM.scrollIntoViewIfNeeded", map[string]any{"objectId": e.ID}, nil); err != nil {
		return 0, 0, fmt.Errorf("scroll %q into view: %w", e.Selector, err)
	}
	var p *struct {
		X, Y  float64
		Cover string
	}
	if err := e.Call(ctx, "function() { return replaylab.point(this) }", &p); err != nil {
		return 0, 0, err
	}
	if p == nil {
		return 0, 0, fmt.Errorf("%q has no box that a pointer could reach", e.Selector)
	}
	if p.Cover != "" {
		return 0, 0, fmt.Errorf("%q is covered by %s", e.Selector, p.Cover)
	}
	x, y = p.X, p.Y
	for o := e.owner; o != nil; o = o.owner {
		var at struct{ X, Y float64 }
		err := o.Call(ctx, "function() { const r = this.getBoundingClientRect(); return {x: r.left + this.clientLeft, y: r.top + this.clientTop} }", &at)
		if err != nil {
			return 0, 0, err
		}
		x, y = x+at.X, y+at.Y
	}
	return x, y, nil
}

// Choose selects options of a select element by value or label.
func (e *Element) Choose(ctx context.Context, values []string) error {
	var unknown string
	if err := e.Call(ctx, "function(values) { return replaylab.choose(this, values) }", &unknown, values); err != nil {
		return err
	}
	if unknown != "" {
		return fmt.Errorf("%q has no option %q", e.Selector, unknown)
	}
	return nil
}

// Paste gives the element the focus and pastes text at the end of what it holds.
func (e *Element) Paste(ctx context.Context, text string) error {
	return e.Call(ctx, "function(text) { replaylab.caret(this); replaylab.paste(this, text) }", nil, text)
}
