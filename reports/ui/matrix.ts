import {fill, h} from './dom';
import {order, shown, type Shown} from './filter';
import {count} from './format';
import {grouped, splitVersion, type Column, type Item, type Report, type Row} from './report';
import {placeOf, resultHref, type Filter} from './route';
import {bad, meaning, symbol, tint} from './verdict';

export interface Matrix {
  element: HTMLElement;
  /** Shows what a filter lets through and returns the number of rows. */
  show(filter: Filter): number;
  next(): void;
  previous(): void;
  left(): void;
  right(): void;
}

// The rows of an area are one table each, so that the browser can leave out the drawing of areas
// that are out of sight: a thousand rows cost no more than a screenful.
const rowHeight = 33;

/** The matrix of scenarios and SDKs, in areas. */
export function matrix(report: Report): Matrix {
  const element = h('div', {class: 'matrix'});
  const lines = once(report); // rows are made when first shown, and kept: a search shows them again at every key
  let links: HTMLElement[][] = []; // of each row, one per cell
  let at = {row: -1, column: 0};

  const focus = (row: number, column: number) => {
    if (links.length === 0) return;
    row = Math.max(0, Math.min(links.length - 1, row));
    column = Math.max(0, Math.min(links[row]!.length - 1, column));
    links[row]![column]!.focus();
    links[row]![column]!.scrollIntoView({block: 'nearest'});
  };
  // From row to row the column stays the same, unless only another one is what the filter asks for.
  const vertically = (by: number) => {
    const row = Math.max(0, Math.min(links.length - 1, at.row + by));
    const asked = (link: HTMLElement | undefined) => link !== undefined && link.closest('.beside') === null;
    const other = links[row]?.findIndex(asked) ?? -1;
    focus(row, asked(links[row]?.[at.column]) || other < 0 ? at.column : other);
  };
  element.addEventListener('focusin', (e) => {
    const row = links.findIndex((l) => l.includes(e.target as HTMLElement));
    if (row >= 0) at = {row, column: links[row]!.indexOf(e.target as HTMLElement)};
  });

  return {
    element,
    show(filter) {
      const rows = shown(report, filter);
      const columns = report.columns.filter((c) => !filter.sdk || c.sdk === filter.sdk);
      at = {row: -1, column: 0};
      if (rows.length === 0) {
        links = [];
        fill(element, h('p', {class: 'nothing'}, 'No scenario matches these filters.'));
        return 0;
      }
      element.classList.toggle('many', columns.length > 5); // then it scrolls sideways
      element.style.setProperty('--columns', String(columns.length));
      const sections = [...grouped(rows, (r) => r.row.area)].map(([area, mine]) => section(area, mine, columns, mine.map((s) => lines(s, columns))));
      fill(element, head(columns), sections.map((s) => s.element));
      links = sections.flatMap((s) => s.lines.map((l) => l.links));
      return rows.length;
    },
    next: () => vertically(1),
    previous: () => vertically(-1),
    left: () => focus(at.row, at.column - 1),
    right: () => focus(at.row, at.column + 1),
  };
}

/** The order in which results follow one another, for stepping from page to page. */
export const reading = (report: Report, filter: Filter): Item[] => order(report, shown(report, filter));

function head(columns: Column[]): HTMLElement {
  return h('div', {class: 'heads', 'aria-hidden': 'true'}, h('span', {}, 'Scenario'), columns.map((c) => {
    const [name, version] = splitVersion(c.sdk);
    return h('span', {title: `${c.sdk}, replayed by ${c.player}`}, h('b', {}, name), ' ', version, c.detail && h('small', {}, c.detail));
  }));
}

interface Line {
  element: HTMLElement;
  /** Its cells that lead somewhere, from left to right. */
  links: HTMLElement[];
}

function section(area: string, rows: Shown[], columns: Column[], lines: Line[]): {element: HTMLElement; lines: Line[]} {
  const needs = rows.filter(({row}) => columns.some((c) => bad(row.items.get(c)?.verdict ?? 'held'))).length;
  const element = h('section', {class: 'area'},
    h('h3', {}, area, h('small', {}, needs > 0 ? `${needs} of ${rows.length} need attention` : count(rows.length, 'scenario'))),
    h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Scenario'), columns.map((c) => h('th', {scope: 'col'}, c.sdk, ' ', c.detail)))),
      h('tbody', {}, lines.map((l) => l.element))));
  element.style.setProperty('contain-intrinsic-size', `auto ${rows.length * rowHeight + 40}px`);
  return {element, lines};
}

/** Makes the lines of rows, each once. */
function once(report: Report): (s: Shown, columns: Column[]) => Line {
  const made = new Map<Row, {cells: Map<Column, HTMLElement>; line: Line}>();
  return ({row, matching}, columns) => {
    let it = made.get(row);
    if (!it) {
      const cells = new Map(report.columns.map((c) => [c, cellOf(row, c)]));
      const element = h('tr', {},
        h('th', {scope: 'row', title: row.title},
          h('span', {class: 'name'}, row.name, row.variant && h('span', {class: 'variant'}, row.variant)),
          h('span', {class: 'sentence', dir: 'auto'}, row.title)),
        [...cells.values()]);
      made.set(row, (it = {cells, line: {element, links: []}}));
    }
    it.line.links = [];
    for (const [column, td] of it.cells) {
      const item = row.items.get(column);
      td.hidden = !columns.includes(column);
      td.classList.toggle('beside', item !== undefined && !matching.has(item));
      const link = td.querySelector('a');
      if (link && !td.hidden) it.line.links.push(link);
    }
    return it.line;
  };
}

function cellOf(row: Row, column: Column): HTMLElement {
  const item = row.items.get(column);
  const name = h('span', {class: 'sdk-name', 'aria-hidden': 'true'}, column.sdk);
  return item ? h('td', {}, name, cell(item))
    : h('td', {class: 'none'}, name, h('span', {title: 'this scenario did not run with this SDK'}, 'not run'));
}

/** One item: its verdict, how many differences, and its attempts if there are several. */
function cell(item: Item): HTMLElement {
  const failed = item.verdict !== 'held' && item.differences > 0;
  return h('a', {
    class: `cell ${tint(item.verdict)}`,
    href: resultHref(placeOf(item)),
    title: [`${item.verdict}: ${meaning(item.verdict)}`, failed && count(item.differences, 'difference'), item.worst.reason].filter(Boolean).join('\n'),
  },
  symbol(item.verdict), h('span', {class: 'word'}, item.verdict),
  failed && h('span', {class: 'number'}, item.differences.toLocaleString('en'), h('span', {class: 'unit'}, item.differences === 1 ? ' difference' : ' differences')),
  item.attempts.length > 1 && strip(item));
}

/** One mark for each attempt. */
export function strip(item: Item): HTMLElement {
  const said = item.attempts.map((a) => a.verdict).join(', ');
  return h('span', {class: 'strip', title: `attempts: ${said}`, role: 'img', 'aria-label': `attempts: ${said}`},
    item.attempts.map((a) => h('span', {class: tint(a.verdict)}, symbol(a.verdict))),
    item.unsteady && h('span', {class: 'disagree'}, 'disagree'));
}
