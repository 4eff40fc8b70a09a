import {h} from './dom';
import {evidence, type Context} from './evidence';
import {count} from './format';
import {grouped, type Report} from './report';
import type {Claim, Evidence, Result} from './run';
import {resultHref, type Place} from './route';
import {own} from './sides';
import {bad, badge, blameWords, noun, symbol, tint, verdicts} from './verdict';

// Of each kind of evidence this much is shown at first, and a little more if that is all there is:
// ten cards do not say more than three.
const first = 3;
const few = 5;

/** What the scenario promised, and what came of it: what did not hold first and in full. */
export function claims(report: Report, result: Result, place: Place): HTMLElement {
  const all = [...(result.claims ?? [])].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
  const told = all.filter((c) => c.verdict !== 'held');
  const held = all.filter((c) => c.verdict === 'held');
  return h('section', {class: 'claims', id: 'claims'},
    h('h2', {}, 'Claims', h('small', {}, all.length === 0 ? 'none was checked' : `${held.length} of ${all.length} held`)),
    told.map((claim) => card({report, result, claim, place})),
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

function card(at: Context): HTMLElement {
  const c = at.claim;
  const all = c.evidence ?? [];
  const words = blameWords(at.report.words, c);
  // What needs nobody is folded: it must not push away what does.
  const listed = c.verdict === 'known' ? [] : all.filter((e) => e.known);
  const kinds = (list: readonly Evidence[]) => [...grouped(list, (e) => e.kind).values()].map((alike) => kind(alike, at));
  const folded = (list: readonly Evidence[], words: string) => list.length > 0 && h('details', {}, h('summary', {}, words), kinds(list));
  return h('article', {class: `claim ${tint(c.verdict)}`},
    h('header', {}, badge(c.verdict), name(c, at.place)),
    c.summary && h('p', {class: 'summary', dir: 'auto'}, c.summary),
    c.blame && h('p', {class: 'blame'}, 'Blame: ', h('b', {}, c.blame), words && ` – ${words}.`),
    (c.reason || c.link) && h('p', {class: 'reason', dir: 'auto'}, c.reason, c.reason && c.link && ' ', c.link && link(c.link)),
    bad(at.result.verdict) && !bad(c.verdict)
      ? folded(all, count(all.length, noun(c)))
      : [kinds(all.filter((e) => !listed.includes(e))), folded(listed, `${count(listed.length, 'more ' + noun(c))} on the list of known failures`)],
    c.more ? h('p', {class: 'left-out'}, `and ${count(c.more, 'more ' + noun(c))} that the run did not keep`) : false);
}

/** The evidence of one kind, under what that kind is. */
function kind(alike: readonly Evidence[], at: Context): HTMLElement {
  const one = alike[0]!;
  const meaning = own(at.report.words.kinds, one.kind)?.meaning;
  const shown = alike.length > few ? first : few;
  const list = h('div', {class: 'list'}, alike.slice(0, shown).map((e) => evidence(e, at)));
  const rest = alike.slice(shown);
  return h('section', {class: 'alike'},
    h('header', {},
      h('span', {class: 'kind'}, one.kind, alike.length > 1 && h('b', {}, ` ×${alike.length}`)),
      meaning && h('span', {class: 'meaning'}, meaning)),
    list,
    rest.length > 0 && h('button', {type: 'button', class: 'more', on: {click: (e) => {
      list.append(...rest.map((one) => evidence(one, at)));
      (e.currentTarget as HTMLElement).remove();
    }}}, `Show ${rest.length} more`));
}

/** A link of the list of known failures. Anything but a web address is words. */
function link(to: string): HTMLElement {
  return /^https?:\/\//i.test(to) ? h('a', {href: to, target: '_blank', rel: 'noopener noreferrer'}, to) : h('span', {}, to);
}
