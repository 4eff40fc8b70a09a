/** What media queries ask of a person's settings: the recorded window may have had other answers than this one. */

/** A feature, and two of its values that have to change places. */
export interface Swap {
  feature: string;
  a: string;
  b: string;
}

/** What has to be exchanged so that queries are answered as they were. */
export function swaps(said: Readonly<Record<string, unknown>>): Swap[] {
  const list: Swap[] = [];
  const want = (feature: string, value: unknown, all: readonly string[]) => {
    if (typeof value !== 'string' || !all.includes(value) || matchMedia(`(${feature}: ${value})`).matches) return;
    const here = all.find(v => matchMedia(`(${feature}: ${v})`).matches);
    if (here) list.push({feature, a: value, b: here});
  };
  const flag = (v: unknown, yes: string, no: string) => (typeof v === 'boolean' ? (v ? yes : no) : undefined);
  want('prefers-color-scheme', said['colorScheme'], ['light', 'dark']);
  want('prefers-reduced-motion', flag(said['reducedMotion'], 'reduce', 'no-preference'), ['no-preference', 'reduce']);
  want('prefers-contrast', said['contrast'], ['no-preference', 'more', 'less', 'custom']);
  want('forced-colors', flag(said['forcedColors'], 'active', 'none'), ['none', 'active']);
  return list;
}

/** A media query with those values exchanged. */
export function exchanged(query: string, list: readonly Swap[]): string {
  for (const {feature, a, b} of list) {
    query = query.replace(new RegExp(`\\(\\s*${feature}\\s*(?::\\s*([\\w-]+)\\s*)?\\)`, 'gi'), (whole: string, value?: string) => {
      if (!value) return feature === 'prefers-color-scheme' ? whole : `(not ${whole})`;
      return value === a ? `(${feature}: ${b})` : value === b ? `(${feature}: ${a})` : whole;
    });
  }
  return query;
}
