/** Gives what another recording says the numbers of this one, under the frame that it is shown in. */
import {statePlugin, type EventBody, type Incremental, type Mutation, type SerialNode, type State, type TopLayer} from '../../protocol';

export interface Renumbering {
  /** The event as events of this recording: none if it is about the window and not about what is in it. Changes the event. */
  event(e: EventBody): EventBody[];
  /** What it has in the top layer. */
  readonly layers: TopLayer['layers'];
}

/** node and other give fresh numbers: of nodes, and of sheets and animations. */
export function renumbering(frame: number, node: () => number, other: () => number): Renumbering {
  const nodes = new Map<number, number>(), others = new Map<number, number>();
  let root = 0;
  let layers: TopLayer['layers'] = [];

  const mapped = (map: Map<number, number>, fresh: () => number) => (n: number): number => {
    if (!(n > 0)) return n; // 0 and below are no numbers of anything
    let to = map.get(n);
    if (!to) map.set(n, (to = fresh()));
    return to;
  };
  const id = mapped(nodes, node), sheet = mapped(others, other);

  const tree = (top: SerialNode): void => {
    const all = [top]; // which grows meanwhile
    for (const n of all) {
      n.id = id(n.id);
      if (n.type !== 0) n.rootId = n.rootId ? id(n.rootId) : root;
      if ('childNodes' in n) for (const c of n.childNodes) all.push(c);
    }
  };

  const mutation = (m: Mutation): void => {
    for (const a of m.adds) {
      a.parentId = id(a.parentId);
      if (a.nextId !== null) a.nextId = id(a.nextId);
      tree(a.node);
    }
    for (const r of m.removes) [r.parentId, r.id] = [id(r.parentId), id(r.id)];
    for (const t of [...m.texts, ...m.attributes]) t.id = id(t.id);
  };

  const ranges = (list: {start: number; end: number}[]): void => {
    for (const r of list) [r.start, r.end] = [id(r.start), id(r.end)];
  };

  /** Whether it is for this recording. */
  const incremental = (d: Incremental): boolean => {
    switch (d.source) {
      case 0: mutation(d); return true;
      case 1: case 6: case 12:
        for (const p of d.positions) p.id = id(p.id);
        return true;
      case 4: return false;
      case 10: case 16: return true;
      case 14: ranges(d.ranges); return true;
      case 8: case 13:
        if (d.id !== undefined) d.id = id(d.id);
        if (d.styleId !== undefined) d.styleId = sheet(d.styleId);
        return true;
      case 15:
        d.id = id(d.id);
        d.styleIds = d.styleIds.map(sheet);
        for (const s of d.styles ?? []) s.styleId = sheet(s.styleId);
        return true;
      default: d.id = id(d.id); return true;
    }
  };

  const state = (p: State): boolean => {
    switch (p.kind) {
      case 'environment': return false;
      case 'slots':
        p.id = id(p.id);
        p.slots = p.slots.map(([slot, list]) => [id(slot), list.map(id)]);
        return true;
      case 'topLayer':
        for (const l of p.layers) l.id = id(l.id);
        layers = p.layers;
        return true;
      case 'sheet':
        if (p.id !== undefined) p.id = id(p.id);
        if (p.styleId !== undefined) p.styleId = sheet(p.styleId);
        return true;
      case 'control':
        p.id = id(p.id);
        if (p.selected) p.selected = p.selected.map(id);
        return true;
      case 'animation':
        p.animation = sheet(p.animation);
        p.id = id(p.id);
        return true;
      case 'highlights':
        p.id = id(p.id);
        for (const h of p.list) ranges(h.ranges);
        return true;
      default: p.id = id(p.id); return true;
    }
  };

  return {
    get layers() {
      return layers;
    },
    event(e) {
      if (e.type === 2) {
        root = id(e.data.node.id);
        layers = [];
        tree(e.data.node);
        const {left, top} = e.data.initialOffset;
        const shown: EventBody = {type: 3, data: {source: 0, adds: [{parentId: frame, nextId: null, node: e.data.node}], removes: [], texts: [], attributes: [], isAttachIframe: true}};
        return left || top ? [shown, {type: 3, data: {source: 3, id: root, x: left, y: top}}] : [shown];
      }
      const ours = e.type === 3 ? incremental(e.data) : e.type === 6 && e.data.plugin === statePlugin && state(e.data.payload as State);
      return ours ? [e] : [];
    },
  };
}
