/**
 * The platform as it was when the script loaded. A page may replace these later, and Zone.js has
 * replaced some before: what it keeps of the originals goes before, since its own would tell a
 * framework of every upload.
 */
function original<T>(name: string, present: T): T {
  return ((window as unknown as Record<string, unknown>)[`__zone_symbol__${name}`] as T | undefined) ?? present;
}

const w = window;
const now = Date.now;
const parse = JSON.parse, stringify = JSON.stringify;
const setTimer = original('setTimeout', w.setTimeout), clearTimer = original('clearTimeout', w.clearTimeout);
const fetcher = original('fetch', w.fetch);

export const clock = {now: (): number => now()};
export const json = {read: (text: string): unknown => parse(text), write: (value: unknown): string => stringify(value)};
export const after = (ms: number, f: () => void): number => setTimer.call(w, f, ms) as unknown as number;
export const cancel = (timer: number): void => clearTimer.call(w, timer);
export const request: typeof fetch = (...args) => fetcher.apply(w, args);

export const wait = (ms: number): Promise<void> => new Promise(done => void after(ms, done));
