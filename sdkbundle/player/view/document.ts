/** Documents: the sandboxed frame, its policy and the mode of its documents. */
import {Kind, type VNode} from '../model/node';
import type {Page} from '../model/page';
/** What the replayed page may load: nothing but what it brings along, and what comes from these origins. */
export function policy(origins: readonly string[]): string {
  const from = origins.map(o => ' ' + o).join('');
  return `default-src 'none'; style-src 'unsafe-inline'${from}; img-src data: blob:${from}; font-src data: blob:${from}; ` +
    `media-src data: blob:${from}; form-action 'none'`;
}

/** An origin as a policy can name it. */
export function origin(text: string): string {
  const {origin, protocol} = new URL(text);
  if (!/^https?:$/.test(protocol)) throw new Error(`${text} is no origin that could be allowed: it is not of http or https`);
  return origin;
}

export function makeFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.setAttribute('style', 'border: 0; pointer-events: none; background: #fff; display: block');
  frame.tabIndex = -1;
  frame.referrerPolicy = 'no-referrer';
  return frame;
}

const escape = (s: string) => s.replace(/[<>"&]/g, c => `&#${c.charCodeAt(0)};`);

/** Empties a document and puts it into a mode, under the policy. */
export function open(doc: Document, mode: string, csp: string): void {
  const write = (doctype: string) => {
    doc.open();
    doc.write(`${doctype}<meta http-equiv="Content-Security-Policy" content="${escape(csp)}">` +
      '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">');
    doc.close();
  };
  write(mode);
  if (mode && doc.compatMode === 'BackCompat') write('<!DOCTYPE html>'); // the recording says that it was not
  while (doc.firstChild) doc.firstChild.remove();
}

/** The children of a document that it can have: of several elements or doctypes the one that came last. */
export function rooted(p: Page, doc: VNode): readonly number[] {
  const last = (kind: number) => Math.max(...doc.kids.map(k => (p.get(k)!.kind === kind ? p.get(k)!.stamp : 0)));
  const only = new Map([[Kind.element, last(Kind.element)], [Kind.doctype, last(Kind.doctype)]] as [number, number][]);
  return doc.kids.filter(k => {
    const {kind, stamp} = p.get(k)!;
    return only.has(kind) ? only.get(kind) === stamp : kind === Kind.comment;
  });
}

/** The document inside an element that holds one. */
export function inner(e: HTMLIFrameElement): Document | null {
  try {
    if (e.localName !== 'embed') return e.contentDocument;
    const around = e.ownerDocument.defaultView;
    for (let i = 0; around && i < around.length; i++) if (around[i]!.frameElement === e) return around[i]!.document;
  } catch {
    // It is another site's.
  }
  return null;
}

/**
 * Has an object or embed element hold an empty document, under the sandbox and the policy of the page around it. What
 * is shown of it goes with the address of the empty document, and an element that has shown what is inside it never
 * holds a document: so this is a copy, which has the attribute twice, as it was recorded and as it works.
 */
export function hold(e: HTMLElement): HTMLElement {
  const copy = e.cloneNode(false) as HTMLElement;
  copy.setAttributeNS(null, copy.localName === 'embed' ? 'src' : 'data', 'about:blank');
  e.replaceWith(copy);
  copy.getBoundingClientRect(); // which is when browsers look what to load
  copy.append(...e.childNodes);
  return copy;
}
