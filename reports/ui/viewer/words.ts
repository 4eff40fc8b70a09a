/** A time within a recording, such as 1:02:03 or 0:07.5. */
export function clock(ms: number, tenths = false): string {
  const all = Math.max(0, ms) / 1000;
  const s = Math.floor(all % 60), m = Math.floor(all / 60) % 60, h = Math.floor(all / 3600);
  const two = (n: number) => String(n).padStart(2, '0');
  return (h ? `${h}:${two(m)}` : String(m)) + `:${two(s)}` + (tenths ? `.${Math.floor((all * 10) % 10)}` : '');
}

/** A moment for people, in their time zone. */
export function date(ms: number): string {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
}

/** An address without what all of them have. */
export function short(url: string): string {
  if (!URL.canParse(url)) return url;
  const {host, pathname, search, hash} = new URL(url);
  return host + (pathname === '/' && !search ? '' : pathname + search) + hash;
}

/** Kinds of events in words; the plural is for counts. */
export const names: Record<string, [one: string, many: string]> = {
  page: ['page view', 'page views'],
  click: ['click', 'clicks'],
  change: ['change', 'changes'],
  error: ['error', 'errors'],
  rage: ['rage click', 'rage clicks'],
  dead: ['dead click', 'dead clicks'],
  request: ['request', 'requests'],
  console: ['console', 'console messages'],
  custom: ['custom event', 'custom events'],
  resize: ['resize', 'resizes'],
  upload: ['upload', 'uploads'],
};

export const nameOf = (kind: string, n = 1): string => names[kind]?.[n === 1 ? 0 : 1] ?? kind;

/** Drawings of kinds, 16 by 16, so that no kind is told by its colour alone. */
export const shapes: Record<string, string> = {
  page: 'M4 2h5l3 3v9H4zM9 2v3h3',
  click: 'M5 3l6.5 6-3 .4 1.7 3.4-1.5.7L7 10.2 5 12z',
  change: 'M3 13l1-3 7-7 2 2-7 7z',
  error: 'M8 2.500L14 13H2zM8 6.500v3M8 11.500v.01',
  rage: 'M3.5 3.500l9 9M12.5 3.500l-9 9M8 1.500v13M1.5 8h13',
  dead: 'M8 2.500a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM4.2 4.200l7.6 7.6',
  request: 'M3 6h9L9.5 3.500M13 10H4l2.5 2.5',
  console: 'M3 4l4 4-4 4M8 12h5',
  custom: 'M8 2.500l1.7 3.5 3.8.5-2.8 2.7.7 3.800L8 11.200l-3.4 1.8.7-3.800L2.5 6.500l3.8-.5z',
  resize: 'M3 7V3h4M13 9v4H9M3 3l10 10',
};
