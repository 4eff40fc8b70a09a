/**
 * Reads the state of a document that the browser's debugger does not tell. Nodes are named by
 * their place in the preorder that lab/dom defines (shadow root, template content, then children;
 * frames are read by themselves), so that Go can join this with the debugger's own tree.
 */
import {assigned, edited, element as facts, focusable, hit, page as pageFacts, type Facts} from './facts';
import {control, page, shadow, states, type Props} from './state';

export interface State {
  /** Node's place → its state, for nodes that have any. */
  props: [number, Props][];
  /** Node's place → what the browser has made of the state, for nodes that it made something of. */
  facts: [number, Facts][];
  /** Node's place → namespace, for elements outside HTML. */
  spaces: [number, string][];
  /** Node's place → bits of the selectors that it matches. */
  matches: [number, number][];
  /** Node's place → computed style of its backdrop, for elements that have one. */
  backdrops: [number, string[]][];
  selection: Span | null;
  /** Custom highlights, by name, each with its priority and its ranges. */
  highlights: [string, number, Span[]][];
  count: number;
  /** A script has opened the document, and it was not closed. */
  unfinished: boolean;
  now: number;
  width: number;
  height: number;
}

/** Start node's place and offset, then the end's. */
type Span = [number, number, number, number];

const svg = 'http://www.w3.org/2000/svg';
const html = 'http://www.w3.org/1999/xhtml';

export function read(closed: ShadowRoot[], selectors: string[], styles: string[]): State {
  const hidden = new Map(closed.map(r => [r.host, r]));
  const places = new Map<Node, number>();
  const state: State = {
    props: [], facts: [], spaces: [], matches: [], backdrops: [], selection: null, highlights: [], count: 0, unfinished: document.readyState === 'loading',
    now: Date.now(), width: innerWidth, height: innerHeight,
  };
  const tests = selectors.map(s => (works(s) ? s : ':not(*)'));
  const active = new Set<Element>();
  const custom: [Element, number][] = [];
  const roots: ShadowRoot[] = [];
  const open = new Map<Element, ShadowRoot>();
  const controls: [Element, number][] = [];
  const pointed: [Element, number][] = []; // what the middle of is tested

  const visit = (n: Node) => {
    const place = state.count++;
    places.set(n, place);
    let root: ShadowRoot | undefined | null;
    if (n instanceof Element) {
      root = n.shadowRoot ?? hidden.get(n);
      element(n, place);
    } else if (n instanceof ShadowRoot) {
      roots.push(n);
      open.set(n.host, n);
      if (n.activeElement) active.add(n.activeElement);
      put(state.props, place, shadow(n));
    } else if (n instanceof Document) {
      const e = n.activeElement;
      if (e && e !== n.body && e !== n.documentElement) active.add(e);
      put(state.props, place, page(n));
      put(state.facts, place, pageFacts(n));
    }
    if (root) visit(root);
    if (n instanceof HTMLTemplateElement) visit(n.content);
    for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
  };

  const element = (e: Element, place: number) => {
    if (e.namespaceURI !== html) state.spaces.push([place, e.namespaceURI === svg ? 'svg' : e.namespaceURI ?? 'none']);
    let bits = 0;
    for (let i = 0; i < tests.length; i++) if (e.matches(tests[i]!)) bits += 2 ** i; // exact up to 53 of them
    if (bits) state.matches.push([place, bits]);
    const p: Props = {};
    if (e.scrollLeft) p['scrollLeft'] = String(e.scrollLeft);
    if (e.scrollTop) p['scrollTop'] = String(e.scrollTop);
    if (active.has(e)) p['focused'] = 'true';
    if (e.namespaceURI === html) {
      control(e, p);
      if (p['value'] !== undefined || p['checked'] || e.localName === 'input') controls.push([e, place]);
      if (p['open'] && p['open'] !== 'dialog' && styles.length) {
        const style = getComputedStyle(e, '::backdrop');
        if (style.display !== 'none') state.backdrops.push([place, styles.map(s => style.getPropertyValue(s))]);
      }
      if (e.localName.includes('-') || e.hasAttribute('is')) {
        if (e.matches(':defined')) p['defined'] = 'true';
        custom.push([e, place]);
      }
    }
    if (focusable(e) || (p['open'] && p['open'] !== 'dialog')) pointed.push([e, place]);
    put(state.props, place, p);
    put(state.facts, place, facts(e, active.has(e)));
  };

  visit(document);
  for (const [e, place] of pointed) {
    const found = hit(e, open);
    if (found) state.facts.push([place, {hit: found}]);
  }
  const sheets = state.props.flatMap(([, p]) => [p['sheet'] ?? '', p['adopted'] ?? '']);
  state.props.push(...states(custom, sheets));
  state.facts.push(...edited(controls, sheets));
  for (const [n, slot] of assigned(roots)) {
    const place = places.get(n);
    if (place !== undefined) state.facts.push([place, {slot}]);
  }
  state.selection = selection(places, closed);
  state.highlights = highlights(places);
  return state;
}

function put<T extends object>(list: [number, T][], place: number, p: T): void {
  for (const _ in p) {
    list.push([place, p]);
    return;
  }
}

function works(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

function selection(places: Map<Node, number>, closed: ShadowRoot[]): Span | null {
  const s = getSelection();
  if (!s || s.rangeCount === 0) return null;
  const [range] = s.getComposedRanges({shadowRoots: closed});
  if (!range || range.collapsed) return null;
  // A caret in a text field, or where one was, shows as a range around the field.
  const only = range.startContainer === range.endContainer && range.endOffset === range.startOffset + 1;
  const inside = range.startContainer.childNodes[range.startOffset];
  if (only && (inside instanceof HTMLInputElement || inside instanceof HTMLTextAreaElement)) return null;
  return span(places, range);
}

function span(places: Map<Node, number>, range: AbstractRange): Span | null {
  const start = places.get(range.startContainer), end = places.get(range.endContainer);
  if (start === undefined || end === undefined) return null;
  return [start, range.startOffset, end, range.endOffset];
}

/** The custom highlights that cover something of the document, in the order of their names. */
function highlights(places: Map<Node, number>): State['highlights'] {
  const list: State['highlights'] = [];
  for (const [name, h] of CSS.highlights as unknown as Iterable<[string, Highlight & Iterable<AbstractRange>]>) {
    const spans = [...h].filter(r => !r.collapsed).map(r => span(places, r)).filter(s => s !== null);
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
    if (spans.length) list.push([name, h.priority, spans]);
  }
  return list.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
