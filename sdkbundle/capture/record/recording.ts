/** One recording: its trackers, and when they are asked. */
import type {EventBody, Mutation, State} from '../../protocol';
import {statePlugin} from '../../protocol';
import {animations} from './animations';
import {naming_} from './attributes';
import {controls} from './controls';
import {early} from './early';
import {describe, shadowInit, type Describer} from './describe';
import {elements} from './elements';
import {far} from './far';
import {focus} from './focus';
import {frames} from './frames';
import type {RecordOptions, Recorder, Rules} from './index';
import {listening} from './listening';
import {maskedAddress} from './mask';
import {media} from './media';
import {inShadow, mirror} from './mirror';
import {mutations} from './mutations';
import {natives, type Win} from './natives';
import {patcher} from './patch';
import {pictures} from './pictures';
import {pointer} from './pointer';
import {privacy} from './privacy';
import type {Root, Tracker} from './scope';
import {scrolls} from './scroll';
import {selection} from './selection';
import {shadows} from './shadow';
import {sheets} from './sheets';
import {snapshots} from './snapshot';
import {topLayer} from './toplayer';
import {viewport} from './viewport';
import {walk} from './walk';

export function recording(o: RecordOptions): Recorder {
  const win = window as Win;
  const dom = natives(win);
  const own = listening(dom);
  const before = o.early ?? early();
  const templates = new WeakMap<Node, Element>();
  const at = {work: false};
  const patches = windows(at);
  let rules: Rules = o.rules;
  // Changes are gathered until the page's task is over, and described in one of their own.
  const {port1, port2} = new dom.MessageChannel();
  port1.onmessage = () => flush();
  let queued = false, last = 0, stopped = false, flushing = false, started = false, renew = false;
  let held: EventBody[] | undefined;

  const emitNow = (body: EventBody) => {
    last = Math.max(last, dom.now());
    o.emit({...body, timestamp: last});
  };

  const s: Describer = {
    dom: own.dom,
    mirror: mirror(),
    patch: patcher(at),
    privacy: privacy(rules, dom, before.passwords, o.warn),
    canvas: o.canvas ?? false,
    win,
    names: naming_(),
    full: false,
    emit(body) {
      if (stopped) return;
      if (held) held.push(body);
      else emitNow(body);
    },
    say(payload: State) {
      if (payload.kind === 'topLayer') payload = {...payload, layers: apart.layers(payload.layers)};
      s.emit({type: 6, data: {plugin: statePlugin, payload}});
    },
    soon() {
      if (queued || stopped) return;
      queued = true;
      port2.postMessage(0);
    },
    flush: () => flush(),
    settle() {
      if (change.pending()) flush();
    },
    anew() {
      renew = true;
      s.soon();
    },
    warn: o.warn,
    shadowOf: e => shadow.of(e),
    templateOf: f => templates.get(f),
    frameOf: e => frame.inside(e),
    inFrame: o.inFrame ?? false,
    speaks: e => apart.speaks(e),
    roots: () => shadow.all(),
    windows: () => patches.all(),
    scrolled: n => scroll.mark(n),
    attributes,
    linked: e => sheet.linked(e),
    quiet,
    then: (p, f) => void Promise.prototype.then.call(p, () => quiet(f), () => {}),
    met: {
      root,
      frame: e => frame.met(e),
      control: e => control.met(e),
      sheet: e => sheet.met(e),
      media: e => medium.met(e as HTMLMediaElement),
      canvas: e => picture.canvas(e as HTMLCanvasElement),
      image: e => picture.image(e),
      custom: e => element.met(e),
      again(n) {
        scroll.again(n);
        focused.again(n);
      },
    },
  };

  const change = mutations(s, s.soon, {
    control: e => control.mark(e, true),
    sheet: e => sheet.changed(e),
    attribute(e, name, tag) {
      if (tag === 'base' && name === 'href') s.anew();
      if (tag === 'link' && /^(href|rel|media|disabled)$/.test(name)) sheet.changed(e);
      if (tag === 'img' && name === 'src') picture.image(e as HTMLImageElement);
      if (tag === 'input' && name === 'type') s.privacy.password(e);
    },
    anew: s.anew,
    document(d) {
      frame.opened(d);
      root(d);
    },
  });
  const control = controls(s), scroll = scrolls(s), shadow = shadows(s, before), sheet = sheets(s), medium = media(s), picture = pictures(s), element = elements(s, before);
  const view = viewport(s, () => (s.privacy.level === 'light' ? win.location.href : maskedAddress(win.location.href, s.privacy.level === 'conservative')));
  const apart = far(s, o.frames ?? [], () => rules);
  const frame = frames(s, enter, apart);
  const focused = focus(s);
  const trackers: Tracker[] = [view, frame, apart, shadow, sheet, control, scroll, medium, picture, element, animations(s), topLayer(s), focused, selection(s), pointer(s)];
  const snapshot = snapshots(s, change, {event, done});

  function quiet(f: () => void): void {
    const before = at.work;
    at.work = true;
    try {
      f();
    } catch {
      // The page must not notice; the next snapshot says what was missed.
    } finally {
      at.work = before;
    }
  }

  /** Recording of a window's document begins: its prototypes are its own. */
  function enter(w: Win): void {
    patches.enter(w, p => {
      (s as {patch: typeof p}).patch = p;
      before.watch(w, p);
      for (const t of trackers) if (t.window) quiet(() => t.window!(w));
    });
  }

  function root(r: Root): void {
    change.observe(r);
    if (dom.type(r) === 11) {
      const host = (r as ShadowRoot).host;
      if (!host) return;
      shadow.met(r as ShadowRoot);
    }
    for (const t of trackers) if (t.root) quiet(() => t.root!(r));
  }

  function attributes(e: Element): void {
    const entry = s.mirror.live(e);
    const d = entry && describe(s, e, entry, null);
    if (d?.type === 2) s.emit({type: 3, data: {source: 0, adds: [], removes: [], texts: [], attributes: [{id: d.id, attributes: d.attributes}]}});
  }

  function mutate(): void {
    const m = change.take();
    if (m) s.emit({type: 3, data: m});
  }

  /** Roots that elements have got since they were described. */
  function lateRoots(): void {
    for (const host of shadow.late()) {
      const r = shadow.of(host), entry = s.mirror.live(host);
      if (!r || !entry) continue;
      s.say({kind: 'shadow', id: entry.id, ...shadowInit(r)});
      root(r);
      s.mirror.age++;
      const m: Mutation = {source: 0, adds: [], removes: [], texts: [], attributes: []};
      for (let n = dom.first(r) as Node | null; n; n = dom.next(n)) {
        const bits = dom.type(n) === 1 ? s.privacy.bits(n as Element, entry.bits) : entry.bits;
        const w = walk(s, n, s.mirror.enter(n, entry, bits | inShadow, entry.rootId), r, 1, false);
        if (!w) continue;
        m.adds.push({parentId: entry.id, nextId: null, node: w.top});
        w.step(Infinity);
        m.adds.push(...w.rest);
      }
      if (m.adds.length) s.emit({type: 3, data: m});
    }
  }

  function flush(): void {
    queued = false;
    if (stopped || flushing || snapshot.running()) return;
    flushing = at.work = true;
    quiet(mutate);
    quiet(lateRoots);
    for (const t of trackers) if (t.flush) quiet(() => t.flush!());
    flushing = at.work = false;
    if (renew) {
      renew = false;
      begin();
    }
  }

  function begin(): void {
    if (stopped || snapshot.running()) return;
    if (started) quiet(mutate);
    held = [];
    for (const t of trackers) if (t.drop) quiet(() => t.drop!());
    snapshot.begin();
  }

  /** An event of a snapshot, which goes before all that was held back. */
  function event(body: EventBody): void {
    if (body.type === 2) {
      const waiting = held;
      held = undefined;
      view.meta();
      held = waiting;
    }
    emitNow(body);
  }

  /** A snapshot is complete: what was held back comes next, brought up to date. */
  function done(): void {
    const waiting = held ?? [];
    held = undefined;
    for (const body of waiting) if (body.type !== 3 || body.data.source !== 8) emitNow(body);
    for (const t of trackers) if (t.restate) quiet(() => t.restate!());
    flush();
    if (!started) {
      started = true;
      quiet(() => o.started?.());
    }
  }

  if (win.document.readyState === 'loading') {
    const at = (e: Event) => s.emit({type: e.type === 'load' ? 1 : 0, data: {}});
    own.dom.listen(win.document, 'DOMContentLoaded', at, {capture: true, once: true});
    own.dom.listen(win, 'load', at, {once: true});
  }
  before.heard = {root: shadow.found, property: element.property};
  enter(win);
  begin();

  return {
    snapshot: () => begin(),
    setRules(r) {
      if (stopped || dom.stringify(r) === dom.stringify(rules)) return;
      if (snapshot.running()) snapshot.finish();
      flush();
      rules = r;
      s.privacy = privacy(r, dom, before.passwords, o.warn);
      begin();
    },
    custom: (tag, payload) => s.emit({type: 5, data: {tag, payload}}),
    busy: () => snapshot.running(),
    flush() {
      if (snapshot.running()) snapshot.finish();
      flush();
    },
    stop() {
      if (stopped) return;
      if (snapshot.running()) snapshot.finish();
      flush();
      stopped = true;
      port1.close();
      snapshot.stop();
      before.heard = undefined;
      change.stop();
      for (const t of trackers) if (t.stop) quiet(() => t.stop!());
      own.stop();
      patches.stop();
    },
  };
}

/** The windows that were entered, without keeping any of them alive, each with its patches. */
function windows(at: {work: boolean}) {
  const entered = new WeakMap<Document, ReturnType<typeof patcher>>();
  let refs: WeakRef<Win['document']>[] = [];
  const documents = () => refs.flatMap(r => r.deref() ?? []);
  return {
    enter(w: Win, install: (p: ReturnType<typeof patcher>) => void) {
      if (entered.has(w.document)) return;
      const p = patcher(at);
      entered.set(w.document, p);
      refs = refs.filter(r => r.deref());
      refs.push(new WeakRef(w.document));
      install(p);
    },
    all: () => documents().flatMap(d => (d.defaultView as Win | null) ?? []),
    stop() {
      for (const d of documents()) entered.get(d)?.stop();
    },
  };
}
