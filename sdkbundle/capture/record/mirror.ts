/** Which nodes the recording knows, and under which numbers. */
import {blocked} from './privacy';

/**
 * A node as it was last described. When a node is taken out of the recording its entry dies, and with
 * it all entries below; a node that comes again gets a new entry of the same number.
 */
export interface Entry {
  readonly id: number;
  /** The entry of the element or document above; null once dead. */
  parent: Entry | null;
  /** What holds for the node: see the bits of privacy.ts, and those below. */
  bits: number;
  /** The walk or flush in which it was described. */
  born: number;
  /** Id of the frame's document, 0 in the top one. */
  rootId: number;
  /** Attributes that changed since the last flush: one, as most often, or more. */
  names: string | Set<string> | undefined;
}

/** Bits of an entry that say where it hangs. */
export const inShadow = 1 << 20, inContent = 1 << 21;

export interface Mirror {
  /** The entry of a node that the recording has; undefined otherwise. */
  live(n: Node | null): Entry | undefined;
  /** The entry that a node has or had. */
  entry(n: Node): Entry | undefined;
  enter(n: Node, parent: Entry | null, bits: number, rootId: number, before?: Entry | null): Entry;
  /** A number that no node has. */
  fresh(): number;
  /** The node's number if the recording has it, otherwise 0. */
  id(n: Node | null): number;
  /** The same, but 0 for what is blocked: of that nothing is told but its box. */
  open(n: Node | null): number;
  /** Counts walks and flushes. */
  age: number;
  /** Begins anew: the document's entry will be the root of what is live. */
  reset(): void;
  /** Everything known to be live may have died. */
  forget(): void;
}

export function mirror(): Mirror {
  const entries = new WeakMap<Node, Entry>();
  let last = 0;
  let root: Entry | null = null;
  /** Entries that were found live since the last removal. */
  let known = new WeakSet<Entry>();

  const lives = (e: Entry): boolean => {
    let at: Entry | null = e;
    let steps = 0;
    for (; at && at !== root && !(steps > 8 && known.has(at)); at = at.parent) steps++;
    if (!at) return false;
    if (steps > 8) known.add(e);
    return true;
  };

  const m: Mirror = {
    age: 1,
    entry: n => entries.get(n),
    live(n) {
      const e = n ? entries.get(n) : undefined;
      return e && lives(e) ? e : undefined;
    },
    enter(n, parent, bits, rootId, before = entries.get(n)) {
      const e: Entry = {id: before ? before.id : ++last, parent, bits, born: m.age, rootId, names: undefined};
      entries.set(n, e);
      if (!parent) root = e;
      return e;
    },
    fresh: () => ++last,
    id: n => m.live(n)?.id ?? 0,
    open(n) {
      const e = m.live(n);
      return e && !(e.bits & blocked) ? e.id : 0;
    },
    reset() {
      root = null;
      known = new WeakSet();
    },
    forget() {
      known = new WeakSet();
    },
  };
  return m;
}
