/** Turns what mutation observers tell into the least that brings the recording up to date. */
import type {Add, Attributes, Mutation, Remove} from '../../protocol';
import {attribute, hiding, isOwn, type Hiding} from './attributes';
import {textOf, type Describer} from './describe';
import {controlAttribute, isControl} from './controlstate';
import {inContent, inShadow, type Entry} from './mirror';
import {blocked, inCode} from './privacy';
import {walk} from './walk';

export interface Mutations {
  /** Begins to watch a tree. */
  observe(root: Node): void;
  /** Whether anything has happened since. */
  pending(): boolean;
  /** What has happened since, as one event; undefined if it leaves no trace. */
  take(): Mutation | undefined;
  /** Forgets what has happened. */
  drop(): void;
  /** Records the element and all below it anew with the next event. */
  redo(n: Node): void;
  stop(): void;
}

/** Told of what concerns other trackers. */
export interface Ears {
  /** Something about the control may have changed with an attribute or with what is inside it. */
  control(e: Element): void;
  /** The text of a style element, or an attribute of a link, has changed. */
  sheet(e: Element): void;
  attribute(e: Element, name: string, tag: string): void;
  /** The base of addresses, or something as large, has changed. */
  anew(): void;
  /** The element that a document consists of has come or gone. */
  document(d: Document): void;
}

export function mutations(s: Describer, pending: () => void, ears: Ears): Mutations {
  const {dom, mirror} = s;
  let records: MutationRecord[] = [];
  let redone: Node[] = [];
  const observer = new dom.MutationObserver(list => {
    if (records.length) for (const r of list) records.push(r);
    else records = list;
    pending();
  });

  /** The entry under whose number a node's children are recorded, and the place of those children. */
  const container = (p: Node | null): [Entry | undefined, number] => {
    if (!p) return [undefined, 0];
    if (dom.type(p) !== 11) return [mirror.live(p), 0];
    const host = (p as ShadowRoot).host as Element | undefined;
    if (host) return [s.shadowOf(host) === p ? mirror.live(host) : undefined, inShadow];
    const template = s.templateOf(p as DocumentFragment);
    return [template && mirror.live(template), inContent];
  };

  /** The entry under whose number the recording has the node itself, or the children of a fragment. */
  const recorded = (n: Node): Entry | undefined => (mirror.entry(n) ? mirror.live(n) : dom.type(n) === 11 ? container(n)[0] : undefined);

  const children = (list: NodeList, touched: Set<Node>) => {
    for (let i = 0, k = list.length; i < k; i++) touched.add(list[i]!);
  };

  /** Elements of which attributes have changed, each with its entry, which knows their names. */
  let changed: Element[] = [], entries: Entry[] = [];
  const named = (e: Element, entry: Entry, name: string) => {
    const had = entry.names;
    if (had === undefined) {
      entry.names = name;
      changed.push(e);
      entries.push(entry);
    } else if (typeof had !== 'string') had.add(name);
    else if (had !== name) entry.names = new Set([had, name]);
  };
  const decides = (names: Entry['names']): boolean => (typeof names === 'string' ? s.privacy.decides(names) : [...names!].some(s.privacy.decides));

  const take = (): Mutation | undefined => {
    for (const r of observer.takeRecords()) records.push(r);
    if (!records.length && !redone.length) return undefined;
    const list = records;
    records = [];
    const age = ++mirror.age;
    const touched = new Set<Node>(redone);
    redone = [];
    const texts = new Set<CharacterData>();
    for (const entry of entries) entry.names = undefined; // of a flush that did not come to its end
    changed = [];
    entries = [];
    // What happened below a node that the recording does not have is told when that node is.
    let target: Node | undefined, entry: Entry | undefined;
    for (const r of list) {
      const to = r.target, name = r.attributeName;
      if (to !== target) entry = recorded((target = to));
      if (name !== null) {
        if (entry) named(to as Element, entry, name);
      } else if (r.type === 'characterData') {
        texts.add(to as CharacterData);
      } else if (entry) {
        children(r.addedNodes, touched);
        children(r.removedNodes, touched);
        parentChanged(to);
      }
    }
    entries.forEach((entry, i) => {
      if (decides(entry.names) && s.privacy.changed(changed[i]!, entry.bits)) touched.add(changed[i]!);
    });
    const m: Mutation = {source: 0, adds: [], removes: removals(touched), texts: [], attributes: []};
    additions(touched, age, m.adds);
    for (const t of texts) text(t, age, m);
    last = undefined;
    entries.forEach((had, i) => {
      const e = changed[i]!, names = had.names!;
      had.names = undefined;
      const now = touched.size ? mirror.live(e) : had; // nobody has died if nothing was touched
      if (now && !(now.bits & blocked)) attributes(e, now, names, age, m);
    });
    changed = [];
    entries = [];
    return m.adds.length || m.removes.length || m.texts.length || m.attributes.length ? m : undefined;
  };

  /** A few elements mean something by what is inside them. */
  const parentChanged = (p: Node) => {
    if (dom.type(p) === 9) ears.document(p as Document);
    else if (dom.type(p) === 1) {
      const tag = dom.local(p as Element);
      if (tag === 'style') ears.sheet(p as Element);
      else if (tag === 'textarea' || tag === 'select' || tag === 'optgroup' || tag === 'option') ears.control(p as Element);
    }
  };

  const removals = (touched: Set<Node>): Remove[] => {
    const removes: Remove[] = [];
    const gone = new Set<Entry>();
    for (const n of touched) {
      const e = mirror.live(n);
      if (e?.parent) gone.add(e);
    }
    for (const e of gone) {
      let above: Entry | null = e.parent;
      if (gone.size > 1) while (above && !gone.has(above)) above = above.parent;
      else above = null;
      if (above) continue;
      const r: Remove = {parentId: e.parent!.id, id: e.id};
      if (e.bits & inShadow) r.isShadow = true;
      if (e.bits & inContent) r.isContent = true;
      removes.push(r);
    }
    for (const e of gone) e.parent = null;
    if (gone.size) mirror.forget();
    return removes;
  };

  const additions = (touched: Set<Node>, age: number, adds: Add[]) => {
    const todo: Node[] = [];
    for (const first of touched) {
      // What is added comes after its next sibling, so the last of a row is the first.
      for (let n: Node | null = first; n && touched.has(n) && mirror.entry(n)?.born !== age; n = dom.next(n)) todo.push(n);
      for (let n = todo.pop(); n; n = todo.pop()) add(n, age, adds);
    }
  };

  const add = (n: Node, age: number, adds: Add[]) => {
    const before = mirror.entry(n);
    if (before?.born === age && mirror.live(n)) return;
    const p = dom.parent(n);
    const [above, place] = container(p);
    if (!p || !above || above.bits & blocked) return;
    const kind = dom.type(n);
    if (dom.type(p) === 1 && dom.local(p as Element) === 'textarea') return;
    const bits = kind === 1 ? s.privacy.bits(n as Element, above.bits) : above.bits & ~blocked;
    const entry = mirror.enter(n, above, (bits & ~(inShadow | inContent)) | place, above.rootId);
    const w = walk(s, n, entry, p, 1, false);
    if (!w) return;
    if (kind === 1 && dom.local(n as Element) === 'base') ears.anew();
    if (before) s.met.again(n);
    let next = dom.next(n);
    while (next && !mirror.live(next)) next = dom.next(next);
    adds.push({parentId: above.id, nextId: next ? mirror.id(next) : null, node: w.top});
    w.step(Infinity);
    for (const a of w.rest) adds.push(a);
  };

  const text = (t: CharacterData, age: number, m: Mutation) => {
    const e = mirror.live(t), p = dom.parent(t);
    if (!e) {
      if (p && dom.type(p) === 1 && dom.local(p as Element) === 'textarea') ears.control(p as Element);
      return;
    }
    if (e.born === age) return;
    m.texts.push({id: e.id, value: textOf(s, t, e.bits, p)});
    if (e.bits & inCode && p) ears.sheet(p as Element);
  };

  /** What hides the attributes of the element before, which is most often the same. */
  let last: Hiding | undefined, lastBits = 0, lastRoot = 0;
  const hides = (e: Element, {bits, rootId}: Entry, tag: string, html: boolean): Hiding => {
    if (last && last.tag === tag && last.html === html && lastBits === bits && lastRoot === rootId) return last;
    const h = hiding(s, e, tag, html, bits, dom.base(e));
    last = isOwn(tag) ? undefined : h;
    lastBits = bits;
    lastRoot = rootId;
    return h;
  };

  const attributes = (e: Element, entry: Entry, names: string | Set<string>, age: number, m: Mutation) => {
    const tag = dom.local(e), html = dom.ns(e) === 'http://www.w3.org/1999/xhtml', control = html && isControl(tag);
    const written: Attributes = {};
    let some = false;
    const one = (name: string, value: string | null) => {
      ears.attribute(e, name, tag);
      if (entry.born === age) return;
      const shown = value === null ? null : (control ? controlAttribute(s, e, tag, name, value, entry.bits) : undefined) ?? attribute(s, name, value, hides(e, entry, tag, html));
      if (value !== null && shown === null) return;
      written[s.privacy.level === 'conservative' ? s.names.name(name) : name] = shown;
      some = true;
    };
    const each = (local: string) => {
      const value = dom.attr(e, local);
      if (value !== null) one(local, value);
      else for (const name of qualified(e, local)) one(name, dom.attr(e, name));
    };
    if (typeof names === 'string') each(names);
    else names.forEach(each);
    if (control) ears.control(e);
    if (some) m.attributes.push({id: entry.id, attributes: written});
  };

  /** Records tell local names; one that the element has not is gone, or has a prefix. */
  const qualified = (e: Element, local: string): string[] => {
    const found = dom.names(e).filter(n => n.endsWith(':' + local));
    return found.length ? found : local === 'href' && dom.ns(e) === 'http://www.w3.org/2000/svg' ? [local, 'xlink:href'] : [local];
  };

  return {
    observe: root => observer.observe(root, {childList: true, subtree: true, attributes: true, characterData: true}),
    pending() {
      for (const r of observer.takeRecords()) records.push(r);
      return records.length > 0 || redone.length > 0;
    },
    take,
    drop() {
      observer.takeRecords();
      records = [];
      redone = [];
    },
    redo(n) {
      redone.push(n);
      pending();
    },
    stop: () => observer.disconnect(),
  };
}
