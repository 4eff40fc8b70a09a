/**
 * Puts functions of ours around the platform's. A page that looks finds the same name, length,
 * text and prototype, and the same errors: each is a proxy of the original, which is called first.
 */

type Fn = (this: unknown, ...args: unknown[]) => unknown;

/** Told after a call that did not throw: the object, the arguments and what came back. */
export type After = (self: never, args: never, result: never) => void;
/** Told before a call. */
export type Before = (self: never, args: never) => void;

export interface Patcher {
  method(holder: object | undefined, name: string, after: After, before?: Before): void;
  setter(holder: object | undefined, name: string, after: After): void;
  getter(holder: object | undefined, name: string, after: After): void;
  /** Told before a property is read or written. */
  before(holder: object | undefined, name: string, f: (self: never) => void): void;
  /** Calls with other arguments, if any are given back. */
  arguments(holder: object | undefined, name: string, change: (args: unknown[]) => unknown[] | undefined): void;
  /** Takes everything back. Where somebody has put a function of theirs around ours, ours lets calls through and knows nothing more. */
  stop(): void;
}

/** at is work while what is called is called by ourselves, which nobody needs to be told. */
export function patcher(at: {work: boolean} = {work: false}): Patcher {
  const undo: (() => void)[] = [];

  const around = (f: Fn, after?: After, before?: Before): [Fn, () => void] => {
    const handler: ProxyHandler<Fn> = {
      apply(target, self, args: unknown[]) {
        if (at.work) return Reflect.apply(target, self, args);
        if (before) quietly(before, self, args);
        const result = Reflect.apply(target, self, args);
        if (after) quietly(after, self, args, result);
        return result;
      },
    };
    return [new Proxy(f, handler), () => delete handler.apply];
  };

  const put = (holder: object | undefined, name: string, key: 'value' | 'get' | 'set', after?: After, before?: Before) => {
    const d = holder && Object.getOwnPropertyDescriptor(holder, name);
    const f = d?.[key] as Fn | undefined;
    if (!holder || !d?.configurable || typeof f !== 'function') return;
    const [ours, release] = around(f, after, before);
    Object.defineProperty(holder, name, {...d, [key]: ours});
    undo.push(() => {
      release();
      const now = Object.getOwnPropertyDescriptor(holder, name);
      if (now?.configurable && now[key] === ours) Object.defineProperty(holder, name, {...now, [key]: f});
    });
  };

  return {
    method: (holder, name, after, before) => put(holder, name, 'value', after, before),
    setter: (holder, name, after) => put(holder, name, 'set', after),
    getter: (holder, name, after) => put(holder, name, 'get', after),
    before(holder, name, f) {
      put(holder, name, 'get', undefined, f);
      put(holder, name, 'set', undefined, f);
    },
    arguments: (holder, name, change) => put(holder, name, 'value', undefined, (_: never, args: unknown[]) => {
      const others = change(args);
      if (others) args.splice(0, args.length, ...others);
    }),
    stop() {
      for (const f of undo.splice(0).reverse()) quietly(f); // one that cannot be taken back keeps no other
    },
  };
}

/** Nothing that we do may come into the page. */
function quietly(f: ((...args: never[]) => void) | undefined, ...args: unknown[]): void {
  try {
    f?.(...(args as never[]));
  } catch {
    // The page's own call has succeeded; what we missed the next snapshot says.
  }
}
