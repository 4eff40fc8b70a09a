/** Finds shadow roots as they are made, closed ones too, and what is put into their slots by hand. */
import type {Describer} from './describe';
import type {Early} from './early';
import type {Tracker} from './scope';
import type {Win} from './natives';

export interface Shadows extends Tracker {
  of(e: Element): ShadowRoot | null;
  /** A host has got a root. */
  found(host: Element, root: ShadowRoot): void;
  /** The root is in the recording from now on. */
  met(r: ShadowRoot): void;
  /** All roots that were met and are still there, for asking about selections. */
  all(): ShadowRoot[];
  /** Hosts that were recorded before they had a root. */
  late(): Element[];
}

export function shadows(s: Describer, before: Early): Shadows {
  const {dom, mirror} = s;
  const met = new WeakSet<ShadowRoot>();
  let refs: WeakRef<ShadowRoot>[] = [];
  let fresh = new Set<Element>();
  const manual = new Set<ShadowRoot>();

  const found = (host: Element, root: ShadowRoot) => {
    if (!met.has(root)) {
      fresh.add(host);
      s.soon();
    }
  };

  const tell = (root: ShadowRoot) => {
    const id = mirror.open(root.host);
    if (!id) return;
    const slots: [number, number[]][] = [];
    for (const slot of dom.allIn(root, 'slot')) {
      const nodes = (slot as HTMLSlotElement).assignedNodes().map(n => mirror.id(n)).filter(n => n);
      if (mirror.id(slot) && nodes.length) slots.push([mirror.id(slot), nodes]);
    }
    s.say({kind: 'slots', id, slots});
  };

  const sweep = (root: Document | ShadowRoot) => {
    for (const e of dom.type(root) === 9 ? dom.allOf(root, '*') : dom.allIn(root, '*')) {
      const r = dom.shadow(e);
      if (r && !met.has(r)) found(e, r);
    }
  };

  return {
    of: e => dom.shadow(e) ?? (before.any ? before.closed.get(e) ?? null : null),
    found,
    met(r) {
      if (met.has(r)) {
        if (r.slotAssignment === 'manual') manual.add(r);
        return;
      }
      met.add(r);
      refs.push(new WeakRef(r));
      if (refs.length % 512 === 0) refs = refs.filter(x => x.deref());
      if (r.slotAssignment === 'manual') manual.add(r);
    },
    all: () => refs.flatMap(x => x.deref() ?? []).filter(r => dom.connected(r)),
    late() {
      if (!fresh.size) return [];
      const list = [...fresh].filter(e => mirror.open(e) && !met.has((dom.shadow(e) ?? before.closed.get(e))!));
      fresh = new Set();
      return list;
    },
    window(win: Win) {
      s.patch.method(win.HTMLSlotElement.prototype, 'assign', (slot: HTMLSlotElement) => {
        const root = dom.root(slot);
        if (dom.type(root) === 11) manual.add(root as ShadowRoot);
        s.soon();
      });
    },
    root(root) {
      // The parser attaches roots that are declared without telling anybody.
      if (dom.type(root) === 9 && (root as Document).readyState === 'loading') {
        dom.listen(root, 'readystatechange', () => sweep(root), {capture: true, once: true});
      }
    },
    flush() {
      if (!manual.size) return;
      for (const r of manual) tell(r);
      manual.clear();
    },
  };
}
