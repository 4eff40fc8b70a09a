/** Emits what pages say of their own elements, properties and highlights. */
import type {Describer} from './describe';
import type {Early, Registered} from './early';
import type {Tracker} from './scope';
import type {Win} from './natives';

export interface Elements extends Tracker {
  /** A custom element has been described. */
  met(e: Element): void;
  property(p: Registered): void;
}

export function elements(s: Describer, before: Early): Elements {
  const {dom, mirror} = s;
  let changed = new Set<Element>();
  const setOf = (e: Element) => (before.internals.get(e) as {states?: Iterable<string>} | undefined)?.states;
  const highlighted = new WeakMap<Document, string>();
  let highlights = false, design = false;
  const designed = new WeakMap<Document, string>();

  const tellStates = (e: Element) => {
    const id = mirror.open(e), set = setOf(e);
    if (id && set) s.say({kind: 'states', id, states: [...set]});
  };
  const tellProperty = ({of, ...p}: Registered) => {
    const id = mirror.id(of.deref() ?? null);
    if (id) s.say({kind: 'property', id, ...p});
  };
  const tellHighlights = (win: Win, always: boolean) => {
    const id = mirror.id(win.document);
    const registry = (win.CSS as unknown as {highlights?: Iterable<[string, Iterable<AbstractRange> & {priority: number}]>} | undefined)?.highlights;
    if (!id || !registry) return;
    const list = [...registry].map(([name, h]) => ({
      name, priority: h.priority,
      ranges: [...h].flatMap(r => {
        const start = mirror.id(r.startContainer), end = mirror.id(r.endContainer);
        return start && end ? [{start, startOffset: r.startOffset, end, endOffset: r.endOffset}] : [];
      }),
    }));
    const text = dom.stringify(list);
    if (text === (always ? '[]' : highlighted.get(win.document) ?? '[]')) return;
    highlighted.set(win.document, text);
    s.say({kind: 'highlights', id, list});
  };
  const tellDesign = (d: Document) => {
    const id = mirror.id(d);
    if (!id || (designed.get(d) ?? 'off') === d.designMode) return;
    designed.set(d, d.designMode);
    s.say({kind: 'document', id, designMode: d.designMode === 'on' ? 'on' : 'off'});
  };
  const look = () => {
    highlights = true;
    s.soon();
  };

  return {
    property: tellProperty,
    met(e) {
      if (!setOf(e)) return;
      changed.add(e);
      s.soon();
    },
    window(win) {
      const {patch} = s;
      patch.method(win.CustomElementRegistry.prototype, 'define', (_: never, [name]: [string]) => {
        s.flush();
        s.emit({type: 3, data: {source: 16, define: {name: s.privacy.level === 'conservative' ? s.names.name(String(name)) : String(name)}}});
      });
      const set = (win as unknown as {CustomStateSet?: {prototype: object}}).CustomStateSet?.prototype;
      for (const m of ['add', 'delete', 'clear']) {
        patch.method(set, m, (of: object) => {
          const e = before.states.get(of);
          if (e) changed.add(e);
          s.soon();
        });
      }
      const {HighlightRegistry, Highlight} = win as unknown as Record<string, {prototype: object} | undefined>;
      for (const proto of [HighlightRegistry?.prototype, Highlight?.prototype]) {
        for (const m of ['set', 'add', 'delete', 'clear']) patch.method(proto, m, look);
        patch.setter(proto, 'priority', look);
      }
      patch.setter(win.Document.prototype, 'designMode', () => {
        design = true;
        s.soon();
      });
    },
    root(root) {
      if (dom.type(root) === 9) design = highlights = true;
    },
    restate() {
      for (const p of before.properties) tellProperty(p);
      for (const w of s.windows()) {
        designed.delete(w.document);
        tellDesign(w.document);
        tellHighlights(w, true);
      }
    },
    flush() {
      if (changed.size) {
        const list = changed;
        changed = new Set();
        for (const e of list) tellStates(e);
      }
      if (design) {
        design = false;
        for (const w of s.windows()) tellDesign(w.document);
      }
      if (highlights) {
        highlights = false;
        for (const w of s.windows()) tellHighlights(w, false);
      }
    },
  };
}
