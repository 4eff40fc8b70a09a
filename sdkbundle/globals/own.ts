/** What a page's scripts find on objects of the page that the platform did not put there. */

const {getOwnPropertyNames: names, getOwnPropertySymbols: symbols} = Object;

/** Of names that end in random characters, as frameworks make them, the part that stays. */
const stem = (name: string) => name.replace(/\$[a-z0-9]{6,}$/, '$…');

/** A property that hides one of the platform's own is told from one that a page's library may keep there. */
const hides = 'hides';

/** Properties of handlers that are set: name → the handler's code. */
function handlers(name: string, o: object, into: Record<string, string>): void {
  for (const key in o) {
    if (!key.startsWith('on')) continue;
    const v: unknown = (o as Record<string, unknown>)[key];
    if (typeof v === 'function') into[`${name}.${key}`] = 'handler ' + Function.prototype.toString.call(v).slice(0, 200);
  }
}

/**
 * Own properties of nodes and of the page's single objects, as "div.__x" → "", and
 * handlers that are set on window and document, as "window.onerror" → "handler " and its code.
 */
export function own(): Record<string, string> {
  const all: Record<string, string> = {};
  const tell = (holder: string, o: object) => {
    for (const n of names(o)) all[`${holder}.${stem(n)}`] = n in (Object.getPrototypeOf(o) as object) ? hides : '';
    for (const s of symbols(o)) all[`${holder}.[${stem(String(s.description))}]`] = '';
  };
  for (const name of ['history', 'navigator', 'customElements', 'screen', 'performance'] as const) tell(name, window[name]);
  // Of the platform's own, only location is always there.
  for (const n of names(document)) if (n !== 'location') all[`document.${stem(n)}`] = n in Document.prototype ? hides : '';
  const visit = (n: Node) => {
    if (n !== document) tell(n instanceof ShadowRoot ? '#shadow-root' : n.nodeName.toLowerCase(), n);
    if (n instanceof Element && n.shadowRoot) visit(n.shadowRoot);
    for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
  };
  visit(document);
  handlers('window', window, all);
  handlers('document', document, all);
  return all;
}
