import {compare, type Segment} from './chardiff';
import {copyButton} from './copy';
import {h, type Child} from './dom';
import type {Report} from './report';
import type {Claim, Evidence, Result, Value} from './run';
import {resultHref, type Place} from './route';
import {own, sides, there, type Side} from './sides';
import {absent, value} from './value';

/** Where a piece of evidence stands. */
export interface Context {
  report: Report;
  result: Result;
  claim: Claim;
  place: Place;
}

/** One difference or finding: where, its values, and what proves it. */
export function evidence(e: Evidence, at: Context): HTMLElement {
  const {list, detail} = sides(e, at.report.words);
  const naming = own(own(at.report.words.names, e.kind) ?? {}, e.name ?? '');
  return h('article', {class: list.length > 0 ? 'evidence' : 'evidence brief'},
    h('header', {},
      e.name && h('b', {class: 'property'}, e.name),
      e.name && naming && h('span', {class: 'meaning'}, naming),
      e.path && h('span', {class: 'path'}, h('code', {dir: 'ltr'}, e.path), copyButton(e.path, 'copy', 'copy quiet')),
      e.pass && h('span', {class: 'pass'}, 'only ', h('b', {}, e.pass === 'play' ? 'when playing through' : 'when seeking')),
      e.cause && h('span', {class: 'cause', title: own(at.report.words.causes, e.cause)}, e.cause),
      e.blame && e.blame !== at.claim.blame && h('span', {class: 'blame'}, 'blame: ', h('b', {}, e.blame)),
      e.node_id ? h('span', {class: 'node', title: 'number of the node in the recording'}, `node ${e.node_id}`) : false),
    detail && detail !== at.claim.summary && h('p', {class: 'detail', dir: 'auto'}, detail),
    list.length > 0 && boxes(list),
    proof(e, at));
}

/** The values side by side. What differs is marked. */
function boxes(list: Side[]): HTMLElement {
  const [first, last] = [list[0]!, list[list.length - 1]!];
  // Where the last has it right, such as the replayed page, the first is marked against the recording.
  const other = list.find((s) => s !== first && s.value !== first.value) ?? last;
  const el = h('div', {class: 'sides'}, list.map((s) => side(s, s === first ? other : first, s === first ? '' : note(s, first, last))));
  el.style.setProperty('--sides', String(list.length));
  return el;
}

/** Tells at a glance on which side of the recording the fault lies. */
function note(s: Side, first: Side, last: Side): string {
  if (!there(s.value) || s.facts) return '';
  if (s.value === first.value) return 'as ' + first.name;
  return s !== last && s.value === last.value ? 'as ' + last.name : '';
}

function side(s: Side, other: Side, said: string): HTMLElement {
  const first = /^(live|native|without)/.test(s.name) ? 'first' : '';
  return h('div', {class: `side ${first}`},
    h('p', {class: 'who'}, s.name, said && h('small', {}, said), s.value && !s.facts && copyButton(s.value, 'copy', 'copy quiet')),
    !there(s.value) ? absent() : s.facts ? told(s.facts, other.facts ?? []) : value(marked(s.value, other.value, first !== '')));
}

/** A value in stretches that the other one has and stretches that it has not. */
function marked(v: string, other: Value, first: boolean): Segment[] {
  if (!there(other)) return [{text: v, changed: false}];
  return first ? compare(v, other)[0] : compare(other, v)[1];
}

/** A signature in words, with those marked that the other one does not have. */
function told(facts: readonly string[], other: readonly string[]): HTMLElement {
  return h('p', {class: 'value told'}, facts.map((f, i) => [i > 0 && ', ', other.includes(f) ? f : h('mark', {}, f)]));
}

/** The upload, the event and the step that show how it came about. */
function proof(e: Evidence, {result, place}: Context): HTMLElement | false {
  const facts: [string, Child][] = [];
  if (e.step) facts.push(['after step', h('code', {dir: 'ltr'}, e.step)]);
  if (e.event) facts.push(['event', h('code', {dir: 'ltr'}, e.event)]);
  if (e.upload) {
    const known = result.uploads?.some((u) => u.seq === e.upload);
    facts.push(['upload', known ? h('a', {href: resultHref({...place, upload: e.upload})}, `number ${e.upload}`) : `number ${e.upload}`]);
  }
  if (e.phase) facts.push(['when', e.phase]);
  if (e.location) facts.push(['at', h('code', {dir: 'ltr'}, e.location)]);
  return facts.length > 0 && h('dl', {class: 'proof'}, facts.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v))));
}
