import {h} from './dom';
import {evidence} from './evidence';
import {count} from './format';
import type {Claim, Result} from './run';
import {resultHref, type Place} from './route';
import {badge, blameWords, noun, symbol, tint, verdicts} from './verdict';

// Evidence beyond this is behind a button: fifty cards do not say more than five.
const first = 5;

/** What the scenario promised, and what came of it: what did not hold first and in full. */
export function claims(result: Result, place: Place): HTMLElement {
  const all = [...(result.claims ?? [])].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
  const told = all.filter((c) => c.verdict !== 'held');
  const held = all.filter((c) => c.verdict === 'held');
  return h('section', {class: 'claims', id: 'claims'},
    h('h2', {}, 'Claims', h('small', {}, all.length === 0 ? 'none was checked' : `${held.length} of ${all.length} held`)),
    told.map((c) => claim(c, result, place)),
    held.length > 0 && h('details', {class: 'held', open: told.length === 0},
      h('summary', {}, symbol('held'), count(held.length, 'claim'), ' held'),
      h('ul', {}, held.map((c) => h('li', {}, name(c, place), c.summary && [' – ', c.summary])))));
}

/** The claim as a person would say it: masked #pw at revealed. */
function name(c: Claim, place: Place): HTMLElement {
  return h('span', {class: 'promise'},
    h('b', {}, c.name),
    c.target && [' ', h('code', {dir: 'ltr'}, c.target)],
    c.checkpoint && [' at ', h('a', {href: resultHref({...place, checkpoint: c.checkpoint})}, c.checkpoint)]);
}

function claim(c: Claim, result: Result, place: Place): HTMLElement {
  const all = c.evidence ?? [];
  const list = h('div', {class: 'list'}, all.slice(0, first).map((e) => evidence(e, c, result, place)));
  const rest = all.slice(first);
  return h('article', {class: `claim ${tint(c.verdict)}`},
    h('header', {}, badge(c.verdict), name(c, place)),
    c.summary && h('p', {class: 'summary', dir: 'auto'}, c.summary),
    c.blame && h('p', {class: 'blame'}, 'Blame: ', h('b', {}, c.blame), blameWords(c) && ' – ' + blameWords(c) + '.'),
    (c.reason || c.link) && h('p', {class: 'reason', dir: 'auto'}, c.reason, c.reason && c.link && ' ', c.link && link(c.link)),
    list,
    rest.length > 0 && h('button', {type: 'button', class: 'more', on: {click: (e) => {
      list.append(...rest.map((one) => evidence(one, c, result, place)));
      (e.currentTarget as HTMLElement).remove();
    }}}, `Show ${count(rest.length, 'more ' + noun(c))}`),
    c.more ? h('p', {class: 'left-out'}, `and ${count(c.more, 'more ' + noun(c))} that the run did not keep`) : false);
}

/** A link of the list of known failures. Anything but a web address is words. */
function link(to: string): HTMLElement {
  return /^https?:\/\//i.test(to) ? h('a', {href: to, target: '_blank', rel: 'noopener noreferrer'}, to) : h('span', {}, to);
}
