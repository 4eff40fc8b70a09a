/** State of nodes that their attributes do not carry and that a recording has to. */
import {media, rules} from './sheets';

/** Named values, sorted out by Go; what has its default value is left out. See dom.Node.Props. */
export type Props = Record<string, string>;

/** State of an HTML element by its nature. */
export function control(e: Element, p: Props): void {
  if (e instanceof HTMLInputElement) {
    if (e.type === 'checkbox' || e.type === 'radio') {
      p['checked'] = String(e.checked);
      if (e.indeterminate) p['indeterminate'] = 'true';
    } else if (e.type !== 'file' && e.type !== 'image') {
      p['value'] = e.value;
    } else if (e.files?.length) {
      p['files'] = [...e.files].map(f => f.name).join('\n');
    }
    custom(e, p);
  } else if (e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement) {
    p['value'] = e.value;
    custom(e, p);
  } else if (e instanceof HTMLOptionElement) {
    if (e.selected) p['selected'] = 'true';
  } else if (e instanceof HTMLButtonElement) {
    custom(e, p);
  } else if (e instanceof HTMLDialogElement) {
    if (e.open) p['open'] = e.matches(':modal') ? 'modal' : 'dialog';
  } else if (e instanceof HTMLMediaElement) {
    player(e, p);
  } else if (e instanceof HTMLStyleElement || e instanceof HTMLLinkElement) {
    if (e.sheet) sheet(e, e.sheet, p);
  }
  if (!p['open'] && e.hasAttribute('popover') && e.matches(':popover-open')) p['open'] = 'popover';
  if (document.fullscreenElement && e.matches(':fullscreen')) p['open'] = 'fullscreen';
}

/** What a script has called wrong with a control. */
function custom(e: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLButtonElement, p: Props): void {
  if (e.validity.customError) p['customError'] = e.validationMessage;
}

function player(e: HTMLMediaElement, p: Props): void {
  p['media'] = e.paused ? 'paused' : 'playing';
  if (e.muted) p['muted'] = 'true';
  if (e.volume !== 1) p['volume'] = String(Math.round(e.volume * 1000) / 1000);
  if (e.playbackRate !== 1) p['playbackRate'] = String(e.playbackRate);
  if (e.paused && e.currentTime) p['mediaTime'] = e.currentTime.toFixed(1);
  if (e.srcObject) p['srcObject'] = Object.prototype.toString.call(e.srcObject).slice(8, -1);
}

function sheet(e: HTMLStyleElement | HTMLLinkElement, s: CSSStyleSheet, p: Props): void {
  const text = rules(s);
  if (text) p['sheet'] = text;
  if (s.disabled) p['sheetDisabled'] = 'true';
  const now = media(s);
  // The attribute says it already, unless a script has said otherwise since.
  if (now !== media(new CSSStyleSheet({media: e.media}))) p['sheetMedia'] = now || 'all';
}

export function shadow(r: ShadowRoot): Props {
  const p: Props = {mode: r.mode};
  if (r.delegatesFocus) p['delegatesFocus'] = 'true';
  if (r.slotAssignment === 'manual') p['slotAssignment'] = 'manual';
  if (r.clonable) p['clonable'] = 'true';
  if (r.serializable) p['serializable'] = 'true';
  adopted(r, p);
  return p;
}

export function page(d: Document): Props {
  const p: Props = {};
  if (d.compatMode === 'BackCompat') p['quirks'] = 'true';
  if (d.designMode === 'on') p['designMode'] = 'on';
  if (scrollX) p['scrollLeft'] = String(scrollX);
  if (scrollY) p['scrollTop'] = String(scrollY);
  adopted(d, p);
  return p;
}

function adopted(r: Document | ShadowRoot, p: Props): void {
  const list = [...r.adoptedStyleSheets];
  const text = list.map(rules).filter(Boolean).join('\n');
  if (text) p['adopted'] = text;
  if (list.length > 1) p['adoptedCount'] = String(list.length);
  const said = list.map((s, i) => flags(i + 1, s)).filter(Boolean).join('\n');
  if (said) p['adoptedFlags'] = said;
}

function flags(nth: number, s: CSSStyleSheet): string {
  const said = [s.disabled ? 'disabled' : '', media(s)].filter(Boolean).join(', ');
  return said && `${nth}: ${said}`;
}

/** Which of the custom states that some sheet asks for each custom element has. */
export function* states(custom: [Element, number][], sheets: Iterable<string>): Generator<[number, Props]> {
  if (!custom.length) return;
  const names = new Set<string>();
  for (const text of sheets) {
    for (const m of text.matchAll(/:state\(([^()]+)\)/g)) names.add(m[1]!);
  }
  for (const [e, place] of custom) {
    const has = [...names].filter(name => e.matches(`:state(${name})`)).sort();
    if (has.length) yield [place, {states: has.join(' ')}];
  }
}
