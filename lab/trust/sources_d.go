package trust

// Table D of FIDELITY.md, in the source: what may leave the page, and what must be readable.

func target(claim, selector, checkpoint, kind, path string) Sign {
	return Sign{Claim: claim, Target: selector, Checkpoint: checkpoint, Kind: kind, Path: path}
}

var sourceMasking = []Defect{
	{
		Name: "source-password-forgotten", Section: "D", What: "a password field that becomes a text field is one no more", Scenario: "planted/light",
		Caught: target("masked", "#pw", "shown", "in clear", at("pw")),
		Source: patch("record/privacy.ts", "if (passwords.has(e)) return true;", "if (passwords.has(e) && dom.attr(e, 'type') === 'password') return true;"),
	},
	{
		Name: "source-telephone-in-clear", Section: "D", What: "of the fields that are masked always, those for telephone numbers are forgotten", Scenario: "masking/levels [level=light]",
		Caught: target("masked", "#tel", "typed", "in clear", at("tel")),
		Source: patch("record/privacy.ts", "/^(email|tel)$/i", "/^email$/i"),
	},
	{
		Name: "source-cards-in-clear", Section: "D", What: "fields for cards are not known by their autocomplete", Scenario: "masking/d28-card-fields",
		Caught: leaked("card"),
		Source: patch("record/privacy.ts", "/^\\s*(cc-|one-time-code)/i", "/^\\s*(one-time-code)/i"),
	},
	{
		Name: "source-mask-class-ignored", Section: "D", What: "the class that masks text masks fields alone", Scenario: "planted/masking",
		Caught: leaked("name"),
		Source: patch("record/privacy.ts", "((bits & (masks | inField)) !== 0 ||", "((bits & inField) !== 0 ||"),
	},
	{
		Name: "source-mask-not-inherited", Section: "D", What: "a mask holds for the element alone, not for those inside", Scenario: "masking/classes",
		Caught: leaked("words"),
		Source: patch("record/privacy.ts", "const inherited = masks | unmasks | inField | inCode;", "const inherited = unmasks | inField | inCode;"),
	},
	{
		Name: "source-later-text-in-clear", Section: "D", What: "text that changes is told as it is", Scenario: "planted/masking",
		Caught: target("masked", "#masked", "changed", "in clear", at("masked")+".childNodes[0]"),
		Source: patch("record/mutations.ts", "value: textOf(s, t, e.bits, p)});", "value: s.dom.data(t)});"),
	},
	{
		Name: "source-appended-text-in-clear", Section: "D", What: "a text node that is added has none of the rules of its parent", Scenario: "masking/classes",
		Caught: leaked("late"),
		Source: patch("record/mutations.ts", "s.privacy.bits(n as Element, above.bits) : above.bits & ~blocked;", "s.privacy.bits(n as Element, above.bits) : 0;"),
	},
	{
		Name: "source-mask-class-late", Section: "D", What: "a mask class that comes later is not heeded", Scenario: "masking/d29-mask-late",
		Caught: target("masked", "#note", "masked", "in clear", at("note")+".childNodes[*]"),
		Source: patch("record/mutations.ts", "if (decides(entry.names) && s.privacy.changed(changed[i]!, entry.bits))", "if (decides(entry.names) && entry.bits & blocked)"),
	},
	{
		Name: "source-moved-without-rules", Section: "D", What: "an element that moves keeps the rules of where it was", Scenario: "planted/fields",
		Caught: leaked("moved"),
		Source: patch("record/mutations.ts", "const bits = kind === 1 ? s.privacy.bits(n as Element, above.bits)", "const bits = before ? before.bits : kind === 1 ? s.privacy.bits(n as Element, above.bits)"),
	},
	{
		Name: "source-blocked-gone-into", Section: "D", What: "a blocked element is described with what is in it", Scenario: "planted/masking",
		Caught: claimed("blocked", "#box", "recorded inside", at("box")),
		Source: patch("record/walk.ts", "    if (e.bits & blocked) return;\n", ""),
	},
	{
		Name: "source-blocked-additions", Section: "D", What: "what is added to a blocked element later is told", Scenario: "masking/classes",
		Caught: leaked("inside"),
		Source: patch("record/mutations.ts", "if (!p || !above || above.bits & blocked) return;", "if (!p || !above) return;"),
	},
	{
		Name: "source-blocked-flat", Section: "D", What: "of the box of a blocked element the height is not taken", Scenario: "planted/masking",
		Caught: claimed("blocked", "#box", "another size", at("box")),
		Source: patch("record/describe.ts", "const {width, height} = s.dom.rect(e);", "const {width} = s.dom.rect(e), height = 0;"),
	},
	{
		Name: "source-blocked-attributes", Section: "D", What: "a blocked element keeps its attributes", Scenario: "planted/masking",
		Caught: Sign{Claim: "blocked", Target: "#box", Kind: "attribute recorded", Name: "title", Path: at("box")},
		Source: patch("record/describe.ts", "if (bits & blocked) return box(s, e, node);", "if (bits & blocked) {\n    for (const a of dom.names(e)) node.attributes[a] = dom.attr(e, a)!;\n    return box(s, e, node);\n  }"),
	},
	{
		Name: "source-placeholder-in-clear", Section: "D", What: "what is said of a masked field is not masked with it", Scenario: "planted/fields",
		Caught: leaked("placeholder"),
		Source: patch("record/attributes.ts", "(spoken.test(name) || name === 'pattern')) return stars(value);", "name === 'pattern') return stars(value);"),
	},
	{
		Name: "source-title-in-clear", Section: "D", What: "attributes that are read to a reader are told where text is masked", Scenario: "planted/fields",
		Caught: leaked("title"),
		Source: patch("record/attributes.ts", "  if (spoken.test(name)) return stars(value);\n", ""),
	},
	{
		Name: "source-attribute-later-in-clear", Section: "D", What: "an attribute that changes is told as it is", Scenario: "planted/fields",
		Caught: leaked("value"),
		Source: patch("record/mutations.ts", "const shown = value === null ? null : (control ? controlAttribute(s, e, tag, name, value, entry.bits) : undefined) ?? attribute(s, name, value, hides(e, entry, tag, html));", "const shown = value;"),
	},
	{
		Name: "source-rules-of-the-one-before", Section: "D", What: "an attribute that changes is told by the rules of the element before", Scenario: "planted/fields",
		Caught: leaked("title-later"),
		Source: patch("record/mutations.ts", "last.html === html && lastBits === bits &&", "last.html === html &&"),
	},
	{
		Name: "source-unmask-wins-over-mask", Section: "D", What: "a field that is marked as harmless is readable also where all is masked", Scenario: "masking/unmask",
		Caught: target("masked", "#inside", "typed", "in clear", at("inside")),
		Source: patch("record/privacy.ts", "      if (p.password(e) || bits & masks) return true;\n      if (bits & unmasks) return false;\n", "      if (bits & unmasks) return false;\n      if (p.password(e) || bits & masks) return true;\n"),
	},
	{
		Name: "source-unmask-ignored", Section: "D", What: "a field that is marked as harmless is masked all the same", Scenario: "masking/unmask",
		Caught: target("unmasked", "#city", "typed", "masked too much", at("city")),
		Source: patch("record/privacy.ts", "      if (bits & unmasks) return false;\n", ""),
	},
	{
		Name: "source-all-text-masked", Section: "D", What: "all text is masked at the middle level too", Scenario: "planted/masking",
		Caught: claimed("unmasked", "#price", "masked too much", at("price")+".childNodes[0]"),
		Source: patch("record/privacy.ts", "(level === 'conservative' && !(bits & unmasks)))", "(level !== 'light' && !(bits & unmasks)))"),
	},
	{
		Name: "source-options-in-clear", Section: "D", What: "a masked list gives its options away", Scenario: "masking/d12-option-text",
		Caught: leaked("second"),
		Source: patch("record/privacy.ts", "case 'textarea': case 'select': if (p.control(e, bits)) bits |= inField;", "case 'textarea': if (p.control(e, bits)) bits |= inField;"),
	},
	{
		Name: "source-editable-in-clear", Section: "D", What: "what is typed into an element that can be edited is text like any other", Scenario: "masking/d13-editable",
		Caught: leaked("typed"),
		Source: patch("record/privacy.ts", "if (bits & ownField && !(bits & unmasks)) bits |= inField;", "if (bits & ownField && bits & masks) bits |= inField;"),
	},
	{
		Name: "source-comments-in-clear", Section: "D", What: "comments are told where all text is masked", Scenario: "masking/d06-comments",
		Caught: leaked("appended"),
		Source: patch("record/describe.ts", "case 8: return {type: 5, id, textContent: textOf(s, n as Comment, bits, parent)};", "case 8: return {type: 5, id, textContent: s.dom.data(n as Comment)};"),
	},
	{
		Name: "source-link-values-in-clear", Section: "D", What: "values in the addresses of links are told", Scenario: "planted/fields",
		Caught: leaked("token"),
		Source: patch("record/attributes.ts", "const address = (url: string, h: Hiding) => (h.query ?", "const address = (url: string, h: Hiding) => (h.query && h.tag !== 'a' ?"),
	},
	{
		Name: "source-page-address-in-clear", Section: "D", What: "the recording tells the page's address with its values", Scenario: "planted/fields",
		Caught: leaked("ref"),
		Source: patch("record/recording.ts", "(s.privacy.level === 'light' ?", "(s.privacy.level !== 'conservative' ?"),
	},
	{
		Name: "source-header-address-in-clear", Section: "D", What: "a header of the uploads tells the page's address with its values", Scenario: "masking/d04-addresses",
		Caught: leaked("query"),
		Source: patch("session/run.ts", "page: () => masked(location.href, policy.level)", "page: () => location.href"),
	},
	{
		Name: "source-style-strings-in-clear", Section: "D", What: "texts in style sheets are told where all text is masked", Scenario: "masking/canary-places [via=snapshot]",
		Caught: leaked("style-content"),
		Source: patch("record/describe.ts", "return s.privacy.level === 'conservative' ? hideInCSS(css, s.names) : css;", "return css;"),
	},
	{
		Name: "source-data-attributes-in-clear", Section: "D", What: "attributes of the page's own are told where all text is masked", Scenario: "masking/d03-data-attributes",
		Caught: leaked("data-later"),
		Source: patch("record/attributes.ts", "  if (!h.strict) return value;\n", "  if (!h.strict || name.startsWith('data-')) return value;\n"),
	},
	{
		Name: "source-selectors-ignored", Section: "D", What: "the customer's own selectors for masking are left out", Scenario: "masking/selectors",
		Caught: target("masked", "#private", "loaded", "in clear", at("private")+".childNodes[0]"),
		Source: patch("record/privacy.ts", "const mask = join('mask', working(r.mask, test, stricter('mask')));", "const mask = join('mask', []);"),
	},
	{
		Name: "source-local-rules-win", Section: "D", What: "the page's own rules win over those of the project", Scenario: "masking/canary-remote",
		Caught: leaked("by-conflict"),
		Source: patch("session/privacy.ts", "for (const side of [remote, local]) {", "for (const side of [local, remote]) {"),
	},
	{
		Name: "source-new-rules-unused", Section: "D", What: "rules that come while the page stands are kept for the next page", Scenario: "masking/remote-later",
		Caught: target("masked", ".later", "second", "in clear", at("price")+".childNodes[0]"),
		Source: patch("session/run.ts", "    recorder?.setRules(policy);\n", ""),
	},
	{
		Name: "source-frames-without-rules", Section: "D", What: "the rules of a frame element do not reach its document", Scenario: "masking/d22-mask-frame",
		Caught: leaked("edited"),
		Source: patch("record/frames.ts", "const child = mirror.enter(d, entry, entry.bits, 0);", "const child = mirror.enter(d, entry, 0, 0);"),
	},
	{
		Name: "source-date-of-asterisks", Section: "D", What: "a masked date is written as asterisks, which no date field takes", Scenario: "planted/fields",
		Caught: faithful("loaded", "property", "value*", at("date")),
		Source: patch("record/mask.ts", "return shapes[type] ?? stars(value);", "return stars(value);"),
	},
	{
		Name: "source-four-asterisks", Section: "D", What: "masked text is always four asterisks long", Scenario: "planted/masking",
		Caught: faithful("typed", "text", "", at("masked")+".childNodes[0]"),
		Source: patch("record/mask.ts", "text.replace(/\\S/g, '*');", "text && '****';"),
	},
	{
		Name: "source-canvas-in-clear", Section: "D", What: "canvases are recorded where all text is masked", Scenario: "masking/d17-canvas",
		Caught: faithful("drawn", "derived", "canvas", first("canvas")),
		Source: patch("record/pictures.ts", "return !entry || !mirror.open(e) || s.privacy.text(entry.bits);", "return !entry || !mirror.open(e);"),
	},
}
