// What the bench does in a page: the workloads, and the arms that are no SDK.
'use strict';
const bench = {
  kept: [],

  /** An empty observer of everything that recorders observe. */
  floor() {
    new MutationObserver(() => {}).observe(document, {attributes: true, attributeOldValue: true, characterData: true, characterDataOldValue: true, childList: true, subtree: true});
    this.started();
  },

  /** The recorder alone: its events are written as JSON and kept. */
  rrweb() {
    rrweb.record({emit: e => {
      this.kept.push(JSON.stringify(e));
      if (e.type === 2) this.started();
    }});
  },

  started() {
    window.__replaylab ??= {ready: async () => true, finish: async () => {}, problems: []};
  },

  /** Puts the SDK into a page that has loaded without it. */
  async load() {
    for (const src of ['/sdk.js', '/boot.js']) {
      await new Promise((done, failed) => {
        const s = document.createElement('script');
        s.onload = done;
        s.onerror = () => failed(new Error(src + ' does not load'));
        s.src = src;
        document.head.append(s);
      });
    }
    await this.ready();
  },

  async ready() {
    while (!window.__replaylab) await this.frame();
    await __replaylab.ready();
    if (__replaylab.problems?.length) throw new Error(__replaylab.problems.join('; '));
  },

  frame: () => new Promise(done => requestAnimationFrame(() => setTimeout(done))),
  pause: ms => new Promise(done => setTimeout(done, ms)),

  /** Carries a workload out and waits so long that whatever follows from it at once has been done. */
  async work(name) {
    this[name](document.querySelector('main'));
    await this.frame();
    await this.pause(600);
    await this.frame();
  },

  /** rrweb's workloads, by their description: the code is our own. */
  nested(main) {
    const all = document.createDocumentFragment();
    for (let i = 0; i < 100; i++) {
      let at = all;
      for (let k = 0; k < 256; k++) at = at.appendChild(document.createElement('div'));
      at.textContent = 'leaf ' + i;
    }
    main.append(all);
  },
  lists(main) {
    main.append(...this.made());
  },
  again(main) {
    const lists = this.made();
    main.append(...lists);
    for (const l of lists) l.remove();
    main.append(...lists);
  },
  chain(main) {
    let at = main;
    for (let i = 0; i < 1000; i++) {
      const d = document.createElement('div');
      d.append(document.createElement('span'), 'step ' + i);
      at.append(d);
      at = d;
    }
  },
  move(main) {
    const first = main.appendChild(document.createElement('section')), second = main.appendChild(document.createElement('section'));
    const all = Array.from({length: 10_000}, (_, i) => {
      const d = document.createElement('div');
      d.textContent = 'moved ' + i;
      return d;
    });
    for (const d of all) first.append(d);
    for (const d of all) second.append(d);
  },
  /** Frames and shadow hosts that come and go, half of each, ten at a time. */
  async mount(n) {
    const main = document.querySelector('main');
    for (let i = 0; i < n; i += 10) {
      const some = Array.from({length: 10}, (_, k) => {
        if (k % 2) return main.appendChild(document.createElement('iframe'));
        const host = document.createElement('div');
        host.attachShadow({mode: k % 4 ? 'closed' : 'open'}).innerHTML = '<p>in the shadow <input></p>';
        return main.appendChild(host);
      });
      for (const f of some) if (f.contentDocument) f.contentDocument.body.innerHTML = '<p>in the frame</p>';
      await this.frame();
      for (const e of some) e.remove();
      await this.frame();
    }
  },

  /** A line a moment, each with its number, and when it came. */
  ticks: [],
  tick() {
    const main = document.querySelector('main');
    setInterval(() => {
      main.appendChild(document.createElement('p')).textContent = `tick:${this.ticks.length};`;
      this.ticks.push(Date.now());
    }, 50);
  },

  prepare(name, main) {
    if (name !== 'attributes') return;
    for (let i = 0; i < 10_000; i++) main.append(document.createElement('p'));
  },
  attributes(main) {
    let i = 0;
    for (const p of main.children) p.setAttribute('data-state', 'value ' + i++);
  },

  made: () => Array.from({length: 1000}, (_, i) => {
    const l = document.createElement('ul');
    for (let k = 0; k < 10; k++) l.appendChild(document.createElement('li')).textContent = `${i}:${k}`;
    return l;
  }),
};
