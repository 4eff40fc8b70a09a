import {attempt} from './platform';

/**
 * Tells `told` of every call of a method, afterwards. The page sees a function of the same name,
 * length and properties. What is returned undoes it; where somebody has wrapped it since, ours stays
 * below theirs and only passes on.
 */
export function wrap(on: object, name: string, told: (args: unknown[]) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(on, name);
  if (!own?.configurable || typeof own.value !== 'function') return () => {};
  let tell: typeof told | undefined = told;
  const value: unknown = new Proxy(own.value as () => unknown, {
    apply(f, self, args: unknown[]) {
      try {
        return Reflect.apply(f, self, args) as unknown;
      } finally {
        const t = tell;
        if (t) attempt(() => t(args));
      }
    },
  });
  Object.defineProperty(on, name, {...own, value});
  return () => {
    tell = undefined;
    if (Object.getOwnPropertyDescriptor(on, name)?.value === value) Object.defineProperty(on, name, own);
  };
}
