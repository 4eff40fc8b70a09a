import {h, type Child} from './dom';
import {count} from './format';
import type {Report} from './report';
import type {Group} from './run';
import {parts} from './report';
import {homeHref, resultHref} from './route';
import {badge, meaning} from './verdict';

// Groups beyond these are behind a button.
const first = 8;

/** What needs a person, like failures together: one fault of an SDK breaks many scenarios. */
export function causes(report: Report): HTMLElement | false {
  if (report.groups.length === 0) return false;
  const list = h('ol', {class: 'causes'}, report.groups.slice(0, first).map((g) => cause(report, g)));
  const rest = report.groups.length - first;
  return h('section', {class: 'why'},
    h('h2', {}, 'What needs attention', h('small', {}, ' failures that look alike stand together')),
    list,
    rest > 0 && h('button', {type: 'button', class: 'more', on: {click: (e) => {
      list.append(...report.groups.slice(first).map((g) => cause(report, g)));
      (e.currentTarget as HTMLElement).remove();
      (list.children[first]?.querySelector('a') as HTMLElement | null)?.focus();
    }}}, `Show ${count(rest, 'more group')}`));
}

function cause(report: Report, g: Group): HTMLElement {
  const example = g.members[0]!;
  const result = report.results[example.result]!;
  const claim = example.claim < 0 ? undefined : result.claims?.[example.claim];
  const sentence = claim ? claim.summary || claim.reason : result.reason;
  const kind = [g.kind, g.name].filter(Boolean).join(' ');
  return h('li', {},
    badge(g.verdict),
    h('div', {class: 'cause'},
      h('p', {class: 'what'},
        g.claim ? h('a', {href: homeHref({claim: g.claim, blame: g.blame, sdk: g.sdk, verdicts: [g.verdict]})}, h('b', {}, g.claim)) : h('b', {}, meaning(g.verdict)),
        kind && h('span', {class: 'kind'}, kind),
        g.blame && h('span', {class: 'blame'}, 'blame: ', h('b', {}, g.blame)),
        h('span', {class: 'of'}, g.sdk)),
      h('p', {class: 'where'}, sentence && h('span', {class: 'sentence', dir: 'auto'}, sentence), ' ', where(report, g))));
}

/** The scenarios that a group is in: a few, and the rest on request. */
function where(report: Report, g: Group): Child {
  const link = (member: Group['members'][number]) => {
    const r = report.results[member.result]!;
    const {area, name, variant} = parts(r.scenario);
    const c = member.claim < 0 ? undefined : r.claims?.[member.claim];
    return [h('a', {href: resultHref({scenario: r.scenario, sdk: r.sdk, player: r.player, attempt: r.attempt || undefined}), title: c?.summary || r.title},
      `${area}/${name}`, variant && ` [${variant}]`), ' '];
  };
  const few = g.members.length > 5 ? 4 : 5;
  const rest = g.members.slice(few);
  const more = h('button', {type: 'button', class: 'more', on: {click: () => {
    const all = h('span', {}, rest.map(link));
    more.replaceWith(all);
    all.querySelector('a')?.focus();
  }}}, `and ${rest.length} more`);
  return [g.members.length > 1 && h('b', {}, count(g.members.length, 'scenario') + ':'), ' ', g.members.slice(0, few).map(link), rest.length > 0 && more];
}
