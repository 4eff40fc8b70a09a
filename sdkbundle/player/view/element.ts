/** Making the nodes of the DOM, and keeping their attributes. */
import {html, is, Kind, none, svg, xhtml, type VNode} from '../model/node';
import {type Allowed, inert, safe} from './safe';

/** Whether an element shows the rules of a recorded sheet, and so has to be a style element. */
export const isStyle = (n: VNode): boolean => is(n, 'link') && !!n.css;

/** What cannot change in an element: if it does, another takes its place. */
export function sameKind(a: VNode, b: VNode): boolean {
  if (a.kind !== b.kind || a.ns !== b.ns || a.name !== b.name || a.is !== b.is || isStyle(a) !== isStyle(b)) return false;
  if (a.kind === Kind.doctype) return a.value === b.value;
  // A shadow root cannot be taken away, nor be made another; nor does an element forget that it was defined.
  return !(a.fragment && !b.fragment && a.name !== 'template') && !(a.live.defined && !b.live.defined) && !(a.live.dirty && !b.live.dirty);
}

/** What attributes depend on beside their element. */
export interface Around {
  allowed: Allowed;
  /** The address of the recorded page, without a fragment. */
  url: string;
}

export function create(doc: Document, n: VNode): Node {
  switch (n.kind) {
    case Kind.doctype: {
      const [publicId = '', systemId = ''] = n.value.split('\n');
      return doc.implementation.createDocumentType(n.name || 'html', publicId, systemId);
    }
    case Kind.text:
      return doc.createTextNode(n.value);
    case Kind.cdata:
      return new DOMParser().parseFromString('<x/>', 'text/xml').createCDATASection(n.value.replaceAll(']]>', ']] >'));
    case Kind.comment:
      return n.name ? doc.createProcessingInstruction(n.name, n.value) : doc.createComment(n.value);
  }
  if (/(^|:)script$/i.test(n.name)) return script(doc, n);
  const space = n.ns === html ? xhtml : n.ns === none ? null : n.ns;
  const name = isStyle(n) ? 'style' : n.name;
  try {
    return n.is ? doc.createElementNS(space, name, {is: n.is}) : doc.createElementNS(space, name);
  } catch {
    return doc.createElementNS(space, 'div'); // a name that cannot be
  }
}

/** A script that the parser takes to have run already, so that it never does. */
function script(doc: Document, n: VNode): Element {
  const t = doc.createElement('template');
  t.innerHTML = n.ns === svg ? '<svg><script></script></svg>' : '<script></script>';
  return n.ns === svg ? t.content.firstElementChild!.firstElementChild! : t.content.firstElementChild!;
}

/** A reference inside the page, which some recorders write as an address of it. */
function local(value: string, url: string): string {
  const at = value.indexOf('#');
  return at > 0 && value.slice(0, at) === url ? value.slice(at) : value;
}

const spaces: Record<string, string> = {
  'xlink': 'http://www.w3.org/1999/xlink', 'xml': 'http://www.w3.org/XML/1998/namespace', 'xmlns': 'http://www.w3.org/2000/xmlns/',
};

export function setAttributes(e: Element, before: VNode | undefined, n: VNode, page: Around): void {
  const old = before?.attrs ?? {};
  if (old !== n.attrs) {
    for (const name in old) if (!(name in n.attrs)) e.removeAttribute(name);
    const names = Object.keys(n.attrs);
    // What an element is, before what bears on it.
    for (const first of ['rel', 'http-equiv', 'type']) if (first in n.attrs) names.unshift(...names.splice(names.indexOf(first), 1));
    for (const name of names) if (old[name] !== n.attrs[name] || name === 'open') setAttribute(e, n, name, n.attrs[name]!, page);
    const picture = n.attrs['rr_dataURL'];
    if (picture && is(n, 'img') && /^data:image\//i.test(picture)) e.setAttribute('src', picture);
  }
  inline(e, before, n);
}

function setAttribute(e: Element, n: VNode, name: string, value: string, page: Around): void {
  if (name === 'style' || name.startsWith('rr_')) return;
  if (name === 'srcset' && 'rr_dataURL' in n.attrs) return;
  if (n.ns === svg && /(^|:)href$/.test(name) && n.name !== 'a') value = local(value, page.url);
  const s = safe(e, name, value, page.allowed);
  const prefix = name.split(':')[0]!;
  const space = s.inert ? inert : n.attrNS?.[name] ?? (n.ns === html ? undefined : name === 'xmlns' ? spaces['xmlns'] : name.includes(':') ? spaces[prefix] : undefined);
  const was = e.getAttributeNode(name);
  if (was && (was.namespaceURI === inert) !== s.inert) e.removeAttributeNode(was);
  try {
    if (space) e.setAttributeNS(space, name, s.value);
    else e.setAttribute(name, s.value);
  } catch {
    foreign(e, name, s.value);
  }
}

/** Sets an attribute of a name that only parsers take. */
function foreign(e: Element, name: string, value: string): void {
  if (/[\s"'<>/=\u0000]/.test(name) || /^on/i.test(name)) return;
  const t = document.createElement('template');
  t.innerHTML = `<p ${name}>`;
  const a = t.content.firstElementChild?.attributes[0];
  if (!a) return;
  const copy = e.ownerDocument.importNode(a);
  copy.value = value;
  e.setAttributeNode(copy);
}

/** The style attribute, and what scripts have made of it. */
function inline(e: Element, before: VNode | undefined, n: VNode): void {
  const text = n.attrs['style'];
  if (before && before.attrs['style'] === text && before.inline === n.inline && before.attrs['rr_width'] === n.attrs['rr_width']) return;
  let done = before?.inline ?? [];
  const edits = n.inline ?? [];
  const goesOn = before && before.attrs['style'] === text && done.every((edit, i) => edits[i] === edit);
  if (!goesOn) {
    done = [];
    if (text !== undefined) e.setAttribute('style', text);
    else if (e.hasAttribute('style')) e.removeAttribute('style'); // asking writes the attribute, without which Chromium leaves an empty one
  }
  const {style} = e as HTMLElement;
  if (!style) return;
  for (const side of ['width', 'height']) {
    const size = n.attrs['rr_' + side];
    if (size) style.setProperty(side, size); // of what was blocked
  }
  for (const [name, value, priority] of edits.slice(done.length)) {
    if (value === null) style.removeProperty(name);
    else style.setProperty(name, value, priority);
  }
}
