/** The project's own plugin events: what rrweb's format cannot say. */
import {select} from './control';
import {setFocus, span} from './interact';
import {is, Kind, type VNode} from './node';
import type {Page} from './page';
import {list, maybe, number, object, text, whole, type Loose} from './value';

type Apply = (p: Page, d: Loose, n: VNode) => void;

/** What a state says of a node that the page has. */
const ofNode: Record<string, Apply> = {
  document: (p, d, n) => p.live(n.id, {designMode: text(d['designMode'])}),
  shadow(p, d, n) {
    const f = p.fragment(n);
    p.edit(f.id).init = object(d) as unknown as NonNullable<VNode['init']>;
  },
  slots: (p, d, n) => p.live(n.id, {slots: list(d['slots']).map(s => [whole(list(s)[0]), list(list(s)[1]).map(whole)] as const)}),
  focus(p, d, n) {
    if (n.kind === Kind.element) setFocus(p, n.id, d['visible'] === true);
    else p.focus = {...p.focus, on: 0, in: p.documentOf(n), down: 0, told: true};
  },
  control(p, d, n) {
    if (typeof d['value'] === 'string') p.live(n.id, {value: d['value'], dirty: true});
    if (typeof d['checked'] === 'boolean') p.live(n.id, {checked: d['checked'], dirty: true});
    if (typeof d['indeterminate'] === 'boolean') p.live(n.id, {indeterminate: d['indeterminate']});
    if (typeof d['error'] === 'string') p.live(n.id, {error: d['error']});
    if (Array.isArray(d['range'])) p.live(n.id, {range: [number(d['range'][0]), number(d['range'][1]), text(d['range'][2]) || 'none']});
    if (Array.isArray(d['files'])) p.live(n.id, {files: d['files'].map(text)});
    if (Array.isArray(d['selected']) && is(n, 'select')) select(p, n, d['selected'].map(whole));
  },
  states: (p, d, n) => p.live(n.id, {states: list(d['states']).map(text)}),
  property(p, d, n) {
    const {name, syntax, inherits, initialValue} = object(d);
    const made = {name: text(name), syntax: text(syntax) || '*', inherits: inherits === true, ...(typeof initialValue === 'string' ? {initialValue} : {})};
    p.live(n.id, {properties: [...(n.live.properties ?? []).filter(r => r.name !== made.name), made]});
  },
  highlights(p, d, n) {
    const all = list(d['list']).map(object);
    p.live(n.id, {highlights: all.map(h => ({name: text(h['name']), priority: number(h['priority']), ranges: list(h['ranges']).map(span)}))});
  },
  media(p, d, n) {
    p.live(n.id, {media: {
      playing: d['paused'] === false, muted: d['muted'] === true, loop: d['loop'] === true, at: p.time,
      time: number(d['time']), rate: maybe(d['rate']) ?? 1, volume: maybe(d['volume']) ?? 1,
    }});
  },
  frame() {},
};

const ofPage: Record<string, (p: Page, d: Loose) => void> = {
  environment: (p, d) => void (p.environment = d),
  topLayer: (p, d) => void (p.layers = list(d['layers']).map(object).map(l => ({id: whole(l['id']), as: text(l['as'])}))),
  animation: (p, d) => p.animations.set(whole(d['animation']), {epoch: 0, said: d, at: p.time}),
  sheet(p, d) {
    const id = whole(d['id']), styleId = whole(d['styleId']);
    const css = p.sheet(id, styleId);
    if (css) p.putSheet(id, styleId, {...css, disabled: d['disabled'] === true, media: text(d['media'])});
  },
};

export function applyState(p: Page, d: Loose): void {
  const kind = text(d['kind']);
  const all = ofPage[kind];
  const one = ofNode[kind];
  if (all) return all(p, d);
  const n = p.get(whole(d['id']));
  if (!one) p.report(`a state of the unknown kind ${kind}`);
  else if (n) one(p, d, n);
}
