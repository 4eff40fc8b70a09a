package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
)

// Locate evaluates an expression of a list of functions in the page's own world and tells where
// the code of each is, as script and line. A native function has no place: "".
func (p *Page) Locate(ctx context.Context, expression string) ([]string, error) {
	window, err := p.Window(ctx, "", true)
	if err != nil {
		return nil, err
	}
	s := window.Session
	scripts := p.scripts(s)
	if err := s.Call(ctx, "Debugger.enable", nil, nil); err != nil {
		return nil, err
	}
	defer s.Start("Debugger.disable", nil)
	list, ok, err := window.Object(ctx, "function() { return "+expression+" }")
	if err != nil || !ok {
		return nil, err
	}
	items, err := list.properties(ctx)
	if err != nil {
		return nil, err
	}
	places := make([]string, len(items))
	var waits sync.WaitGroup
	var mu sync.Mutex
	for name, item := range items {
		i, bad := strconv.Atoi(name)
		if bad != nil || i >= len(places) || item.Type != "function" && item.Subtype != "proxy" {
			continue
		}
		waits.Go(func() {
			place, failed := Handle{s, item.ObjectID}.place(ctx, scripts)
			mu.Lock()
			defer mu.Unlock()
			if places[i] = place; failed != nil {
				err = failed
			}
		})
	}
	waits.Wait()
	return places, err
}

// scripts follows the addresses of a session's scripts. The browser tells them all when the
// debugger is enabled.
func (p *Page) scripts(s *Session) func(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.scriptURLs[s]; known != nil {
		return known
	}
	var mu sync.Mutex
	urls := map[string]string{}
	s.On("Debugger.scriptParsed", func(params json.RawMessage) {
		var e struct{ ScriptID, URL string }
		if json.Unmarshal(params, &e) == nil {
			mu.Lock()
			defer mu.Unlock()
			urls[e.ScriptID] = e.URL
		}
	})
	find := func(id string) string {
		mu.Lock()
		defer mu.Unlock()
		return urls[id]
	}
	if p.scriptURLs == nil {
		p.scriptURLs = map[*Session]func(string) string{}
	}
	p.scriptURLs[s] = find
	return find
}

type property struct {
	Name  string       `json:"name"`
	Value remoteObject `json:"value"`
}

func (h Handle) ownProperties(ctx context.Context) (own, internal []property, err error) {
	var r struct {
		Result   []property `json:"result"`
		Internal []property `json:"internalProperties"`
	}
	err = h.Session.Call(ctx, "Runtime.getProperties", map[string]any{"objectId": h.ID, "ownProperties": true}, &r)
	return r.Result, r.Internal, err
}

// properties lists the items of a list object.
func (h Handle) properties(ctx context.Context) (map[string]remoteObject, error) {
	own, _, err := h.ownProperties(ctx)
	if err != nil {
		return nil, err
	}
	items := map[string]remoteObject{}
	for _, p := range own {
		if _, err := strconv.Atoi(p.Name); err == nil {
			items[p.Name] = p.Value
		}
	}
	return items, nil
}

// place is where a function's code is. A proxy has no code; there its handler's apply counts.
func (h Handle) place(ctx context.Context, scripts func(string) string) (string, error) {
	_, internal, err := h.ownProperties(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range internal {
		switch p.Name {
		case "[[FunctionLocation]]":
			var at struct {
				ScriptID string `json:"scriptId"`
				Line     int    `json:"lineNumber"`
				Column   int    `json:"columnNumber"`
			}
			if json.Unmarshal(p.Value.Value, &at) != nil {
				return "", nil
			}
			return fmt.Sprintf("%s:%d:%d", scripts(at.ScriptID), at.Line+1, at.Column+1), nil
		case "[[Handler]]":
			own, _, err := Handle{h.Session, p.Value.ObjectID}.ownProperties(ctx)
			if err != nil {
				return "", err
			}
			for _, trap := range own {
				if trap.Name == "apply" && trap.Value.ObjectID != "" {
					return Handle{h.Session, trap.Value.ObjectID}.place(ctx, scripts)
				}
			}
		}
	}
	return "", nil
}
