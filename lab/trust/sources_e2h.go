package trust

// Tables E to H of FIDELITY.md, in the source: forms, window and top layer, frames and media, focus and
// selection.

var sourceForms = []Defect{
	{
		Name: "source-typing-unheard", Section: "E", What: "a field is looked at when it is left and not while it is typed into", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value*", at("other")),
		Source: patch("record/controls.ts", "['input', 'change', 'reset'] : ['change', 'reset']", "['change', 'reset'] : ['change', 'reset']"),
	},
	{
		Name: "source-typing-by-the-host", Section: "E", What: "what is typed inside of a shadow root is taken for the host's", Scenario: "planted/inside",
		Caught: faithful("typed", "property", "value", at("host", "shadowRoot", "field")),
		Source: patch("record/controls.ts", "const e = (event.composedPath()[0] ?? event.target) as Element;", "const e = event.target as Element;"),
	},
	{
		Name: "source-values-by-script-unheard", Section: "E", What: "a value that a script sets is not heard of", Scenario: "fidelity/forms",
		Caught: faithful("scripted", "property", "value*", at("text")),
		Source: patch("record/controls.ts", "['HTMLInputElement', ['value', 'checked',", "['HTMLInputElement', ['checked',"),
	},
	{
		Name: "source-indeterminate-unheard", Section: "E", What: "that a box becomes neither checked nor unchecked is not heard", Scenario: "fidelity/e05-indeterminate",
		Caught: faithful("set", "property", "indeterminate", at("later")),
		Source: patch("record/controls.ts", "'checked', 'indeterminate', 'valueAsNumber'", "'checked', 'valueAsNumber'"),
	},
	{
		Name: "source-one-of-many", Section: "E", What: "of a list in which many are chosen only the first is told", Scenario: "fidelity/e08-multi-select",
		Caught: faithful("chosen", "property", "selected", `document.querySelector("#many > option:nth-of-type(3)")`),
		Source: patch("record/controls.ts", "...((many || none) && {selected: chosen(e as HTMLSelectElement)}),", "...(none && {selected: chosen(e as HTMLSelectElement)}),"),
	},
	{
		Name: "source-value-for-attribute", Section: "E", What: "what a field holds is taken for its attribute", Scenario: "fidelity/e04-default-value",
		Caught: looks("loaded", "style", "color", at("field")),
		Source: patch("record/controlstate.ts", "  if (attr !== null && attr !== value) raw('value', shownValue(s, e, tag, attr, bits));\n", ""),
	},
	{
		Name: "source-default-unchecked", Section: "E", What: "that a box is checked by default is lost where it is unchecked", Scenario: "planted/before",
		Caught: looks("loaded", "style", "color", at("mark")),
		Source: patch("record/controlstate.ts", "    if (checked !== dom.has(e, 'checked')) raw('checked', dom.has(e, 'checked') ? '' : null);\n", ""),
	},
	{
		Name: "source-checked-by-attribute", Section: "E", What: "whether a box is checked is asked of its attribute", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "checked", at("box")),
		Source: patch("record/controls.ts", "const isChecked = box && dom.checked(e);", "const isChecked = box && dom.has(e, 'checked');"),
	},
	{
		Name: "source-area-by-its-content", Section: "E", What: "of a text area what it was made with is told, not what it holds", Scenario: "planted/before",
		Caught: faithful("loaded", "property", "value*", at("area")),
		Source: patch("record/controlstate.ts", "const value = dom.areaValue(e), initial = (e as HTMLTextAreaElement).defaultValue;", "const initial = (e as HTMLTextAreaElement).defaultValue, value = initial;"),
	},
	{
		Name: "source-validity-untold", Section: "E", What: "that a script calls a value wrong is not told", Scenario: "planted/inside",
		Caught: faithful("wrong", "property", "customError", at("code")),
		Source: patch("record/controls.ts", "const error = field.validity?.customError ? field.validationMessage : '';", "const error = field.validity?.customError && tag === 'button' ? field.validationMessage : '';"),
	},
	{
		Name: "source-labels-untied", Section: "E", What: "by which label a field is named is left out", Scenario: "fidelity/accessible",
		Caught: Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "name", Path: at("name")},
		Source: patch("record/describe.ts", "    if (written === null) continue;\n", "    if (written === null || name === 'for') continue;\n"),
	},
	{
		Name: "source-spoken-names-lost", Section: "E", What: "names for those who cannot see are left out", Scenario: "fidelity/accessible",
		Caught: Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "name", Path: at("order")},
		Source: patch("record/describe.ts", "    const written = attribute(s, name, s.dom.attr(e, name)!, h);\n", "    const written = name === 'aria-label' ? null : attribute(s, name, s.dom.attr(e, name)!, h);\n"),
	},
	{
		Name: "source-roles-lost", Section: "E", What: "the role of an element is left out", Scenario: "fidelity/accessible",
		Caught: Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "role", Path: at("alert")},
		Source: patch("record/describe.ts", "for (const name of s.dom.names(e)) {", "for (const name of s.dom.names(e).filter(n => n !== 'role')) {"),
	},
}

var sourceWindow = []Defect{
	{
		Name: "source-inner-scroll-unheard", Section: "F", What: "scrolling is listened to where it does not come by", Scenario: "planted/window",
		Caught: faithful("scrolled", "property", "scrollTop", at("pane")),
		Source: patch("record/scroll.ts", "onScroll, {capture: true, passive: true})", "onScroll, {passive: true})"),
	},
	{
		Name: "source-scroll-axes-exchanged", Section: "F", What: "of the window's scroll position both axes are told as the same", Scenario: "planted/window",
		Caught: faithful("scrolled", "property", "scrollTop", "document"),
		Source: patch("record/scroll.ts", "x: w.scrollX, y: w.scrollY", "x: w.scrollX, y: w.scrollX"),
	},
	{
		Name: "source-scrolled-once", Section: "F", What: "after its first scroll a document is scrolled no more", Scenario: "fidelity/f13-smooth-scroll",
		Caught: faithful("scrolled", "property", "scrollTop", "document"),
		Source: patch("record/scroll.ts", "if (n && mirror.live(n)) mark(n);", "if (n && mirror.live(n) && !known.has(n)) mark(n);"),
	},
	{
		Name: "source-scrolled-before-untold", Section: "F", What: "how far the page was scrolled before is not told", Scenario: "planted/before",
		Caught: faithful("loaded", "property", "scrollTop", "document"),
		Source: patch("record/snapshot.ts", "initialOffset: {left: s.win.scrollX, top: s.win.scrollY}", "initialOffset: {left: 0, top: 0}"),
	},
	{
		Name: "source-inner-scrolled-before", Section: "F", What: "how far an element was scrolled before is not described", Scenario: "planted/before",
		Caught: faithful("loaded", "property", "scrollTop", at("pane")),
		Source: patch("record/describe.ts", "    if (y) node.attributes['rr_scrollTop'] = y;\n", ""),
	},
	{
		Name: "source-resize-unheard", Section: "F", What: "that the window's size changes is not told", Scenario: "planted/window",
		Caught: faithful("resized", "window", "size", "document"),
		Source: patch("record/viewport.ts", "          s.emit({type: 3, data: {source: 4, width, height}});\n", ""),
	},
	{
		Name: "source-outer-size", Section: "F", What: "the window is told to be as large as the browser's", Scenario: "planted/window",
		Caught: faithful("loaded", "window", "size", "document"),
		Source: patch("record/viewport.ts", "      height = win.innerHeight;\n      s.emit({type: 4", "      height = win.innerHeight + 87;\n      s.emit({type: 4"),
	},
	{
		Name: "source-modal-as-open", Section: "F", What: "a modal dialog is told to be one that is open", Scenario: "planted/window",
		Caught: faithful("modal", "property", "open", at("second")),
		Source: patch("record/toplayer.ts", "    if (dom.matches(e, ':modal')) return 'modal';\n", ""),
	},
	{
		Name: "source-layers-upside-down", Section: "F", What: "what opens last is told to lie below", Scenario: "fidelity/f04-modal-order",
		Caught: faithful("open", "property", "topLayer", at("a")),
		Source: patch("record/toplayer.ts", "if (as) layers.push({e, as});", "if (as) layers.unshift({e, as});"),
	},
	{
		Name: "source-toggle-unheard", Section: "F", What: "a popover that its button opens is not heard of", Scenario: "fidelity/f01-popover [by=button]",
		Caught: faithful("shown", "property", "open", at("pop")),
		Source: patch("record/toplayer.ts", "for (const type of ['toggle', 'close'])", "for (const type of ['close'])"),
	},
	{
		Name: "source-fullscreen-as-nothing", Section: "F", What: "an element that fills the screen is told as any other", Scenario: "fidelity/f06-fullscreen",
		Caught: faithful("full", "property", "open", at("box")),
		Source: patch("record/toplayer.ts", "    if (dom.matches(e, ':fullscreen')) return 'fullscreen';\n", ""),
	},
	{
		Name: "source-animation-unheard", Section: "F", What: "an animation that a script makes is not heard of", Scenario: "fidelity/f07-web-animation",
		Caught: looks("finished", "style", "color", at("p")),
		Source: patch("record/animations.ts", "patch.method(win.Element.prototype, 'animate',", "patch.method(win.Element.prototype, 'animation',"),
	},
	{
		Name: "source-hover-lost", Section: "F", What: "where the mouse goes is not told", Scenario: "fidelity/a28-hover-in-cssom",
		Caught: looks("hovered", "style", "background-color", at("a")),
		Source: patch("record/pointer.ts", "for (const type of ['pointermove', 'drag'])", "for (const type of ['drag'])"),
	},
}

var sourceFrames = []Defect{
	{
		Name: "source-frames-left-out", Section: "G", What: "frames are described and not gone into", Scenario: "planted/frames",
		Caught: faithful("loaded", "missing", "", at("left", "contentDocument")),
		Source: patch("record/describe.ts", "      s.met.frame(e);\n", ""),
	},
	{
		Name: "source-frame-loads-unheard", Section: "G", What: "that a frame shows another page is not heard", Scenario: "fidelity/g02-frame-changes",
		Caught: faithful("changed", "attribute", "id", at("frame", "contentDocument", "two")),
		Source: patch("record/frames.ts", "      dom.listen(dom.root(e), 'load', onLoad, {capture: true, passive: true});\n", "      void onLoad;\n"),
	},
	{
		Name: "source-frames-unpatched", Section: "G", What: "what scripts set in a frame's document is not heard of", Scenario: "planted/framed",
		Caught: faithful("set", "property", "value*", at("frame", "contentDocument", "field")),
		Source: patch("record/frames.ts", "    if (win) enter(win);\n", "    void enter;\n"),
	},
	{
		Name: "source-objects-left-out", Section: "G", What: "documents in objects are left out", Scenario: "fidelity/g03-embedded [tag=object]",
		Caught: faithful("loaded", "missing", "", first("object")+".contentDocument"),
		Source: patch("record/describe.ts", "case 'iframe': case 'frame': case 'object': case 'embed':", "case 'iframe': case 'frame': case 'embed':"),
	},
	{
		Name: "source-far-numbers-kept", Section: "G", What: "what a frame of another site says of its fields keeps the numbers that it had there", Scenario: "frames/handover [load=head]",
		Caught: faithful("typed", "property", "value", at("far", "contentDocument", "name")),
		Source: patch("record/renumber.ts", "default: d.id = id(d.id); return true;\n    }\n  };\n\n  const state", "default: return true;\n    }\n  };\n\n  const state"),
	},
	{
		Name: "source-far-layers-forgotten", Section: "G", What: "what a frame of another site has in the top layer is left out of the page's", Scenario: "frames/handover [load=head]",
		Caught: faithful("opened", "property", "open", at("far", "contentDocument", "ask")),
		Source: patch("record/far.ts", "return all.length ? [...list, ...all] : list;", "return list;"),
	},
	{
		Name: "source-stranger-taken", Section: "G", What: "a recording is taken from any frame that offers one", Scenario: "frames/stranger [named=a]",
		Caught: faithful("loaded", "extra", "", at("far", "contentDocument")),
		Source: patch("record/far.ts", "if (!port || !from || !origins.includes(m.origin)) return;", "if (!port || !from) return;"),
	},
	{
		Name: "source-blob-picture-lost", Section: "G", What: "a picture that a script made is told by its address alone", Scenario: "fidelity/g08-blob-image [inline=false]",
		Caught: faithful("shown", "derived", "image", first("img")),
		Source: patch("record/pictures.ts", "attributes: [{id, attributes: {rr_dataURL: url}}]}});", "attributes: [{id, attributes: {}}].slice(url.length)}});"),
	},
	{
		Name: "source-relative-pictures", Section: "G", What: "the addresses of pictures are told as they are written", Scenario: "fidelity/g10-srcset",
		Caught: faithful("loaded", "attribute", "src", at("lazy")),
		Source: patch("record/attributes.ts", "return hideSource(absolute(value, h.base), h);\n    case 'srcdoc':", "return hideSource(value, h);\n    case 'srcdoc':"),
	},
	{
		Name: "source-drawing-unheard", Section: "G", What: "that something is drawn is not heard", Scenario: "planted/media",
		Caught: drawn("changed", "canvas#canvas", at("canvas")),
		Source: patch("record/pictures.ts", "s.patch.method(proto, m, onDraw);", "void [proto, m, onDraw];"),
	},
	{
		Name: "source-sound-unheard", Section: "G", What: "that a sound is muted is not heard", Scenario: "planted/media",
		Caught: faithful("changed", "property", "muted", at("sound")),
		Source: patch("record/media.ts", "seeked: Media.seeked, volumechange: Media.volumeChange,", "seeked: Media.seeked,"),
	},
	{
		Name: "source-sound-before-untold", Section: "G", What: "that a sound is muted is not described", Scenario: "planted/before",
		Caught: faithful("loaded", "property", "muted", at("sound")),
		Source: patch("record/describe.ts", "  if (e.muted) a['rr_mediaMuted'] = true;\n", ""),
	},
}

var sourceFocus = []Defect{
	{
		Name: "source-early-focus-untold", Section: "H", What: "which element has the focus from the start is not told", Scenario: "focus/h01-early-focus",
		Caught: faithful("loaded", "property", "focused", at("field")),
		Source: patch("record/focus.ts", "      lastElement = false;\n      tell(true);\n", "      lastElement = false;\n"),
	},
	{
		Name: "source-focus-ring-always", Section: "H", What: "an element with the focus is always told to show it", Scenario: "focus/h04-focus-visible",
		Caught: looks("clicked", "style", "color", at("button")),
		Source: patch("record/focus.ts", "s.say({kind: 'focus', id, visible: shows});", "s.say({kind: 'focus', id, visible: element});"),
	},
	{
		Name: "source-focus-at-the-host", Section: "H", What: "the focus is followed to the host of a shadow root and no further", Scenario: "focus/moves",
		Caught: faithful("inside", "property", "focused", first("x-box")+`.shadowRoot.querySelector("#inner")`),
		Source: patch("record/focus.ts", "const inner = root && dom.activeOf(root);", "const inner = root && dom.activeOf(root)?.querySelector('*');"),
	},
	{
		Name: "source-focus-by-keys-unheard", Section: "H", What: "the focus is looked at when the mouse goes up", Scenario: "planted/focus",
		Caught: faithful("tabbed", "property", "focused", at("b")),
		Source: patch("record/focus.ts", "for (const type of ['focus', 'blur', 'keydown', 'pointerup'])", "for (const type of ['pointerup'])"),
	},
	{
		Name: "source-selection-of-the-top", Section: "H", What: "what is selected in a frame is not heard of", Scenario: "focus/h09-frame-selection",
		Caught: faithful("selected", "selection", "*", "*"),
		Source: patch("record/selection.ts", "if (dom.type(root) === 9) dom.listen(", "if (root === s.win.document) dom.listen("),
	},
	{
		Name: "source-selection-kept", Section: "H", What: "that nothing is selected any more is not told", Scenario: "focus/h11-selection-cleared",
		Caught: faithful("cleared", "selection", "*", "*"),
		Source: patch("record/selection.ts", "if (!list.length && shown?.deref() !== d) return;", "if (!list.length) return;"),
	},
	{
		Name: "source-selection-without-end", Section: "H", What: "a selection is told to end at the offset at which it begins", Scenario: "planted/focus",
		Caught: selection("selected"),
		Source: patch("record/selection.ts", "endOffset: r.endOffset});", "endOffset: r.startOffset});"),
	},
	{
		Name: "source-highlights-unheard", Section: "H", What: "that a script highlights a range is not heard", Scenario: "planted/media",
		Caught: faithful("changed", "highlight", "*", "*"),
		Source: patch("record/elements.ts", "patch.method(proto, m, look);", "void [proto, m];"),
	},
}
