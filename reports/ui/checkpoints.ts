import {comparison} from './compare';
import {copyButton} from './copy';
import {h} from './dom';
import {count, took} from './format';
import type {Report} from './report';
import type {Checkpoint, List, Result} from './run';
import {resultHref, type Place} from './route';

export interface Checkpoints {
  element: HTMLElement;
  mode(n: number): void;
}

/** The moments at which both pages were read: one at a time, chosen by its tab. */
export function checkpoints(report: Report, result: Result, place: Place): Checkpoints | undefined {
  const all = result.checkpoints ?? [];
  if (all.length === 0) return undefined;
  const now = all.find((c) => c.name === place.checkpoint) ?? all.find((c) => c.differences > 0) ?? all[0]!;
  const compared = comparison(report, now);
  return {
    element: h('section', {},
      h('h2', {}, 'Checkpoints', h('small', {}, 'moments at which both pages were read')),
      h('nav', {class: 'moments', 'aria-label': 'Checkpoints'}, all.map((c) => h('a', {
        class: 'moment', href: resultHref({...place, checkpoint: c.name, upload: undefined}), 'aria-current': c === now ? 'true' : undefined,
      }, h('b', {}, c.name), h('span', {class: c.differences > 0 ? 'some' : 'zero'}, c.differences > 0 ? count(c.differences, 'difference') : 'equal')))),
      facts(now),
      compared?.element,
      rules(now),
      requests(now.blocked, 'blocked'),
      requests(now.opened, 'answered, since the scenario keeps its origins open')),
    mode: (n) => compared?.choose(n),
  };
}

function facts(c: Checkpoint): HTMLElement {
  return h('p', {class: 'facts'},
    `${took(c.offset_ms)} into the recording · ${c.width} × ${c.height} · ${count(c.nodes, 'node')}`,
    !c.settled && h('strong', {class: 'unsettled'}, 'the page had not come to rest when it was read'));
}

/** The differences that the policy allows: counted, so that it cannot grow in silence. */
function rules(c: Checkpoint): HTMLElement | false {
  const all = c.rules ?? [];
  if (all.length === 0) return false;
  return h('details', {class: 'rules'},
    h('summary', {}, `${count(all.reduce((n, r) => n + r.count, 0), 'difference')} explained by ${count(all.length, 'rule')} of the policy`),
    h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Rule'), h('th', {scope: 'col', class: 'n'}, 'Times'), h('th', {scope: 'col'}, 'For example'))),
      h('tbody', {}, all.map((r) => h('tr', {},
        h('td', {}, r.name),
        h('td', {class: 'n'}, r.count.toLocaleString('en')),
        h('td', {}, r.sample && [h('code', {dir: 'ltr'}, r.sample), copyButton(r.sample, 'copy', 'copy quiet')])))))));
}

/** What the replayed page reached for. */
function requests(list: List<string>, came: string): HTMLElement | false {
  const all = list ?? [];
  if (all.length === 0) return false;
  return h('details', {class: 'blocked'},
    h('summary', {}, `${count(all.length, 'request')} of the replayed page ${came}`),
    h('ul', {}, all.map((url) => h('li', {}, h('code', {dir: 'ltr'}, url)))));
}
