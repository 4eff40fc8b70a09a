/** Attributes, and the live state that the format says by them. */
import {check, controlKind, follow, hasValue, setDefault} from './control';
import {Base, sheetOf} from './css';
import {type InlineEdit, is, isText, Kind, type Live, type MediaLive, type VNode} from './node';
import type {Page} from './page';
import {raiseScroll} from './tree';
import type {Loose} from './value';

/** A value as the DOM would have it; undefined: absent; null: there is no such value. */
function valueOf(v: unknown): string | undefined | null {
  if (typeof v === 'string') return v;
  if (typeof v === 'number') return String(v);
  if (v === true) return '';
  return v === false || v === null || v === undefined ? undefined : null;
}

/**
 * Gives a new element the attributes of its description, where some stand for live state. raw says
 * what those attributes are in the page; without it, what they were is lost.
 */
export function describe(p: Page, n: VNode, attrs: Loose, raw: Loose, spaces: Record<string, string> | undefined): void {
  const out: Record<string, string> = {};
  n.attrs = out;
  if (spaces) n.attrNS = spaces;
  const type = valueOf(raw['type'] ?? attrs['type']);
  if (type) out['type'] = type; // first, for it decides what value and checked mean
  const kind = controlKind(n);
  const live: {-readonly [K in keyof Live]: Live[K]} = {...n.live};
  for (const name in attrs) {
    const v = attrs[name];
    const s = valueOf(v);
    if (v === true && name === 'checked' && is(n, 'input')) live.checked = true;
    else if (v === true && name === 'selected' && is(n, 'option')) live.chosen = true;
    else if (name === 'value' && hasValue(kind) && typeof s === 'string') live.value = s;
    else if (s !== null && special(p, n, live, name, s)) continue;
    else if (name === 'style' && s === null) n.inline = inlineEdits(v as Loose);
    else if (s === null) p.report(`attribute ${name} of node ${n.id} has no value that an attribute can have`);
    else if (s !== undefined && name) {
      out[name] = s;
      if (name === 'selected' && is(n, 'option')) live.chosen = true;
    }
  }
  for (const name in raw) {
    const s = valueOf(raw[name]);
    if (typeof s === 'string') out[name] = s;
    else delete out[name];
  }
  n.live = live;
  if (controlKind(n) === 'box' && String(n.attrs['type']).toLowerCase() === 'radio') p.radios.add(n.id);
  modality(p, n);
}

/** Takes in an attribute that the format makes up. Tells whether it was one. */
function special(p: Page, n: VNode, live: {-readonly [K in keyof Live]: Live[K]}, name: string, s: string | undefined): boolean {
  if (name === '_cssText' && (n.name === 'style' || is(n, 'link'))) {
    setCSS(p, n, s ?? '');
    return true;
  }
  if (!name.startsWith('rr_')) return false;
  const f = s === undefined || s === '' ? NaN : Number(s);
  const media = (changes: MediaLive) => void (live.media = {...live.media, at: p.time, ...changes});
  switch (name) {
    case 'rr_scrollLeft':
      if (Number.isFinite(f)) live.x = f;
      return true;
    case 'rr_scrollTop':
      if (Number.isFinite(f)) live.y = f;
      return true;
    case 'rr_open_mode':
      if (is(n, 'dialog')) live.modal = s === 'modal';
      return true;
    case 'rr_mediaState':
      media({playing: s === 'played'});
      return true;
    case 'rr_mediaMuted':
      media({muted: s !== undefined});
      return true;
    case 'rr_mediaLoop':
      media({loop: s !== undefined});
      return true;
    case 'rr_mediaVolume':
      if (Number.isFinite(f)) media({volume: f});
      return true;
    case 'rr_mediaPlaybackRate':
      if (Number.isFinite(f)) media({rate: f});
      return true;
    case 'rr_mediaCurrentTime':
      if (Number.isFinite(f)) media({time: f});
      return true;
  }
  return false;
}

/** Stands in `_cssText` between what belongs to one text node and to the next. */
const mark = '/* rr_split */';

function setCSS(p: Page, n: VNode, css: string): void {
  const parts = css.split(mark);
  n.css = sheetOf(new Base(parts.join('')), true);
  for (const id of n.kids) {
    const c = p.get(id)!;
    if (isText(c) && c.value) p.edit(id).value = '';
  }
  if (n.name === 'style') p.styled.set(n.id, parts);
}

/** Gives the texts of style elements their parts of the rules, when all nodes of an event have come. */
export function settle(p: Page): void {
  for (const [id, parts] of p.styled) {
    const n = p.get(id);
    const texts = n ? n.kids.filter(k => isText(p.get(k)!)) : [];
    if (!n || texts.length === 0) continue;
    if (parts.length > texts.length) parts.push(parts.splice(texts.length - 1).join(''));
    texts.forEach((t, i) => {
      const part = parts[i];
      if (part && !p.get(t)!.value) p.edit(t).value = part;
    });
    p.edit(id).css = undefined;
  }
  p.styled.clear();
}

export function setAttributes(p: Page, id: number, attrs: Loose, spaces: Record<string, string> | undefined): void {
  const n = p.edit(id);
  n.since = p.time;
  if (spaces) n.attrNS = {...n.attrNS, ...spaces};
  for (const name of Object.keys(attrs).sort()) { // type before value, on which it bears
    const v = attrs[name];
    if (name === 'style' && valueOf(v) === null) n.inline = compact(n, [...(n.inline ?? []), ...inlineEdits(v as Loose)]);
    else setAttribute(p, n, name, v);
  }
  modality(p, n);
}

/** A dialog that is described as modal is in the top layer for as long as it is open. */
function modality(p: Page, n: VNode): void {
  if (!is(n, 'dialog')) return;
  const now = 'open' in n.attrs && !!n.live.modal;
  const was = p.layers.some(l => l.id === n.id);
  if (now && !was) p.layers = [...p.layers, {id: n.id, as: 'modal'}];
  else if (!('open' in n.attrs) && was) p.layers = p.layers.filter(l => l.id !== n.id || l.as !== 'modal');
}

function setAttribute(p: Page, n: VNode, name: string, v: unknown): void {
  const s = valueOf(v);
  if (s === null) return p.report(`attribute ${name} of node ${n.id} has no value that an attribute can have`);
  const live = {...n.live};
  if (!name || special(p, n, live, name, s)) {
    n.live = live;
    if (name === 'rr_scrollLeft' || name === 'rr_scrollTop') raiseScroll(p, n);
    return;
  }
  const kind = controlKind(n);
  if (name === 'value' && kind === 'area') return setDefault(p, n, s ?? '');
  if (name === 'style') n.inline = undefined;
  const attrs: Record<string, string> = {...n.attrs};
  if (s === undefined) delete attrs[name];
  else attrs[name] = s;
  n.attrs = attrs;
  follow(p, n, kind, name, s);
  if (name === 'type' && controlKind(n) === 'box') check(p, n);
}

/** The properties of a style object: first what is removed, then what is set. */
function inlineEdits(diff: Loose): InlineEdit[] {
  const gone: InlineEdit[] = [];
  const set: InlineEdit[] = [];
  for (const name in diff) {
    let v = diff[name];
    let priority = '';
    if (Array.isArray(v)) [v, priority] = [v[0], v[1] === 'important' ? 'important' : ''];
    const s = valueOf(v);
    if (typeof s === 'string' && v !== true && s.trim()) set.push([name, s, priority]);
    else if (s !== null) gone.push([name, null, '']);
  }
  return [...gone, ...set];
}

let scratch: HTMLElement | undefined;

/** An animation by script would make an endless list of its steps. */
function compact(n: VNode, edits: InlineEdit[]): readonly InlineEdit[] {
  if (edits.length < 100) return edits;
  scratch ??= document.createElement('p');
  scratch.setAttribute('style', n.attrs['style'] ?? '');
  for (const [name, value, priority] of edits) scratch.style.setProperty(name, value, priority);
  n.attrs = {...n.attrs, style: scratch.style.cssText};
  return [];
}
