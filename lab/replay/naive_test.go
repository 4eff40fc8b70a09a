package replay_test

// naive is a player that trusts recordings: it shows them in its own page. What does no harm here
// proves nothing about another player.
const naive = `function (events) {
	const nodes = new Map();
	const make = (n, doc) => {
		let e;
		if (n.type === 1) e = doc.implementation.createDocumentType(n.name, n.publicId, n.systemId);
		else if (n.type === 2) {
			const space = n.ns || (n.isSVG ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml');
			e = doc.createElementNS(space, n.qname || n.tagName);
			for (const [name, value] of Object.entries({...n.attributes, ...n.raw})) set(e, name, value);
		} else if (n.type === 3) e = doc.createTextNode(n.textContent);
		else e = doc.createComment(n.textContent);
		nodes.set(n.id, e);
		return e;
	};
	const set = (e, name, value) => {
		if (name === '_cssText') e.textContent = value;
		else if (name === 'rr_dataURL' && e.localName === 'canvas') Object.assign(new Image(), {src: value});
		else if (name === 'rr_dataURL' || name === 'rr_src') e.setAttribute('src', value);
		else e.setAttribute(name, value);
	};
	const put = (n, parent, before, doc) => {
		if (n.type === 0) {
			const inner = parent.contentDocument;
			inner.open(); inner.write('<!doctype html>'); inner.close();
			inner.documentElement.remove();
			inner.firstChild.remove();
			nodes.set(n.id, inner);
			for (const c of n.childNodes) put(c, inner, null, inner);
			return;
		}
		let into = parent;
		if (n.isShadow) into = parent.shadowRoot || parent.attachShadow({mode: 'open'});
		const e = make(n, doc);
		into.insertBefore(e, before || null);
		for (const c of n.childNodes || []) put(c, e, null, doc);
	};
	const sheets = new Map();
	const sheet = d => d.styleId ? sheets.get(d.styleId) : nodes.get(d.id).sheet;
	const apply = {
		0: d => {
			for (const a of d.adds || []) put(a.node, nodes.get(a.parentId), nodes.get(a.nextId), nodes.get(a.parentId).ownerDocument || document);
			for (const t of d.texts || []) nodes.get(t.id).data = t.value;
			for (const a of d.attributes || []) for (const name in a.attributes) set(nodes.get(a.id), name, a.attributes[name]);
		},
		8: d => { for (const a of d.adds || []) sheet(d).insertRule(a.rule); if (d.replaceSync) sheet(d).replaceSync(d.replaceSync) },
		9: d => {
			for (const c of d.commands) for (const a of c.args) if (a.src) Object.assign(new Image(), {src: a.src});
		},
		10: d => { const f = new FontFace(d.family, d.fontSource); document.fonts.add(f); f.load() },
		13: d => sheet(d).cssRules[d.index[0]].style.setProperty(d.set.property, d.set.value),
		15: d => {
			for (const s of d.styles || []) {
				const made = new CSSStyleSheet();
				for (const r of s.rules) made.insertRule(r.rule);
				sheets.set(s.styleId, made);
			}
			document.adoptedStyleSheets = d.styleIds.map(id => sheets.get(id));
		},
	};
	for (const e of events) {
		if (e.type === 2) {
			document.documentElement.remove();
			if (document.doctype) document.doctype.remove();
			nodes.set(e.data.node.id, document);
			for (const c of e.data.node.childNodes) put(c, document, null, document);
		} else if (e.type === 3 && apply[e.data.source]) apply[e.data.source](e.data);
		else if (e.type === 6 && e.data.payload.kind === 'animation') {
			nodes.get(e.data.payload.id).animate(e.data.payload.frames, e.data.payload.timing);
		}
	}
}`

// ways are the ways in which a document can come into a recording: from its serialised tree to the
// events of the recording.
const ways = `{
	snapshot: tree => [full(tree)],
	added: tree => [full(empty()), ...one(tree, (n, parentId) => change({adds: [{parentId, nextId: null, node: {...n, childNodes: []}}]}))],
	attributes: tree => [full(empty()), ...one(tree, (n, parentId) => [
		change({adds: [{parentId, nextId: null, node: {...n, attributes: {}, childNodes: []}}]}),
		...(n.type === 2 ? [change({attributes: [{id: n.id, attributes: n.attributes}]})] : []),
	])],
	frame: tree => [full(empty()), change({adds: [{parentId: 900002, nextId: null, node: {type: 2, id: 900003, tagName: 'iframe', attributes: {}, childNodes: []}}]}),
		change({isAttachIframe: true, adds: [{parentId: 900003, nextId: null, node: tree}]})],
	shadow: tree => [full(empty()), change({adds: [{parentId: 900002, nextId: null, node: {type: 2, id: 900003, tagName: 'div', attributes: {}, childNodes: [], isShadowHost: true}}]}),
		...one(tree, (n, parentId) => change({adds: [{parentId: parentId === 900002 ? 900003 : parentId, nextId: null, node: {...n, childNodes: [], isShadow: parentId === 900002 || undefined}}]}))],
}`

// helpers are what ways is written with.
const helpers = `
	let clock = 1000;
	const full = node => ({type: 2, timestamp: ++clock, data: {node, initialOffset: {top: 0, left: 0}}});
	const change = data => ({type: 3, timestamp: ++clock, data: {source: 0, texts: [], attributes: [], removes: [], adds: [], ...data}});
	const empty = () => ({type: 0, id: 900000, childNodes: [{type: 2, id: 900001, tagName: 'html', attributes: {}, childNodes: [
		{type: 2, id: 900004, tagName: 'head', attributes: {}, childNodes: []}, {type: 2, id: 900002, tagName: 'body', attributes: {}, childNodes: []}]}]});
	// Events for each node below head and body, which stand in for those of the empty page.
	const one = (tree, make) => {
		const events = [];
		const walk = (n, parentId) => {
			events.push(...[make(n, parentId)].flat());
			for (const c of n.childNodes || []) walk(c, n.id);
		};
		for (const part of tree.childNodes.find(n => n.type === 2).childNodes) for (const n of part.childNodes || []) walk(n, 900002);
		return events;
	};
`
