/** Emits where documents and elements are scrolled to. */
import type {Describer} from './describe';
import type {Tracker} from './scope';

export interface Scrolls extends Tracker {
  mark(n: Node): void;
  /** Says again where the node is scrolled to, if it is. */
  again(n: Node): void;
}

/** How long scrolling is gathered, in milliseconds. */
const gather = 50;

export function scrolls(s: Describer): Scrolls {
  const {dom, mirror} = s;
  const known = new WeakSet<Node>();
  let marked = new Set<Node>();
  let timer = 0;
  const due = () => {
    timer = 0;
    s.soon();
    ready = true;
  };
  let ready = false;
  const mark = (n: Node) => {
    marked.add(n);
    timer ||= dom.setTimeout(due, gather);
  };
  const onScroll = (e: Event) => {
    const n = e.target as Node | null;
    if (n && mirror.live(n)) mark(n);
  };
  return {
    mark,
    again(n) {
      if (known.has(n)) mark(n);
    },
    root: root => dom.listen(root, 'scroll', onScroll, {capture: true, passive: true}),
    flush() {
      if (!ready) return;
      ready = false;
      const list = marked;
      marked = new Set();
      for (const n of list) {
        const e = mirror.live(n);
        if (!e || !mirror.open(n)) continue;
        known.add(n);
        if (dom.type(n) === 9) {
          const w = (n as Document).defaultView;
          if (w) s.emit({type: 3, data: {source: 3, id: e.id, x: w.scrollX, y: w.scrollY}});
        } else {
          s.emit({type: 3, data: {source: 3, id: e.id, x: dom.scrollLeft(n as Element), y: dom.scrollTop(n as Element)}});
        }
      }
    },
    stop: () => dom.clearTimeout(timer),
  };
}
