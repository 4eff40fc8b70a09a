/**
 * Reads the signatures of everything that the platform defines for a page's scripts, in whatever
 * script world it is run in. Run in the page's own world it tells what the page would see; run in
 * the lab's world it tells what an unpatched platform looks like. It calls no getter of the page.
 */

const {getOwnPropertyDescriptor: describe, getPrototypeOf: parent, isExtensible} = Object;
const {ownKeys} = Reflect;
const text = Function.prototype.toString;

/** One object whose properties are looked at, under the name that a developer would write. */
type Holder = [name: string, object: object];

/** Objects that are one of a kind, and so may carry patches of their own. */
const instances = new Set(['document', 'navigator', 'history', 'location', 'customElements', 'screen', 'performance', 'visualViewport']);

/** Prototypes of the language that no global leads to. */
function hidden(): Holder[] {
  const of = (o: object) => parent(o) as object;
  const iterator = of(of([][Symbol.iterator]()));
  return [
    ['%IteratorPrototype%', iterator],
    ['%ArrayIteratorPrototype%', of([][Symbol.iterator]())],
    ['%MapIteratorPrototype%', of(new Map()[Symbol.iterator]())],
    ['%SetIteratorPrototype%', of(new Set()[Symbol.iterator]())],
    ['%GeneratorPrototype%', of(of((function* () {})()))],
    ['%AsyncGeneratorPrototype%', of(of((async function* () {})()))],
    ['%AsyncFunction.prototype%', of(async () => {})],
    ['%GeneratorFunction.prototype%', of(function* () {})],
    ['%TypedArray%', of(Uint8Array)],
    ['%TypedArray.prototype%', of(Uint8Array.prototype)],
  ];
}

function holders(): Holder[] {
  const list: Holder[] = [['window', globalThis], ...hidden()];
  const seen = new Set<object>(); // some constructors share a prototype: Option and HTMLOptionElement
  const add = (name: string, o: object) => {
    if (!seen.has(o)) list.push([name, o]);
    seen.add(o);
  };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
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
  const inner = wanted.some(name => name.startsWith('%')) ? new Map(hidden()) : undefined;
  for (const name of wanted) {
    const of = name.replace(/\.prototype$/, '');
    const v: unknown = of === 'window' ? globalThis : describe(globalThis, of)?.value ?? (globalThis as Record<string, unknown>)[of];
    const o: unknown = inner?.get(name) ?? (of === name ? v ?? {} : describe(v as object, 'prototype')?.value);
    if (o) all.set(name, o as object);
  }
  return all;
}

/** A property's key as a developer would write it, and back. */
const label = (key: string | symbol) => (typeof key === 'string' ? key : `[${String(key.description)}]`);

function find(holder: object | undefined, property: string): PropertyDescriptor | undefined {
  if (!holder) return undefined;
  const d = describe(holder, property);
  if (d || !property.startsWith('[')) return d;
  const key = ownKeys(holder).find(k => typeof k === 'symbol' && label(k) === property);
  return key === undefined ? undefined : describe(holder, key);
}

/** What can be told of a function without calling it: its shape, and the text of its code. */
function functionOf(f: unknown): [shape: string, code: string] {
  if (typeof f !== 'function') return ['-', ''];
  const proto = parent(f) === Function.prototype ? '' : ' with another prototype';
  const own = describe(f, 'prototype') ? ' constructor' : '';
  return [`${String(describe(f, 'name')?.value)}/${String(describe(f, 'length')?.value)}${proto}${own}`, text.call(f)];
}

const flagsOf = (d: PropertyDescriptor) => (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '');

/** Shape and code of a property, with a NUL between them: only the shape is the page's business. */
function signature(d: PropertyDescriptor): string {
  const flags = flagsOf(d);
  if (d.get || d.set) {
    const [get, getCode] = functionOf(d.get), [set, setCode] = functionOf(d.set);
    return `${flags} get ${get} set ${set}\0${getCode} ${setCode}`;
  }
  if (typeof d.value !== 'function') return `${flags} ${typeof d.value}\0`;
  const [shape, code] = functionOf(d.value);
  return `${flags} ${shape}\0${code}`;
}

/** Whether a function is the browser's own, under its own name: such a one is told by its flags alone. */
function native(f: unknown, name: string): boolean {
  if (typeof f !== 'function') return f === undefined;
  const t = text.call(f);
  return t.length === name.length + 29 && t.startsWith(name, 9) && t.endsWith('() { [native code] }');
}

/** The same as signature, in few characters where nothing is to be said. */
function brief(d: PropertyDescriptor, name: string): string {
  if (d.get || d.set) return native(d.get, 'get ' + name) && native(d.set, 'set ' + name) ? flagsOf(d) + (d.set ? '=' : '') : signature(d);
  return typeof d.value === 'function' && native(d.value, name) ? flagsOf(d) : signature(d);
}

/** Calls back for each property of a holder. Of window and of instances, only for what the platform may define. */
function each([name, object]: Holder, tell: (property: string, d: PropertyDescriptor) => void): void {
  const single = instances.has(name);
  for (const key of ownKeys(object)) {
    const n = label(key);
    if (name === 'window' && /^(\d+|replaylab\w*|__replaylab)$/.test(n)) continue;
    // A page may keep what it likes on an object; what hides a property of the platform counts.
    if (single && !(key in (parent(object) as object))) continue;
    const d = describe(object, key);
    if (d) tell(n, d);
  }
}

/** What else there is to an object: the prototype that it inherits from, and whether it can grow. */
function nature(object: object): string {
  const p = parent(object);
  const of: unknown = p && (describe(p, Symbol.toStringTag)?.value ?? (describe(p, 'constructor')?.value as {name?: unknown} | undefined)?.name ?? describe(p, 'name')?.value);
  return `inherits from ${p ? String(of) : 'nothing'}${isExtensible(object) ? '' : ', closed'}`;
}

/** A hash of every holder's signatures, so that only holders that differ need be told in full. */
export function hashes(): Record<string, number> {
  const all: Record<string, number> = {};
  for (const holder of holders()) {
    let h = 2166136261;
    const add = (s: string) => {
      for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 16777619);
    };
    each(holder, (n, d) => {
      add(n);
      add(brief(d, n));
    });
    add(nature(holder[1]));
    all[holder[0]] = h >>> 0;
  }
  return all;
}

export interface Details {
  /** Signatures by property, in the order in which a page finds them. */
  properties: [name: string, signature: string][];
  nature: string;
}

/** The named holders in full. */
export function details(wanted: string[]): Record<string, Details> {
  const out: Record<string, Details> = {};
  for (const holder of named(wanted)) {
    const properties: Details['properties'] = [];
    each(holder, (n, d) => properties.push([n, signature(d)]));
    out[holder[0]] = {properties, nature: nature(holder[1])};
  }
  return out;
}

/** The functions behind properties, given as [holder, property], for the debugger to locate. */
export function functions(wanted: [string, string][]): unknown[] {
  const all = named(wanted.map(([name]) => name));
  return wanted.map(([name, property]) => {
    const d = find(all.get(name), property);
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

/** Calls patched functions as no page should, and tells what came of it: the checks of a native one must still be there. */
export function misuse(wanted: [string, string][]): string[] {
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
    const d = find(all.get(name), property);
    if (!d || acting.has(property)) return '-';
    return d.get || d.set ? attempt(d.get) + ', ' + attempt(d.set, 'x') : attempt(d.value);
  });
}
