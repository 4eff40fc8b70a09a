/** Emits the animations that scripts make. Those of style sheets a player's browser makes by itself. */
import type {Animation as AnimationState} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

export function animations(s: Describer): Tracker {
  const {dom, mirror} = s;
  const numbers = new WeakMap<Animation, number>();
  let count = 0;
  let marked = new Set<Animation>();
  /** Those in effect, for a fresh snapshot. */
  let alive = new Set<Animation>();

  const mark = (a: Animation) => {
    // What the page has not given an effect to, or what a style sheet made, is not its own.
    if (a.constructor.name !== 'Animation' && a.constructor.name !== '') return;
    marked.add(a);
    s.soon();
  };

  const plain = (o: object): Record<string, never> => {
    const out: Record<string, unknown> = {};
    for (const [k, v] of Object.entries(o)) {
      if (v === null || typeof v === 'string' || typeof v === 'boolean') out[k] = v;
      else if (typeof v === 'number') out[k] = Number.isFinite(v) ? v : String(v);
      else if (v !== undefined) out[k] = String(v);
    }
    return out as never;
  };

  const tell = (a: Animation, again: boolean) => {
    const effect = a.effect as KeyframeEffect | null;
    const target = effect?.target;
    let number = numbers.get(a);
    const id = target ? mirror.open(target) : 0;
    if (!id || !effect?.getKeyframes) return;
    if (a.playState === 'idle' && (!number || again)) {
      alive.delete(a);
      return;
    }
    if (!number) numbers.set(a, (number = ++count));
    alive.add(a);
    const state: AnimationState = {
      kind: 'animation', animation: number, id,
      ...(effect.pseudoElement && {pseudo: effect.pseudoElement}),
      frames: effect.getKeyframes().map(plain), timing: plain(effect.getTiming()),
      state: a.playState, time: a.currentTime === null ? null : Number(a.currentTime), rate: a.playbackRate,
      ...(effect.composite !== 'replace' && {composite: effect.composite}),
    };
    s.say(state);
    if (a.playState === 'idle') alive.delete(a);
  };

  return {
    window(win) {
      const {patch} = s;
      const proto = win.Animation.prototype;
      patch.method(win.Element.prototype, 'animate', (_: never, __: never, a: Animation) => {
        mark(a);
        // The end is an event of the animation itself; nobody else hears it.
        for (const type of ['finish', 'cancel', 'remove']) dom.listen(a, type, () => mark(a), {});
      });
      for (const m of ['play', 'pause', 'cancel', 'finish', 'reverse', 'updatePlaybackRate', 'commitStyles', 'persist']) patch.method(proto, m, mark);
      for (const p of ['currentTime', 'startTime', 'playbackRate', 'effect']) patch.setter(proto, p, mark);
      const ofEffect = (e: AnimationEffect) => {
        for (const a of alive) if (a.effect === e) mark(a);
      };
      patch.method(win.AnimationEffect.prototype, 'updateTiming', ofEffect);
      patch.method(win.KeyframeEffect.prototype, 'setKeyframes', ofEffect);
    },
    root(root) {
      if (dom.type(root) === 11 && !(root as ShadowRoot).host) return;
      for (const a of root.getAnimations()) mark(a);
    },
    restate() {
      for (const a of alive) if (mirror.id((a.effect as KeyframeEffect | null)?.target ?? null)) tell(a, true);
    },
    flush() {
      if (!marked.size) return;
      const list = marked;
      marked = new Set();
      for (const a of list) tell(a, false);
    },
    stop() {
      marked = new Set();
      alive = new Set();
    },
  };
}
