import {fill, h, stroke} from '../dom';
import type {Theatre} from './theatre';
import {clock, nameOf, shapes} from './words';

/** Kinds that stand on the timeline, each in its lane. */
const lanes: Record<string, number> = {page: 0, click: 1, error: 2, request: 2, dead: 3, rage: 3};

/** How many places the timeline has: of marks of one kind at one place one is drawn. */
const places = 300;

export interface Timeline {
  element: HTMLElement;
  /** Draws the marks anew. */
  marks(): void;
  /** Shows the time. */
  update(): void;
}

export function timeline(t: Theatre): Timeline {
  const layer = h('div', {class: 'marks', 'aria-hidden': 'true'}); // the list of events has them all
  const range = h('input', {type: 'range', min: '0', max: '1', step: '1', value: '0', 'aria-label': 'Time', class: 'time', on: {
    input: () => t.seek(Number(range.value)),
  }});
  layer.addEventListener('click', e => {
    const at = (e.target as Element).closest('[data-at]')?.getAttribute('data-at');
    if (at) t.seek(Number(at));
  });
  const marks = () => {
    const {recording} = t;
    const drawn = new Set<string>();
    const length = recording.duration || 1;
    const make = (at: number, lane: number, kind: string, title: string) => {
      const place = Math.round((at / length) * places);
      const name = `${place} ${kind}`;
      if (drawn.has(name)) return undefined;
      drawn.add(name);
      const mark = h('span', {class: `mark k-${kind} lane-${lane}`, title, 'data-at': Math.round(at)}, shapes[kind] ? stroke(shapes[kind], 'symbol') : '');
      mark.style.left = `${(100 * at) / length}%`;
      return mark;
    };
    fill(layer,
      recording.uploads.map(u => make(u.time - recording.start, 4, 'upload', `${clock(u.time - recording.start)} upload: ${u.events} events, ${u.bytes} bytes`)),
      recording.marks.filter(m => m.kind in lanes && (m.kind !== 'request' || failed(m.status)))
        .map(m => make(m.at - recording.start, lanes[m.kind]!, m.kind, `${clock(m.at - recording.start)} ${nameOf(m.kind)} ${m.text ?? ''}`)));
  };
  return {
    element: h('div', {class: 'timeline'}, layer, range),
    marks,
    update() {
      range.max = String(Math.ceil(t.duration));
      range.value = String(Math.round(t.time));
      range.setAttribute('aria-valuetext', `${clock(t.time)} of ${clock(t.duration)}`);
      range.style.setProperty('--done', `${t.duration ? (100 * t.time) / t.duration : 0}%`);
    },
  };
}

/** Whether a request got no answer, or one that tells of a fault. */
export const failed = (status: number | undefined): boolean => status !== undefined && (status === 0 || status >= 400);
