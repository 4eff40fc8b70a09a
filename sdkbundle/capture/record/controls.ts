/** Emits the live state of form controls when it differs from what was said last. */
import type {Describer} from './describe';
import {isControl, liveValue, shownValue} from './controlstate';
import {blocked, inField} from './privacy';
import {stars} from './mask';
import type {Tracker} from './scope';
import type {Win} from './natives';

export interface Controls extends Tracker {
  /** The control has been described: what is said there need not be said again. */
  met(e: Element): void;
  /** Its state may have changed; with force it is said even if it is the same. */
  mark(e: Element, force?: boolean): void;
}

const changing: [keyof Win, string[], string[]][] = [
  ['HTMLInputElement', ['value', 'checked', 'indeterminate', 'valueAsNumber', 'valueAsDate', 'files'], ['stepUp', 'stepDown', 'setRangeText', 'setCustomValidity']],
  ['HTMLTextAreaElement', ['value'], ['setRangeText', 'setCustomValidity']],
  ['HTMLSelectElement', ['value', 'selectedIndex', 'length'], ['setCustomValidity', 'add', 'remove']],
  ['HTMLOptionElement', ['selected'], []],
  ['HTMLButtonElement', [], ['setCustomValidity']],
];

export function controls(s: Describer): Controls {
  const {dom, mirror} = s;
  const said = new WeakMap<Element, string>();
  /** Those that were marked, and whether they are to be said in any case. */
  let marked = new Map<Element, boolean>();
  const edited = new WeakSet<Element>();
  /** Controls of which something was said that the format's own event cannot say. */
  const odd = new WeakSet<Element>();

  const listOf = (e: Element): Element | null => {
    for (let p = dom.parent(e); p && dom.type(p) === 1; p = dom.parent(p)) if (dom.local(p as Element) === 'select') return p as Element;
    return null;
  };

  const mark = (e: Element, force = false) => {
    const tag = dom.local(e);
    if (tag === 'option' || tag === 'optgroup') {
      const list = listOf(e);
      if (list) mark(list, force);
      return;
    }
    if (!isControl(tag)) return;
    marked.set(e, force || marked.get(e) || false);
    s.soon();
  };

  /** The whole state as one text, to tell whether it has changed. */
  const state = (e: Element, tag: string): string => {
    const error = (e as HTMLInputElement).validity?.customError ? (e as HTMLInputElement).validationMessage : '';
    switch (tag) {
      case 'input': return `${dom.checked(e)} ${dom.indeterminate(e)} ${files(e).length} ${error}\0${liveValue(s, e, tag)}`;
      case 'select': return `${chosen(e as HTMLSelectElement).join()} ${error}\0${liveValue(s, e, tag)}`;
    }
    return `${error}\0${liveValue(s, e, tag)}`;
  };

  const files = (e: Element): File[] => (dom.inputType(e) === 'file' ? [...((e as HTMLInputElement).files ?? [])] : []);
  const chosen = (e: HTMLSelectElement): number[] => {
    const list: number[] = [];
    const all = dom.all(e, 'option');
    for (let i = 0; i < all.length; i++) if (dom.selected(all[i]!)) list.push(mirror.id(all[i]!));
    return list;
  };

  const tell = (e: Element, force: boolean) => {
    const entry = mirror.live(e);
    if (!entry || entry.bits & blocked) return;
    const tag = dom.local(e), now = state(e, tag);
    if (!force && now === said.get(e)) return;
    said.set(e, now);
    const {id, bits} = entry;
    if (tag !== 'button') {
      const type = tag === 'input' ? dom.inputType(e) : '';
      const box = type === 'checkbox' || type === 'radio';
      const isChecked = box && dom.checked(e);
      const value = box ? dom.attr(e, 'value') ?? 'on' : liveValue(s, e, tag);
      const text = box && value === 'on' ? value : shownValue(s, e, tag, value, bits);
      if (type === 'file') {
        const names = files(e).map(f => (s.privacy.control(e, bits) ? stars(f.name) : f.name));
        s.say({kind: 'control', id, files: names});
      } else {
        s.emit({type: 3, data: {source: 5, id, text, isChecked, ...(edited.has(e) && {userTriggered: true})}});
      }
      if (isChecked && type === 'radio') others(e);
    }
    extra(e, tag, id, bits);
  };

  /** What the format's own event cannot say. */
  const extra = (e: Element, tag: string, id: number, bits: number) => {
    const field = e as HTMLInputElement;
    const error = field.validity?.customError ? field.validationMessage : '';
    const indeterminate = tag === 'input' && dom.indeterminate(e);
    const many = tag === 'select' && (e as HTMLSelectElement).multiple && !(bits & inField);
    const none = tag === 'select' && (e as HTMLSelectElement).selectedIndex < 0;
    const some = error || indeterminate || many || none;
    if (some || odd.has(e)) {
      if (some) odd.add(e);
      else odd.delete(e);
      s.say({
        kind: 'control', id,
        ...(tag === 'input' && {indeterminate}),
        ...((many || none) && {selected: chosen(e as HTMLSelectElement)}),
        error: s.privacy.text(bits) ? stars(error) : error,
      });
    }
  };

  /** The other buttons of a group have gone out, and no event tells it. */
  const others = (e: Element) => {
    const name = dom.attr(e, 'name');
    if (!name) return;
    const root = dom.root(e), form = (e as HTMLInputElement).form;
    const all = dom.type(root) === 9 ? dom.allOf(root, 'input[type=radio i]') : dom.type(root) === 11 ? dom.allIn(root, 'input[type=radio i]') : [];
    for (const o of all) {
      if (o === e || dom.attr(o, 'name') !== name || (o as HTMLInputElement).form !== form) continue;
      const known = said.get(o);
      if (known?.startsWith('true') && !dom.checked(o)) tell(o, false);
    }
  };

  const onEdit = (event: Event) => {
    const e = (event.composedPath()[0] ?? event.target) as Element;
    if (!e || dom.type(e) !== 1) return;
    if (event.type === 'reset') {
      for (const c of (e as HTMLFormElement).elements) mark(c);
      return;
    }
    if (event.isTrusted) edited.add(e);
    mark(e);
  };

  return {
    met(e) {
      const tag = dom.local(e);
      if (tag === 'option') return;
      const plain = said.get(e) === undefined;
      said.set(e, state(e, tag));
      // What the description does not carry is said apart.
      const field = e as HTMLInputElement;
      if ((tag === 'input' && (dom.indeterminate(e) || files(e).length)) || field.validity?.customError || (tag === 'select' && (field.multiple || (e as unknown as HTMLSelectElement).selectedIndex < 0)) || !plain) mark(e, true);
    },
    mark,
    window(win) {
      for (const [name, setters, methods] of changing) {
        const proto = (win[name] as {prototype: object} | undefined)?.prototype;
        for (const p of setters) s.patch.setter(proto, p, (e: Element) => mark(e));
        for (const m of methods) s.patch.method(proto, m, (e: Element) => mark(e));
      }
      s.patch.method(win.HTMLFormElement.prototype, 'reset', (form: HTMLFormElement) => {
        for (const c of form.elements) mark(c);
      });
    },
    root(root) {
      for (const type of dom.type(root) === 9 ? ['input', 'change', 'reset'] : ['change', 'reset']) dom.listen(root, type, onEdit, {capture: true, passive: true});
    },
    flush() {
      if (!marked.size) return;
      const list = marked;
      marked = new Map();
      for (const [e, force] of list) tell(e, force);
    },
    stop() {
      marked = new Map();
    },
  };
}
