/** Goes over a tree and describes it, in as many turns as it takes. */
import type {Add, DocumentNode, ElementNode, SerialNode} from '../../protocol';
import {describe, type Describer} from './describe';
import {inContent, inShadow, type Entry} from './mirror';
import {blocked} from './privacy';

/** A node whose children are being gone over. */
interface Level {
  /** Element, document, shadow root, or content of a template. */
  inside: Node;
  entry: Entry;
  /** inShadow or inContent of the children. */
  place: number;
  /** The child that was described last. */
  last: Node | null;
  into: SerialNode[];
}

export interface Walk {
  /** Goes on until there is nothing left (then it is true) or the time has come. */
  step(until: number): boolean;
  /** Descriptions that hang under the first node. */
  readonly top: SerialNode;
  /** What did not fit under it, or hangs too deep, to be added in this order, each last under its parent. */
  readonly rest: Add[];
}

/** How many nodes are described between two looks at the clock. */
const stride = 32;
/** How deep nodes hang in one event: what is deeper could not be written as text without running out of stack. */
const deep = 500;

/**
 * Begins to describe a node and all below it, which get entries as they are met. A node that has one of this age
 * already is passed over: it has moved while the walk was under way, and its mutation record says so. nested is how
 * many nodes hang under the first one; more come as adds of their own.
 */
export function walk(s: Describer, n: Node, entry: Entry, parent: Node | null, nested: number, mixed: boolean): Walk | undefined {
  const {dom, mirror} = s;
  const top = describe(s, n, entry, parent);
  if (!top) return undefined;
  const rest: Add[] = [];
  const levels: Level[] = [];
  let count = 1;

  const enter = (node: Node, e: Entry, d: SerialNode) => {
    if (d.type !== 2 && d.type !== 0) return;
    if (e.bits & blocked) return;
    const into = (d as ElementNode | DocumentNode).childNodes;
    if (d.type === 2) {
      const tag = dom.local(node as Element);
      const root = d.shadow && s.shadowOf(node as Element);
      if (root) {
        s.met.root(root);
        levels.push({inside: root, entry: e, place: inShadow, last: null, into});
      }
      if (tag === 'template') {
        const content = (node as HTMLTemplateElement).content;
        if (content) {
          s.met.root(content as unknown as ShadowRoot);
          levels.push({inside: content, entry: e, place: inContent, last: null, into});
        }
      }
      if (tag === 'textarea') return;
    } else {
      s.met.root(node as Document);
    }
    if (dom.first(node)) levels.push({inside: node, entry: e, place: 0, last: null, into});
  };

  const next = (l: Level): Node | null => {
    if (l.last && dom.parent(l.last) === l.inside) return dom.next(l.last);
    return dom.first(l.inside); // from the start: what was described is passed over
  };

  enter(n, entry, top);
  return {
    top,
    rest,
    step(until) {
      let left = stride;
      for (let l = levels[levels.length - 1]; l; l = levels[levels.length - 1]) {
        if (--left === 0) {
          left = stride;
          if (dom.ticks() >= until) return false;
        }
        const child = next(l);
        if (!child) {
          levels.pop();
          continue;
        }
        l.last = child;
        const before = mirror.entry(child);
        if (mixed && before?.born === mirror.age && mirror.live(child)) continue;
        const kind = dom.type(child);
        const bits = kind === 1 ? s.privacy.bits(child as Element, l.entry.bits) : l.entry.bits & ~blocked;
        const e = mirror.enter(child, l.entry, (bits & ~(inShadow | inContent)) | l.place, l.entry.rootId, before ?? null);
        const d = describe(s, child, e, l.inside);
        if (!d) continue;
        if (before) s.met.again(child);
        if (count++ < nested && levels.length < deep) l.into.push(d);
        else rest.push({parentId: l.entry.id, nextId: null, node: d});
        if (kind === 1) enter(child, e, d);
      }
      return true;
    },
  };
}
