/** Emits what stands in the top layer, and in which order. */
import type {TopLayer} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

type Layer = {e: Element; as: TopLayer['layers'][number]['as']};

export function topLayer(s: Describer): Tracker {
  const {dom, mirror} = s;
  let layers: Layer[] = [];
  let last = '[]', changed = false;

  const shown = (e: Element): Layer['as'] | undefined => {
    if (!dom.connected(e)) return undefined;
    if (dom.matches(e, ':fullscreen')) return 'fullscreen';
    if (dom.matches(e, ':modal')) return 'modal';
    return dom.has(e, 'popover') && dom.matches(e, ':popover-open') ? 'popover' : undefined;
  };

  const put = (e: Element) => {
    const as = shown(e), at = layers.findIndex(l => l.e === e);
    if (at >= 0 && layers[at]!.as === as) return;
    if (at >= 0) layers.splice(at, 1);
    if (as) layers.push({e, as});
    changed = true;
    s.soon();
  };

  const look = () => {
    changed = true;
    s.soon();
  };

  const onToggle = (event: Event) => put((event.composedPath()[0] ?? event.target) as Element);
  const onFullscreen = (event: Event) => {
    const n = event.target as Node;
    const e = (dom.type(n) === 9 ? (n as Document) : dom.owner(n)!).fullscreenElement;
    if (e) put(e);
    look();
  };

  const tell = (always: boolean) => {
    layers = layers.filter(({e, as}) => shown(e) === as);
    const list = layers.flatMap(({e, as}) => (mirror.id(e) ? [{id: mirror.id(e), as}] : []));
    const text = dom.stringify(list);
    if (text === last && !(always && list.length)) return;
    last = text;
    s.say({kind: 'topLayer', layers: list});
  };

  return {
    window(win) {
      const after = (e: Element) => put(e);
      for (const m of ['showPopover', 'hidePopover', 'togglePopover']) s.patch.method(win.HTMLElement.prototype, m, after);
      for (const m of ['show', 'showModal', 'close', 'requestClose']) s.patch.method(win.HTMLDialogElement.prototype, m, after);
    },
    root(root) {
      for (const type of ['toggle', 'close']) dom.listen(root, type, onToggle, {capture: true, passive: true});
      if (dom.type(root) === 9) dom.listen(root, 'fullscreenchange', onFullscreen, {capture: true, passive: true});
      // What was there before: nobody tells in which order it came.
      const all = dom.type(root) === 9 ? dom.allOf(root, ':modal,:popover-open,:fullscreen') : dom.allIn(root, ':modal,:popover-open,:fullscreen');
      for (const e of all) put(e);
    },
    restate() {
      tell(true);
    },
    flush() {
      if (!changed && !layers.length) return;
      changed = false;
      tell(false);
    },
  };
}
