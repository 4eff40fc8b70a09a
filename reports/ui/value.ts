import type {Segment} from './chardiff';
import {h} from './dom';
import {count} from './format';
import {pieces} from './text';

// A stretch that both sides share is folded beyond this many characters; the ends stay in sight.
const fold = 240;
const kept = 80;
// A changed stretch is cut here, until it is asked for.
const cut = 1200;

/** A value with its differing parts marked. Nothing of it is hidden for good. */
export function value(segments: readonly Segment[]): HTMLElement {
  const el = h('code', {class: 'value', dir: 'auto'});
  if (segments.every((s) => s.text === '')) el.append(h('span', {class: 'empty'}, 'empty'));
  segments.forEach((s, i) => {
    const limit = s.changed ? cut : fold;
    if (s.text.length <= limit) return el.append(show(s, s.text));
    const head = cutAt(s.text, s.changed ? cut : i === 0 ? 0 : kept);
    const tail = s.changed || i === segments.length - 1 ? '' : s.text.slice(cutAt(s.text, s.text.length - kept).length);
    // The first stretch keeps its end and the last its beginning: what lies next to a change.
    const only = segments.length === 1 ? cutAt(s.text, fold) : head;
    const middle = s.text.slice(only.length, s.text.length - (segments.length === 1 ? 0 : tail.length));
    const more = h('button', {type: 'button', class: 'more', on: {click: () => more.replaceWith(show(s, middle))}}, `… ${count(middle.length, 'character')} …`);
    el.append(show(s, only), more, show(s, segments.length === 1 ? '' : tail));
  });
  return el;
}

/** The beginning of a text, never half of a character. */
function cutAt(text: string, at: number): string {
  const code = text.charCodeAt(at - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? at - 1 : at);
}

function show(segment: Segment, text: string): Node {
  const parts = pieces(text).map((p) => (p.escaped ? h('span', {class: 'escape', title: 'a character that does not print'}, p.text) : lines(p.text, segment.changed)));
  return segment.changed ? h('mark', {}, parts) : h('span', {}, parts);
}

/** Text with its line breaks to be seen, and its spaces where they are the difference. */
function lines(text: string, changed: boolean): HTMLElement {
  const el = h('span', {});
  text.split('\n').forEach((line, i) => {
    if (i > 0) el.append(h('span', {class: 'escape'}, '↵'), '\n');
    if (!changed) return el.append(line);
    line.split(/( +)/).forEach((part) => {
      if (/^ +$/.test(part)) el.append(h('span', {class: 'space'}, '·'.repeat(part.length)));
      else el.append(part);
    });
  });
  return el;
}

/** A side that has no such thing, which is not the same as an empty one. */
export const absent = (): HTMLElement => h('span', {class: 'absent'}, 'absent');
