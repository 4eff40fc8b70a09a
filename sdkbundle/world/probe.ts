/**
 * Reads the state of a document that the browser's debugger does not tell: live form state, scroll,
 * focus, selection, top layer, sheets, namespaces. Nodes are named by their place in the preorder
 * that lab/dom defines (shadow root, template content, then children; frames are read by
 * themselves), so that Go can join this with the debugger's own tree.
 */

export interface State {
  /** Node's place → its state, for nodes that have any. */
  props: [number, Record<string, string>][];
  /** Node's place → namespace, for elements outside HTML. */
  spaces: [number, string][];
  /** Node's place → bits of the selectors that it matches. */
  matches: [number, number][];
  selection: [number, number, number, number] | null;
  count: number;
  now: number;
  width: number;
  height: number;
}

type Props = Record<string, string>;

const svg = 'http://www.w3.org/2000/svg';
const html = 'http://www.w3.org/1999/xhtml';

export function read(closed: ShadowRoot[], selectors: string[]): State {
  const hidden = new Map(closed.map(r => [r.host, r]));
  const places = new Map<Node, number>();
  const state: State = {
    props: [], spaces: [], matches: [], selection: null, count: 0,
    now: Date.now(), width: innerWidth, height: innerHeight,
  };
  const tests = selectors.map(s => (works(s) ? s : ':not(*)'));
  const active = new Set<Element>();

  const visit = (n: Node) => {
    const place = state.count++;
    places.set(n, place);
    let root: ShadowRoot | undefined | null;
    if (n instanceof Element) {
      root = n.shadowRoot ?? hidden.get(n);
      element(n, place);
    } else if (n instanceof ShadowRoot) {
      if (n.activeElement) active.add(n.activeElement);
      put(place, shadow(n));
    } else if (n instanceof Document) {
      const e = n.activeElement;
      if (e && e !== n.body && e !== n.documentElement) active.add(e);
      put(place, page(n));
    }
    if (root) visit(root);
    if (n instanceof HTMLTemplateElement) visit(n.content);
    for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
  };

  const put = (place: number, p: Props) => {
    for (const _ in p) {
      state.props.push([place, p]);
      return;
    }
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
    control(e, p);
    put(place, p);
  };

  visit(document);
  state.selection = selection(places, closed);
  return state;
}

function works(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

function control(e: Element, p: Props): void {
  if (e instanceof HTMLInputElement) {
    if (e.type === 'checkbox' || e.type === 'radio') {
      p['checked'] = String(e.checked);
      if (e.indeterminate) p['indeterminate'] = 'true';
    } else if (e.type !== 'file' && e.type !== 'image') {
      p['value'] = e.value;
    } else if (e.files?.length) {
      p['files'] = [...e.files].map(f => f.name).join('\n');
    }
  } else if (e instanceof HTMLTextAreaElement) {
    p['value'] = e.value;
  } else if (e instanceof HTMLSelectElement) {
    p['value'] = e.value;
  } else if (e instanceof HTMLOptionElement) {
    if (e.selected) p['selected'] = 'true';
  } else if (e instanceof HTMLDialogElement) {
    if (e.open) p['open'] = e.matches(':modal') ? 'modal' : 'dialog';
  } else if (e instanceof HTMLMediaElement) {
    p['media'] = e.paused ? 'paused' : 'playing';
  } else if (e instanceof HTMLStyleElement || e instanceof HTMLLinkElement) {
    const text = e.sheet && rules(e.sheet);
    if (text) p['sheet'] = text;
  }
  if (!p['open'] && e.hasAttribute('popover') && e.matches(':popover-open')) p['open'] = 'popover';
  if (document.fullscreenElement && e.matches(':fullscreen')) p['open'] = 'fullscreen';
}

function shadow(r: ShadowRoot): Props {
  const p: Props = {mode: r.mode};
  if (r.delegatesFocus) p['delegatesFocus'] = 'true';
  if (r.slotAssignment === 'manual') p['slotAssignment'] = 'manual';
  if (r.clonable) p['clonable'] = 'true';
  if (r.serializable) p['serializable'] = 'true';
  adopted(r, p);
  return p;
}

function page(d: Document): Props {
  const p: Props = {};
  if (d.compatMode === 'BackCompat') p['quirks'] = 'true';
  if (d === document) {
    if (scrollX) p['scrollLeft'] = String(scrollX);
    if (scrollY) p['scrollTop'] = String(scrollY);
  }
  adopted(d, p);
  return p;
}

function adopted(r: Document | ShadowRoot, p: Props): void {
  const text = [...r.adoptedStyleSheets].map(rules).filter(Boolean).join('\n');
  if (text) p['adopted'] = text;
}

/** The rules of a sheet, one a line; '' if it may not be read or is switched off. */
export function rules(s: CSSStyleSheet): string {
  try {
    const text = [...s.cssRules].map(flat).join('\n');
    const media = s.media.mediaText;
    return (s.disabled ? '/* disabled */ ' : '') + (media && media !== 'all' ? `/* media ${media} */ ` : '') + text;
  } catch {
    return ''; // a sheet of another origin
  }
}

/** Writes rules as the browser does, by having it parse them: '' for text that is no sheet. */
export function canonical(text: string): string {
  const s = new CSSStyleSheet();
  try {
    s.replaceSync(text);
  } catch {
    return '';
  }
  return rules(s);
}

/**
 * A rule's own text on one line. An imported sheet stands in place of the rule that imports it,
 * inside the layer, condition or media query that the import puts it in.
 */
function flat(r: CSSRule): string {
  if (r instanceof CSSImportRule && r.styleSheet) {
    try {
      let text = [...r.styleSheet.cssRules].map(flat).join('\n');
      const wrap = (head: string) => (text = `${head} { ${text.replaceAll('\n', ' ')} }`);
      if (r.layerName !== null) wrap(`@layer ${r.layerName}`.trim());
      if (r.supportsText) wrap(`@supports (${r.supportsText})`);
      if (r.media.mediaText) wrap(`@media ${r.media.mediaText}`);
      return text;
    } catch {
      // A sheet of another origin: the rule stands for it.
    }
  }
  return absolute(r.cssText, r.parentStyleSheet?.href ?? document.baseURI).replace(/\s*\n\s*/g, ' ');
}

/** Makes url() references independent of where the sheet was loaded from. */
function absolute(css: string, base: string): string {
  return css.replace(/url\((["']?)(.*?)\1\)/g, (whole, quote: string, url: string) => {
    if (!url || /^(data:|blob:|#)/i.test(url)) return whole;
    try {
      return `url(${quote}${new URL(url, base).href}${quote})`;
    } catch {
      return whole;
    }
  });
}

function selection(places: Map<Node, number>, closed: ShadowRoot[]): State['selection'] {
  const s = getSelection();
  if (!s || s.rangeCount === 0) return null;
  const [range] = s.getComposedRanges({shadowRoots: closed});
  if (!range || range.collapsed) return null;
  // A caret in a text field, or where one was, shows as a range around the field.
  const only = range.startContainer === range.endContainer && range.endOffset === range.startOffset + 1;
  const inside = range.startContainer.childNodes[range.startOffset];
  if (only && (inside instanceof HTMLInputElement || inside instanceof HTMLTextAreaElement)) return null;
  const start = places.get(range.startContainer), end = places.get(range.endContainer);
  if (start === undefined || end === undefined) return null;
  return [start, range.startOffset, end, range.endOffset];
}
