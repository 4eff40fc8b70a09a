import {causes} from './causes';
import {filters} from './filters';
import {h} from './dom';
import {footer} from './footer';
import {count, moment, took} from './format';
import {matrix} from './matrix';
import type {Page} from './page';
import {splitVersion, tally, type Report} from './report';
import type {Verdict} from './run';
import {homeHref, type Filter} from './route';
import {bad, columns, symbol, tint, verdicts} from './verdict';

export interface Home extends Page {
  /** Shows what a filter lets through. */
  update(filter: Filter): void;
}

/** The page with everything: how it came out, why, and the matrix of scenarios and SDKs. */
export function home(report: Report, go: (f: Filter) => void): Home {
  const table = matrix(report);
  const bar = filters(report, go);
  return {
    element: h('main', {class: 'home'},
      headline(report),
      report.items.length > 0 && [
        h('section', {class: 'sdks', 'aria-label': 'Verdicts per SDK'}, sdks(report)),
        causes(report),
        h('section', {class: 'results'}, h('h2', {}, 'All scenarios'), bar.element, table.element),
      ],
      footer(report)),
    title: '',
    keys: {
      next: table.next, previous: table.previous, left: table.left, right: table.right,
      search: bar.focus, back: bar.clear,
    },
    update(filter) {
      bar.update(filter, table.show(filter));
    },
  };
}

/** One sentence, and the numbers behind it. */
function headline(report: Report): HTMLElement {
  const counts = tally(report.items);
  const n = (v: Verdict) => counts.get(v) ?? 0;
  const total = report.items.length;
  const worst = verdicts.find((v) => bad(v) && n(v) > 0);
  const unsteady = report.items.filter((i) => i.unsteady).length;
  const run = report.run;
  const facts = [
    moment(run.started), took(run.wall_ms), count(report.rows.length, 'scenario'),
    report.results.length !== total && count(report.results.length, 'attempt'),
    'seed ' + report.seed,
  ].filter(Boolean).join(' · ');
  return h('header', {class: 'headline'},
    h('p', {class: 'facts'}, h('strong', {}, 'replaylab'), ' · ', facts),
    h('h1', {},
      total === 0 ? 'Nothing ran'
        : n('failed') > 0 ? `${n('failed').toLocaleString('en')} of ${count(total, 'result')} failed`
          : worst ? `Nothing failed, but ${n(worst).toLocaleString('en')} of ${count(total, 'result')} ${n(worst) === 1 ? 'is' : 'are'} ${worst}`
            : n('held') === total ? `All ${count(total, 'result')} held` : `Nothing failed in ${count(total, 'result')}`),
    total === 0 && h('p', {}, 'No scenario matched what was asked for. The command is at the foot of this page.'),
    h('p', {class: 'tallies'},
      columns.filter((v) => n(v) > 0).map((v) => [tallyLink(v, n(v), {}), ' ']),
      unsteady > 0 && h('a', {class: 'tally unsteady', href: homeHref({unsteady: true})}, h('b', {}, unsteady), ' with attempts that disagree')),
    h('p', {class: 'facts exit'}, 'Exit code ', report.exit));
}

function tallyLink(v: Verdict, n: number, f: Partial<Filter>): HTMLElement {
  return h('a', {class: `tally ${tint(v)}`, href: homeHref({...f, verdicts: [v]})},
    symbol(v), h('b', {}, n.toLocaleString('en')), ' ', v);
}

/** A card for each column: a bar of its verdicts, and their numbers. */
function sdks(report: Report): HTMLElement[] {
  return report.columns.map((column) => {
    const items = report.items.filter((i) => i.column === column);
    const counts = tally(items);
    const order = columns.filter((v) => counts.has(v));
    const [name, version] = splitVersion(column.sdk);
    const held = counts.get('held') ?? 0;
    return h('article', {class: 'sdk'},
      h('h2', {}, name, version && h('span', {class: 'version'}, version)),
      h('p', {class: 'player'}, 'replayed by ', column.player || 'its own player', column.browser && column.detail.includes(column.browser) && ', ' + column.browser),
      h('div', {class: 'bar', role: 'img', 'aria-label': `${held} of ${items.length} held`}, order.map((v) => {
        const part = h('span', {class: tint(v), title: `${counts.get(v)} ${v}`});
        part.style.flexGrow = String(counts.get(v));
        return part;
      })),
      h('p', {class: 'tallies'}, order.map((v) => [tallyLink(v, counts.get(v)!, {sdk: column.sdk}), ' '])));
  });
}
