/** Reading what may be anything: a recording is not to be trusted, and none of it may stop the player. */

export type Loose = Record<string, unknown>;

export const object = (v: unknown): Loose => (typeof v === 'object' && v !== null ? (v as Loose) : {});
export const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);
export const text = (v: unknown): string => (typeof v === 'string' ? v : '');
export const number = (v: unknown): number => (typeof v === 'number' && Number.isFinite(v) ? v : 0);
export const maybe = (v: unknown): number | undefined => (typeof v === 'number' && Number.isFinite(v) ? v : undefined);
/** A number of a node or sheet; 0 for what is none. */
export const whole = (v: unknown): number => (Number.isSafeInteger(v) && (v as number) > 0 ? (v as number) : 0);
/** A path of rules: a number, a list of numbers, or nothing, which means 0. */
export function path(v: unknown): number[] {
  if (Array.isArray(v)) return v.slice(0, 64).map(n => (Number.isSafeInteger(n) ? (n as number) : -1));
  return [v === undefined || v === null ? 0 : Number.isSafeInteger(v) ? (v as number) : -1];
}
