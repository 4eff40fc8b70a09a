package trust

import (
	"encoding/json"
	"fmt"

	"replaylab/lab/event"
)

// Tables F to H of FIDELITY.md: top layer, scroll and window; frames and media; focus and selection.

func moved(v any, by float64) json.Number { return json.Number(fmt.Sprint(float(v) + by)) }

var window = []Defect{
	{
		Name: "scroll-off-by-a-window", Section: "F", What: "the window is scrolled 100 pixels too far", Scenario: "planted/window",
		Caught: faithful("scrolled", "property", "scrollTop", "document"),
		Recording: func(t *tape) {
			for _, data := range t.of(event.Scroll) {
				if data["id"] == json.Number("1") {
					data["y"] = moved(data["y"], 100)
				}
			}
		},
	},
	{
		Name: "inner-scroll-lost", Section: "F", What: "the scrolling of an element is not recorded", Scenario: "planted/window",
		Caught: faithful("scrolled", "property", "scrollTop", at("pane")),
		Recording: func(t *tape) {
			pane := t.id("pane")
			t.drop(func(h *heard) bool { return h.source == event.Scroll && h.data["id"] == pane })
		},
	},
	{
		Name: "scroll-sideways", Section: "F", What: "the two directions of scrolling are mixed up", Scenario: "planted/window",
		Caught: faithful("scrolled", "property", "scrollTop", "document"),
		Recording: func(t *tape) {
			for _, data := range t.of(event.Scroll) {
				data["x"], data["y"] = data["y"], data["x"]
			}
		},
	},
	{
		Name: "resize-lost", Section: "F", What: "the new size of the window is not recorded", Scenario: "planted/window",
		Caught:    faithful("resized", "window", "size", "document"),
		Recording: func(t *tape) { t.dropAll(event.ViewportResize) },
	},
	{
		Name: "modal-not-modal", Section: "F", What: "a modal dialog is shown as one that is not", Scenario: "planted/window",
		Caught: faithful("modal", "property", "open", at("second")),
		Replay: `const s = $('#second'); if (s?.open) { s.close(); s.show() }`,
	},
	{
		Name: "dialog-closed", Section: "F", What: "the player closes a dialog", Scenario: "planted/window",
		Caught: faithful("loaded", "attribute", "open*", at("plain")),
		Replay: `$('#plain')?.close()`,
	},
	{
		Name: "opening-lost", Section: "F", What: "that a dialog opens is not recorded", Scenario: "planted/window",
		Caught: faithful("modal", "property", "open", at("second")),
		Recording: func(t *tape) {
			second := t.id("second")
			t.mutations("attributes", func(a map[string]any) bool { return a["id"] != second })
		},
	},
	{
		Name: "shifted-by-16", Section: "F", What: "an element is 16 pixels off, by an animation that leaves no trace in the tree", Scenario: "planted/window",
		Caught: looks("", "geometry", "box", at("turn")),
		Replay: `$('#turn')?.animate([{marginLeft: '36px'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
	{
		Name: "half-transparent", Section: "F", What: "an element is half transparent at the end of an animation", Scenario: "planted/window",
		Caught: looks("", "style", "opacity", at("turn")),
		Replay: `$('#turn')?.animate([{opacity: 0.5}], {duration: 1, fill: 'forwards'}).finish()`,
	},
	{
		Name: "turned", Section: "F", What: "an element is turned by five degrees", Scenario: "planted/window",
		Caught: looks("", "style", "transform", at("turn")),
		Replay: `$('#turn')?.animate([{transform: 'rotate(5deg)'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
	{
		Name: "mark-before-hidden", Section: "F", What: "what a rule puts before an element is transparent", Scenario: "planted/window",
		Caught: looks("", "style", "*opacity", at("para")),
		Replay: `$('#para')?.animate([{opacity: 0.1}], {duration: 1, fill: 'forwards', pseudoElement: '::before'}).finish()`,
	},
	{
		Name: "spot-over-the-page", Section: "F", What: "the player covers a part of the page with a box of its own", Scenario: "planted/window",
		Caught: drawn("", "div#turn", at("turn")),
		Replay: `const spot = document.body.appendChild(document.createElement('div')), box = $('#turn').getBoundingClientRect();
			spot.style.cssText = 'position: fixed; width: 30px; height: 30px; background: gold; left: ' + (box.x + 15) + 'px; top: ' + (box.y + 15) + 'px'`,
	},
	{
		Name: "colours-turned", Section: "F", What: "the player shows the whole page in other hues", Scenario: "planted/window",
		Caught: drawn("", "div#turn", at("turn")),
		Replay: `player.frame().style.filter = 'hue-rotate(90deg)'`,
	},
	{
		Name: "drawn-beside-its-place", Section: "F", What: "the player draws the page two pixels to the right of where it is", Scenario: "planted/window",
		Caught: drawn("", "div#pane", at("pane")),
		Replay: `player.frame().style.transform = 'translateX(2px)'`,
	},
	{
		Name: "click-falls-through", Section: "F", What: "a button in a dialog cannot be hit", Scenario: "planted/window",
		Caught: looks("modal", "hit test", "", at("ok")),
		Replay: `if ($('#second')?.open) $('#ok').animate([{pointerEvents: 'none'}, {pointerEvents: 'none'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
	{
		Name: "hidden-shown", Section: "F", What: "an element that is not displayed is", Scenario: "planted/window",
		Caught: looks("", "style", "rendered", at("later")),
		Replay: `$('#later')?.animate([{display: 'block'}, {display: 'block'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
}

var frames = []Defect{
	{
		Name: "frame-content-lost", Section: "G", What: "the page in a frame is not recorded", Scenario: "planted/frames",
		Caught: faithful("loaded", "missing", "", at("left", "contentDocument")),
		Recording: func(t *tape) {
			left := t.id("left")
			t.drop(func(h *heard) bool { return attaches(h, left) })
		},
	},
	{
		Name: "frame-contents-exchanged", Section: "G", What: "two frames show each other's pages", Scenario: "planted/frames",
		Caught: faithful("loaded", "*", "", at("left", "contentDocument", "l")),
		Recording: func(t *tape) {
			left, right := t.id("left"), t.id("right")
			for _, h := range t.events {
				for _, a := range objects(h.data["adds"]) {
					switch {
					case attaches(h, left):
						a["parentId"] = right
					case attaches(h, right):
						a["parentId"] = left
					}
				}
			}
		},
	},
	{
		Name: "frame-deaf", Section: "G", What: "what changes in a frame is not seen", Scenario: "planted/frames",
		Caught: faithful("edited", "missing", "", at("right", "contentDocument", "added")),
		Recording: func(t *tape) {
			t.mutations("adds", func(a map[string]any) bool {
				n, _ := a["node"].(map[string]any)
				return attr(n, "id") != "added" && n["textContent"] != "appended"
			})
		},
	},
	{
		Name: "frame-in-frame-lost", Section: "G", What: "the page of a frame inside a frame is not recorded", Scenario: "planted/frames",
		Caught: faithful("loaded", "missing", "", at("right", "contentDocument", "inner", "contentDocument")),
		Recording: func(t *tape) {
			inner := t.id("inner")
			t.drop(func(h *heard) bool { return attaches(h, inner) })
		},
	},
	{
		Name: "picture-broken", Section: "G", What: "a picture's address does not lead anywhere", Scenario: "planted/frames",
		Caught:    faithful("loaded", "attribute", "src", at("dot")),
		Recording: func(t *tape) { attrs(t.node("dot"))["src"] = "data:image/gif;base64,AAAA" },
	},
	{
		Name: "sound-muted", Section: "G", What: "the player mutes a sound that the page does not", Scenario: "planted/frames",
		Caught: faithful("edited", "property", "muted", at("sound")),
		Replay: `if ($('#sound')) $('#sound').muted = true`,
	},
	{
		Name: "frame-too-small", Section: "G", What: "a frame has another size", Scenario: "planted/frames",
		Caught: looks("", "geometry", "box", at("left")),
		Replay: `$('#left')?.animate([{width: '250px'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
}

// attaches reports whether an event gives a frame its page.
func attaches(h *heard, frame json.Number) bool {
	if h.source != event.Mutation || h.data["isAttachIframe"] != true {
		return false
	}
	for _, a := range objects(h.data["adds"]) {
		if a["parentId"] == frame {
			return true
		}
	}
	return false
}

func selection(checkpoint string) Sign {
	return faithful(checkpoint, "selection", "", at("one")+".childNodes[0]")
}

var focus = []Defect{
	{
		Name: "highlight-of-the-player", Section: "H", What: "the player paints a highlight that the page has not", Scenario: "planted/focus",
		Caught: faithful("", "highlight", "*", "*"),
		Replay: `const p = $('#one'); if (p) { const r = d.createRange(); r.selectNodeContents(p); w.CSS.highlights.set('found', new w.Highlight(r)) }`,
	},
	{
		Name: "focus-forgotten", Section: "H", What: "that an element gets the focus is not recorded", Scenario: "planted/focus",
		Caught: faithful("tabbed", "property", "focused", at("b")),
		Recording: func(t *tape) {
			t.drop(func(h *heard) bool { return h.source == event.MouseInteraction && number(h.data["type"]) == "5" })
		},
	},
	{
		Name: "focus-one-behind", Section: "H", What: "the last move of the focus is not recorded", Scenario: "planted/focus",
		Caught: faithful("tabbed", "property", "focused", at("a")),
		Recording: func(t *tape) {
			b := t.id("b")
			t.drop(func(h *heard) bool { return h.source == event.MouseInteraction && h.data["id"] == b })
			t.drop(func(h *heard) bool { return h.source == event.MouseInteraction && number(h.data["type"]) == "6" })
		},
	},
	{
		Name: "focus-elsewhere", Section: "H", What: "the player gives the focus to another element", Scenario: "planted/focus",
		Caught: faithful("loaded", "property", "focused", at("c")),
		Replay: `$('#c')?.focus()`,
	},
	{
		Name: "selection-forgotten", Section: "H", What: "what is selected is not recorded", Scenario: "planted/focus",
		Caught:    selection("selected"),
		Recording: func(t *tape) { t.dropAll(event.Selection) },
	},
	{
		Name: "selection-shifted", Section: "H", What: "the selection begins three characters too late", Scenario: "planted/focus",
		Caught: selection("selected"),
		Recording: func(t *tape) {
			for _, data := range t.of(event.Selection) {
				for _, r := range objects(data["ranges"]) {
					r["startOffset"] = moved(r["startOffset"], 3)
				}
			}
		},
	},
	{
		Name: "selection-collapsed", Section: "H", What: "the player shows the caret where text is selected", Scenario: "planted/focus",
		Caught: selection("selected"),
		Replay: `if (w.getSelection().rangeCount) w.getSelection().collapseToStart()`,
	},
}
