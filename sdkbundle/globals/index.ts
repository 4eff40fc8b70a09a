import {use} from './use';

/**
 * Reads the signatures of everything that the platform defines for a page's scripts, in whatever
 * script world it is run in. Run in the page's own world it tells what the page would see; run in
 * the lab's world it tells what an unpatched platform looks like. It calls no getter of the page.
 */

const {getOwnPropertyDescriptor: describe, getOwnPropertyNames: names, getPrototypeOf: parent} = Object;
const text = Function.prototype.toString;

/** One object whose properties are looked at, under the name that a developer would write. */
type Holder = [name: string, object: object];

/** Objects that are one of a kind, and so may carry patches of their own. */
const instances = ['document', 'navigator', 'history', 'location', 'customElements', 'screen', 'performance', 'visualViewport'] as const;

function holders(): Holder[] {
  const list: Holder[] = [['window', globalThis]];
  const seen = new Set<object>(); // some constructors share a prototype: Option and HTMLOptionElement
  const add = (name: string, o: object) => {
    if (!seen.has(o)) list.push([name, o]);
    seen.add(o);
  };
  for (const name of names(globalThis)) {
    const d = describe(globalThis, name);
    const v: unknown = d?.value;
    if (typeof v === 'function' && /^[A-Z]/.test(name)) {
      add(name, v);
      const p: unknown = describe(v, 'prototype')?.value;
      if (p && typeof p === 'object') add((describe(p, 'constructor')?.value === v ? name : v.name) + '.prototype', p);
    } else if (v && typeof v === 'object' && parent(v) === Object.prototype || name === 'console') {
      add(name, v as object);
    }
  }
  for (const name of instances) {
    const v = (globalThis as Record<string, unknown>)[name];
    // The lab's world has no custom elements; natively no instance has properties of its own there.
    if (name === 'customElements' || (v && typeof v === 'object')) add(name, v as object ?? {});
  }
  return list;
}

/** The holders of those names, without looking at all the others. */
function named(wanted: string[]): Map<string, object> {
  const all = new Map<string, object>();
  for (const name of wanted) {
    const of = name.replace(/\.prototype$/, '');
    const v: unknown = of === 'window' ? globalThis : describe(globalThis, of)?.value ?? (globalThis as Record<string, unknown>)[of];
    const o: unknown = of === name ? v ?? {} : describe(v as object, 'prototype')?.value;
    if (o) all.set(name, o as object);
  }
  return all;
}

/** What can be told of a function without calling it: its shape, and the text of its code. */
function functionOf(f: unknown): [shape: string, code: string] {
  if (typeof f !== 'function') return ['-', ''];
  const proto = parent(f) === Function.prototype ? '' : ' with another prototype';
  const own = describe(f, 'prototype') ? ' constructor' : '';
  return [`${String(describe(f, 'name')?.value)}/${String(describe(f, 'length')?.value)}${proto}${own}`, text.call(f)];
}

/** Shape and code of a property, with a NUL between them: only the shape is the page's business. */
function signature(d: PropertyDescriptor): string {
  const flags = (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '');
  if (d.get || d.set) {
    const [get, getCode] = functionOf(d.get), [set, setCode] = functionOf(d.set);
    return `${flags} get ${get} set ${set}\0${getCode} ${setCode}`;
  }
  if (typeof d.value !== 'function') return `${flags} ${typeof d.value}\0`;
  const [shape, code] = functionOf(d.value);
  return `${flags} ${shape}\0${code}`;
}

/** Signatures of one holder, by property. Of window, only what the platform may define. */
function signatures([name, object]: Holder): Record<string, string> {
  const list: Record<string, string> = {};
  for (const n of names(object)) {
    if (name === 'window' && /^(\d+|replaylab|__replaylab)$/.test(n)) continue;
    // A page may keep what it likes on an object; what hides a property of the platform counts.
    if ((instances as readonly string[]).includes(name) && !(n in (parent(object) as object))) continue;
    const d = describe(object, n);
    if (d) list[n] = signature(d);
  }
  return list;
}

function hash(s: string, h: number): number {
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 16777619);
  return h >>> 0;
}

/** A hash of every holder's signatures, so that only holders that differ need be told in full. */
export function hashes(): Record<string, number> {
  const all: Record<string, number> = {};
  for (const holder of holders()) {
    let h = 2166136261;
    const list = signatures(holder);
    for (const n in list) h = hash(n + list[n], h);
    all[holder[0]] = h;
  }
  return all;
}

/** The signatures of the named holders in full. */
export function details(wanted: string[]): Record<string, Record<string, string>> {
  const out: Record<string, Record<string, string>> = {};
  for (const holder of named(wanted)) out[holder[0]] = signatures(holder);
  return out;
}

/** The functions behind properties, given as [holder, property], for the debugger to locate. */
export function functions(wanted: [string, string][]): unknown[] {
  const all = named(wanted.map(([name]) => name));
  return wanted.map(([name, property]) => {
    const d = all.get(name) && describe(all.get(name)!, property);
    const foreign = (f: unknown) => typeof f === 'function' && !/\[native code\]\s*\}$/.test(text.call(f));
    return d && ([d.get, d.set, d.value as unknown].find(foreign) ?? d.value ?? d.get ?? d.set);
  });
}

/**
 * Functions that must not be called for a trial: they act on more than what they are given, or
 * answer with a promise, whose refusal a patch that throws leaves to nobody.
 */
const acting = new Set(['alert', 'confirm', 'prompt', 'print', 'open', 'close', 'stop', 'write', 'writeln', 'reload', 'assign', 'replace',
  'log', 'warn', 'error', 'info', 'debug', 'trace', 'dir', 'table', 'assert', 'clear', 'group', 'groupEnd', 'groupCollapsed', 'count', 'makeXRCompatible']);

/** Calls a patched function as no page should, and tells what came of it: the checks of a native one must still be there. */
function misuse(wanted: [string, string][]): string[] {
  const all = named(wanted.map(([name]) => name));
  const attempt = (f: unknown, ...args: unknown[]) => {
    if (typeof f !== 'function') return '-';
    try {
      const r: unknown = Reflect.apply(f, {}, args);
      if (r instanceof Promise) r.catch(() => {});
      return 'returns ' + typeof r;
    } catch (e) {
      return 'throws ' + String((e as Error)?.name);
    }
  };
  return wanted.map(([name, property]) => {
    const d = all.get(name) && describe(all.get(name)!, property);
    if (!d || acting.has(property)) return '-';
    return d.get || d.set ? attempt(d.get) + ', ' + attempt(d.set, 'x') : attempt(d.value);
  });
}

/** What comes of calling the named functions: wrongly, and properly. */
export function outcomes(wanted: [string, string][]): [misuse: string, use: string][] {
  const proper = use(wanted);
  return misuse(wanted).map((wrong, i) => [wrong, proper[i]!]);
}
