import type {Item, Report, Row} from './report';
import type {Filter} from './route';
import type {Verdict} from './run';

/** Whether anything is filtered at all. */
export function filtering(f: Filter): boolean {
  return f.verdicts.length > 0 || f.differ || f.unsteady || [f.area, f.label, f.claim, f.blame, f.sdk, f.text].some(Boolean);
}

/** A test of items. Every word of the text must be found somewhere in the item. */
export function matcher(f: Filter): (item: Item) => boolean {
  const terms = f.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (item) => {
    const r = item.worst;
    return (f.claim || f.blame ? promised(item, f) : verdict(item.verdict, f)) &&
      (!f.sdk || r.sdk === f.sdk) &&
      (!f.unsteady || item.unsteady) &&
      (!f.label || !!r.labels?.includes(f.label)) &&
      terms.every((t) => item.haystack().includes(t));
  };
}

const verdict = (v: Verdict, f: Filter): boolean => f.verdicts.length === 0 || f.verdicts.includes(v);

/**
 * Whether the item has the claim that is asked for. A verdict is then that of the claim: "failed,
 * masked" is not a page where masking held and something else failed.
 */
function promised(item: Item, f: Filter): boolean {
  return item.attempts.some((r) => r.claims?.some((c) =>
    (!f.claim || c.name === f.claim) && (!f.blame || c.blame === f.blame) && verdict(c.verdict, f)));
}

export interface Shown {
  row: Row;
  /** The items of the row that match; the others stand beside them, dimmed. */
  matching: Set<Item>;
}

/** The rows to show, in order. */
export function shown(report: Report, f: Filter): Shown[] {
  const matches = matcher(f);
  const out: Shown[] = [];
  for (const row of report.rows) {
    if (f.area && row.area !== f.area) continue;
    if (f.differ && new Set([...row.items.values()].map((i) => i.verdict)).size < 2) continue;
    const matching = new Set([...row.items.values()].filter(matches));
    if (matching.size > 0) out.push({row, matching});
  }
  return out;
}

/** The items to show, in the order in which a person reads them. */
export function order(report: Report, rows: Shown[]): Item[] {
  return rows.flatMap(({row, matching}) =>
    report.columns.map((c) => row.items.get(c)).filter((i): i is Item => i !== undefined && matching.has(i)));
}
