/** Scroll offsets: those that the recording tells, at once, whatever the page's style says of scrolling smoothly. */
import {Kind} from '../model/node';
import type {Page} from '../model/page';
import type {View} from './view';

export function syncScroll(v: View, touched: Set<number>, before: Page): void {
  for (const id of touched) {
    const n = v.page.get(id);
    const old = before.get(id)?.live;
    if (n && (n.live.x || n.live.y || old?.x || old?.y || n.kind === Kind.document)) v.scrolls.add(id);
  }
  if (before.width !== v.page.width || before.height !== v.page.height) v.scrolls.add(v.page.root);
  settleScroll(v);
}

/** Scrolls what is not where it should be. Some may only be when pictures and fonts have come. */
export function settleScroll(v: View): void {
  for (const id of v.scrolls) {
    const n = v.page.get(id);
    const node = v.dom.get(id);
    if (!n || !node) {
      v.scrolls.delete(id);
      continue;
    }
    const left = n.live.x ?? 0, top = n.live.y ?? 0;
    const target = node.nodeType === 9 ? (node as Document).defaultView : (node as Element);
    if (!target) continue;
    const at = 'scrollX' in target ? [target.scrollX, target.scrollY] : [target.scrollLeft, target.scrollTop];
    if (Math.abs(at[0]! - left) >= 0.5 || Math.abs(at[1]! - top) >= 0.5) target.scrollTo({left, top, behavior: 'instant'});
    if (!left && !top) v.scrolls.delete(id);
  }
}
