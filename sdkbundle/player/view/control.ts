/** Form controls show what the recording says, whatever the browser would make of it. */
import {controlKind, dropDown, options, optionValue} from '../model/control';
import {is, isText, Kind, type VNode} from '../model/node';
import type {View} from './view';

export function syncControls(v: View, touched: Set<number>): void {
  const {page} = v;
  const lists = new Set<number>();
  const boxes: VNode[] = [];
  let radios = false;
  for (const id of touched) {
    const n = page.get(id);
    if (!n) continue;
    const kind = controlKind(n);
    if (kind === 'select') lists.add(id);
    else if (is(n, 'option') || isText(n)) {
      const list = page.closest(n, 'select');
      if (list) lists.add(list.id);
      const area = isText(n) ? page.get(n.parent) : undefined;
      if (is(area, 'textarea')) text(v, area!);
    } else if (kind === 'text' || kind === 'area') text(v, n);
    else if (kind === 'file') files(v, n);
    else if (kind === 'box') {
      boxes.push(n);
      radios ||= page.radios.has(id);
    }
    if (kind) said(v, n);
  }
  // To check one radio button unchecks another: all of them are looked at when one has changed.
  if (radios) for (const id of page.radios) if (!touched.has(id)) boxes.push(page.get(id)!);
  for (const yes of [false, true]) for (const n of boxes) if (!!n.live.checked === yes) box(v, n, yes);
  for (const id of lists) list(v, page.get(id)!);
}

function text(v: View, n: VNode): void {
  const e = v.dom.get(n.id) as HTMLInputElement | HTMLTextAreaElement | undefined;
  if (!e) return;
  const value = n.live.value ?? (n.name === 'textarea' ? v.page.text(n) : n.attrs['value'] ?? '');
  if (e.value !== value) e.value = value;
  const range = n.live.range;
  if (!range) return;
  try {
    e.setSelectionRange(range[0], range[1], range[2] as 'none');
  } catch {
    // A control of this type has no selection.
  }
}

function box(v: View, n: VNode, yes: boolean): void {
  const e = v.dom.get(n.id) as HTMLInputElement | undefined;
  if (!e) return;
  if (e.checked !== yes) e.checked = yes;
  const mixed = !!n.live.indeterminate;
  if (e.indeterminate !== mixed) e.indeterminate = mixed;
}

function said(v: View, n: VNode): void {
  const e = v.dom.get(n.id) as HTMLInputElement | undefined;
  const error = n.live.error ?? '';
  if (e && (error || e.validity?.customError)) e.setCustomValidity(error);
}

function list(v: View, n: VNode): void {
  const e = v.dom.get(n.id) as HTMLSelectElement | undefined;
  if (!e || n.kind !== Kind.element) return;
  const all = options(v.page, n);
  const chosen = all.filter(o => o.live.chosen);
  if (chosen.length === 0 && dropDown(n)) {
    if (n.live.option === 0) {
      e.selectedIndex = -1;
      return;
    }
    // The recording does not say which: masked lists have a value and no selected option.
    const match = all.find(o => optionValue(v.page, o) === n.live.value) ?? all.find(o => !('disabled' in o.attrs));
    if (match) chosen.push(match);
  }
  for (const o of all) {
    const dom = v.dom.get(o.id) as HTMLOptionElement | undefined;
    const yes = chosen.includes(o);
    if (dom && dom.selected !== yes && (e.multiple || yes)) dom.selected = yes;
  }
}

/** The names of files that a user has chosen. The files are empty. */
function files(v: View, n: VNode): void {
  const e = v.dom.get(n.id) as HTMLInputElement | undefined;
  const names = n.live.files ?? (n.live.value ? [n.live.value.replace(/^.*\\/, '')] : []);
  if (!e || [...(e.files ?? [])].map(f => f.name).join('\n') === names.join('\n')) return;
  const view = e.ownerDocument.defaultView as (Window & typeof globalThis) | null;
  if (!view) return;
  const data = new view.DataTransfer();
  for (const name of names) data.items.add(new view.File([], name));
  e.files = data.files;
}
