/** Emits what is selected. */
import type {Describer} from './describe';
import type {Root, Tracker} from './scope';

export function selection(s: Describer): Tracker {
  const {dom, mirror} = s;
  const changed = new Set<Document>();
  /** What was said of each document, and which one's was said last: players keep one selection. */
  let said = new WeakMap<Document, string>();
  let shown: WeakRef<Document> | undefined;

  const onChange = (e: Event) => {
    const n = e.target as Node;
    changed.add(dom.type(n) === 9 ? (n as Document) : dom.owner(n)!);
    s.soon();
  };

  const ranges = (d: Document) => {
    const list: {start: number; startOffset: number; end: number; endOffset: number}[] = [];
    const selected = d.getSelection();
    if (!selected?.rangeCount) return list;
    const composed = (selected as {getComposedRanges?: (o: object) => StaticRange[]}).getComposedRanges?.({shadowRoots: s.roots()});
    for (const r of composed ?? [selected.getRangeAt(0)]) {
      const start = mirror.id(r.startContainer), end = mirror.id(r.endContainer);
      if (start && end && !(start === end && r.startOffset === r.endOffset) && !aroundField(r)) list.push({start, startOffset: r.startOffset, end, endOffset: r.endOffset});
    }
    return list;
  };
  /** A caret in a text field shows as a range around the field. */
  const aroundField = (r: AbstractRange): boolean => {
    if (r.startContainer !== r.endContainer || r.endOffset !== r.startOffset + 1) return false;
    const n = r.startContainer.childNodes[r.startOffset];
    return n !== undefined && dom.type(n) === 1 && /^(input|textarea)$/.test(dom.local(n as Element));
  };

  const tell = (d: Document) => {
    const list = ranges(d), text = dom.stringify(list);
    if (text === (said.get(d) ?? '[]')) return;
    said.set(d, text);
    if (!list.length && shown?.deref() !== d) return; // another document's is the one that is shown
    shown = list.length ? new WeakRef(d) : undefined;
    s.emit({type: 3, data: {source: 14, ranges: list}});
  };

  return {
    root(root: Root) {
      if (dom.type(root) === 9) dom.listen(root, 'selectionchange', onChange, {capture: true, passive: true});
    },
    restate() {
      said = new WeakMap();
      const before = shown?.deref();
      shown = undefined;
      changed.clear();
      changed.add(s.win.document);
      if (before) changed.add(before);
      s.soon();
    },
    flush() {
      // What is selected can be taken out, or come to lie around something else, without an event.
      const d = shown?.deref();
      if (d) changed.add(d);
      if (s.win.document.getSelection()?.rangeCount) changed.add(s.win.document);
      for (const d of changed) tell(d);
      changed.clear();
    },
  };
}
