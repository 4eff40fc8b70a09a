import type {Claim, Group, Result, Run, Verdict, View, Words} from './run';

/** One SDK with one player and browser: a column of the matrix. */
export interface Column {
  sdk: string;
  player: string;
  browser: string;
  /** What to call it, besides the SDK, where the SDK alone does not say which column it is. */
  detail: string;
}

/** One scenario in one column, with all its attempts. */
export interface Item {
  column: Column;
  attempts: Result[];
  /** The attempt to show first. */
  worst: Result;
  verdict: Verdict;
  unsteady: boolean;
  differences: number;
  /** Lower-case text that a search looks through. */
  haystack(): string;
}

/** One scenario: a row of the matrix. A column without a result has no item. */
export interface Row {
  scenario: string;
  area: string;
  name: string;
  /** The variant, such as "level=light", or "". */
  variant: string;
  title: string;
  items: Map<Column, Item>;
}

/** A run, ordered for looking things up. */
export interface Report {
  run: Run;
  seed: string;
  /** The exit code and its reason. */
  exit: string;
  results: readonly Result[];
  items: Item[];
  columns: Column[];
  rows: Row[];
  groups: readonly Group[];
  words: Words;
  areas: string[];
  labels: string[];
  claims: string[];
  /** The page was made to be sent alone: there may be no files beside it. */
  alone: boolean;
  /** The data of a screenshot that the page carries. */
  image(file: string): string | undefined;
}

const byName = new Intl.Collator('en', {numeric: true}).compare;

/** The parts of a scenario's id: area/name [variant]. */
export function parts(scenario: string): {area: string; name: string; variant: string} {
  const found = /^(?:([^/]*)\/)?([^]*?)(?: \[([^]*)\])?$/.exec(scenario)!;
  return {area: found[1] ?? 'other', name: found[2]!, variant: found[3] ?? ''};
}

/** Reads what Go embedded. */
export function reportOf(view: View): Report {
  const results = view.run.results ?? [];
  const columns: Column[] = [];
  const rows = new Map<string, Row>();
  const items: Item[] = [];
  for (const {attempts, worst, verdict, unsteady} of view.items ?? []) {
    const result = results[worst]!;
    const mine = attempts.map((i) => results[i]!);
    const column = columnOf(columns, result, mine.find((r) => r.browser)?.browser ?? '');
    const item: Item = {
      column, attempts: mine, worst: result, verdict, unsteady,
      differences: differences(result),
      haystack: once(() => haystack(mine)),
    };
    items.push(item);
    const row = rows.get(result.scenario) ?? {scenario: result.scenario, ...parts(result.scenario), title: result.title, items: new Map()};
    rows.set(result.scenario, row);
    row.items.set(column, item);
  }
  name(columns);
  return {
    run: view.run, seed: view.seed, exit: view.exit, results, items, columns,
    rows: [...rows.values()].sort((a, b) => byName(a.area, b.area) || byName(a.name, b.name) || byName(a.variant, b.variant)),
    groups: view.groups ?? [],
    words: view.words,
    areas: distinct([...rows.values()].map((r) => r.area)),
    labels: distinct(results.flatMap((r) => r.labels ?? [])),
    claims: distinct(results.flatMap((r) => (r.claims ?? []).map((c) => c.name))),
    alone: view.images !== undefined,
    image: (file) => view.images?.data[view.images.names[file] ?? -1],
  };
}

/** The column of a result. One whose browser never opened names none, and makes no column of its own. */
function columnOf(columns: Column[], r: Result, browser: string): Column {
  let column = columns.find((c) => c.sdk === r.sdk && c.player === r.player && (c.browser === browser || !c.browser || !browser));
  if (!column) columns.push((column = {sdk: r.sdk, player: r.player, browser, detail: ''}));
  column.browser ||= browser;
  return column;
}

/** Says in each column what tells it from others of the same SDK. */
function name(columns: Column[]): void {
  for (const c of columns) {
    const same = columns.filter((o) => o.sdk === c.sdk);
    const detail = [];
    if (same.some((o) => o.player !== c.player)) detail.push(c.player);
    if (same.some((o) => o.browser !== c.browser)) detail.push(c.browser);
    c.detail = detail.join(', ');
  }
}

/** How many differences a result has, over its checkpoints. */
function differences(r: Result): number {
  return (r.checkpoints ?? []).reduce((n, c) => n + c.differences, 0);
}

function haystack(attempts: Result[]): string {
  const r = attempts[0]!;
  const claim = (c: Claim) => [c.name, c.target, c.checkpoint, c.summary, c.reason, c.blame, ...(c.evidence ?? []).flatMap((e) => [e.kind, e.name, e.path])];
  return [
    r.scenario, r.title, r.sdk, r.player, r.file, ...(r.labels ?? []), ...(r.covers ?? []),
    ...attempts.flatMap((a) => [a.verdict, a.reason, ...(a.claims ?? []).filter((c) => c.verdict !== 'held').flatMap(claim)]),
  ].join('\n').toLowerCase();
}

/** Name and version of name@version; a name may start with @ itself. */
export function splitVersion(sdk: string): [string, string] {
  const at = sdk.lastIndexOf('@');
  return at > 0 ? [sdk.slice(0, at), sdk.slice(at + 1)] : [sdk, ''];
}

/** A list in groups, in the order of their first members. */
export function grouped<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const mine = groups.get(key(one));
    if (mine) mine.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined;
  return () => (made ??= {value: make()}).value;
}

const distinct = (list: string[]): string[] => [...new Set(list)].sort(byName);

/** A verdict's number among items. */
export function tally(items: Iterable<Item>): Map<Verdict, number> {
  const counts = new Map<Verdict, number>();
  for (const {verdict} of items) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}
