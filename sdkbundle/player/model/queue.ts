/** Mutations: removes, adds, texts, attributes, in this order. */
import {setAttributes} from './attribute';
import {isText, Kind} from './node';
import type {Page} from './page';
import {build, detach, fits, restyle} from './tree';
import {list, object, text, whole, type Loose} from './value';

export function mutate(p: Page, m: Loose): void {
  const adds = list(m['adds']).map(object);
  const added = new Set(adds.map(a => object(a['node'])['id']));
  const removed = new Set<unknown>();
  for (const r of list(m['removes']).map(object)) {
    const id = whole(r['id']);
    const n = p.get(id);
    if (n && id !== p.root && p.owner(n) === r['parentId']) {
      for (const c of p.below(n)) removed.add(c.id);
      detach(p, n);
    } else if (n || !(added.has(id) || removed.has(id))) p.report(`node ${id} cannot be removed from node ${r['parentId']}`);
  }
  addAll(p, adds, removed);
  for (const t of list(m['texts']).map(object)) {
    const id = whole(t['id']);
    const n = p.get(id);
    if (!n || !(isText(n) || n.kind === Kind.comment)) {
      if (!removed.has(id)) p.report(`node ${id} is no text`);
      continue;
    }
    p.edit(id).value = text(t['value']);
    const parent = p.get(n.parent);
    if (parent) restyle(p, parent);
  }
  for (const a of list(m['attributes']).map(object)) {
    const n = p.get(whole(a['id']));
    if (n?.kind === Kind.element) setAttributes(p, n.id, object(a['attributes']), a['attrNS'] as Record<string, string> | undefined);
    else if (!removed.has(a['id'])) p.report(`node ${a['id']} is no element`);
  }
}

/**
 * Adds nodes. They may come in any order: one whose parent or next sibling is not there yet waits
 * for it. Those that wait for the same node keep their order.
 */
function addAll(p: Page, adds: Loose[], removed: Set<unknown>): void {
  const done = new Set<number>();
  const placed = new Map<number, number>(); // node → place in adds
  const blocked = new Map<number, number[]>();

  const missing = (a: Loose): number => {
    const parent = whole(a['parentId']);
    if (!p.get(parent)) return object(a['node'])['type'] === Kind.document ? 0 : parent || -1;
    const next = whole(a['nextId']);
    return next && !p.get(next) ? next : 0;
  };
  const place = (start: number) => {
    const work = [start];
    for (let k = 0; k < work.length; k++) {
      const i = work[k]!;
      const a = adds[i]!;
      if (done.has(i)) continue;
      const wants = missing(a);
      if (wants) {
        blocked.set(wants, [...(blocked.get(wants) ?? []), i]);
        continue;
      }
      done.add(i);
      const id = whole(object(a['node'])['id']);
      if ((placed.get(id) ?? -1) > i) continue; // a later word came first
      if (!addOne(p, a, placed.has(id))) continue;
      placed.set(id, i);
      work.push(...(blocked.get(id) ?? []));
      blocked.delete(id);
    }
  };
  for (let i = 0; i < adds.length; i++) place(i);
  if (done.size === adds.length) return;
  // What is left waits for what does not come, or for each other. Where the parent is known the node
  // is a child of it, though nobody knows where: last.
  for (let again = true; again; ) {
    again = false;
    const ids = new Set(adds.filter((_, i) => !done.has(i)).map(a => object(a['node'])['id']));
    const ready = adds.flatMap((a, i) => (!done.has(i) && p.get(whole(a['parentId'])) ? [i] : []));
    const first = ready.find(i => !ids.has(adds[i]!['nextId'])) ?? ready[0];
    if (first === undefined) break;
    const a = adds[first]!;
    p.report(`the next sibling of node ${object(a['node'])['id']} is missing; it is put last`);
    adds[first] = {...a, nextId: null};
    blocked.clear();
    for (let i = 0; i < adds.length; i++) if (!done.has(i)) place(i);
    again = true;
  }
  adds.forEach((a, i) => {
    if (!done.has(i) && !removed.has(a['parentId'])) p.report(`the parent of node ${object(a['node'])['id']}, node ${a['parentId']}, is missing`);
  });
}

function addOne(p: Page, a: Loose, twice: boolean): boolean {
  const node = object(a['node']);
  const parent = p.get(whole(a['parentId']));
  if (!parent) { // so it is the document of a frame, which may still come
    p.waiting.set(whole(a['parentId']), node);
    return true;
  }
  const inside = fits(p, node, parent);
  if (typeof inside === 'string') {
    p.report(inside);
    return false;
  }
  const id = whole(node['id']);
  const old = p.get(id);
  let before = whole(a['nextId']);
  if (p.get(before)?.parent !== inside.id) before = 0;
  if (old) {
    if (p.under(parent, id)) {
      p.report(`node ${id} is above node ${parent.id}, under which it comes`);
      return false;
    }
    if (!twice && !(old.parent === parent.id && node['type'] === Kind.document)) p.report(`node ${id} comes again while it is still there`);
    if (before === id) {
      const kids = p.get(inside.id)!.kids;
      before = kids[kids.indexOf(id) + 1] ?? 0;
    }
    detach(p, old);
  }
  build(p, node, p.get(inside.id), before);
  return true;
}
