package browser

import (
	"context"
	"fmt"

	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
)

// send makes calls of one method.
func (s *Session) send(ctx context.Context, method string, params ...any) error {
	commands := make([]Command, len(params))
	for i, p := range params {
		commands[i] = Command{Method: method, Params: p}
	}
	return s.All(ctx, commands...)
}

func mouse(kind proto.InputDispatchMouseEventType, x, y float64, clicks int) proto.InputDispatchMouseEvent {
	e := proto.InputDispatchMouseEvent{Type: kind, X: x, Y: y, ClickCount: clicks, PointerType: proto.InputDispatchMouseEventPointerTypeMouse}
	if clicks > 0 {
		e.Button = proto.InputMouseButtonLeft
	}
	if kind == proto.InputDispatchMouseEventTypeMousePressed {
		buttons := 1
		e.Buttons = &buttons
	}
	return e
}

// Click moves the pointer to the element and presses the button there, count times in a row.
func (p *Page) Click(ctx context.Context, e *Element, count int) error {
	x, y, err := e.Point(ctx)
	if err != nil {
		return err
	}
	events := []any{mouse(proto.InputDispatchMouseEventTypeMouseMoved, x, y, 0)}
	for n := 1; n <= count; n++ {
		events = append(events,
			mouse(proto.InputDispatchMouseEventTypeMousePressed, x, y, n),
			mouse(proto.InputDispatchMouseEventTypeMouseReleased, x, y, n))
	}
	return p.send(ctx, "Input.dispatchMouseEvent", events...)
}

// Hover moves the pointer over the element.
func (p *Page) Hover(ctx context.Context, e *Element) error {
	x, y, err := e.Point(ctx)
	if err != nil {
		return err
	}
	return p.send(ctx, "Input.dispatchMouseEvent", mouse(proto.InputDispatchMouseEventTypeMouseMoved, x, y, 0))
}

// Drag presses on the element, moves by the given offset in ten steps, and lets go.
func (p *Page) Drag(ctx context.Context, x, y, dx, dy float64) error {
	const steps = 10
	events := []any{
		mouse(proto.InputDispatchMouseEventTypeMouseMoved, x, y, 0),
		mouse(proto.InputDispatchMouseEventTypeMousePressed, x, y, 1),
	}
	for i := 1.0; i <= steps; i++ {
		m := mouse(proto.InputDispatchMouseEventTypeMouseMoved, x+dx*i/steps, y+dy*i/steps, 0)
		buttons := 1
		m.Button, m.Buttons = proto.InputMouseButtonLeft, &buttons
		events = append(events, m)
	}
	events = append(events, mouse(proto.InputDispatchMouseEventTypeMouseReleased, x+dx, y+dy, 1))
	return p.send(ctx, "Input.dispatchMouseEvent", events...)
}

// Wheel turns the wheel over a point, by CSS pixels, and waits until the target has come to rest.
func (p *Page) Wheel(ctx context.Context, e *Element, dx, dy float64) error {
	x, y := float64(p.config.View.Width)/2, float64(p.config.View.Height)/2
	if e != nil {
		var err error
		if x, y, err = e.Point(ctx); err != nil {
			return err
		}
	}
	aim := fmt.Sprintf("replaylab.aim(document, %f, %f)", dx, dy)
	if e == nil {
		if err := p.Eval(ctx, "", aim, nil); err != nil {
			return err
		}
	} else if err := e.Call(ctx, "function(dx, dy) { replaylab.aim(this, dx, dy) }", nil, dx, dy); err != nil {
		return err
	}
	w := mouse(proto.InputDispatchMouseEventTypeMouseWheel, x, y, 0)
	w.DeltaX, w.DeltaY = dx, dy
	if err := p.send(ctx, "Input.dispatchMouseEvent", mouse(proto.InputDispatchMouseEventTypeMouseMoved, x, y, 0), w); err != nil {
		return err
	}
	if e != nil {
		return e.Await(ctx, "function() { return replaylab.rest(this, 3000) }", nil)
	}
	return p.Eval(ctx, "", "replaylab.rest(document, 3000)", nil)
}

// Type gives the element the focus and types text at the end of what it holds, key by key.
func (p *Page) Type(ctx context.Context, e *Element, text string) error {
	var focused bool
	if err := e.Call(ctx, "function() { return replaylab.caret(this) }", &focused); err != nil {
		return err
	}
	if !focused {
		return fmt.Errorf("%q does not take the focus, so nothing can be typed into it", e.Selector)
	}
	return p.Text(ctx, text)
}

// Text types text into whatever has the focus.
func (p *Page) Text(ctx context.Context, text string) error {
	for _, r := range text {
		var err error
		if key := input.Key(r); r < 128 && known(key) {
			err = p.stroke(ctx, key, 0)
		} else {
			err = p.Call(ctx, "Input.insertText", proto.InputInsertText{Text: string(r)}, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Page) stroke(ctx context.Context, key input.Key, modifiers int) error {
	down, up := key.Encode(proto.InputDispatchKeyEventTypeKeyDown, modifiers), key.Encode(proto.InputDispatchKeyEventTypeKeyUp, modifiers)
	if modifiers&^input.ModifierShift != 0 {
		down.Text, down.UnmodifiedText = "", "" // a shortcut writes nothing
		down.Type = proto.InputDispatchKeyEventTypeRawKeyDown
	}
	down.Commands = commands(key, modifiers)
	return p.send(ctx, "Input.dispatchKeyEvent", down, up)
}

// commands are the editing commands that a key stands for: without a window system under it,
// Chromium does not find them out by itself.
func commands(key input.Key, modifiers int) []string {
	if modifiers != input.ModifierControl {
		return nil
	}
	switch key {
	case input.KeyA:
		return []string{"selectAll"}
	case input.KeyZ:
		return []string{"undo"}
	case input.KeyY:
		return []string{"redo"}
	}
	return nil
}

func known(key input.Key) (ok bool) {
	defer func() { ok = recover() == nil }() // Info panics on a key it has no layout for
	_ = key.Info()
	return true
}
