/**
 * The platform as it was when the script loaded. A page may replace these later, and Zone.js has
 * replaced some before: what it keeps of the originals goes before, since its own would tell a
 * framework of everything that happens here.
 */
type Named = Record<string, unknown>;

function original<T>(of: object, name: string): T {
  const named = of as Named;
  return (named[`__zone_symbol__${name}`] ?? named[name]) as T;
}

const w = window;
const {now} = Date, {random} = Math, {parse, stringify} = JSON;
const setTimer = original<typeof setTimeout>(w, 'setTimeout'), clearTimer = original<typeof clearTimeout>(w, 'clearTimeout');
const fetcher = original<typeof fetch>(w, 'fetch');
const add = original<EventTarget['addEventListener']>(EventTarget.prototype, 'addEventListener');
const remove = original<EventTarget['removeEventListener']>(EventTarget.prototype, 'removeEventListener');

export const clock = {now: (): number => now()};
export const json = {read: (text: string): unknown => parse(text), write: (value: unknown): string => stringify(value)};
export const after = (ms: number, f: () => void): number => setTimer.call(w, f, ms) as unknown as number;
export const cancel = (timer: number): void => clearTimer.call(w, timer);
export const request: typeof fetch = (...args) => fetcher.apply(w, args);
export const wait = (ms: number): Promise<void> => new Promise(done => void after(ms, done));
export const chance = (): number => random();

/** Listens without telling frameworks; returns what ends it. */
export function listen<E extends Event>(target: EventTarget, type: string, f: (e: E) => void, capture = true): () => void {
  const options = {capture, passive: true};
  add.call(target, type, f as EventListener, options);
  return () => remove.call(target, type, f as EventListener, options);
}

/** Calls what belongs to the application, or may not be there. What it throws is no reason to fail. */
export function attempt<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}
