/** Whether a session is one of those that the project wants, by a flag of its experiment platform. */
import {attempt} from './platform';
import {murmur3} from './murmur';

/** What a session is known by, beside its ids. */
export interface Targeting {
  event?: unknown;
  userProperties?: Record<string, unknown> | undefined;
  page?: {url?: string};
}

interface Condition {
  selector: string[];
  op: string;
  values: string[];
}

interface Segment {
  conditions?: Condition[][];
  bucket?: {selector: string[]; salt: string; allocations: {range: [number, number]; distributions: {variant: string; range: [number, number]}[]}[]};
  variant?: string;
}

export interface Flag {
  segments?: Segment[];
}

/** Undefined if there is no targeting. A flag that cannot be read matches nobody. */
export function matches(flag: Flag | undefined, t: Targeting, session: string, device: string): boolean | undefined {
  if (!flag || Object.keys(flag).length === 0) return undefined;
  const context = {
    context: {session_id: session, event: t.event, page: {url: location.href, ...t.page}, user: {device_id: device, user_properties: t.userProperties ?? {}}},
  };
  return attempt(() => variant(flag, context) === 'on') ?? false;
}

function variant(flag: Flag, context: unknown): string | undefined {
  for (const s of flag.segments ?? []) {
    if (s.conditions && !s.conditions.some(all => all.every(c => holds(c, context)))) continue;
    return (s.bucket && bucket(s.bucket, context)) ?? s.variant;
  }
  return undefined;
}

const select = (from: unknown, path: string[]): unknown => path.reduce<unknown>((v, name) => (v as Record<string, unknown> | null | undefined)?.[name], from);

/** The share of sessions that a segment gives to a variant, by a hash of what it names. */
function bucket(b: NonNullable<Segment['bucket']>, context: unknown): string | undefined {
  const value = select(context, b.selector);
  if (value === undefined || value === null) return undefined;
  const hash = murmur3(`${b.salt}/${String(value)}`);
  const allocation = b.allocations.find(a => hash % 100 >= a.range[0] && hash % 100 < a.range[1]);
  const part = Math.floor(hash / 100);
  return allocation?.distributions.find(d => part >= d.range[0] && part < d.range[1])?.variant;
}

const opposites: Record<string, string | undefined> = {
  'is not': 'is', 'does not contain': 'contains', 'set is not': 'set is', 'set does not contain': 'set contains',
  'set does not contain any': 'set contains any', 'regex does not match': 'regex match',
};

function holds({selector, op, values}: Condition, context: unknown): boolean {
  const found = select(context, selector);
  const opposite = opposites[op];
  return opposite ? !test(opposite, found, values) : test(op, found, values);
}

function test(op: string, found: unknown, values: string[]): boolean {
  if (found === undefined || found === null) return values.includes('(none)') && (op === 'is' || op === 'set is');
  const text = String(found), lower = text.toLowerCase(), number = Number(text);
  const set = Array.isArray(found) ? found.map(String) : [text];
  switch (op) {
    case 'is': return values.some(v => v === '(none)' ? false : v.toLowerCase() === lower);
    case 'contains': return values.some(v => lower.includes(v.toLowerCase()));
    case 'less': return values.some(v => number < Number(v));
    case 'less or equal': return values.some(v => number <= Number(v));
    case 'greater': return values.some(v => number > Number(v));
    case 'greater or equal': return values.some(v => number >= Number(v));
    case 'set is': return set.length === values.length && values.every(v => set.includes(v));
    case 'set contains': return values.every(v => set.includes(v));
    case 'set contains any': return values.some(v => set.includes(v));
    case 'regex match': return values.some(v => new RegExp(v).test(text));
    default: throw new Error(`there is no operator ${op}`);
  }
}
