package browser

import (
	"context"
	"errors"
)

// Screenshot is the page as a PNG, of the size of its view. The caret is left out: whether it
// shows at a given moment is a matter of its blinking. A selection has one colour, where Chromium
// has another for that of a window or frame without the focus. It works in a frozen page too.
func (p *Page) Screenshot(ctx context.Context) ([]byte, error) {
	if err := p.Everywhere(ctx, steady); err != nil {
		return nil, err
	}
	var r struct {
		Data []byte `json:"data"`
	}
	err := p.Call(ctx, "Page.captureScreenshot", map[string]any{"format": "png", "optimizeForSpeed": true}, &r)
	return r.Data, errors.Join(err, p.Everywhere(ctx, undo))
}

// The sheet is adopted in the lab's world, behind the back of whatever the page has put around
// document.adoptedStyleSheets. Shadow trees inherit it. Any rule of the page's own for selections
// is stronger than one in a layer.
const (
	steady = `(() => {
		globalThis.replaylabSheet ??= new CSSStyleSheet();
		replaylabSheet.replaceSync('* { caret-color: transparent !important } @layer replaylab { ::selection { background: #36c; color: #fff } }');
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, replaylabSheet];
	})()`
	undo = `document.adoptedStyleSheets = document.adoptedStyleSheets.filter(s => s !== globalThis.replaylabSheet), 0`
)

// Everywhere runs an expression in the lab's world of every frame that has one. A frame that goes
// away meanwhile does not count.
func (p *Page) Everywhere(ctx context.Context, expression string) error {
	p.mu.Lock()
	worlds := map[*Session][]int64{}
	for at, id := range p.contexts {
		if !at.main && !at.session.gone() {
			worlds[at.session] = append(worlds[at.session], id)
		}
	}
	p.mu.Unlock()
	for s, ids := range worlds {
		for _, id := range ids {
			var e evaluated
			err := s.Call(ctx, "Runtime.evaluate", map[string]any{"expression": expression, "contextId": id}, &e)
			if p.replaced(err, s, id) {
				continue
			}
			if err == nil {
				err = e.err()
			}
			if err != nil && !s.gone() {
				return err
			}
		}
	}
	return nil
}
