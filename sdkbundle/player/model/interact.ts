/** Focus, selection, scrolling, media and drawing. */
import {is, Kind, type Drawing, type MediaLive, type Span} from './node';
import type {Page} from './page';
import {controlKind} from './control';
import {scroller} from './tree';
import {list, maybe, number, object, whole, type Loose} from './value';

const mouseUp = 0, mouseDown = 1, click = 2, focusType = 5, blurType = 6, touchStart = 7, touchEnd = 9, touchCancel = 10;

/** Milliseconds after a press in which a focus is taken to come of it. */
const soon = 50;

export function interact(p: Page, d: Loose): void {
  const id = whole(d['id']);
  const n = p.get(id);
  const {focus} = p;
  switch (d['type']) {
    case mouseDown:
    case touchStart:
      p.focus = {...focus, down: p.documentOf(n), pressed: p.time};
      p.active = id;
      return;
    case mouseUp:
    case touchEnd:
    case touchCancel:
      p.active = 0;
      p.focus = {...focus, pressed: p.time};
      return;
    case click:
      p.focus = {...focus, pressed: p.time};
      return;
    case focusType:
      if (n?.kind !== Kind.element) return p.report(`node ${d['id']} has focus and is no element`);
      setFocus(p, id, writes(p, id) || (p.time - focus.pressed > soon && (focus.last !== id || focus.visible)));
      return;
    case blurType:
      if (focus.on === id) p.focus = {...focus, on: 0, in: focus.down || focus.in, told: true};
  }
}

/** Gives an element the focus; a window that comes back has it where it was. */
export function setFocus(p: Page, id: number, visible: boolean): void {
  const n = p.get(id)!;
  const kind = controlKind(n);
  const doc = p.documentOf(n);
  const carets = kind === 'area' || kind === 'text' ? {...p.focus.carets, [doc]: id} : p.focus.carets;
  p.focus = {...p.focus, on: id, in: doc, down: 0, visible, told: true, last: id, carets};
}

/** Whether an element takes text: browsers show focus there however it came. */
function writes(p: Page, id: number): boolean {
  const n = p.get(id)!;
  const kind = controlKind(n);
  return kind === 'area' || (kind === 'text' && !/^(range|color)$/i.test(n.attrs['type'] ?? '')) || 'contenteditable' in n.attrs;
}

export function span(v: unknown): Span {
  const r = object(v);
  return {start: whole(r['start']), startOffset: number(r['startOffset']), end: whole(r['end']), endOffset: number(r['endOffset'])};
}

export function selectRange(p: Page, d: Loose): void {
  const first = list(d['ranges'])[0];
  const s = first === undefined ? null : span(first);
  const known = s && p.get(s.start) && p.get(s.end);
  if (s && !known) p.report('a selection in nodes that are not there');
  p.selection = known ? s : null;
  if (!s) p.focus = {...p.focus, carets: {}};
  if (!s || !known) return;
  const doc = p.documentOf(p.get(s.start));
  // To the page, the caret of a field is beside the field, or around the host of the shadow root that it is in.
  const caret = p.get(p.focus.carets[doc] ?? 0);
  const around = s.endOffset === s.startOffset ? s.start : s.endOffset === s.startOffset + 1 ? p.get(s.start)!.kids[s.startOffset] ?? -1 : -1;
  if (caret && s.start === s.end && p.under(caret, around)) p.selection = null;
  else p.focus = {...p.focus, carets: {...p.focus.carets, [doc]: 0}};
}

export function scroll(p: Page, d: Loose): void {
  const n = p.get(whole(d['id']));
  if (n?.kind === Kind.element || n?.kind === Kind.document) p.live(scroller(p, n), {x: number(d['x']), y: number(d['y'])});
  else if (d['id'] !== -1) p.report(`node ${d['id']} scrolls and is not there`);
}

export function media(p: Page, d: Loose): void {
  const n = p.get(whole(d['id']));
  if (!is(n, 'video') && !is(n, 'audio')) return p.report(`node ${d['id']} is no video or sound`);
  const m: MediaLive = {...n!.live.media, at: p.time};
  if (d['type'] === 0 || d['type'] === 1) m.playing = d['type'] === 0;
  if (typeof d['muted'] === 'boolean') m.muted = d['muted'];
  if (typeof d['loop'] === 'boolean') m.loop = d['loop'];
  m.volume = maybe(d['volume']) ?? m.volume!;
  m.rate = maybe(d['playbackRate']) ?? m.rate!;
  m.time = maybe(d['currentTime']) ?? m.time!;
  p.live(n!.id, {media: m});
}

/** Adds to what was drawn. A frame that begins by clearing all makes what came before it nothing. */
export function draw(p: Page, d: Loose): void {
  const n = p.get(whole(d['id']));
  if (!is(n, 'canvas')) return p.report(`node ${d['id']} is no canvas`);
  const commands = d['commands'] ? list(d['commands']) : [d];
  const drawing: Drawing = {type: number(d['type']), commands};
  const whole_ = object(commands[0])['property'] === 'clearRect' && commands.length > 1;
  p.live(n!.id, {drawn: whole_ ? [drawing] : [...(n!.live.drawn ?? []), drawing]});
}
