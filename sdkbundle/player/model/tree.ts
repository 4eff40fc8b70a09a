/** Putting nodes into the page and taking them out. */
import {describe} from './attribute';
import {adoptInline} from './sheets';
import {joinControls, lostOption, reset} from './control';
import {deepest, holdsFrame, html, is, isText, Kind, none, svg, xhtml, type VNode} from './node';
import type {Page} from './page';
import {svgName} from './svg';
import {list, object, text, whole, type Loose} from './value';

/** Makes a node and all below it from its description, before another or last; a root has no parent. */
export function build(p: Page, desc: Loose, parent: VNode | undefined, before: number): VNode | undefined {
  const first = p.stamps;
  const top = make(p, desc, parent, first);
  if (parent) link(p, top, parent.id, before);
  const stack: [Loose, number][] = [];
  const push = (d: Loose, n: VNode) => {
    const kids = list(d['childNodes']);
    for (let i = kids.length - 1; i >= 0; i--) stack.push([object(kids[i]), n.id]);
  };
  push(desc, top);
  for (let next; (next = stack.pop()); ) {
    const [d, id] = next;
    const inside = fits(p, d, p.get(id));
    if (typeof inside === 'string') {
      p.report(inside);
      continue;
    }
    const n = make(p, d, inside, first);
    link(p, n, inside.id, 0);
    push(d, n);
  }
  if (top.kind === Kind.document) p.edit(top.id).mode = modeOf(p, p.get(top.id)!);
  return p.get(top.id);
}

/** What has to be written so that a document is in the mode of the recorded one. What becomes of its doctype later changes nothing. */
function modeOf(p: Page, doc: VNode): string {
  if (doc.quirks) return '';
  for (const k of doc.kids) {
    const n = p.get(k)!;
    if (n.kind !== Kind.doctype || /["'>]/.test(n.name + n.value)) continue;
    const [publicId = '', systemId = ''] = n.value.split('\n');
    const ids = publicId ? ` PUBLIC "${publicId}"${systemId ? ` "${systemId}"` : ''}` : systemId ? ` SYSTEM "${systemId}"` : '';
    if (/^[\w-]*$/.test(n.name)) return `<!DOCTYPE ${n.name || 'html'}${ids}>`;
  }
  return '<!DOCTYPE html>';
}

/** The node that a described one becomes a child of when it is put under parent, or what is wrong. */
export function fits(p: Page, d: Loose, parent: VNode | undefined): VNode | string {
  const kind = d['type'];
  const id = d['id'];
  if (!parent) return `the parent of node ${id} is missing`;
  if (typeof kind !== 'number' || kind < 0 || kind > 5 || !Number.isInteger(kind)) return `node ${id} has the unknown type ${kind}`;
  if (parent.kind !== Kind.element && parent.kind !== Kind.document) return `node ${id} is under node ${parent.id}, which can hold none`;
  if (kind === Kind.document) return holdsFrame(parent) ? parent : `document ${id} is under node ${parent.id}, which is no frame`;
  if (parent.depth >= deepest) return `node ${id} is deeper than any page's`;
  if (d['isShadow'] || d['isContent']) {
    if (parent.kind !== Kind.element) return `node ${id} is in the shadow root of node ${parent.id}, which is no element`;
    return p.fragment(parent);
  }
  return parent;
}

function make(p: Page, d: Loose, parent: VNode | undefined, first: number): VNode {
  const kind = d['type'] as number;
  const n = p.make(claim(p, whole(d['id']), parent, first), kind === Kind.text && d['cdata'] ? Kind.cdata : kind);
  switch (n.kind) {
    case Kind.document:
      n.quirks = d['compatMode'] === 'BackCompat';
      n.value = text(d['contentType']);
      adoptInline(p, n.id, list(d['adoptedStyleSheets']));
      break;
    case Kind.doctype:
      n.name = text(d['name']);
      n.value = text(d['publicId']) + '\n' + text(d['systemId']);
      break;
    case Kind.element:
      element(p, n, d, parent);
      break;
    default:
      n.value = text(d['textContent']);
      n.name = text(d['target']);
  }
  return n;
}

function element(p: Page, n: VNode, d: Loose, parent: VNode | undefined): void {
  const qname = text(d['qname']);
  n.name = qname || text(d['tagName']).toLowerCase();
  if (!n.name) {
    p.report(`element ${n.id} has no name`);
    n.name = 'div';
  }
  if (typeof d['ns'] === 'string') n.ns = d['ns'] === xhtml ? html : d['ns'] || none;
  else if (d['isSVG']) n.ns = svg;
  else if (!qname && parent) n.ns = mathIn(p, n.name, parent);
  if (n.ns === svg && !qname) n.name = svgName(n.name);
  if (d['is']) n.is = text(d['is']);
  if (d['isCustom']) n.live = {...n.live, defined: true};
  const relic = p.relics.get(n.id);
  if (relic?.dirty) n.live = {...n.live, dirty: true};
  describe(p, n, object(d['attributes']), object(d['raw']), d['attrNS'] as Record<string, string> | undefined);
  const init = d['shadow'];
  const inline = list(d['adoptedStyleSheets']);
  if (d['isShadowHost'] || init || inline.length) {
    const f = p.fragment(n);
    if (init) f.init = object(init) as unknown as typeof f.init;
    adoptInline(p, f.id, inline);
  }
}

const math = 'http://www.w3.org/1998/Math/MathML';
const mathText = new Set(['mi', 'mo', 'mn', 'ms', 'mtext', 'annotation-xml']);

/** rrweb's format has no word for MathML. Its elements are known by where they are. */
function mathIn(p: Page, name: string, parent: VNode): string {
  if (name === 'math') return math;
  return parent.ns === math && (!mathText.has(parent.name) || name === 'mglyph' || name === 'malignmark') ? math : html;
}

/**
 * The id that a new node gets. If another node has it the newer word counts, unless both come from
 * one description or one is above the other: then the new node goes without.
 */
function claim(p: Page, id: number, parent: VNode | undefined, first: number): number {
  const old = id ? p.get(id) : undefined;
  if (!id) p.report('a node without a number');
  if (!old) return id;
  p.report(`node ${id} is there already`);
  if (old.stamp > first || id === p.root || p.under(parent, id)) return 0;
  detach(p, old);
  return id;
}

function link(p: Page, n: VNode, parent: number, before: number): void {
  n.parent = parent;
  n.depth = p.get(parent)!.depth + 1;
  if (n.kind === Kind.document) {
    const old = p.get(p.get(parent)!.frame);
    if (old) detach(p, old);
    p.edit(parent).frame = n.id;
  } else {
    const kids = p.kids(parent);
    const at = before ? kids.lastIndexOf(before) : -1;
    if (at < 0) kids.push(n.id);
    else kids.splice(at, 0, n.id);
  }
  const above = p.get(parent)!;
  if (isText(n)) restyle(p, above, n);
  if (n.kind !== Kind.element) return;
  raiseScroll(p, n);
  joinControls(p, n);
  const waits = holdsFrame(n) ? p.waiting.get(n.id) : undefined;
  if (waits !== undefined) {
    p.waiting.delete(n.id);
    build(p, object(waits), n, 0);
  }
}

/** The text of a style element has changed: its rules are those of the new text. */
export function restyle(p: Page, n: VNode, because?: VNode): void {
  if (!is(n, 'style') && n.name !== 'style') return;
  if (!n.css || (n.css.own && because && !because.value)) return; // rules of a description, whose texts are empty
  p.edit(n.id).css = undefined;
}

/** The node that keeps n's scroll offset: n, or the document whose window scrolls with it. */
export function scroller(p: Page, n: VNode): number {
  const up = p.get(n.parent);
  if (is(n, 'html') && up?.kind === Kind.document && !up.quirks) return up.id;
  const doc = up && p.get(up.parent);
  if (is(n, 'body') && is(up, 'html') && doc?.kind === Kind.document && doc.quirks) return doc.id;
  return n.id;
}

/** Hands an offset that belongs to a window to its document. */
export function raiseScroll(p: Page, n: VNode): void {
  const to = n.live.x || n.live.y ? scroller(p, n) : n.id;
  if (to === n.id) return;
  p.live(to, {x: n.live.x ?? 0, y: n.live.y ?? 0});
  p.live(n.id, {x: 0, y: 0});
}

/** Takes a node out of the page, with everything below it. */
export function detach(p: Page, n: VNode): void {
  leave(p, n);
  const list = lostOption(p, n);
  const parent = p.get(n.parent);
  for (const c of p.below(n)) {
    const {dirty} = c.live;
    const id = c.id < 0 ? -c.id : c.id;
    const adopted = c.kind === Kind.fragment ? c.adopted : (p.relics.get(id)?.adopted ?? []);
    if (dirty || adopted.length) p.relics.set(id, {epoch: 0, adopted, dirty: !!dirty});
    p.nodes.delete(c.id);
    p.radios.delete(c.id);
    if (p.layers.some(l => l.id === c.id)) p.layers = p.layers.filter(l => l.id !== c.id);
    const f = p.focus;
    if (f.on === c.id || f.in === c.id || f.down === c.id) {
      p.focus = {...f, on: f.on === c.id ? 0 : f.on, in: f.in === c.id ? 0 : f.in, down: f.down === c.id ? 0 : f.down};
    }
  }
  if (!parent || !p.get(parent.id)) return;
  if (parent.frame === n.id) p.edit(parent.id).frame = 0;
  else {
    const kids = p.kids(parent.id);
    const at = kids.lastIndexOf(n.id);
    if (at >= 0) kids.splice(at, 1);
  }
  if (isText(n)) restyle(p, p.get(parent.id)!);
  if (list) reset(p, list);
}

/** Moves the ends of the selection out of a node that goes, to where it was, as browsers do. */
function leave(p: Page, n: VNode): void {
  const s = p.selection;
  if (!s || !n.parent) return;
  const at = Math.max(0, p.get(n.parent)?.kids.indexOf(n.id) ?? 0);
  const changed = {...s};
  if (p.under(p.get(s.start), n.id)) [changed.start, changed.startOffset] = [n.parent, at];
  if (p.under(p.get(s.end), n.id)) [changed.end, changed.endOffset] = [n.parent, at];
  p.selection = changed;
}
