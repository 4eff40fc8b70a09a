/** Remembers what was listened to, to end it, without keeping any of it alive. */
import type {Dom} from './natives';

export function listening(dom: Dom): {dom: Dom; stop(): void} {
  let ended = false;
  let all: [WeakRef<EventTarget>, string, (e: never) => void, boolean][] = [];
  const guarded = new WeakMap<(e: never) => void, (e: never) => void>();

  /** A listener that throws would be an error of the page. */
  const guard = (f: (e: never) => void) => {
    let g = guarded.get(f);
    if (!g) {
      g = e => {
        if (ended) return;
        try {
          f(e);
        } catch {
          // What was missed the next snapshot says.
        }
      };
      guarded.set(f, g);
    }
    return g;
  };

  return {
    dom: {
      ...dom,
      listen(target, type, f, options) {
        if (ended) return;
        all.push([new WeakRef(target), type, f, options.capture ?? false]);
        if (all.length % 4096 === 0) all = all.filter(([t]) => t.deref());
        dom.listen(target, type, guard(f), options);
      },
      unlisten: (target, type, f, options) => dom.unlisten(target, type, guard(f), options),
    },
    stop() {
      ended = true;
      for (const [ref, type, f, capture] of all.splice(0)) {
        const target = ref.deref();
        try {
          if (target) dom.unlisten(target, type, guard(f), {capture});
        } catch {
          // A frame's window that another site has now: its listeners went with the page that had them.
        }
      }
    },
  };
}
