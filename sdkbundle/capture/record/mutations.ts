/** Turns what mutation observers tell into the least that brings the recording up to date. */
import type {Add, Attributes, Mutation, Remove} from '../../protocol';
import {attribute, hiding} from './attributes';
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

  const recorded = (n: Node, text: boolean): boolean => (text || mirror.entry(n) ? text || mirror.live(n) !== undefined : dom.type(n) === 11 && container(n)[0] !== undefined);

  const take = (): Mutation | undefined => {
    for (const r of observer.takeRecords()) records.push(r);
    if (!records.length && !redone.length) return undefined;
    const list = records;
    records = [];
    const age = ++mirror.age;
    const touched = new Set<Node>(redone);
    redone = [];
    const names = new Map<Element, string | Set<string>>();
    const texts = new Set<CharacterData>();
    // What happened below a node that the recording does not have is told when that node is.
    let target: Node | undefined, known = false;
    for (const r of list) {
      if (r.target !== target) {
        target = r.target;
        known = recorded(target, r.type === 'characterData');
      }
      if (!known) continue;
      switch (r.type) {
        case 'childList':
          for (let i = 0, n = r.addedNodes, k = n.length; i < k; i++) touched.add(n[i]!);
          for (let i = 0, n = r.removedNodes, k = n.length; i < k; i++) touched.add(n[i]!);
          parentChanged(target);
          break;
        case 'attributes': {
          const had = names.get(target as Element), name = r.attributeName!;
          if (had === undefined) names.set(target as Element, name);
          else if (typeof had !== 'string') had.add(name);
          else if (had !== name) names.set(target as Element, new Set([had, name]));
          break;
        }
        default:
          texts.add(target as CharacterData);
      }
    }
    for (const e of names.keys()) {
      const entry = mirror.live(e);
      if (entry && s.privacy.changed(e, entry.bits)) touched.add(e);
    }
    const m: Mutation = {source: 0, adds: [], removes: removals(touched), texts: [], attributes: []};
    additions(touched, age, m.adds);
    for (const t of texts) text(t, age, m);
    for (const [e, which] of names) attributes(e, typeof which === 'string' ? [which] : which, age, m);
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

  const attributes = (e: Element, which: Iterable<string>, age: number, m: Mutation) => {
    const entry = mirror.live(e);
    if (!entry || entry.bits & blocked) return;
    const tag = dom.local(e), html = dom.ns(e) === 'http://www.w3.org/1999/xhtml';
    const written: Attributes = {};
    let some = false;
    for (const local of which) {
      for (const name of qualified(e, local)) {
        ears.attribute(e, name, tag);
        if (entry.born === age) continue;
        const value = dom.attr(e, name);
        const h = value === null ? undefined : hiding(s, e, tag, html, entry.bits, dom.base(e));
        const shown = h ? (html ? controlAttribute(s, e, tag, name, value!, entry.bits) : undefined) ?? attribute(s, name, value!, h) : null;
        if (value !== null && shown === null) continue;
        written[s.privacy.level === 'conservative' ? s.names.name(name) : name] = shown;
        some = true;
      }
    }
    if (html && isControl(tag)) ears.control(e);
    if (some) m.attributes.push({id: entry.id, attributes: written});
  };

  /** Records tell local names; those with a prefix are found by theirs. */
  const qualified = (e: Element, local: string): string[] => {
    if (dom.has(e, local)) return [local];
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
