/** Records the documents of frames, as they come and go. */
import type {DocumentNode} from '../../protocol';
import type {Describer} from './describe';
import type {Far} from './far';
import type {Tracker} from './scope';
import type {Win} from './natives';
import {blocked} from './privacy';
import {walk} from './walk';

export interface Frames extends Tracker {
  met(e: Element): void;
  /** The document inside a frame element, if it is recorded. */
  inside(e: Element): Document | null;
  /** A document has lost or got the element that it consists of. */
  opened(d: Document): void;
}

type Holder = HTMLIFrameElement;

export function frames(s: Describer, enter: (win: Win) => void, apart: Far): Frames {
  const {dom, mirror} = s;
  /** Frame element → the document of which the recording has it. */
  let known = new Map<Element, Document | null>();
  let fresh = new Set<Element>();
  const opaque = new WeakSet<Element>();

  const written = unopened(dom);
  const documentOf = (e: Element): Document | null => {
    try {
      if (dom.local(e) !== 'embed') return (e as Holder).contentDocument ?? written(e);
      const w = dom.owner(e)?.defaultView;
      for (let i = 0; w && i < w.length; i++) if (w[i]!.frameElement === e) return w[i]!.document;
      return null;
    } catch {
      return null;
    }
  };

  /** A document that is only there until the one that was asked for comes. */
  const temporary = (e: Element, d: Document): boolean => {
    if (d.URL !== 'about:blank' || d.readyState === 'loading') return false;
    const src = dom.attr(e, 'src');
    const waits = dom.has(e, 'srcdoc') || (!!src && !/^\s*(about:blank|javascript:)/i.test(src));
    return waits && !loaded.has(e) && !d.body?.firstChild && !d.head?.firstChild;
  };
  const loaded = new WeakSet<Element>();

  const attach = (e: Element) => {
    const entry = mirror.live(e);
    if (!entry || entry.bits & blocked) {
      known.delete(e);
      return;
    }
    const d = documentOf(e);
    if (known.get(e) === d && d && mirror.live(d)) return;
    if (!d) {
      if (dom.local(e).endsWith('frame') && !opaque.has(e)) {
        opaque.add(e);
        s.say({kind: 'frame', id: entry.id, why: 'origin'});
      }
      if (dom.local(e).endsWith('frame')) apart.met(e);
      known.set(e, null);
      return;
    }
    apart.gone(e);
    if (temporary(e, d)) {
      known.set(e, null);
      return;
    }
    known.set(e, d);
    opaque.delete(e);
    const win = d.defaultView as Win | null;
    if (win) enter(win);
    mirror.age++;
    const child = mirror.enter(d, entry, entry.bits, 0);
    child.rootId = child.id;
    const w = walk(s, d, child, null, Infinity, false);
    if (!w) return;
    w.step(Infinity);
    s.emit({type: 3, data: {source: 0, adds: [{parentId: entry.id, nextId: null, node: w.top as DocumentNode}], removes: [], texts: [], attributes: [], isAttachIframe: true}});
    if (win?.scrollX || win?.scrollY) s.scrolled(d);
  };

  const onLoad = (event: Event) => {
    const e = event.target as Element | null;
    if (!e || dom.type(e) !== 1 || !known.has(e) && !fresh.has(e)) return;
    loaded.add(e);
    fresh.add(e);
    s.soon();
  };

  return {
    met(e) {
      dom.listen(dom.root(e), 'load', onLoad, {capture: true, passive: true});
      fresh.add(e);
      s.soon();
    },
    inside: e => {
      const d = known.get(e);
      return d && mirror.live(d) ? d : null;
    },
    opened(d) {
      for (const [e, was] of known) if (was === d || documentOf(e) === d) fresh.add(e);
    },
    flush() {
      // What a frame shows can be another document without anybody being told.
      for (const [e, d] of known) {
        if (!dom.connected(e)) known.delete(e);
        else if (documentOf(e) !== d) fresh.add(e);
      }
      for (let round = 0; fresh.size && round < 20; round++) {
        const list = fresh;
        fresh = new Set();
        for (const e of list) attach(e);
      }
    },
    drop() {
      for (const e of known.keys()) if (dom.connected(e)) fresh.add(e);
      known = new Map();
    },
  };
}

/**
 * What a frame without scripts shows whose markup is an attribute of it. Nobody may look into its sandbox, and nothing
 * in there changes what it shows, so the markup says what it is.
 */
function unopened(dom: Describer['dom']): (e: Element) => Document | null {
  /** Parses without asking for trusted types. What is left out of the tree could not do anything in the frame either. */
  const {parseHTML} = Document as unknown as {parseHTML?(markup: string, options: object): Document};
  const have = new WeakMap<Element, {markup: string; document: Document}>();
  return e => {
    const markup = dom.attr(e, 'srcdoc');
    if (!parseHTML || markup === null || /allow-(same-origin|scripts)/i.test(dom.attr(e, 'sandbox') ?? 'allow-scripts')) return null;
    const had = have.get(e);
    if (had?.markup === markup) return had.document;
    const typed = /^\s*(<!--[^]*?-->\s*)*<!doctype/i.test(markup);
    const document = parseHTML.call(Document, typed ? markup : '<!DOCTYPE html>' + markup, {sanitizer: {comments: true, removeElements: [], removeAttributes: []}});
    if (!typed) document.doctype?.remove();
    dom.bases.set(document, dom.base(e));
    have.set(e, {markup, document});
    return document;
  };
}
