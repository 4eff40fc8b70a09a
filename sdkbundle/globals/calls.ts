/**
 * Calls functions of the platform as a page does and tells what came of each: what they return,
 * whether objects keep their identity, what they throw and how often they look at their arguments.
 * Everything is done to objects that belong to no page, except where the name says otherwise, and
 * nothing is left behind. Run with and without an SDK, the answers must be the same.
 */

type Call = () => unknown;

const el = <K extends keyof HTMLElementTagNameMap>(name: K) => document.createElement(name);
const field = (type: string) => Object.assign(el('input'), {type});
const list = (multiple = false) => {
  const s = el('select');
  s.multiple = multiple;
  s.append(new Option('a'), new Option('b')); // not innerHTML, which Trusted Types guard
  return s;
};
const sheet = () => {
  const s = new CSSStyleSheet();
  s.replaceSync('a { color: red; } @media all { b { color: red; } }');
  return s;
};
const styleRule = () => sheet().cssRules[0] as CSSStyleRule;
const groupRule = () => sheet().cssRules[1] as CSSGroupingRule;
const root = (mode: ShadowRootMode = 'open') => el('div').attachShadow({mode});

/** What a call throws, as a page's catch sees it. */
function thrown(call: Call): string {
  try {
    return 'returned ' + show(call());
  } catch (e) {
    return wrong(e);
  }
}

function wrong(e: unknown): string {
  const {name, message} = Object(e) as Partial<Error>;
  return `throws ${e instanceof DOMException ? 'DOMException ' : ''}${String(name)}: ${String(message)}`;
}

function show(v: unknown): string {
  if (Array.isArray(v)) return `[${v.map(show).join(', ')}]`;
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'object' && v !== null) return Object.prototype.toString.call(v);
  return typeof v === 'function' ? 'a function' : String(v);
}

/** Setter of a property, called as a page's own library does that has taken it off the prototype. */
const set = (of: object, name: string, on: unknown, value: unknown) =>
  Reflect.apply(Object.getOwnPropertyDescriptor(of, name)!.set!, on, [value]);
const get = (of: object, name: string, on: unknown): unknown => Reflect.apply(Object.getOwnPropertyDescriptor(of, name)!.get!, on, []);

/** An argument that counts how often it is turned into text. */
const counted = () => {
  const c = {times: 0, toString: () => (c.times++, 'a')};
  return c;
};

let names = 0;

const shadow: Record<string, Call> = {
  'Element.prototype.attachShadow': () => {
    const host = el('div'), r = host.attachShadow({mode: 'open'});
    return [r === host.shadowRoot, r.mode, r.host === host, Object.keys(r).length];
  },
  'Element.prototype.attachShadow, closed': () => {
    const host = el('div'), r = host.attachShadow({mode: 'closed', delegatesFocus: true, slotAssignment: 'manual'});
    return [host.shadowRoot, r.mode, r.delegatesFocus, r.slotAssignment];
  },
  'Element.prototype.attachShadow, twice': () => {
    const host = el('div');
    host.attachShadow({mode: 'open'});
    return thrown(() => host.attachShadow({mode: 'open'}));
  },
  'Element.prototype.attachShadow, of an input': () => thrown(() => el('input').attachShadow({mode: 'open'})),
  'Element.prototype.attachShadow, without options': () => thrown(() => (el('div').attachShadow as Call)()),
  'Element.prototype.attachShadow, options are read': () => {
    const reads: string[] = [];
    el('div').attachShadow(new Proxy({mode: 'open' as const}, {get: (o, k) => (reads.push(String(k)), (o as never)[k])}));
    return reads;
  },
  'ShadowRoot.prototype.adoptedStyleSheets': () => {
    const r = root(), s = sheet();
    r.adoptedStyleSheets = [s];
    const now = r.adoptedStyleSheets;
    now.push(sheet());
    return [now === r.adoptedStyleSheets, now[0] === s, r.adoptedStyleSheets.length, Object.keys(r).length];
  },
  'ShadowRoot.prototype.adoptedStyleSheets, of no sheet': () => thrown(() => { root().adoptedStyleSheets = [{} as CSSStyleSheet]; }),
  'document.adoptedStyleSheets': () => [
    document.adoptedStyleSheets === document.adoptedStyleSheets,
    Array.isArray(document.adoptedStyleSheets),
  ],
  'document.adoptedStyleSheets, of no sheet': () => thrown(() => { document.adoptedStyleSheets = [{} as CSSStyleSheet]; }),
  'Document.prototype.adoptedStyleSheets, of another document': () => {
    const d = document.implementation.createHTMLDocument('');
    return thrown(() => { d.adoptedStyleSheets = [sheet()]; });
  },
};

const styles: Record<string, Call> = {
  'CSSStyleSheet.prototype.insertRule': () => {
    const s = sheet();
    return [s.insertRule('i {}'), s.insertRule('u {}', 3), s.cssRules.length, s.cssRules[0]!.cssText];
  },
  'CSSStyleSheet.prototype.insertRule, too far': () => thrown(() => sheet().insertRule('i {}', 9)),
  'CSSStyleSheet.prototype.insertRule, no rule': () => thrown(() => sheet().insertRule('}')),
  'CSSStyleSheet.prototype.insertRule, conversions': () => {
    const text = {times: 0, toString: () => (text.times++, 'i {}')};
    sheet().insertRule(text as unknown as string);
    return text.times;
  },
  'CSSStyleSheet.prototype.deleteRule': () => [sheet().deleteRule(0), thrown(() => sheet().deleteRule(9))],
  'CSSStyleSheet.prototype.addRule': () => [sheet().addRule('i', 'color: red'), sheet().addRule()],
  'CSSStyleSheet.prototype.removeRule': () => [sheet().removeRule(0), sheet().removeRule(), thrown(() => sheet().removeRule(9))],
  'CSSStyleSheet.prototype.replaceSync': () => [sheet().replaceSync('i {}'), thrown(() => (sheet().replaceSync as Call)())],
  'CSSStyleSheet.prototype.replace': async () => {
    const s = sheet(), p = s.replace('i {}');
    return [p instanceof Promise, (await p) === s, s.cssRules.length];
  },
  'CSSGroupingRule.prototype.insertRule': () => [groupRule().insertRule('i {}', 1), thrown(() => groupRule().insertRule('}', 0))],
  'CSSGroupingRule.prototype.deleteRule': () => [groupRule().deleteRule(0), thrown(() => groupRule().deleteRule(9))],
  'CSSStyleRule.prototype.insertRule': () => [styleRule().insertRule('& i {}'), thrown(() => styleRule().insertRule('& i {}', 9))],
  'CSSStyleDeclaration.prototype.setProperty': () => {
    const {style} = styleRule();
    return [style.setProperty('color', 'blue', 'important'), style.color, style.getPropertyPriority('color'), style.setProperty('color', 'nonsense'), style.color];
  },
  'CSSStyleDeclaration.prototype.setProperty, of an element': () => {
    const {style} = el('div');
    return [style.setProperty('--x', ' 1 '), style.getPropertyValue('--x'), style.length, style.cssText];
  },
  'CSSStyleDeclaration.prototype.setProperty, conversions': () => {
    const v = counted();
    el('div').style.setProperty('--x', v as unknown as string);
    return v.times;
  },
  'CSSStyleDeclaration.prototype.removeProperty': () => [styleRule().style.removeProperty('color'), styleRule().style.removeProperty('top')],
  'CSSStyleDeclaration.prototype.setProperty, one argument': () => thrown(() => (el('div').style.setProperty as (n: string) => void)('color')),
};

const controls: Record<string, Call> = {
  'HTMLInputElement.prototype.value': () => {
    const e = field('text');
    return [set(HTMLInputElement.prototype, 'value', e, 'a\nb'), e.value, set(HTMLInputElement.prototype, 'value', e, null), e.value, Object.keys(e).length];
  },
  'HTMLInputElement.prototype.value, of a number': () => [Object.assign(field('number'), {value: 'abc'}).value, Object.assign(field('color'), {value: 'x'}).value],
  'HTMLInputElement.prototype.value, of a file': () => thrown(() => { field('file').value = 'x'; }),
  'HTMLInputElement.prototype.value, of no input': () => [
    thrown(() => set(HTMLInputElement.prototype, 'value', {}, 'x')),
    thrown(() => set(HTMLInputElement.prototype, 'value', el('textarea'), 'x')),
    thrown(() => get(HTMLInputElement.prototype, 'value', {})),
  ],
  'HTMLInputElement.prototype.value, conversions': () => {
    const v = counted();
    set(HTMLInputElement.prototype, 'value', field('text'), v);
    return v.times;
  },
  'HTMLInputElement.prototype.value, its argument throws': () => thrown(() => set(HTMLInputElement.prototype, 'value', field('text'), {toString() { throw new RangeError('own'); }})),
  'HTMLInputElement.prototype.value, a symbol': () => thrown(() => set(HTMLInputElement.prototype, 'value', field('text'), Symbol('x'))),
  'HTMLInputElement.prototype.value, handlers': () => {
    const e = field('text'), seen: string[] = [];
    for (const type of ['input', 'change', 'select']) e.addEventListener(type, () => seen.push(type));
    e.value = 'x';
    return seen;
  },
  'HTMLInputElement.prototype.checked': () => {
    const e = field('checkbox');
    return [set(HTMLInputElement.prototype, 'checked', e, 1), e.checked, thrown(() => set(HTMLInputElement.prototype, 'checked', {}, true))];
  },
  'HTMLInputElement.prototype.checked, of a group': () => {
    const form = el('form'), a = Object.assign(field('radio'), {name: 'n', checked: true}), b = Object.assign(field('radio'), {name: 'n'});
    form.append(a, b);
    b.checked = true;
    return [a.checked, b.checked];
  },
  'HTMLTextAreaElement.prototype.value': () => {
    const e = el('textarea');
    return [set(HTMLTextAreaElement.prototype, 'value', e, 'a\r\nb'), e.value, e.textLength, thrown(() => set(HTMLTextAreaElement.prototype, 'value', {}, 'x'))];
  },
  'HTMLSelectElement.prototype.value': () => {
    const e = list();
    return [set(HTMLSelectElement.prototype, 'value', e, 'b'), e.selectedIndex, set(HTMLSelectElement.prototype, 'value', e, 'none'), e.selectedIndex];
  },
  'HTMLSelectElement.prototype.selectedIndex': () => {
    const e = list();
    return [set(HTMLSelectElement.prototype, 'selectedIndex', e, '1'), e.value, thrown(() => set(HTMLSelectElement.prototype, 'selectedIndex', {}, 1))];
  },
  'HTMLOptionElement.prototype.selected': () => {
    const e = list(true);
    for (const o of e.options) o.selected = true;
    return [e.selectedOptions.length, thrown(() => set(HTMLOptionElement.prototype, 'selected', {}, true))];
  },
  'descriptors are the same twice': () => ['value', 'checked'].map(name => {
    const once = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, name)!, twice = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, name)!;
    return once.set === twice.set && once.get === twice.get;
  }),
};

const events: Record<string, Call> = {
  'EventTarget.prototype.addEventListener': () => {
    const t = el('div'), seen: unknown[] = [], listener = function (this: unknown) { seen.push(this === t); };
    const back = [t.addEventListener('x', listener), t.addEventListener('x', listener), t.addEventListener('x', null as never)];
    t.dispatchEvent(new Event('x'));
    t.removeEventListener('x', listener);
    t.dispatchEvent(new Event('x'));
    return [back, seen];
  },
  'EventTarget.prototype.addEventListener, options': () => {
    const t = el('div'), seen: string[] = [], stop = new AbortController();
    t.addEventListener('x', () => seen.push('once'), {once: true});
    t.addEventListener('x', e => e.preventDefault(), {passive: true});
    t.addEventListener('x', () => seen.push('until'), {signal: stop.signal});
    t.addEventListener('x', () => seen.push('capture'), {capture: true});
    const kept = t.dispatchEvent(new Event('x', {cancelable: true}));
    stop.abort();
    t.dispatchEvent(new Event('x'));
    return [kept, seen];
  },
  'EventTarget.prototype.addEventListener, an object': () => {
    const t = el('div'), seen: unknown[] = [], o = {handleEvent(this: unknown, e: Event) { seen.push(this === o, e.type, e.isTrusted, e.currentTarget === t); }};
    t.addEventListener('x', o);
    t.dispatchEvent(new Event('x'));
    return seen;
  },
  'EventTarget.prototype.addEventListener, wrongly': () => [
    thrown(() => (el('div').addEventListener as Call)()),
    thrown(() => el('div').addEventListener('x', 1 as never)),
    thrown(() => Reflect.apply(EventTarget.prototype.addEventListener, {}, ['x', () => {}])),
  ],
  'EventTarget.prototype.dispatchEvent': () => {
    const t = el('div');
    t.addEventListener('x', e => e.preventDefault());
    return [t.dispatchEvent(new Event('x')), t.dispatchEvent(new Event('x', {cancelable: true})), thrown(() => t.dispatchEvent({} as Event))];
  },
  'MutationObserver': () => {
    const o = new MutationObserver(() => {}), t = el('div');
    o.observe(t, {attributes: true, attributeOldValue: true});
    t.title = 'a';
    t.title = 'b';
    const records = o.takeRecords();
    o.disconnect();
    return [o instanceof MutationObserver, MutationObserver.name, records.length, records[1]?.oldValue, Object.keys(o).length, thrown(() => o.observe(t, {})), thrown(() => (MutationObserver as unknown as Call)())];
  },
  'MutationObserver, its callback': () => new Promise(done => {
    const t = el('div'), o: MutationObserver = new MutationObserver(function (this: unknown, records, given) {
      done([this === o, given === o, records.map(r => r.type + (r.addedNodes[0]?.nodeName ?? ''))]);
    });
    o.observe(t, {childList: true, characterData: true, subtree: true});
    t.append('x', el('i'));
    t.firstChild!.nodeValue = 'y';
  }),
};

const nodes: Record<string, Call> = {
  'Node.prototype.appendChild': () => {
    const a = el('div'), b = el('i');
    return [a.appendChild(b) === b, a.insertBefore(el('u'), b).localName, a.removeChild(b) === b, thrown(() => a.removeChild(b)), a.childNodes === a.childNodes];
  },
  'Element.prototype.setAttribute': () => {
    const a = el('div');
    return [a.setAttribute('title', 'x'), a.toggleAttribute('hidden'), a.getAttributeNames(), thrown(() => a.setAttribute('1', '')), a.removeAttribute('title')];
  },
  'Element.prototype.hasAttribute': () => {
    const a = el('div');
    a.setAttribute('title', 'x');
    return [a.hasAttribute('title'), a.hasAttribute('alt')];
  },
  'Element.prototype.innerText': () => {
    const a = el('div');
    a.innerText = 'a\nb';
    return [a.childNodes.length, a.textContent, a.cloneNode(true).childNodes.length];
  },
  'customElements.define': () => {
    const name = `replaylab-trial-${++names}-${document.querySelectorAll('*').length}-${performance.now().toString(36).replace('.', '')}`;
    const seen: string[] = [];
    class Trial extends HTMLElement {
      static observedAttributes = ['x'];
      connectedCallback() { seen.push('connected'); }
      attributeChangedCallback() { seen.push('attribute'); }
    }
    const back = customElements.define(name, Trial), made = document.createElement(name);
    made.setAttribute('x', '');
    return [back, customElements.get(name) === Trial, made instanceof Trial, new Trial().localName === name, seen,
      thrown(() => customElements.define(name, class extends HTMLElement {})).replaceAll(name, 'NAME')];
  },
  'customElements.define, wrongly': () => [
    thrown(() => customElements.define('nohyphen', class extends HTMLElement {})),
    thrown(() => customElements.define('replaylab-trial', {} as CustomElementConstructor)),
    thrown(() => Reflect.apply(CustomElementRegistry.prototype.define, {}, ['a-b', class extends HTMLElement {}])),
  ],
  'HTMLCanvasElement.prototype.getContext': () => {
    const c = el('canvas'), x = c.getContext('2d');
    return [x === c.getContext('2d'), x?.canvas === c, el('canvas').getContext('none'), JSON.stringify(x?.getContextAttributes())];
  },
  'own properties of what a page makes': () => [el('input'), el('canvas'), el('img'), root(), sheet(), styleRule(), styleRule().style, new Event('x'), new XMLHttpRequest(),
    new Headers(), new AbortController(), document.createRange(), document.createTextNode('')].flatMap(o => Reflect.ownKeys(o).filter(k => k !== 'isTrusted').map(String)),
};

const network: Record<string, Call> = {
  'fetch, no address': async () => {
    const p = fetch('http://[');
    return [p instanceof Promise, await p.catch(wrong)];
  },
  'fetch, aborted': async () => {
    const p = fetch(location.href, {signal: AbortSignal.abort()});
    return [p instanceof Promise, p.constructor === Promise, await p.catch(wrong)];
  },
  'fetch, wrongly': async () => [await (fetch as () => Promise<unknown>)().catch(wrong), await fetch(location.href, {method: 'a b'}).catch(wrong)],
  'XMLHttpRequest': () => {
    const x = new XMLHttpRequest();
    return [x.readyState, thrown(() => x.send()), thrown(() => x.setRequestHeader('a', 'b')), x.open('GET', location.href), x.readyState, x.abort(), x.onload,
      Object.prototype.toString.call(x), thrown(() => (XMLHttpRequest as unknown as Call)())];
  },
  'navigator.sendBeacon, no address': () => thrown(() => navigator.sendBeacon('http://[')),
  'WebSocket, no address': () => thrown(() => new WebSocket('ftp://x')),
};

const timing: Record<string, Call> = {
  'setTimeout': () => new Promise(done => {
    const id = setTimeout(function (this: unknown, ...args: unknown[]) { done([typeof id, id > 0, this === window, args]); }, 0, 1, 'a');
  }),
  'clearTimeout': () => [clearTimeout(setTimeout(() => {}, 1000)), clearInterval(setInterval(() => {}, 1000)), clearTimeout(undefined)],
  'requestAnimationFrame': () => {
    const id = requestAnimationFrame(() => {});
    return [id > 0, cancelAnimationFrame(id), thrown(() => (requestAnimationFrame as unknown as Call)())];
  },
  'queueMicrotask': () => [queueMicrotask(() => {}), thrown(() => queueMicrotask(1 as never))],
  'Promise': async () => [Promise.resolve() instanceof Promise, (async () => {})().constructor === Promise, await Promise.reject(new RangeError('own')).catch(wrong), thrown(() => (Promise as unknown as Call)())],
  'Date': () => [Number.isInteger(Date.now()), new Date(0).toISOString(), typeof Date(), new Date(2020, 0) instanceof Date],
  'JSON': () => [JSON.stringify([[1, 'a'], {b: undefined, c: [null]}]), thrown(() => JSON.parse('{'))],
};

const navigation: Record<string, Call> = {
  'history.replaceState, of the page': () => [history.replaceState(history.state, '', location.href), thrown(() => history.replaceState(() => {}, ''))],
  'history.pushState, elsewhere': () => [thrown(() => history.pushState(null, '', 'http://other.invalid/')), thrown(() => (history.pushState as Call)())],
};

const enumeration: Record<string, Call> = Object.fromEntries(
  ([['Node', Node], ['Element', Element], ['HTMLElement', HTMLElement], ['HTMLInputElement', HTMLInputElement], ['Document', Document], ['CSSStyleSheet', CSSStyleSheet],
    ['CSSStyleDeclaration', CSSStyleDeclaration], ['EventTarget', EventTarget], ['History', History], ['ShadowRoot', ShadowRoot]] as const)
    .map(([name, of]) => [`Object.keys(${name}.prototype)`, () => Object.keys(of.prototype).join(' ')]),
);

const all: Record<string, Call>[] = [shadow, styles, controls, events, nodes, network, timing, navigation, enumeration];

const patience = 1500;
const late = () => new Promise<string>(done => setTimeout(() => done(`not settled in ${patience} ms`), patience));

/** What came of each call. quick leaves out those that need the event loop, which a page whose time stands still does not turn. */
export async function calls(quick: boolean): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const group of all) {
    if (quick && (group === network || group === timing)) continue;
    for (const name in group) {
      try {
        const v = group[name]!();
        out[name] = show(!(v instanceof Promise) ? v : quick ? '(not waited for)' : await Promise.race([v, late()]));
      } catch (e) {
        out[name] = wrong(e);
      }
    }
  }
  return out;
}
