/** Emits which element has focus, through shadow roots and frames. */
import {Interaction} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

export interface Focused extends Tracker {
  /** The node has come anew, and with it what had focus inside. */
  again(n: Node): void;
}

export function focus(s: Describer): Focused {
  const {dom, mirror} = s;
  let last = 0, visible = false, changed = false;

  /** The innermost active element, or the document that has the keyboard. */
  const active = (): Node => {
    let d: Document = s.win.document, e = dom.activeIn(d);
    for (;;) {
      if (!e || e === d.body || e === d.documentElement) return d;
      const root = s.shadowOf(e);
      const inner = root && dom.activeOf(root);
      if (inner) {
        e = inner;
        continue;
      }
      const frame = s.frameOf(e);
      if (!frame) return e;
      d = frame;
      e = dom.activeIn(d);
    }
  };

  const tell = (always: boolean) => {
    if (s.inFrame && !s.win.document.hasFocus()) {
      last = 0; // to be told when it is here again
      return;
    }
    let n = active();
    if (dom.type(n) === 1 && s.speaks(n as Element)) {
      last = -1;
      lastElement = false;
      return;
    }
    for (; !mirror.live(n); n = dom.parent(n) ?? s.win.document) if (n === s.win.document) return; // in something that is blocked
    const id = mirror.id(n), element = dom.type(n) === 1;
    const shows = element && dom.matches(n as Element, ':focus-visible');
    if (!always && id === last && shows === visible) return;
    if (id !== last && last > 0 && lastElement) s.emit({type: 3, data: {source: 2, type: Interaction.blur, id: last}});
    if (element && (id !== last || always)) s.emit({type: 3, data: {source: 2, type: Interaction.focus, id}});
    s.say({kind: 'focus', id, visible: shows});
    last = id;
    lastElement = element;
    visible = shows;
  };
  let lastElement = false;

  const onFocus = () => {
    changed = true;
    s.soon();
  };

  return {
    // A page is not told what has got the focus when that is a frame whose document it may not look into.
    window(w) {
      for (const type of ['focus', 'blur']) dom.listen(w, type, onFocus, {passive: true});
    },
    again(n) {
      if (last && mirror.entry(n)?.id === last) last = -1;
    },
    root(root) {
      if (dom.type(root) !== 9) return; // these are heard outside
      for (const type of ['focus', 'blur', 'keydown', 'pointerup']) dom.listen(root, type, onFocus, {capture: true, passive: true});
    },
    restate() {
      last = 0;
      lastElement = false;
      tell(true);
    },
    flush() {
      const moved = changed;
      changed = false;
      if (moved || lastElement) tell(false); // an element that is taken out loses it without an event
    },
  };
}
