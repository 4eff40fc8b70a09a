/** What a pointer is over or presses. An attribute that only the player's own selectors know says it. */
import {Kind} from '../model/node';
import type {View} from './view';

/** The deepest element at a place, through shadow roots. */
function hit(v: View, doc: Document, x: number, y: number): Element | null {
  let found = doc.elementFromPoint(x, y);
  for (;;) {
    const root = v.dom.get(-(v.ids.get(found!) ?? 0)) as ShadowRoot | undefined;
    const inside = root?.elementFromPoint?.(x, y);
    if (!inside || inside === found) return found;
    found = inside;
  }
}

/**
 * The element that a pointer is over: the one that was told, as long as nothing else has happened.
 * Then it may have gone from below the pointer, of which recordings have no word.
 */
function hovered(v: View): number {
  const {hover} = v.where;
  const n = hover && v.page.get(hover.id);
  if (!hover || !n || n.kind !== Kind.element || v.page.time <= hover.at) return hover ? hover.id : 0;
  const doc = v.dom.get(v.page.documentOf(n)) as Document | undefined;
  const found = doc && hit(v, doc, hover.x, hover.y);
  const id = found ? v.ids.get(found) ?? 0 : 0;
  return !id || v.page.under(v.page.get(id), n.id) ? n.id : id;
}

export function mark(v: View, before: Element[]): Element[] {
  const want = new Map<Element, string[]>();
  for (const [name, id] of [[':hover', hovered(v)], [':active', v.page.active]] as const) {
    for (let n = v.page.get(id); n; n = v.page.get(n.parent)) {
      const e = v.dom.get(n.id) as Element | undefined;
      if (n.kind === Kind.element && e) want.set(e, [...(want.get(e) ?? []), name]);
    }
  }
  for (const e of before) for (const name of [':hover', ':active']) if (!want.get(e)?.includes(name)) e.removeAttribute(name);
  for (const [e, names] of want) for (const name of names) if (!e.hasAttribute(name)) e.setAttribute(name, '');
  return [...want.keys()];
}
