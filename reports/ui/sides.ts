import type {Evidence, Value, Words} from './run';

/** One value of a piece of evidence, under the name that fits it. */
export interface Side {
  name: string;
  value: Value;
  /** In place of a signature: what it says, in words. */
  facts?: readonly string[];
}

export interface Sides {
  list: Side[];
  /** What is left of the detail when the values that stand in it are taken out. */
  detail: string;
}

/** The values that say something. reports/kinds.go does the same for the terminal. */
export function sides(e: Evidence, words: Words): Sides {
  const detail = e.detail ?? '';
  const native = after(detail, 'the native one: ');
  if (e.kind === 'visible patch' && native !== undefined && there(e.live)) {
    return {detail: '', list: [
      {name: 'native', value: native, facts: own(words.facts, native)},
      {name: 'patched', value: e.live, facts: own(words.facts, e.live!)},
    ]};
  }
  const at = detail.indexOf('; without the SDK: ');
  if (e.kind.startsWith('page differs: ') && at >= 0) {
    const text = detail.slice(at + '; without the SDK: '.length);
    const without: Side = {name: 'without the SDK', value: text === 'not there' ? null : text};
    const list = there(without.value) || there(e.live) ? [without, {name: 'with the SDK', value: e.live}] : [];
    return {detail: detail.slice(0, at), list};
  }
  const kind = own(words.kinds, e.kind);
  const pages = !!kind?.pages && [e.live, e.model, e.replayed].some(there);
  const all: [Side, boolean][] = [
    [{name: e.kind === 'leak' ? 'secret' : 'live', value: e.live}, pages],
    [{name: 'recorded', value: e.model}, pages && !!kind?.recorded],
    [{name: 'replayed', value: e.replayed}, pages],
  ];
  return {detail, list: all.filter(([s, always]) => always || there(s.value)).map(([s]) => s)};
}

/** Whether a side has the thing at all, be it empty. */
export const there = (v: Value): v is string => v !== null && v !== undefined;

/** What a table has under a name that may be anything, such as "constructor". */
export function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function after(text: string, start: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}
