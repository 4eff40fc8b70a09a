package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// ScriptError is an exception that a script threw.
type ScriptError struct{ Text string }

func (e *ScriptError) Error() string { return e.Text }

type remoteObject struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	Value       json.RawMessage `json:"value"`
	Description string          `json:"description"`
	ObjectID    string          `json:"objectId"`
}

type evaluated struct {
	Result    remoteObject `json:"result"`
	Exception *struct {
		Text      string        `json:"text"`
		Exception *remoteObject `json:"exception"`
	} `json:"exceptionDetails"`
}

func (e *evaluated) err() error {
	if e.Exception == nil {
		return nil
	}
	text := e.Exception.Text
	if x := e.Exception.Exception; x != nil && x.Description != "" {
		text, _, _ = strings.Cut(x.Description, "\n")
	} else if x != nil && x.Value != nil {
		text = string(x.Value)
	}
	return &ScriptError{Text: text}
}

func decode(e evaluated, result any) error {
	if err := e.err(); err != nil {
		return err
	}
	if result == nil || e.Result.Value == nil {
		return nil
	}
	return unmarshal(e.Result.Value, result)
}

// Eval runs an expression in the lab's world of a frame, waits for a promise and decodes the
// value. An empty frame id means the main frame. result may be nil.
func (p *Page) Eval(ctx context.Context, frame, expression string, result any) error {
	return p.eval(ctx, frame, expression, false, result)
}

// EvalMain does the same in the page's own world, as the page's developer would in the console.
func (p *Page) EvalMain(ctx context.Context, frame, expression string, result any) error {
	return p.eval(ctx, frame, expression, true, result)
}

func (p *Page) eval(ctx context.Context, frame, expression string, main bool, result any) error {
	for {
		s, id, err := p.world(ctx, frame, main)
		if err != nil {
			return err
		}
		var e evaluated
		err = s.Call(ctx, "Runtime.evaluate", map[string]any{
			"expression": expression, "contextId": id, "returnByValue": true, "awaitPromise": true, "userGesture": main,
		}, &e)
		if p.replaced(err, s, id) {
			continue
		}
		if err != nil {
			return err
		}
		return decode(e, result)
	}
}

// Handle is an object that lives in a script context of a page.
type Handle struct {
	Session *Session
	ID      string // the browser's object id
}

// Call runs a function with the object as this and decodes its value. An argument may be a Handle
// of the same session or anything that JSON can carry. It works in a frozen page too, where a
// promise would never be kept.
func (h Handle) Call(ctx context.Context, function string, result any, args ...any) error {
	e, err := h.call(ctx, function, args, map[string]any{"returnByValue": true})
	if err != nil {
		return err
	}
	return decode(e, result)
}

// Await does the same and waits for the promise that the function returns.
func (h Handle) Await(ctx context.Context, function string, result any, args ...any) error {
	e, err := h.call(ctx, function, args, map[string]any{"returnByValue": true, "awaitPromise": true})
	if err != nil {
		return err
	}
	return decode(e, result)
}

// Object waits for the promise that the function returns and gives what it was kept with as a
// Handle; ok is false if that is null.
func (h Handle) Object(ctx context.Context, function string, args ...any) (_ Handle, ok bool, _ error) {
	e, err := h.call(ctx, function, args, map[string]any{"awaitPromise": true})
	if err == nil {
		err = e.err()
	}
	if err != nil || e.Result.ObjectID == "" {
		return Handle{}, false, err
	}
	return Handle{h.Session, e.Result.ObjectID}, true, nil
}

// begin calls a function and returns at once; the function that it returns waits for the promise.
func (h Handle) begin(function string) (func(context.Context) (json.RawMessage, error), error) {
	return h.Session.Start("Runtime.callFunctionOn", map[string]any{"functionDeclaration": function, "objectId": h.ID, "awaitPromise": true})
}

func (h Handle) call(ctx context.Context, function string, args []any, params map[string]any) (e evaluated, err error) {
	list := make([]map[string]any, len(args))
	for i, a := range args {
		if o, ok := a.(Handle); ok {
			list[i] = map[string]any{"objectId": o.ID}
		} else {
			list[i] = map[string]any{"value": a}
		}
	}
	params["functionDeclaration"], params["objectId"], params["arguments"] = function, h.ID, list
	err = h.Session.Call(ctx, "Runtime.callFunctionOn", params, &e)
	return e, err
}

// Window returns the global object of a frame's lab world, or of its own world.
func (p *Page) Window(ctx context.Context, frame string, main bool) (Handle, error) {
	for {
		s, id, err := p.world(ctx, frame, main)
		if err != nil {
			return Handle{}, err
		}
		var e evaluated
		err = s.Call(ctx, "Runtime.evaluate", map[string]any{"expression": "globalThis", "contextId": id}, &e)
		if p.replaced(err, s, id) {
			continue
		}
		if err != nil {
			return Handle{}, err
		}
		return Handle{s, e.Result.ObjectID}, nil
	}
}

// Quote writes a Go value as a JavaScript expression.
func Quote(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("(() => { throw new Error(%q) })()", err)
	}
	return string(data)
}
