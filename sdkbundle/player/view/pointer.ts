/** What a pointer is over or presses. An attribute that only the player's own selectors know says it. */
import {Kind} from '../model/node';
import type {View} from './view';

export function mark(v: View, before: Element[]): Element[] {
  const want = new Map<Element, string[]>();
  for (const [name, id] of [[':hover', v.where.hover], [':active', v.page.active]] as const) {
    for (let n = v.page.get(id); n; n = v.page.get(n.parent)) {
      const e = v.dom.get(n.id) as Element | undefined;
      if (n.kind === Kind.element && e) want.set(e, [...(want.get(e) ?? []), name]);
    }
  }
  for (const e of before) for (const name of [':hover', ':active']) if (!want.get(e)?.includes(name)) e.removeAttribute(name);
  for (const [e, names] of want) for (const name of names) if (!e.hasAttribute(name)) e.setAttribute(name, '');
  return [...want.keys()];
}
