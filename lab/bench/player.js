// Makes a recording, plays it with a player of that name and measures. Every number is by a generator
// of its own, so that all players get the same.
async function measure(name, nodes, count, seeks, bare) {
  let state = 12345;
  const random = n => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % n;
  const {snapshot, rows} = page(nodes);
  const events = [
    {type: 4, timestamp: 1, data: {href: 'http://a.localhost/', width: 1280, height: 720}},
    {type: 2, timestamp: 2, data: {node: snapshot, initialOffset: {top: 0, left: 0}}},
  ];
  let next = 10_000_000;
  const mutation = change => ({source: 0, adds: [], removes: [], texts: [], attributes: [], ...change});
  const kinds = [
    () => mutation({texts: [{id: rows[random(rows.length)].text, value: 'text ' + random(1000)}]}),
    () => mutation({attributes: [{id: rows[random(rows.length)].id, attributes: {class: 'c' + random(20)}}]}),
    () => mutation({attributes: [{id: rows[random(rows.length)].id, attributes: {style: {'margin-left': random(9) + 'px'}}}]}),
    () => {
      const place = random(rows.length), old = rows[place], id = next++, text = next++;
      rows[place] = {id, text};
      return mutation({
        removes: [{parentId: 5, id: old.id}],
        adds: [
          {parentId: 5, nextId: rows[place + 1]?.id || null, node: {type: 2, id, tagName: 'p', attributes: {class: 'c1'}, childNodes: []}},
          {parentId: id, nextId: null, node: {type: 3, id: text, textContent: 'new ' + id}},
        ],
      });
    },
    () => ({source: 5, id: 4, text: 'typed ' + random(1000), isChecked: false}),
    () => ({source: 3, id: 1, x: 0, y: random(500)}),
    () => ({source: 1, positions: [{x: random(1000), y: random(700), id: rows[random(rows.length)].id, timeOffset: 0}]}),
  ];
  for (let i = events.length; i < count; i++) {
    const kind = random(20);
    events.push({type: 3, timestamp: 3 + i * 3.6, data: kinds[kind < 6 ? 0 : kind < 11 ? 1 : kind < 13 ? 2 : kind < 15 ? 3 : kind < 17 ? 4 : kind < 18 ? 5 : 6]()});
  }
  const end = events[events.length - 1].timestamp - 1;
  const root = document.body.appendChild(document.createElement('div'));
  const out = {load: 0, seeks: [], applied: 0, bare: 0, problems: 0};
  let begun = performance.now();
  let seek, frame;
  if (name === 'reference') {
    const player = new replayPlayer.Player(root, {onProblem: () => out.problems++});
    player.add(events);
    while (player.prepare(50)) ;
    out.load = performance.now() - begun;
    let applied = player.applied;
    seek = ms => {
      player.seek(ms);
      out.applied = Math.max(out.applied, player.applied - applied);
      applied = player.applied;
    };
    seek(0);
    frame = () => player.frame;
    out.applied = 0;
  } else {
    const player = await new Promise(done => {
      const made = new rrweb.Replayer(events, {root, showWarning: false, showDebug: false, mouseTail: false});
      made.on('fullsnapshot-rebuilded', () => setTimeout(done, 0, made));
    });
    out.load = performance.now() - begun;
    seek = ms => player.pause(ms);
    frame = () => player.iframe;
  }
  for (let i = 0; i < seeks; i++) {
    const to = (random(10000) / 10000) * end;
    begun = performance.now();
    seek(to);
    frame().contentDocument.body.getBoundingClientRect();
    out.seeks.push(performance.now() - begun);
    await new Promise(done => setTimeout(done, 0));
  }
  if (bare) out.bare = rebuild(snapshot);
  return out;
}

// A page of so many nodes: paragraphs with a word, some of it marked, and a field.
function page(nodes) {
  let id = 5;
  const rows = [];
  const element = (tagName, childNodes, attributes = {}) => ({type: 2, id: ++id, tagName, attributes, childNodes});
  const text = value => ({type: 3, id: ++id, textContent: value});
  const body = [];
  while (id < nodes) {
    const word = text('row ' + id);
    const row = element('p', [word, element('b', [text('marked')])], {class: 'c' + (id % 20)});
    rows.push({id: row.id, text: word.id});
    body.push(row);
  }
  const style = element('style', [{type: 3, id: ++id, textContent: '.c1{color:red}.c2{color:blue}.c3{font-weight:bold}p{margin:2px}'}]);
  const snapshot = {type: 0, id: 1, childNodes: [
    {type: 1, id: ++id, name: 'html', publicId: '', systemId: ''},
    {type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [
      {type: 2, id: 3, tagName: 'head', attributes: {}, childNodes: [style]},
      {type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [...body, {type: 2, id: 4, tagName: 'input', attributes: {}, childNodes: []}]},
    ]},
  ]};
  return {snapshot, rows};
}

// The least of five times that it takes to build the page in an empty frame and lay it out.
function rebuild(snapshot) {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.width = 1280;
    frame.height = 720;
    const doc = frame.contentDocument;
    const begun = performance.now();
    doc.open();
    doc.write('<!doctype html>');
    doc.close();
    doc.documentElement.remove();
    const build = n => {
      if (n.type === 3) return doc.createTextNode(n.textContent);
      const e = doc.createElement(n.tagName);
      for (const name in n.attributes) e.setAttribute(name, n.attributes[name]);
      for (const c of n.childNodes) e.appendChild(build(c));
      return e;
    };
    doc.appendChild(build(snapshot.childNodes[1]));
    doc.body.getBoundingClientRect();
    least = Math.min(least, performance.now() - begun);
    frame.remove();
  }
  return least;
}
