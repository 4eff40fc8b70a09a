import {compare, type Segment} from './chardiff';
import {copyButton} from './copy';
import {h} from './dom';
import type {Claim, Evidence, Result, Value} from './run';
import {resultHref, type Place} from './route';
import {absent, value} from './value';

/** One difference or finding: where, what on each side, and what proves it. */
export function evidence(e: Evidence, claim: Claim, result: Result, place: Place): HTMLElement {
  return h('article', {class: 'evidence'},
    h('header', {},
      h('span', {class: 'kind'}, e.kind),
      e.name && h('b', {class: 'property'}, e.name),
      e.node_id ? h('span', {class: 'node', title: 'number of the node in the recording'}, `node ${e.node_id}`) : false,
      e.blame && e.blame !== claim.blame && h('span', {class: 'blame'}, 'blame: ', h('b', {}, e.blame))),
    e.path && h('div', {class: 'path'}, h('code', {dir: 'ltr'}, e.path), copyButton(e.path, 'copy', 'copy quiet')),
    e.detail && h('p', {class: 'detail', dir: 'auto'}, e.detail),
    sides(e),
    proof(e, result, place));
}

/** Live, recorded and replayed, side by side. What differs from the live page is marked. */
function sides(e: Evidence): HTMLElement | false {
  if (none(e.live) && none(e.model) && none(e.replayed)) return false;
  const [live, replayed] = both(e.live, e.replayed);
  const [liveToo, model] = both(e.live, e.model);
  // Where the replayed page has it right, the live side is marked against the recording.
  const left = e.live === e.replayed ? liveToo : live;
  return h('div', {class: 'sides'},
    side('live', e.live, left, ''),
    side('recorded', e.model, model, same(e.model, e)),
    side('replayed', e.replayed, replayed, none(e.replayed) || e.replayed !== e.live ? '' : 'as live'));
}

const none = (v: Value): boolean => v === null || v === undefined;

const plain = (v: Value): Segment[] => [{text: v ?? '', changed: false}];

function both(a: Value, b: Value): [Segment[], Segment[]] {
  return none(a) || none(b) ? [plain(a), plain(b)] : compare(a!, b!);
}

/** Tells at a glance on which side of the recording the fault lies. */
function same(model: Value, e: Evidence): string {
  if (none(model)) return '';
  if (model === e.live) return 'as live';
  return model === e.replayed ? 'as replayed' : '';
}

function side(name: string, v: Value, segments: Segment[], note: string): HTMLElement {
  return h('div', {class: `side ${name}`},
    h('p', {class: 'who'}, name, note && h('small', {}, note), !none(v) && v !== '' && copyButton(v!, 'copy', 'copy quiet')),
    none(v) ? absent() : value(segments));
}

/** The upload, the event and the step that show how it came about. */
function proof(e: Evidence, result: Result, place: Place): HTMLElement | false {
  const facts: [string, Node | string][] = [];
  if (e.step) facts.push(['after step', h('code', {dir: 'ltr'}, e.step)]);
  if (e.event) facts.push(['event', h('code', {dir: 'ltr'}, e.event)]);
  if (e.upload) {
    const known = result.uploads?.some((u) => u.seq === e.upload);
    facts.push(['upload', known ? h('a', {href: resultHref({...place, upload: e.upload})}, `number ${e.upload}`) : `number ${e.upload}`]);
  }
  if (e.location) facts.push(['at', h('code', {dir: 'ltr'}, e.location)]);
  return facts.length > 0 && h('dl', {class: 'proof'}, facts.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v))));
}
