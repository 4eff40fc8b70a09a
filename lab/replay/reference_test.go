package replay_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/sdkbundle/player"
)

// program plays a recording of random changes with the reference player. It comes to each of some
// moments from the one before, from the end and in a new player, and by playing, and returns what
// each way shows; and how many events the longest seek applied.
const program = `async (count, seed) => {
	const random = n => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % n;
	let id = 20;
	const element = (tagName, attributes = {}, childNodes = []) => ({type: 2, id: ++id, tagName, attributes, childNodes});
	const words = text => ({type: 3, id: ++id, textContent: text});
	const events = [
		{type: 4, timestamp: 1000, data: {href: 'http://a.localhost/', width: 400, height: 300}},
		{type: 2, timestamp: 1001, data: {initialOffset: {top: 0, left: 0}, node: {type: 0, id: 1, childNodes: [
			{type: 1, id: 2, name: 'html', publicId: '', systemId: ''},
			{type: 2, id: 3, tagName: 'html', attributes: {}, childNodes: [
				{type: 2, id: 4, tagName: 'head', attributes: {}, childNodes: [{type: 2, id: 6, tagName: 'style', attributes: {}, childNodes: [{type: 3, id: 7, textContent: 'p:hover { color: red } b { color: blue }'}]}]},
				{type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [
					{type: 2, id: 8, tagName: 'input', attributes: {type: 'radio', name: 'r'}, childNodes: []}, {type: 2, id: 9, tagName: 'input', attributes: {type: 'radio', name: 'r'}, childNodes: []},
					{type: 2, id: 10, tagName: 'input', attributes: {}, childNodes: []}, {type: 2, id: 11, tagName: 'div', attributes: {style: 'height: 50px; overflow: scroll'}, childNodes: [
						{type: 2, id: 12, tagName: 'p', attributes: {style: 'height: 900px'}, childNodes: []}]},
					{type: 2, id: 13, tagName: 'dialog', attributes: {}, childNodes: []},
					{type: 2, id: 14, tagName: 'div', attributes: {}, isShadowHost: true, childNodes: []},
					{type: 2, id: 15, tagName: 'iframe', attributes: {}, childNodes: []},
				]},
			]},
		]}}},
	];
	const rows = [];
	const mutation = m => ({source: 0, adds: [], removes: [], texts: [], attributes: [], ...m});
	const acts = [
		() => { const e = element('p'), text = words('row'); rows.push([e.id, 5, text.id]); return mutation({adds: [{parentId: 5, nextId: rows[random(rows.length)][0], node: e}, {parentId: e.id, nextId: null, node: text}]}) },
		() => { const r = rows.splice(random(rows.length), 1)[0]; return mutation({removes: r ? [{parentId: r[1], id: r[0]}] : []}) },
		() => { const r = rows[random(rows.length)]; return mutation({texts: r ? [{id: r[2], value: 'text ' + random(99)}] : []}) },
		() => { const r = rows[random(rows.length)]; return mutation({attributes: r ? [{id: r[0], attributes: {class: 'c' + random(3), style: random(2) ? {color: 'green', width: random(9) + 'px'} : 'color: red', title: random(2) ? 'x' : null}}] : []}) },
		() => { const r = rows[random(rows.length)]; if (!r) return mutation({}); const text = words('moved'), from = r[1]; r[1] = from === 5 ? 11 : 5; r[2] = text.id; return mutation({removes: [{parentId: from, id: r[0]}], adds: [{parentId: r[1], nextId: null, node: {type: 2, id: r[0], tagName: 'p', attributes: {}, childNodes: []}}, {parentId: r[0], nextId: null, node: text}]}) },
		() => ({source: 5, id: 8 + random(2), text: 'on', isChecked: random(3) > 0}),
		() => ({source: 5, id: 10, text: 'typed ' + random(99), isChecked: false}),
		() => ({source: 3, id: 11, x: 0, y: random(500)}),
		() => ({source: 2, type: 5 + random(2), id: 8 + random(3)}),
		() => ({source: 8, id: 6, adds: [{rule: 'p { margin: ' + random(9) + 'px }', index: 0}]}),
		() => ({source: 8, id: 6, removes: [{index: 0}]}),
		() => ({source: 13, id: 6, index: [0], set: {property: 'border', value: random(9) + 'px solid', priority: ''}}),
		() => mutation({attributes: [{id: 13, attributes: random(2) ? {open: '', rr_open_mode: 'modal'} : {open: null}}]}),
		() => mutation({adds: [{parentId: 14, nextId: null, node: {...element('b'), isShadow: true}}]}),
		() => mutation({adds: [{parentId: 15, nextId: null, node: {type: 0, id: ++id, childNodes: [element('html', {}, [element('body', {}, [words('frame ' + id)])])]}}]}),
		() => ({source: 15, id: 1, styleIds: [1 + random(3)], styles: [1, 2, 3].map(styleId => ({styleId, rules: [{rule: '.c' + styleId + ' { opacity: .5 }', index: 0}]}))}),
		() => ({source: 1, positions: [{x: random(300), y: random(200), id: rows.length ? rows[random(rows.length)][0] : 5, timeOffset: 0}]}),
	];
	for (let i = 0; i < 10; i++) events.push({type: 3, timestamp: 1002 + i, data: acts[0]()});
	while (events.length < count) events.push({type: 3, timestamp: 1012 + 2 * events.length, data: acts[random(acts.length)]()});
	const problems = [];
	const make = () => {
		const root = document.body.appendChild(document.createElement('div'));
		const p = new replayPlayer.Player(root, {onProblem: text => problems.push(text)});
		p.add(events);
		return p;
	};
	const show = p => {
		const out = [];
		const sheet = s => [...s.cssRules].map(r => r.cssText).join(' ');
		const walk = n => {
			out.push(p.id(n), n.nodeName, n.nodeValue, n.nodeType === 1 ? [...n.attributes].map(a => a.name + '=' + a.value).sort().join() : '');
			if (n.nodeType === 1) out.push(n.value, n.checked, n.scrollTop, n.matches(':modal'), n.getRootNode().activeElement === n, n.sheet && sheet(n.sheet), getComputedStyle(n).color);
			if (n.nodeType === 9) out.push(...n.adoptedStyleSheets.map(sheet));
			if (n.shadowRoot) walk(n.shadowRoot);
			if (n.contentDocument && n.localName === 'iframe') walk(n.contentDocument);
			for (const c of n.childNodes) walk(c);
		};
		walk(p.frame.contentDocument);
		return JSON.stringify(out);
	};
	const moments = Array.from({length: 25}, () => random(2 * count) + 30).sort((a, b) => a - b);
	let most = 0, before = 0;
	// One player at a time, as only one can have the keyboard.
	const end = p => p.frame.parentElement.remove();
	const forward = make();
	const there = moments.map(ms => (forward.seek(ms), show(forward)));
	end(forward);
	const back = make();
	const again = [...moments].reverse().map(ms => {
		back.seek(ms);
		if (before) most = Math.max(most, back.applied - before);
		before = back.applied;
		return show(back);
	}).reverse();
	end(back);
	const fresh = moments.map(ms => { const p = make(); p.seek(ms); const shown = show(p); end(p); return shown });
	// Playing takes its time from the clock, and a frame for each step of it.
	let clock = 0, ask;
	performance.now = () => clock;
	window.requestAnimationFrame = run => (ask = run, 1);
	const playing = make();
	playing.play();
	const played = moments.map(ms => {
		while (clock < ms) { clock = Math.min(clock + 1, ms); ask() }
		return show(playing);
	});
	const differ = (name, list) => list.flatMap((s, i) => s === there[i] ? [] : [name + ' at ' + moments[i] + ': ' + difference(there[i], s)]);
	const difference = (a, b) => { a = JSON.parse(a); b = JSON.parse(b); const i = a.findIndex((v, i) => JSON.stringify(v) !== JSON.stringify(b[i])); return JSON.stringify([a.slice(i - 4, i + 8), b.slice(i - 4, i + 8)]) };
	return {differences: [...differ('coming back', again), ...differ('in a new player', fresh), ...differ('playing', played)], most, problems: problems.slice(0, 5)};
}`

var _ = Describe("The reference player", func() {
	It("shows the same page at a time however it has come there, and comes there by a bounded number of events", func(ctx SpecContext) {
		script, err := player.Script()
		Expect(err).NotTo(HaveOccurred())
		for seed, count := range map[int]int{1: 300, 2: 300, 3: 9000} {
			func() {
				p, done := blank(ctx, second)
				defer done()
				Expect(p.EvalMain(ctx, "", script+"; window.replayPlayer = replayPlayer; void 0", nil)).To(Succeed())
				var out struct {
					Differences, Problems []string
					Most                  int
				}
				Expect(p.EvalMain(ctx, "", fmt.Sprintf("(%s)(%d, %d)", program, count, seed), &out)).To(Succeed())
				Expect(out.Differences).To(BeEmpty(), "seed %d", seed)
				Expect(out.Most).To(And(BeNumerically(">", 0), BeNumerically("<=", 2000)), "seed %d", seed)
			}()
		}
	}, SpecTimeout(5*time.Minute))

	It("leaves the keyboard to the page around it", func(ctx SpecContext) {
		script, err := player.Script()
		Expect(err).NotTo(HaveOccurred())
		p, done := blank(ctx, second)
		defer done()
		const look = `(() => {
			const box = document.body.appendChild(document.createElement('input'));
			const root = document.body.appendChild(document.createElement('div'));
			const p = new replayPlayer.Player(root);
			p.add([
				{type: 4, timestamp: 1, data: {href: 'http://a.localhost/', width: 300, height: 200}},
				{type: 2, timestamp: 2, data: {initialOffset: {top: 0, left: 0}, node: {type: 0, id: 1, childNodes: [{type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [
					{type: 2, id: 3, tagName: 'body', attributes: {}, childNodes: [{type: 2, id: 4, tagName: 'input', attributes: {autofocus: ''}, childNodes: []},
						{type: 2, id: 5, tagName: 'dialog', attributes: {open: '', rr_open_mode: 'modal'}, childNodes: [{type: 2, id: 6, tagName: 'button', attributes: {}, childNodes: []}]}]}]}]}}},
				{type: 3, timestamp: 10, data: {source: 2, type: 5, id: 6}},
			]);
			const inside = () => p.frame.contentDocument.activeElement && p.id(p.frame.contentDocument.activeElement);
			box.focus();
			p.seek(5);
			p.seek(20);
			const held = [document.activeElement === box, inside()];
			box.blur();
			p.seek(5);
			p.seek(20);
			return [...held, document.activeElement === p.frame, inside()];
		})()`
		Expect(p.EvalMain(ctx, "", script+"; window.replayPlayer = replayPlayer; void 0", nil)).To(Succeed())
		var got []any
		Expect(p.EvalMain(ctx, "", look, &got)).To(Succeed())
		Expect(got).To(Equal([]any{true, 3.0, true, 6.0}))
	}, budget)
})
