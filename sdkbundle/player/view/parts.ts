/** What documents, shadow roots and single elements have beside their tree. */
import type {Base, Css} from '../model/css';
import {Kind, type VNode} from '../model/node';
import type {Swap} from './environment';
import {forget, needsTwins, syncRules, twins} from './rules';
import {ownSheet} from './sheet';
import type {View} from './view';

export function syncDocument(v: View, n: VNode, node: Node, before: VNode | undefined): void {
  const root = node as Document | ShadowRoot;
  if ('adoptedStyleSheets' in root) adopted(v, n, root);
  if (n.kind !== Kind.document) return;
  const doc = root as Document;
  const mode = n.live.designMode ?? 'off';
  if (doc.designMode !== mode) doc.designMode = mode;
  const view = doc.defaultView as (Window & typeof globalThis) | null;
  for (const {name, syntax, inherits, initialValue} of n.live.properties ?? []) {
    try {
      if (!before?.live.properties?.some(r => r.name === name)) view?.CSS.registerProperty({name, syntax, inherits, ...(initialValue === undefined ? {} : {initialValue})});
    } catch {
      // It is registered already.
    }
  }
  if (n.live.highlights && view) highlights(v, n, doc, view);
}

function highlights(v: View, n: VNode, doc: Document, view: Window & typeof globalThis): void {
  const all = view.CSS.highlights as unknown as Map<string, Highlight>;
  all.clear();
  for (const {name, priority, ranges} of n.live.highlights!) {
    const made = new view.Highlight();
    made.priority = priority;
    for (const r of ranges) {
      const start = v.dom.get(r.start), end = v.dom.get(r.end);
      if (!start || !end) continue;
      const range = doc.createRange();
      range.setStart(start, clamp(start, r.startOffset));
      range.setEnd(end, clamp(end, r.endOffset));
      (made as unknown as Set<Range>).add(range);
    }
    all.set(name, made);
  }
}

/** Keeps an offset inside its node. */
export function clamp(n: Node, offset: number): number {
  const size = n instanceof CharacterData || 'data' in n ? (n as CharacterData).data.length : n.childNodes.length;
  return Math.max(0, Math.min(offset, size));
}

let windows = 0;
const numbers = new WeakMap<Document, number>();

function adopted(v: View, n: VNode, root: Document | ShadowRoot): void {
  const doc = root.nodeType === 9 ? (root as Document) : root.ownerDocument!;
  const view = doc.defaultView as (Window & typeof globalThis) | null;
  if (!view || (!n.adopted.length && !root.adoptedStyleSheets.length)) return;
  if (!numbers.has(doc)) numbers.set(doc, ++windows);
  const sheets = n.adopted.flatMap(id => {
    const css = v.page.sheets.get(id);
    return css ? [constructed(v, `${numbers.get(doc)} ${id}`, css, view)] : [];
  });
  const same = sheets.length === root.adoptedStyleSheets.length && sheets.every((s, i) => root.adoptedStyleSheets[i] === s);
  if (!same) root.adoptedStyleSheets = sheets;
}

/** What constructed sheets were made of. */
const bases = new WeakMap<CSSStyleSheet, Base>();

function constructed(v: View, key: string, css: Css, view: Window & typeof globalThis): CSSStyleSheet {
  let sheet = v.constructed.get(key);
  if (!sheet) v.constructed.set(key, (sheet = new view.CSSStyleSheet()));
  rewrite(sheet, css, v.swaps);
  return sheet;
}

/** Brings a constructed sheet to what the recording says. */
export function rewrite(sheet: CSSStyleSheet, css: Css, swaps: readonly Swap[]): void {
  if (bases.get(sheet) !== css.base) {
    sheet.replaceSync(css.base.text);
    forget(sheet);
    if (needsTwins(css.base.text)) twins(sheet.cssRules, swaps);
    bases.set(sheet, css.base);
  }
  syncRules(sheet, css, swaps);
}

/** States of single elements. */
export function syncElement(v: View, n: VNode, e: Element, before: VNode | undefined): void {
  const {live} = n;
  if (live.states && live.states !== before?.live.states) states(v, n.id, e as HTMLElement, live.states);
  if (live.slots) slots(v, live.slots);
  if (n.name === 'noscript' || n.name === 'video' || n.name === 'audio') ownSheet(e);
  if ('rr_width' in n.attrs && getComputedStyle(e).display === 'inline') (e as HTMLElement).style.setProperty('display', 'inline-block');
}

const internals = new WeakMap<Element, ElementInternals>();

function states(v: View, id: number, e: HTMLElement, names: readonly string[]): void {
  try {
    if (!internals.has(e)) internals.set(e, e.attachInternals());
    const set = internals.get(e)!.states as unknown as Set<string>;
    set.clear();
    for (const name of names) set.add(name);
  } catch (err) {
    v.report(`element ${id} can have no states: ${String(err)}`);
  }
}

function slots(v: View, all: readonly (readonly [number, readonly number[]])[]): void {
  for (const [slot, nodes] of all) {
    const e = v.dom.get(slot) as HTMLSlotElement | undefined;
    const given = nodes.map(id => v.dom.get(id)).filter(n => n && (n.nodeType === 1 || n.nodeType === 3)) as (Element | Text)[];
    e?.assign?.(...given);
  }
}
