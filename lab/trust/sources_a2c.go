package trust

// Tables A to C of FIDELITY.md, in the source: style sheets, the tree, shadow roots.

var sourceSheets = []Defect{
	{
		Name: "source-adoption-unheard", Section: "A", What: "that a list of adopted sheets is set is not heard", Scenario: "fidelity/a02-adopted-cleared",
		Caught: faithful("cleared", "property", "adopted", "document"),
		Source: patch("record/sheets.ts", "        patch.setter(holder, 'adoptedStyleSheets', markRoot);\n", ""),
	},
	{
		Name: "source-adopted-list-changed", Section: "A", What: "a list of adopted sheets that is changed in place is not looked at", Scenario: "fidelity/a01-adopted-push",
		Caught: faithful("pushed", "property", "adopted", "document"),
		Source: patch("record/sheets.ts", "        patch.getter(holder, 'adoptedStyleSheets', markRoot);\n", ""),
	},
	{
		Name: "source-adopted-order", Section: "A", What: "adopted sheets are told in the order of their numbers, newest first", Scenario: "planted/sheets",
		Caught: looks("changed", "style", "color", at("g")),
		Source: patch("record/sheets.ts", "styleIds: list.map(number),", "styleIds: list.map(number).sort((a, b) => b - a),"),
	},
	{
		Name: "source-adopted-by-the-document", Section: "A", What: "what a shadow root adopts is told of the document", Scenario: "planted/shadow",
		Caught: faithful("edited", "property", "adopted", at("plain", "shadowRoot")),
		Source: patch("record/sheets.ts", "mirror.open(dom.type(root) === 9 ? root : (root as ShadowRoot).host);", "mirror.open(s.win.document);"),
	},
	{
		Name: "source-adopted-media", Section: "A", What: "for which media an adopted sheet is is not told", Scenario: "fidelity/a04-adopted-media",
		Caught: faithful("adopted", "property", "adoptedFlags", "document"),
		Source: patch("record/sheets.ts", "...(styles.length && {styles})}});\n    for (const x of list) tellFlags(x);", "...(styles.length && {styles})}});"),
	},
	{
		Name: "source-rule-first", Section: "A", What: "an inserted rule is told to be the first", Scenario: "planted/sheets",
		Caught: faithful("changed", "property", "sheet", at("s")),
		Source: patch("record/sheets.ts", "put(to, ruleText(rule, base(sheetOf(holder as CSSRule)!)), place);", "put(to, ruleText(rule, base(sheetOf(holder as CSSRule)!)), 0);"),
	},
	{
		Name: "source-nested-insert-unheard", Section: "A", What: "rules that are inserted into style rules are not heard of", Scenario: "fidelity/a15-nested-insert",
		Caught: faithful("inserted", "property", "sheet", at("s")),
		Source: patch("record/sheets.ts", "for (const name of ['CSSGroupingRule', 'CSSStyleRule'] as const)", "for (const name of ['CSSGroupingRule'] as const)"),
	},
	{
		Name: "source-deletion-off-by-one", Section: "A", What: "the rule behind the one that a script deletes is told to be gone", Scenario: "fidelity/stylesheets",
		Caught: faithful("declared", "property", "sheet", at("s")),
		Source: patch("record/sheets.ts", "deleted(x, i >>> 0));\n      patch.method(sheet, 'addRule'", "deleted(x, (i >>> 0) + 1));\n      patch.method(sheet, 'addRule'"),
	},
	{
		Name: "source-declarations-unwatched", Section: "A", What: "a rule whose declarations a script gets hold of is not watched", Scenario: "fidelity/a09-declaration-assigned",
		Caught: looks("assigned", "style", "background-color", first("p")),
		Source: patch("record/sheets.ts", "        patch.before(proto, 'style', watch);\n", ""),
	},
	{
		Name: "source-style-map-unwatched", Section: "A", What: "a rule whose typed style map a script gets hold of is not watched", Scenario: "fidelity/a11-style-map",
		Caught: faithful("set", "property", "sheet", at("s")),
		Source: patch("record/sheets.ts", "        patch.before(proto, 'styleMap', watch);\n", ""),
	},
	{
		Name: "source-disabled-unheard", Section: "A", What: "that a sheet is switched off is not heard", Scenario: "fidelity/a13-sheet-disabled",
		Caught: faithful("disabled", "property", "sheetDisabled", at("s")),
		Source: patch("record/sheets.ts", "      patch.setter(win.StyleSheet.prototype, 'disabled', (x: CSSStyleSheet) => flagged(x));\n", ""),
	},
	{
		Name: "source-media-rule-unwatched", Section: "A", What: "a media rule whose condition a script gets hold of is not watched", Scenario: "fidelity/a14-media-text",
		Caught: looks("changed", "style", "background-color", first("p")),
		Source: patch("record/sheets.ts", "      patch.before(win.CSSMediaRule?.prototype, 'media', watch);\n", ""),
	},
	{
		Name: "source-import-without-layer", Section: "A", What: "what is imported into a layer is recorded outside of it", Scenario: "fidelity/a18-import-layer",
		Caught: looks("loaded", "style", "background-color", first("p")),
		Source: patch("record/csstext.ts", "return r.layerName === null || r.layerName === undefined ? text :", "return r.layerName !== '' ? text :"),
	},
	{
		Name: "source-link-not-inlined", Section: "A", What: "the rules of a link are left out of its description", Scenario: "planted/sheets",
		Caught: looks("loaded", "style", "color", at("l")),
		Source: patch("record/describe.ts", "      if (rules !== undefined) a['_cssText'] = rules;\n", ""),
	},
	{
		Name: "source-link-load-unheard", Section: "A", What: "that a link has loaded later is not heard", Scenario: "fidelity/a27-late-link",
		Caught: looks("loaded", "style", "background-color", first("p")),
		Source: patch("record/sheets.ts", "if (dom.local(e) === 'link') relink(e);", "if (dom.local(e) === 'link') return;"),
	},
	{
		Name: "source-shorthand-emptied", Section: "A", What: "a sheet's rules are taken as the platform writes them, shorthands with variables emptied", Scenario: "fidelity/a20-shorthand-variable",
		Caught: looks("loaded", "style", "padding-*", `document.querySelector("body > p:nth-of-type(2)")`),
		Source: patch("record/sheets.ts", "    if (dom.local(e) === 'link') asLoaded(e, x);\n", ""),
	},
	{
		Name: "source-text-for-rules", Section: "A", What: "the rules of a style element are taken for what its text says", Scenario: "fidelity/a35-moved-style",
		Caught: faithful("moved", "property", "sheet", at("s")),
		Source: patch("record/sheets.ts", "if (dom.local(e) === 'style' && !asWritten(e, x)) {", "if (dom.local(e) === 'style' && !mirror.live(e) && !asWritten(e, x)) {"),
	},
	{
		Name: "source-registered-property-lost", Section: "A", What: "a custom property that a script registers is not told", Scenario: "fidelity/a32-registered-property",
		Caught: looks("registered", "style", "background-color", first("p")),
		Source: patch("record/elements.ts", "    if (id) s.say({kind: 'property', id, ...p});\n", "    void [id, p];\n"),
	},
	{
		Name: "source-always-light", Section: "A", What: "the colour scheme is always told to be light", Scenario: "fidelity/a31-dark-scheme",
		Caught: looks("loaded", "style", "background-color", first("p")),
		Source: patch("record/viewport.ts", "colorScheme: is(queries[0]!) ? 'dark' : 'light',", "colorScheme: 'light',"),
	},
}

var sourceTree = []Defect{
	{
		Name: "source-added-last", Section: "B", What: "a node that is inserted is told to be the last of its parent", Scenario: "planted/tree",
		Caught: faithful("edited", "moved", "", at("three")),
		Source: patch("record/mutations.ts", "nextId: next ? mirror.id(next) : null, node: w.top", "nextId: null, node: w.top"),
	},
	{
		Name: "source-text-unheard", Section: "B", What: "changes of text are not taken in", Scenario: "planted/tree",
		Caught: faithful("edited", "text", "", at("text")+".childNodes[0]"),
		Source: patch("record/mutations.ts", "        texts.add(to as CharacterData);\n", ""),
	},
	{
		Name: "source-removals-of-many", Section: "B", What: "of nodes that go at the same time as others none is told", Scenario: "planted/tree",
		Caught: faithful("edited", "extra", "", at("gone")),
		Source: patch("record/mutations.ts", "      if (above) continue;\n", "      if (above || gone.size > 1) continue;\n"),
	},
	{
		Name: "source-attribute-removal", Section: "B", What: "an attribute that is taken away is passed over", Scenario: "planted/tree",
		Caught: faithful("edited", "attribute", "title", at("one")),
		Source: patch("record/mutations.ts", "if (value !== null && shown === null) return;", "if (shown === null) return;"),
	},
	{
		Name: "source-last-attribute-only", Section: "B", What: "of several attributes that change at once the last alone is told", Scenario: "planted/edits",
		Caught: faithful("edited", "attribute", "title", at("both")),
		Source: patch("record/mutations.ts", "else if (had !== name) entry.names = new Set([had, name]);", "else entry.names = name;"),
	},
	{
		Name: "source-namespace-lost", Section: "B", What: "namespaces other than HTML and SVG are not told", Scenario: "fidelity/b03-other-namespace",
		Caught: faithful("added", "missing", "", first(":nth-child(2)")),
		Source: patch("record/describe.ts", "  else node.ns = ns ?? '';\n", ""),
	},
	{
		Name: "source-capitals-lost", Section: "B", What: "names with capitals are told in small letters alone", Scenario: "fidelity/b03-other-namespace",
		Caught: faithful("added", "missing", "", first(":nth-child(2)")),
		Source: patch("record/describe.ts", "if (qualified !== node.tagName) node.qname = told(qualified);", "if (lower !== node.tagName) node.qname = told(qualified);"),
	},
	{
		Name: "source-prefix-unknown", Section: "B", What: "a changed attribute with a prefix is looked for without it", Scenario: "fidelity/b05-xlink-changed",
		Caught: faithful("changed", "attribute", "xlink:href*", `document.querySelector("body > svg > use")`),
		Source: patch("record/mutations.ts", "return found.length ? found : local === 'href'", "return found.length < 0 ? found : local === 'href' && false"),
	},
	{
		Name: "source-template-empty", Section: "B", What: "what a template holds is not described", Scenario: "fidelity/b09-template-content",
		Caught: faithful("loaded", "missing", "", at("t", "content")+`.*`),
		Source: patch("record/walk.ts", "if (tag === 'template') {", "if (tag === 'template' && mirror.age < 0) {"),
	},
	{
		Name: "source-template-unwatched", Section: "B", What: "what a template holds is not watched", Scenario: "fidelity/b09-template-content",
		Caught: faithful("changed", "text", "", at("t", "content")+`.*`),
		Source: patch("record/walk.ts", "          s.met.root(content as unknown as ShadowRoot);\n", ""),
	},
	{
		Name: "source-cdata-as-text", Section: "B", What: "a section of character data is described as text", Scenario: "fidelity/b10-xhtml-cdata",
		Caught: faithful("loaded", "*", "", `document.querySelector("body > p").childNodes[1]`),
		Source: patch("record/describe.ts", "textContent: textOf(s, n as Text, bits, parent), cdata: true};", "textContent: textOf(s, n as Text, bits, parent)};"),
	},
	{
		Name: "source-quirks-untold", Section: "B", What: "that a page is in quirks mode is not told", Scenario: "fidelity/b14-quirks-mode",
		Caught: faithful("loaded", "property", "quirks", "document"),
		Source: patch("record/describe.ts", "        ...(d.compatMode === 'BackCompat' && {compatMode: 'BackCompat' as const}),\n", ""),
	},
	{
		Name: "source-base-unheard", Section: "B", What: "a base that a script adds leaves addresses as they were recorded", Scenario: "fidelity/b16-base-added",
		Caught: faithful("added", "attribute", "href", first("a")),
		Source: patch("record/mutations.ts", "    if (kind === 1 && dom.local(n as Element) === 'base') ears.anew();\n", ""),
	},
	{
		Name: "source-definition-untold", Section: "B", What: "that a custom element is defined is not told", Scenario: "fidelity/b27-defined-later",
		Caught: faithful("defined", "property", "defined", first("x-later")),
		Source: patch("record/elements.ts", "patch.method(win.CustomElementRegistry.prototype, 'define',", "patch.method(win.CustomElementRegistry.prototype, 'upgrade',"),
	},
	{
		Name: "source-defined-early-untold", Section: "B", What: "that an element is a defined one is not described", Scenario: "fidelity/b28-custom-elements",
		Caught: faithful("loaded", "property", "defined", first("x-early")),
		Source: patch("record/describe.ts", "        if (s.dom.matches(e, ':defined')) node.isCustom = true;\n", ""),
	},
	{
		Name: "source-states-unheard", Section: "B", What: "that a custom element takes a state is not heard", Scenario: "fidelity/b29-custom-state",
		Caught: faithful("on", "property", "states", first("x-toggle")),
		Source: patch("record/elements.ts", "for (const m of ['add', 'delete', 'clear']) {\n        patch.method(set, m,", "for (const m of ['delete', 'clear']) {\n        patch.method(set, m,"),
	},
	{
		Name: "source-comments-left-out", Section: "B", What: "comments are left out", Scenario: "planted/tree",
		Caught: faithful("loaded", "missing", "", `document.querySelector("body").childNodes[*]`),
		Source: patch("record/describe.ts", "case 8: return {type: 5, id, textContent: textOf(s, n as Comment, bits, parent)};", "case 8: return undefined;"),
	},
}

var sourceShadow = []Defect{
	{
		Name: "source-roots-left-out", Section: "C", What: "shadow roots are named and not gone into", Scenario: "planted/shadow",
		Caught: faithful("loaded", "missing", "", at("plain", "shadowRoot", "under")),
		Source: patch("record/walk.ts", "const root = d.shadow && s.shadowOf(node as Element);", "const root = mirror.age < 0 && s.shadowOf(node as Element);"),
	},
	{
		Name: "source-closed-roots-forgotten", Section: "C", What: "closed roots are not kept as they are made", Scenario: "shadow/c01-closed",
		Caught: faithful("loaded", "missing", "", first("x-secretive")+".shadowRoot /* closed */"),
		Source: patch("record/early.ts", "          e.closed.set(host, root);\n", ""),
	},
	{
		Name: "source-late-roots-unheard", Section: "C", What: "a root that an element gets after it was described is not recorded", Scenario: "fidelity/a06-adopted-late-root",
		Caught: faithful("hydrated", "missing", "", at("host", "shadowRoot")+".children[0]"),
		Source: patch("record/recording.ts", "    quiet(lateRoots);\n", "    void lateRoots;\n"),
	},
	{
		Name: "source-roots-unwatched", Section: "C", What: "what changes in shadow roots is not watched", Scenario: "planted/shadow",
		Caught: faithful("edited", "missing", "", at("card", "shadowRoot", "inner", "shadowRoot", "more")),
		Source: patch("record/recording.ts", "    change.observe(r);\n", "    if (dom.type(r) === 9) change.observe(r);\n"),
	},
	{
		Name: "source-shadow-among-the-light", Section: "C", What: "what is in a shadow root is not marked as such", Scenario: "planted/shadow",
		Caught: faithful("loaded", "moved", "", at("plain", "shadowRoot", "under")),
		Source: patch("record/describe.ts", "  if (e.bits & inShadow) node.isShadow = true;\n", ""),
	},
	{
		Name: "source-slots-by-hand-untold", Section: "C", What: "what is assigned to slots by hand is not told", Scenario: "shadow/c04-manual-slots",
		Caught: looks("loaded", "style", "rendered", at("p1")),
		Source: patch("record/shadow.ts", "    s.say({kind: 'slots', id, slots});\n", "    void slots;\n"),
	},
	{
		Name: "source-root-mode-lost", Section: "C", What: "every root is told to be an open one", Scenario: "shadow/c01-closed",
		Caught: faithful("loaded", "property", "mode", first("x-secretive")+".shadowRoot /* closed */"),
		Source: patch("record/describe.ts", "const init: ShadowInit = {mode: r.mode};", "const init: ShadowInit = {mode: 'open'};"),
	},
	{
		Name: "source-replace-unheard", Section: "C", What: "that a shared sheet is replaced is not heard", Scenario: "shadow/styles",
		Caught: faithful("changed", "property", "adopted", at("one", "shadowRoot")),
		Source: patch("record/sheets.ts", "      patch.method(sheet, 'replaceSync', replaced);\n", ""),
	},
}
