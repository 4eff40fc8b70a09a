/** Emits where the pointer goes and what it does. */
import {Interaction} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

/** Positions are taken at most so often, and emitted together. */
const every = 50, gather = 250;

const kinds: Record<string, number> = {
  pointerdown: Interaction.mouseDown, pointerup: Interaction.mouseUp, pointercancel: Interaction.touchCancel, click: Interaction.click,
  contextmenu: Interaction.contextMenu, dblclick: Interaction.dblClick,
};
const touches: Record<string, number> = {
  pointerdown: Interaction.touchStart, pointerup: Interaction.touchEnd, pointercancel: Interaction.touchCancel,
};
const pointers: Record<string, number> = {mouse: 0, pen: 1, touch: 2};

export function pointer(s: Describer): Tracker {
  const {dom, mirror} = s;
  type Where = {x: number; y: number; id: number; at: number};
  const paths: Record<1 | 6 | 12, Where[]> = {1: [], 6: [], 12: []};
  let last = -every, timer = 0;
  let touched = false;

  const target = (e: Event): number => mirror.id((e.composedPath()[0] ?? e.target) as Node | null);

  const emitPaths = () => {
    dom.clearTimeout(timer);
    timer = 0;
    const now = dom.now();
    for (const source of [1, 6, 12] as const) {
      const list = paths[source];
      if (!list.length) continue;
      paths[source] = [];
      s.emit({type: 3, data: {source, positions: list.map(({x, y, id, at}) => ({x, y, id, timeOffset: at - now}))}});
    }
  };

  const onMove = (e: MouseEvent) => {
    const at = dom.now();
    if (at - last < every && at >= last) return;
    last = at;
    const id = target(e);
    if (!id) return;
    const source = e.type === 'drag' ? 12 : (e as PointerEvent).pointerType === 'touch' ? 6 : 1;
    paths[source].push({x: e.clientX, y: e.clientY, id, at});
    timer ||= dom.setTimeout(emitPaths, gather);
  };

  const onAct = (e: MouseEvent) => {
    const touch = (e as PointerEvent).pointerType === 'touch';
    if (e.type === 'pointerdown') touched = touch;
    const type = (touch ? touches : kinds)[e.type] ?? kinds[e.type];
    if (type === undefined) return;
    s.flush();
    const id = target(e);
    if (!id) return;
    emitPaths();
    const by = (e as PointerEvent).pointerType || (touched ? 'touch' : 'mouse');
    s.emit({type: 3, data: {source: 2, type, id, x: e.clientX, y: e.clientY, ...(!touch && by in pointers && {pointerType: pointers[by]})}});
  };

  return {
    root(root) {
      if (dom.type(root) !== 9) return; // composed events reach the document
      const options = {capture: true, passive: true};
      for (const type of ['pointermove', 'drag']) dom.listen(root, type, onMove, options);
      for (const type of Object.keys(kinds)) dom.listen(root, type, onAct, options);
    },
    flush() {},
    stop: () => dom.clearTimeout(timer),
  };
}
