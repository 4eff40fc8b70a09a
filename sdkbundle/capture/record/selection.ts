/** Emits what is selected. */
import type {Describer} from './describe';
import type {Root, Tracker} from './scope';

export function selection(s: Describer): Tracker {
  const {dom, mirror} = s;
  const changed = new Set<Document>();
  let last = '[]';

  const onChange = (e: Event) => {
    const n = e.target as Node;
    changed.add(dom.type(n) === 9 ? (n as Document) : dom.owner(n)!);
    s.soon();
  };

  const ranges = (d: Document) => {
    const list: {start: number; startOffset: number; end: number; endOffset: number}[] = [];
    const selected = d.getSelection();
    if (!selected?.rangeCount || selected.isCollapsed && !inside(selected)) return list;
    const composed = (selected as {getComposedRanges?: (o: object) => StaticRange[]}).getComposedRanges?.({shadowRoots: s.roots()});
    for (const r of composed ?? [selected.getRangeAt(0)]) {
      const start = mirror.id(r.startContainer), end = mirror.id(r.endContainer);
      if (start && end && !(start === end && r.startOffset === r.endOffset)) list.push({start, startOffset: r.startOffset, end, endOffset: r.endOffset});
    }
    return list;
  };
  /** Of a selection inside a shadow root the outside sees a point. */
  const inside = (x: Selection): boolean => x.anchorNode !== null && dom.type(x.anchorNode) === 1 && s.roots().length > 0;

  const tell = (d: Document) => {
    const list = ranges(d), text = dom.stringify(list);
    if (text === last) return;
    last = text;
    s.emit({type: 3, data: {source: 14, ranges: list}});
  };

  return {
    root(root: Root) {
      if (dom.type(root) === 9) dom.listen(root, 'selectionchange', onChange, {capture: true, passive: true});
    },
    restate() {
      last = '[]';
      changed.clear();
      changed.add(s.win.document);
      s.soon();
    },
    flush() {
      if (!changed.size) return;
      for (const d of changed) tell(d);
      changed.clear();
    },
  };
}
