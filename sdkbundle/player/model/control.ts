/** Form controls: their live state, and how it follows attributes and each other by the rules of the DOM. */
import {html, is, isText, Kind, type VNode} from './node';
import type {Page} from './page';
import {text, whole, type Loose} from './value';

/** Where a control's value lives: in a property, in its text, in options, in files, in the attribute, there with a checkedness beside it. */
export type ControlKind = '' | 'text' | 'area' | 'select' | 'file' | 'attr' | 'box';

const inputs: Record<string, ControlKind> = {
  checkbox: 'box', radio: 'box', file: 'file', hidden: 'attr', submit: 'attr', reset: 'attr', button: 'attr', image: 'attr',
};

export function controlKind(n: VNode): ControlKind {
  if (n.kind !== Kind.element || n.ns !== html) return '';
  if (n.name === 'input') return inputs[String(n.attrs['type'] ?? '').toLowerCase()] ?? 'text';
  return n.name === 'textarea' ? 'area' : n.name === 'select' ? 'select' : '';
}

/** Whether the `value` of a description is the live value of such a control. */
export const hasValue = (k: ControlKind): boolean => k === 'text' || k === 'area' || k === 'select' || k === 'file';

/** Applies an input event. */
export function input(p: Page, d: Loose): void {
  if (d['id'] === -1) return; // not recorded yet; what adds it says its value
  const n = p.get(whole(d['id']));
  const kind = n && controlKind(n);
  if (!n || !kind) return p.report(`node ${d['id']} is no form control`);
  const value = text(d['text']);
  switch (kind) {
    case 'box':
      p.live(n.id, {checked: d['isChecked'] === true, dirty: true});
      return check(p, p.get(n.id)!);
    case 'attr':
      p.edit(n.id).attrs = {...n.attrs, value};
      return;
    case 'select':
      return choose(p, n, value);
    default:
      p.live(n.id, {value, dirty: true});
  }
}

/** Lets live state follow an attribute that a mutation has set, or removed. kind is what the control was before. */
export function follow(p: Page, n: VNode, kind: ControlKind, name: string, value: string | undefined): void {
  const dirty = n.live.dirty;
  const now = controlKind(n);
  if (name === 'value' && kind === 'text' && !dirty) p.live(n.id, {value: value ?? ''});
  else if (name === 'checked' && kind === 'box' && !dirty) {
    p.live(n.id, {checked: value !== undefined});
    check(p, p.get(n.id)!);
  } else if (name === 'selected' && is(n, 'option') && !dirty) {
    p.live(n.id, {chosen: value !== undefined});
    joinControls(p, p.get(n.id)!);
    const list = listOf(p, n);
    if (value === undefined && list?.live.option === n.id && dropDown(list)) reset(p, list);
  } else if (name === 'type' && is(n, 'input')) {
    if (hasValue(now) && !hasValue(kind)) p.live(n.id, {value: n.attrs['value'] ?? '', dirty: false});
    if (now === 'box' && n.attrs['type']!.toLowerCase() === 'radio') p.radios.add(n.id);
    else p.radios.delete(n.id);
    check(p, p.get(n.id)!);
  } else if (name === 'name' || name === 'form') check(p, n);
}

/** Gives a textarea a new default value: the text that it holds. */
export function setDefault(p: Page, n: VNode, value: string): void {
  if (!n.live.dirty) p.live(n.id, {value});
  for (const k of n.kids) {
    if (!isText(p.get(k)!)) continue;
    p.edit(k).value = value;
    value = '';
  }
}

/** Lets a radio button or option take its part when it is new, or has become checked or selected. */
export function joinControls(p: Page, n: VNode): void {
  if (n.live.checked) check(p, n);
  const list = listOf(p, n);
  if (!list || 'multiple' in list.attrs) return;
  if (n.live.chosen || (list.live.vacant && !disabled(p, n))) pick(p, list, n.id);
}

/** Unchecks the radio buttons of a checked one's group. */
export function check(p: Page, n: VNode): void {
  if (!n.live.checked || !p.radios.has(n.id) || !n.attrs['name']) return;
  for (const id of p.radios) {
    const other = p.get(id);
    if (other && id !== n.id && other.live.checked && other.attrs['name'] === n.attrs['name'] && sameGroup(p, n, other)) p.live(id, {checked: false});
  }
}

/** Whether two radio buttons of one name exclude each other: same form, or no form and same tree. */
function sameGroup(p: Page, a: VNode, b: VNode): boolean {
  if (p.documentOf(a) !== p.documentOf(b)) return false;
  const [formA, namesA] = formOf(p, a);
  const [formB, namesB] = formOf(p, b);
  if (namesA && namesB) return namesA === namesB;
  if (namesA) return formB?.attrs['id'] === namesA;
  if (namesB) return formA?.attrs['id'] === namesB;
  return formA === formB && (!!formA || p.scope(a) === p.scope(b));
}

function formOf(p: Page, n: VNode): [VNode | undefined, string] {
  if (n.attrs['form']) return [undefined, n.attrs['form']];
  return [p.closest(n, 'form'), ''];
}

const listOf = (p: Page, n: VNode): VNode | undefined => (is(n, 'option') ? p.closest(n, 'select') : undefined);

/** Whether a select element always has an option selected. */
export const dropDown = (n: VNode): boolean => !('multiple' in n.attrs) && !(parseInt(n.attrs['size'] ?? '', 10) > 1);

const disabled = (p: Page, n: VNode): boolean => 'disabled' in n.attrs || 'disabled' in (p.get(n.parent)?.attrs ?? {});

function pick(p: Page, list: VNode, option: number): void {
  const before = list.live.option;
  if (before && before !== option && p.get(before)) p.live(before, {chosen: false});
  p.live(list.id, {option, vacant: false});
  p.live(option, {chosen: true});
}

export function options(p: Page, list: VNode): VNode[] {
  const all: VNode[] = [];
  const stack = [list];
  for (let n; (n = stack.pop()); ) {
    if (is(n, 'option')) all.push(n);
    for (let i = n.kids.length - 1; i >= 0; i--) stack.push(p.get(n.kids[i]!)!);
  }
  return all;
}

/** Applies an input event to a select element. The format tells one value. */
function choose(p: Page, n: VNode, value: string): void {
  let option = 0;
  for (const o of options(p, n)) {
    const match = !option && optionValue(p, o) === value;
    if (match) option = o.id;
    if (!!o.live.chosen !== match) p.live(o.id, {chosen: match, dirty: true});
  }
  p.live(n.id, {option, vacant: false, value});
}

/** Selects exactly these options. */
export function select(p: Page, n: VNode, chosen: number[]): void {
  for (const o of options(p, n)) {
    const yes = chosen.includes(o.id);
    if (!!o.live.chosen !== yes) p.live(o.id, {chosen: yes, dirty: true});
  }
  p.live(n.id, {option: chosen[0] ?? 0, vacant: false});
}

/** What a browser does when a drop-down list loses its selected option: it selects the first one. */
export function reset(p: Page, list: VNode): void {
  if (!p.get(list.id)) return;
  p.live(list.id, {option: 0});
  const first = options(p, list).find(o => !disabled(p, o));
  if (first) pick(p, p.get(list.id)!, first.id);
  else p.live(list.id, {value: '', vacant: true});
}

/** The drop-down list, if any, whose selected option goes when n does. */
export function lostOption(p: Page, n: VNode): VNode | undefined {
  const list = n.ns === html ? p.closest(n, 'select') : undefined;
  if (!list?.live.option || !dropDown(list)) return undefined;
  return p.under(p.get(list.live.option), n.id) ? list : undefined;
}

export function optionValue(p: Page, o: VNode): string {
  if (o.attrs['value'] !== undefined) return o.attrs['value'];
  let all = '';
  const stack = [o];
  for (let n; (n = stack.pop()); ) {
    if (isText(n)) all += n.value;
    if (n.name !== 'script') for (let i = n.kids.length - 1; i >= 0; i--) stack.push(p.get(n.kids[i]!)!);
  }
  return all.split(/[ \t\n\f\r]+/).filter(Boolean).join(' ');
}
