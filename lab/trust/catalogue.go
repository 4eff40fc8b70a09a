package trust

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"replaylab/lab/event"
)

// Defects is the catalogue, in the order of FIDELITY.md's tables.
func Defects() []Defect {
	return slices.Concat(sheets, tree, shadow, masking, forms, window, frames, focus, transport, page, Sources())
}

// at is the path of the element with an id, and of what is inside others: at("card", "shadowRoot",
// "bold") is in a shadow root.
func at(parts ...string) string {
	path := "document"
	for i, p := range parts {
		if i%2 == 0 {
			path += ".querySelector(" + strconv.Quote("#"+p) + ")"
		} else {
			path += "." + p
		}
	}
	return path
}

func faithful(checkpoint, kind, name, path string) Sign {
	return Sign{Claim: "faithful", Checkpoint: checkpoint, Kind: kind, Name: name, Path: path}
}

func looks(checkpoint, kind, name, path string) Sign {
	return Sign{Claim: "looks", Checkpoint: checkpoint, Kind: kind, Name: name, Path: path}
}

// drawn is a part of the picture that lies in an element.
func drawn(checkpoint, name, path string) Sign {
	return Sign{Claim: "pixels", Checkpoint: checkpoint, Kind: "pixels", Name: name, Path: path}
}

// Tables A to C of FIDELITY.md.

var sheets = []Defect{
	{
		Name: "adoption-lost", Section: "A", What: "no event tells that the document adopts sheets", Scenario: "planted/sheets",
		Caught:    faithful("changed", "property", "adopted", "document"),
		Recording: func(t *tape) { t.dropAll(event.AdoptedStyleSheet) },
	},
	{
		Name: "one-adopted-sheet-lost", Section: "A", What: "of two adopted sheets only the first is recorded", Scenario: "planted/sheets",
		Caught: faithful("changed", "property", "adopted", "document"),
		Recording: func(t *tape) {
			for _, data := range t.of(event.AdoptedStyleSheet) {
				if ids, ok := data["styleIds"].([]any); ok && len(ids) > 1 {
					data["styleIds"] = ids[:1]
				}
			}
		},
	},
	{
		Name: "adopted-sheets-reordered", Section: "A", What: "sheets are adopted in the reverse order, so that another rule wins", Scenario: "planted/sheets",
		Caught: looks("changed", "style", "color", at("g")),
		Recording: func(t *tape) {
			for _, data := range t.of(event.AdoptedStyleSheet) {
				if ids, ok := data["styleIds"].([]any); ok {
					slices.Reverse(ids)
				}
			}
		},
	},
	{
		Name: "inserted-rule-lost", Section: "A", What: "a rule that a script inserts is not recorded", Scenario: "planted/sheets",
		Caught:    faithful("changed", "property", "sheet", at("s")),
		Recording: func(t *tape) { t.dropAll(event.StyleSheetRule) },
	},
	{
		Name: "declaration-stale", Section: "A", What: "a declaration that a script changes keeps its old value", Scenario: "planted/sheets",
		Caught:    looks("changed", "style", "color", at("a")),
		Recording: func(t *tape) { t.dropAll(event.StyleDeclaration) },
	},
	{
		Name: "rule-in-the-wrong-sheet", Section: "A", What: "a rule is inserted into another sheet than the page's", Scenario: "planted/sheets",
		Caught: faithful("changed", "property", "sheet", at("off")),
		Recording: func(t *tape) {
			for _, data := range t.of(event.StyleSheetRule) {
				data["id"] = t.id("off")
			}
		},
	},
	{
		Name: "linked-sheet-not-inlined", Section: "A", What: "a linked sheet is recorded by its address alone", Scenario: "planted/sheets",
		Caught: looks("loaded", "style", "color", at("l")),
		Recording: func(t *tape) {
			t.nodes(func(n map[string]any, _ *[]any) { delete(attrs(n), "_cssText") })
		},
	},
	{
		Name: "print-sheet-on-screen", Section: "A", What: "the player shows a sheet for print on the screen", Scenario: "planted/sheets",
		Caught: looks("", "style", "color", at("f")),
		Replay: `if ($('#print')) $('#print').sheet.media.mediaText = 'all'`,
	},
	{
		Name: "sheet-switched-off", Section: "A", What: "the player switches a sheet off", Scenario: "planted/sheets",
		Caught: looks("", "style", "color", at("o")),
		Replay: `if ($('#off')) $('#off').sheet.disabled = true`,
	},
	{
		Name: "colour-off-by-ten", Section: "A", What: "a colour is ten levels off, by an animation that leaves no trace in the tree", Scenario: "planted/sheets",
		Caught: looks("", "style", "background-color", at("change")),
		Replay: `$('#change')?.animate([{backgroundColor: 'rgb(229, 239, 239)'}], {duration: 1, fill: 'forwards'}).finish()`,
	},
}

var tree = []Defect{
	{
		Name: "mutations-lost", Section: "B", What: "no event of the kind mutation is recorded", Scenario: "planted/tree",
		Caught:    faithful("edited", "missing", "", at("four")),
		Recording: func(t *tape) { t.dropAll(event.Mutation) },
	},
	{
		Name: "siblings-out-of-order", Section: "B", What: "the last of three siblings comes first in the snapshot", Scenario: "planted/tree",
		Caught: faithful("loaded", "moved", "", at("three")),
		Recording: func(t *tape) {
			list := objects(t.node("list")["childNodes"])
			if len(list) == 3 {
				t.node("list")["childNodes"] = []any{list[2], list[0], list[1]}
			}
		},
	},
	{
		Name: "text-stale", Section: "B", What: "a change of text is left out of a mutation", Scenario: "planted/tree",
		Caught:    faithful("edited", "text", "", at("text")+".childNodes[0]"),
		Recording: func(t *tape) { t.mutations("texts", func(map[string]any) bool { return false }) },
	},
	{
		Name: "added-elsewhere", Section: "B", What: "a node is added to the wrong parent", Scenario: "planted/tree",
		Caught: faithful("edited", "moved", "", at("four")),
		Recording: func(t *tape) {
			t.mutations("adds", func(a map[string]any) bool {
				if n, ok := a["node"].(map[string]any); ok && attr(n, "id") == "four" {
					a["parentId"], a["nextId"] = t.id("box"), nil
				}
				return true
			})
		},
	},
	{
		Name: "removal-lost", Section: "B", What: "a removed node stays", Scenario: "planted/tree",
		Caught: faithful("edited", "extra", "", at("gone")),
		Recording: func(t *tape) {
			gone := t.id("gone")
			t.mutations("removes", func(r map[string]any) bool { return r["id"] != gone })
		},
	},
	{
		Name: "attribute-removal-lost", Section: "B", What: "an attribute that is taken away stays", Scenario: "planted/tree",
		Caught: faithful("edited", "attribute", "title", at("one")),
		Recording: func(t *tape) {
			one := t.id("one")
			t.mutations("attributes", func(a map[string]any) bool { return a["id"] != one })
		},
	},
	{
		Name: "attribute-on-another-node", Section: "B", What: "a changed attribute lands on a sibling", Scenario: "planted/tree",
		Caught: faithful("edited", "attribute", "class", at("three")),
		Recording: func(t *tape) {
			two := t.id("two")
			t.mutations("attributes", func(a map[string]any) bool {
				if a["id"] == two {
					a["id"] = t.id("three")
				}
				return true
			})
		},
	},
	{
		Name: "svg-name-lower-cased", Section: "B", What: "an SVG element loses its capitals", Scenario: "planted/tree",
		Caught: faithful("loaded", "missing", "", at("shade")),
		Replay: `const g = $('#shade'); if (g?.localName === 'linearGradient') {
			const l = d.createElementNS(g.namespaceURI, 'lineargradient'); l.id = 'shade'; l.append(...g.childNodes); g.replaceWith(l) }`,
	},
	{
		Name: "namespace-lost", Section: "B", What: "a drawing is rebuilt as HTML", Scenario: "planted/tree",
		Caught: faithful("loaded", "name", "", at("svg")),
		Recording: func(t *tape) {
			delete(t.node("svg"), "isSVG")
			t.nodes(func(n map[string]any, _ *[]any) {
				if n["tagName"] != "svg" {
					delete(n, "isSVG")
				}
			})
		},
	},
	{
		Name: "quirks-mode", Section: "B", What: "the replay is in quirks mode", Scenario: "planted/tree",
		Caught: faithful("loaded", "property", "quirks", "document"),
		Recording: func(t *tape) {
			for _, h := range t.events {
				if h.typ == event.FullSnapshot {
					h.data["node"].(map[string]any)["compatMode"] = "BackCompat"
					h.data["node"].(map[string]any)["childNodes"] = without(h.data["node"].(map[string]any)["childNodes"], func(c map[string]any) bool { return c["name"] != nil })
				}
			}
		},
	},
	{
		Name: "doctype-lost", Section: "B", What: "the doctype is not recorded", Scenario: "planted/tree",
		Caught: faithful("loaded", "missing", "", "document.childNodes[0]"),
		Recording: func(t *tape) {
			t.nodes(func(n map[string]any, _ *[]any) {
				n["childNodes"] = without(n["childNodes"], func(c map[string]any) bool { return float(c["type"]) == float64(event.DoctypeNode) && c["name"] != nil })
				if n["childNodes"] == nil {
					delete(n, "childNodes")
				}
			})
		},
	},
	{
		Name: "comment-lost", Section: "B", What: "a comment is left out", Scenario: "planted/tree",
		Caught: faithful("loaded", "missing", "", `document.querySelector("body").childNodes[*]`),
		Recording: func(t *tape) {
			t.nodes(func(n map[string]any, _ *[]any) {
				if list, ok := n["childNodes"]; ok {
					n["childNodes"] = without(list, func(c map[string]any) bool { return float(c["type"]) == float64(event.CommentNode) })
				}
			})
		},
	},
	{
		Name: "emoji-broken", Section: "B", What: "characters outside the basic plane become question marks", Scenario: "planted/tree",
		Caught: faithful("loaded", "text", "", at("odd")+".childNodes[0]"),
		Recording: func(t *tape) {
			n := child(t.node("odd"), "")
			text, _ := n["textContent"].(string)
			n["textContent"] = strings.ReplaceAll(text, "😀", "??")
		},
	},
	{
		Name: "blanks-collapsed", Section: "B", What: "runs of blanks become one", Scenario: "planted/tree",
		Caught: faithful("loaded", "text", "", at("odd")+".childNodes[0]"),
		Replay: `const t = $('#odd')?.firstChild; if (t) t.data = t.data.replace(/  +/g, ' ')`,
	},
	{
		Name: "subtree-lost", Section: "B", What: "an element is recorded without its children", Scenario: "planted/tree",
		Caught:    faithful("loaded", "missing", "", at("inner")),
		Recording: func(t *tape) { t.node("box")["childNodes"] = []any{} },
	},
	{
		Name: "drawing-reference-lost", Section: "B", What: "a reference with a namespace is left out", Scenario: "planted/tree",
		Caught: faithful("loaded", "attribute", "xlink:href*", at("use")),
		Recording: func(t *tape) {
			delete(attrs(t.node("use")), "xlink:href")
		},
	},
	{
		Name: "wrapped-by-the-player", Section: "B", What: "the player puts an element of its own around another", Scenario: "planted/tree",
		Caught: faithful("loaded", "extra", "", `document.querySelector("#box > section")`),
		Replay: `const b = $('#inner'); if (b && b.parentNode.id === 'box') { const s = d.createElement('section'); b.replaceWith(s); s.append(b) }`,
	},
}

func without(list any, match func(c map[string]any) bool) any {
	all, ok := list.([]any)
	if !ok {
		return list
	}
	return slices.DeleteFunc(slices.Clone(all), func(v any) bool {
		c, ok := v.(map[string]any)
		return ok && match(c)
	})
}

var shadow = []Defect{
	{
		Name: "shadow-root-lost", Section: "C", What: "what is in a shadow root is recorded as if it were outside", Scenario: "planted/shadow",
		Caught: faithful("loaded", "missing", "", at("plain", "shadowRoot")),
		Recording: func(t *tape) {
			host := t.node("plain")
			delete(host, "isShadowHost")
			for _, c := range objects(host["childNodes"]) {
				delete(c, "isShadow")
			}
		},
	},
	{
		Name: "shadow-content-lost", Section: "C", What: "a shadow root is empty", Scenario: "planted/shadow",
		Caught:    faithful("loaded", "missing", "", at("plain", "shadowRoot", "under")),
		Recording: func(t *tape) { t.node("plain")["childNodes"] = []any{} },
	},
	{
		Name: "slotted-child-inside", Section: "C", What: "a child that a slot shows is put into the shadow root", Scenario: "planted/shadow",
		Caught:    faithful("loaded", "moved", "", at("rest")),
		Recording: func(t *tape) { t.node("rest")["isShadow"] = true },
	},
	{
		Name: "slot-name-lost", Section: "C", What: "a child forgets which slot it belongs to", Scenario: "planted/shadow",
		Caught:    faithful("loaded", "attribute", "slot", at("head")),
		Recording: func(t *tape) { delete(attrs(t.node("head")), "slot") },
	},
	{
		Name: "slots-exchanged", Section: "C", What: "the player shows children in the wrong slot, by the slot's name", Scenario: "planted/shadow",
		Caught: faithful("loaded", "attribute", "name", at("card", "shadowRoot")+`.children[0].querySelector(":scope > slot")`),
		Replay: `$('slot', $('#card')?.shadowRoot)?.setAttribute('name', 'other')`,
	},
	{
		Name: "nested-root-deaf", Section: "C", What: "what is added in a root inside a root is not seen", Scenario: "planted/shadow",
		Caught: faithful("edited", "missing", "", at("card", "shadowRoot", "inner", "shadowRoot", "more")),
		Recording: func(t *tape) {
			inner := t.id("inner")
			gone := []json.Number{t.id("more")}
			t.mutations("adds", func(a map[string]any) bool {
				if n, ok := a["node"].(map[string]any); ok && (a["parentId"] == inner || slices.Contains(gone, number(a["parentId"]))) {
					gone = append(gone, number(n["id"]))
					return false
				}
				return true
			})
		},
	},
	{
		Name: "adopted-by-the-document", Section: "C", What: "the sheet of a shadow root is given to the document", Scenario: "planted/shadow",
		Caught: faithful("edited", "property", "adopted", at("plain", "shadowRoot")),
		Recording: func(t *tape) {
			for _, data := range t.of(event.AdoptedStyleSheet) {
				data["id"] = json.Number("1")
			}
		},
	},
	{
		Name: "open-root-closed", Section: "C", What: "the player builds an open root as a closed one", Scenario: "planted/shadow",
		Caught: faithful("loaded", "property", "mode", at("plain", "shadowRoot")),
		Replay: `const p = $('#plain'); if (p?.shadowRoot) {
			const q = d.createElement('x-plain'); q.id = 'plain';
			const r = q.attachShadow({mode: 'closed'}); r.append(...p.shadowRoot.childNodes); r.adoptedStyleSheets = p.shadowRoot.adoptedStyleSheets;
			p.replaceWith(q) }`,
	},
	{
		Name: "host-moved", Section: "C", What: "a host comes behind its neighbours", Scenario: "planted/shadow",
		Caught: faithful("loaded", "moved", "", at("card")),
		Replay: `const c = $('#card'), e = $('#edit'); if (c && e) e.after(c)`,
	},
}
