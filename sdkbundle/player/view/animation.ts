/** Animations that scripts made. They do not run: the player moves them to where they were at each time. */
import {list, number, object, text, whole, type Loose} from '../model/value';
import type {View} from './view';

const sources = new WeakMap<Animation, unknown>();

export function animate(v: View): void {
  const {animations} = v.page;
  for (const [id, a] of v.animations) {
    const said = animations.get(id)?.said;
    if (said && said['state'] !== 'idle') continue;
    a.cancel();
    v.animations.delete(id);
  }
  for (const id of animations.keys()) {
    const {said, at} = animations.get(id)!;
    const e = v.dom.get(whole(said['id'])) as Element | undefined;
    if (said['state'] === 'idle' || !e?.isConnected) continue;
    try {
      let a = v.animations.get(id);
      if (!a || (a.effect as KeyframeEffect).target !== e) {
        a?.cancel();
        a = e.animate(frames(said), timing(said));
        v.animations.set(id, a);
      } else if (sources.get(a) !== said) {
        (a.effect as KeyframeEffect).setKeyframes(frames(said));
        a.effect!.updateTiming(timing(said) as OptionalEffectTiming);
      }
      if (sources.get(a) !== said) a.pause();
      sources.set(a, said);
      a.currentTime = number(said['time']) + (said['state'] === 'running' ? (v.where.time - at) * number(said['rate']) : 0);
    } catch (err) {
      v.report(`animation ${id}: ${String(err)}`);
    }
  }
}

const frames = (said: Loose): Keyframe[] => list(said['frames']).map(f => {
  const {computedOffset: _, ...rest} = object(f);
  for (const name in rest) if (rest[name] === null || /^(on|__)/.test(name)) delete rest[name];
  return rest as Keyframe;
});

function timing(said: Loose): KeyframeAnimationOptions {
  const out: Record<string, unknown> = {};
  const all = object(said['timing']);
  for (const name of ['delay', 'direction', 'duration', 'easing', 'endDelay', 'fill', 'iterations', 'iterationStart']) {
    if (name in all) out[name] = all[name] === 'Infinity' ? Infinity : all[name];
  }
  if (said['pseudo']) out['pseudoElement'] = text(said['pseudo']);
  if (said['composite']) out['composite'] = text(said['composite']);
  return out as KeyframeAnimationOptions;
}
