/**
 * The platform's own functions, taken once at start: what a page puts in their place later does not
 * matter, and of what it has put there before, the original is looked for.
 */

export type Win = Window & typeof globalThis;

type Fn = (this: unknown, ...args: never[]) => unknown;

/** Calls a method as a function of its object. */
function method<A extends unknown[], R>(proto: object, name: string): (self: unknown, ...args: A) => R {
  const f = Object.getOwnPropertyDescriptor(proto, name)!.value as Fn;
  return Function.prototype.call.bind(f) as never;
}

/** Calls a getter as a function of its object: a form's controls hide its properties. */
function getter<T, R>(proto: object, name: string): (self: T) => R {
  const f = Object.getOwnPropertyDescriptor(proto, name)?.get as Fn | undefined;
  return (f ? Function.prototype.call.bind(f) : (o: Record<string, unknown>) => o[name]) as never;
}

const isNative = (f: unknown, name: string): boolean =>
  typeof f === 'function' && Function.prototype.toString.call(f) === `function ${name}() { [native code] }`;

/** A global function or constructor as the browser made it: below the subclass of a page, or where zone.js keeps it. */
export function pristine<K extends keyof Win>(win: Win, name: K): Win[K] {
  const kept = (win as unknown as Record<string, Win[K]>)[`__zone_symbol__${String(name)}`];
  if (isNative(kept, String(name))) return kept!;
  for (let f: unknown = win[name]; typeof f === 'function'; f = Object.getPrototypeOf(f)) {
    if (isNative(f, String(name))) return f as Win[K];
  }
  return win[name];
}

export function natives(win: Win) {
  const {Node, Element, Document, EventTarget, CharacterData, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement} = win;
  const node = Node.prototype, element = Element.prototype;
  const zoned = EventTarget.prototype as unknown as Record<string, Fn>;
  const now = pristine(win, 'Date').now;
  const timer = pristine(win, 'setTimeout'), clear = pristine(win, 'clearTimeout');
  const {performance, JSON} = win;
  const base = getter<Node, string>(node, 'baseURI');
  /** Bases of documents that no window shows, which have none themselves. */
  const bases = new WeakMap<Node, string>();
  return {
    parent: getter<Node, Node | null>(node, 'parentNode'),
    first: getter<Node, ChildNode | null>(node, 'firstChild'),
    next: getter<Node, ChildNode | null>(node, 'nextSibling'),
    type: getter<Node, number>(node, 'nodeType'),
    owner: getter<Node, Document | null>(node, 'ownerDocument'),
    connected: getter<Node, boolean>(node, 'isConnected'),
    bases,
    base(n: Node): string {
      const b = base(n);
      return b === 'about:blank' ? bases.get(n.ownerDocument ?? n) ?? b : b;
    },
    root: method<[], Node>(node, 'getRootNode'),
    data: getter<CharacterData, string>(CharacterData.prototype, 'data'),
    local: getter<Element, string>(element, 'localName'),
    ns: getter<Element, string | null>(element, 'namespaceURI'),
    tag: getter<Element, string>(element, 'tagName'),
    names: method<[], string[]>(element, 'getAttributeNames'),
    attr: method<[string], string | null>(element, 'getAttribute'),
    attrNode: method<[string], Attr | null>(element, 'getAttributeNode'),
    some: method<[], boolean>(element, 'hasAttributes'),
    has: method<[string], boolean>(element, 'hasAttribute'),
    matches: method<[string], boolean>(element, 'matches'),
    shadow: getter<Element, ShadowRoot | null>(element, 'shadowRoot'),
    scrollLeft: getter<Element, number>(element, 'scrollLeft'),
    scrollTop: getter<Element, number>(element, 'scrollTop'),
    rect: method<[], DOMRect>(element, 'getBoundingClientRect'),
    all: method<[string], NodeListOf<Element>>(element, 'querySelectorAll'),
    allIn: method<[string], NodeListOf<Element>>(win.DocumentFragment.prototype, 'querySelectorAll'),
    allOf: method<[string], NodeListOf<Element>>(Document.prototype, 'querySelectorAll'),
    activeIn: getter<Document, Element | null>(Document.prototype, 'activeElement'),
    activeOf: getter<ShadowRoot, Element | null>(win.ShadowRoot.prototype, 'activeElement'),
    inputValue: getter<Element, string>(HTMLInputElement.prototype, 'value'),
    areaValue: getter<Element, string>(HTMLTextAreaElement.prototype, 'value'),
    selectValue: getter<Element, string>(HTMLSelectElement.prototype, 'value'),
    checked: getter<Element, boolean>(HTMLInputElement.prototype, 'checked'),
    indeterminate: getter<Element, boolean>(HTMLInputElement.prototype, 'indeterminate'),
    inputType: getter<Element, string>(HTMLInputElement.prototype, 'type'),
    selected: getter<Element, boolean>(HTMLOptionElement.prototype, 'selected'),
    listen: Function.prototype.call.bind(zoned['__zone_symbol__addEventListener'] ?? EventTarget.prototype.addEventListener) as unknown as
      (t: EventTarget, type: string, f: (e: never) => void, o: AddEventListenerOptions) => void,
    unlisten: Function.prototype.call.bind(zoned['__zone_symbol__removeEventListener'] ?? EventTarget.prototype.removeEventListener) as unknown as
      (t: EventTarget, type: string, f: (e: never) => void, o: AddEventListenerOptions) => void,
    MutationObserver: pristine(win, 'MutationObserver'),
    MessageChannel: pristine(win, 'MessageChannel'),
    URL: win.URL,
    setTimeout: (f: () => void, ms: number): number => timer.call(win, f, ms) as unknown as number,
    clearTimeout: (id: number): void => clear.call(win, id),
    now: (): number => now.call(win.Date),
    ticks: performance.now.bind(performance),
    stringify: JSON.stringify,
  };
}

export type Dom = ReturnType<typeof natives>;
