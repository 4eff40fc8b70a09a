/** After a jump, what would still move towards the state that is shown is there. */
import type {View} from './view';

export function finish(v: View): void {
  for (const doc of v.documentsShown()) {
    for (const a of doc.getAnimations?.() ?? []) {
      if ('transitionProperty' in a) a.finish();
      else if ('animationName' in a) forward(v, a);
    }
  }
}

/** Moves a style animation to where it is if it began when its element last became another. */
function forward(v: View, a: Animation): void {
  const target = (a.effect as KeyframeEffect | null)?.target;
  let since = 0;
  for (let n = target ? v.page.get(v.ids.get(target) ?? 0) : undefined; n; n = v.page.get(n.parent)) since = Math.max(since, n.since);
  const elapsed = v.where.time - since;
  const end = Number(a.effect?.getComputedTiming().endTime ?? 0);
  if (elapsed >= end) a.finish();
  else if (elapsed > 0 && a.playState === 'running') a.currentTime = elapsed;
}
