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
  detail: string;
}

/** The values that say something. reports/kinds.go does the same for the terminal. */
export function sides(e: Evidence, words: Words): Sides {
  const detail = e.detail ?? '';
  if (there(e.control) || there(e.native) || e.phase || e.kind.startsWith('page differs: ')) return {detail, list: compared(e, words)};
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

/** The sides of evidence that the page itself is not as without the SDK. */
function compared(e: Evidence, words: Words): Side[] {
  const list: Side[] = [];
  const side = (name: string, value: Value) => {
    const signature = e.kind === 'visible patch' || e.kind === 'leftover patch';
    list.push(signature ? {name, value, facts: own(words.facts, value ?? '')} : {name, value});
  };
  if (there(e.native) && e.native !== e.control) side('native', e.native);
  if (there(e.control) || (there(e.live) && !there(e.native))) side('without the SDK', e.control);
  if (list.length > 0) side('with the SDK', e.live);
  return list;
}
