/**
 * The page as a person sees it. show() makes the DOM what a state of the page says, by comparing it
 * with the state that was shown before, whether that is one event or an hour away, earlier or later.
 * So playing and seeking are the same thing.
 */
import {holdsFrame, is, isText, Kind, type VNode} from '../model/node';
import {Page} from '../model/page';
import {animate} from './animation';
import {syncCanvas} from './canvas';
import {syncControls} from './control';
import {hold, inner, makeFrame, open, policy, rooted} from './document';
import {type Around, create, isStyle, sameKind, setAttributes} from './element';
import type {Swap} from './environment';
import {finish} from './finish';
import {syncFocus, syncSelection} from './focus';
import {syncFonts} from './font';
import {syncLayers, type Layer} from './layer';
import {syncMedia} from './media';
import {rewrite, syncDocument, syncElement} from './parts';
import {mark} from './pointer';
import {syncScroll} from './scroll';
import {answer, own, syncSheet} from './sheet';

export interface Where {
  /** The time of the recording. */
  time: number;
  /** Where a pointer was last, if it is one that can be over something. */
  hover: {id: number; at: number; x: number; y: number} | undefined;
  /** The state is not the one that playing comes to next: what would move to it has moved. */
  jump: boolean;
}

export class View {
  frame = makeFrame();
  page = new Page();
  /** The DOM's nodes by the recording's. */
  readonly dom = new Map<number, Node>();
  readonly ids = new WeakMap<Node, number>();
  /** Frames whose documents are recorded. */
  private readonly frames = new Set<number>();
  /** Frames that have been given a document. */
  private readonly filled = new Set<number>();
  /** The documents that the frames had when they were built. */
  private readonly built = new Map<number, string>();
  layers: readonly Layer[] = [];
  readonly scrolls = new Set<number>();
  readonly constructed = new Map<string, CSSStyleSheet>();
  readonly animations = new Map<number, Animation>();
  /** What will still change by itself: pictures that are decoded. */
  waiting: Promise<unknown>[] = [];
  private readonly csp: string;
  private marked: Element[] = [];
  /** Something has been taken out of the page and put into it again: the style elements in it have new sheets. */
  private moved = false;
  fonts = new Map<unknown, FontFace>();
  focused: {on: Element; visible: boolean} | undefined;
  /** The text fields that were given the focus last, by document. */
  carets: Readonly<Record<number, number>> = {};
  /** What media queries would answer wrongly here. */
  swaps: readonly Swap[] = [];
  where: Where = {time: 0, hover: undefined, jump: true};

  constructor(readonly root: HTMLElement, private readonly origins: readonly string[], readonly report: (problem: string) => void) {
    this.csp = policy(origins);
    root.append(this.frame);
  }

  private readonly around: Around = {
    url: '',
    allowed: url => URL.canParse(url) && this.origins.includes(new URL(url).origin),
  };

  /** Shows a page, which is not changed later. */
  show(page: Page, where: Where): void {
    this.where = where;
    const host = document.activeElement;
    if (!this.continues(page)) this.anew();
    const before = this.page;
    this.page = page;
    this.around.url = address(page);
    this.size();
    const touched = new Set<number>();
    for (let ids = page.nodes.differing(before.nodes); ids.length; ids = this.documents()) {
      for (const id of ids) touched.add(id);
      this.update(ids, before);
    }
    this.states(touched, before);
    if (document.activeElement !== host && host instanceof HTMLElement && host !== document.body && host !== this.frame) host.focus({preventScroll: true});
  }

  /** Whether a window can go on with a page: no script can make it forget what elements it has been told of. */
  private continues(page: Page): boolean {
    const have = this.page;
    if (!have.root || have.root !== page.root) return false;
    if (have.generation !== page.generation && address(have) !== address(page)) return false;
    const names = (p: Page) => (p.get(p.root)?.live.properties ?? []).map(r => r.name);
    return have.defined.every(n => page.defined.includes(n)) && names(have).every(n => names(page).includes(n));
  }

  /** Begins with an empty window. */
  private anew(): void {
    const frame = makeFrame();
    this.frame.replaceWith(frame);
    this.frame = frame;
    this.page = new Page();
    this.dom.clear();
    this.frames.clear();
    this.built.clear();
    this.filled.clear();
    this.scrolls.clear();
    this.constructed.clear();
    this.animations.clear();
    this.layers = [];
    this.marked = [];
    this.fonts.clear();
    this.carets = {};
    this.focused = undefined;
    this.swaps = [];
  }

  private size(): void {
    const {frame, page} = this;
    if (!page.width || !page.height) return;
    if (frame.width !== String(page.width)) frame.width = String(page.width);
    if (frame.height !== String(page.height)) frame.height = String(page.height);
  }

  /** Opens the documents that have not been, and returns the ids of all that belongs into them. */
  private documents(): number[] {
    const {page} = this;
    const todo: number[] = [];
    const offer = (id: number, doc: Document | null) => {
      const n = page.get(id);
      if (!n || !doc) return;
      const {mode} = n;
      if (this.dom.get(id) === doc && this.built.get(id) === mode) return;
      for (const c of page.below(n)) {
        this.forget(c.id);
        todo.push(c.id);
      }
      open(doc, mode, this.csp);
      this.built.set(id, mode);
      this.filled.add(n.parent);
      this.put(id, doc);
      doc.addEventListener('click', e => e.preventDefault(), true);
      doc.addEventListener('auxclick', e => e.preventDefault(), true);
      doc.addEventListener('submit', e => e.preventDefault(), true);
    };
    offer(page.root, this.frame.contentDocument);
    for (const id of this.frames) {
      const n = page.get(id);
      let e = this.dom.get(id) as HTMLIFrameElement | undefined;
      if (n?.frame && e?.isConnected && /^(object|embed)$/.test(e.localName) && !inner(e)) this.put(id, (e = hold(e) as HTMLIFrameElement));
      if (n?.frame && e?.isConnected) offer(n.frame, inner(e));
      else if (n && e && !n.frame && this.filled.delete(id)) this.blank(inner(e));
      else if (!n) this.frames.delete(id);
    }
    return todo;
  }

  /** Makes a document the empty one that a frame begins with. */
  private blank(doc: Document | null): void {
    if (!doc) return;
    doc.open();
    doc.close();
    this.ids.delete(doc);
  }

  private put(id: number, n: Node): void {
    this.dom.set(id, n);
    if (id > 0) this.ids.set(n, id);
  }

  private forget(id: number): void {
    this.dom.delete(id);
    this.scrolls.delete(id);
    this.frames.delete(id);
  }

  /** Makes nodes, and puts them where they belong. */
  private update(ids: number[], before: Page): void {
    const {page, dom} = this;
    const parents = new Set<number>();
    const docs = new Map<number, Document | null>();
    ids = ids.sort((a, b) => Math.abs(a) - Math.abs(b) || b - a); // an element before its shadow root
    for (const id of ids) {
      const n = page.get(id);
      if (!n) {
        this.forget(id);
        continue;
      }
      const old = dom.has(id) ? before.get(id) : undefined;
      if (old && old.parent !== n.parent) parents.add(n.parent);
      if (old && sameKind(old, n)) {
        this.refresh(n, old);
        if (old.kids !== n.kids || old.css !== n.css) parents.add(id);
        continue;
      }
      if (n.kind === Kind.document) {
        if (dom.has(id)) parents.add(id);
        continue;
      }
      if (this.born(n, docs)) {
        parents.add(id);
        parents.add(n.parent);
        if (old && n.fragment) parents.add(-id);
      }
    }
    for (const id of [...parents].sort((a, b) => Math.abs(b) - Math.abs(a) || a - b)) this.children(id, before);
  }

  private documentFor(n: VNode, docs: Map<number, Document | null>): Document | null {
    const path: number[] = [];
    let doc: Document | null | undefined;
    for (let up: VNode | undefined = this.page.get(n.parent); doc === undefined; up = this.page.get(up.parent)) {
      if (!up) return null;
      doc = docs.get(up.id);
      if (doc === undefined && up.kind === Kind.document) doc = (this.dom.get(up.id) as Document | undefined) ?? null;
      path.push(up.id);
    }
    for (const id of path) docs.set(id, doc);
    return doc;
  }

  /** Makes a node of the DOM. Tells whether it could. */
  private born(n: VNode, docs: Map<number, Document | null>): boolean {
    const doc = this.documentFor(n, docs);
    if (!doc) return false; // its frame has not come
    if (n.kind === Kind.fragment) return this.fragment(n);
    if (n.live.defined) this.define(doc, n.is || n.name, n.is ? n.name : '');
    let node: Node;
    try {
      node = create(doc, n);
    } catch (e) {
      this.report(`node ${n.id} cannot be made: ${String(e)}`);
      node = doc.createComment('');
    }
    const was = this.dom.get(n.id);
    if (was) {
      this.scrolls.delete(n.id);
      (was as ChildNode).remove();
    }
    this.put(n.id, node);
    if (n.kind === Kind.element) {
      if (holdsFrame(n)) this.frames.add(n.id);
      setAttributes(node as Element, undefined, n, this.around);
      if (n.fragment && was) this.fragment(this.page.get(-n.id)!);
    }
    return true;
  }

  private fragment(f: VNode): boolean {
    const host = this.dom.get(f.parent) as Element | undefined;
    if (!host) return false;
    if (host.localName === 'template') {
      this.put(f.id, (host as HTMLTemplateElement).content);
      return true;
    }
    const {mode, delegatesFocus, slotAssignment, clonable, serializable} = f.init ?? {mode: 'open'};
    const init = {mode: mode === 'closed' ? 'closed' : 'open', delegatesFocus: !!delegatesFocus, clonable: !!clonable, serializable: !!serializable,
      slotAssignment: slotAssignment === 'manual' ? 'manual' : 'named'} as ShadowRootInit;
    try {
      this.put(f.id, host.attachShadow(init));
      return true;
    } catch (e) {
      this.report(`element ${f.parent} can have no shadow root: ${String(e)}`);
      return false;
    }
  }

  /** Defines a custom element as one that does nothing. */
  define(doc: Document, name: string, base: string): void {
    const view = doc.defaultView as (Window & typeof globalThis) | null;
    try {
      if (!view || view.customElements.get(name)) return;
      const Base = base ? (doc.createElement(base).constructor as typeof HTMLElement) : view.HTMLElement;
      view.customElements.define(name, class extends Base {}, base ? {extends: base} : undefined);
    } catch (e) {
      this.report(`the element ${name} cannot be defined: ${String(e)}`);
    }
  }

  private refresh(n: VNode, old: VNode): void {
    const node = this.dom.get(n.id)!;
    if (n.kind === Kind.element) {
      if (n.live.defined && !old.live.defined) {
        this.define(node.ownerDocument!, n.is || n.name, n.is ? n.name : '');
        (node.ownerDocument!.defaultView as Window | null)?.customElements.upgrade(node);
      }
      setAttributes(node as Element, old, n, this.around);
    } else if (n.kind === Kind.text || n.kind === Kind.comment || n.kind === Kind.cdata) {
      const c = node as CharacterData;
      if (c.data !== n.value) c.data = n.value;
    }
  }

  /** Puts the children of a node in their places. Those that have not been placed anew keep theirs. */
  private children(id: number, before: Page): void {
    const {page, dom} = this;
    const n = page.get(id);
    const parent = dom.get(id);
    if (!n || !parent || isText(n)) return;
    const order = n.kind === Kind.document ? rooted(page, n) : n.kids;
    const kids = order.map(k => dom.get(k)).filter(k => k !== undefined);
    const want = new Set<Node>(kids);
    for (let c = parent.firstChild, next; c; c = next) {
      next = c.nextSibling;
      if (!want.has(c) && !own.has(c)) parent.removeChild(c);
    }
    if (isStyle(n) || (is(n, 'style') && n.css?.own && !kids.length) || (n.name === 'style' && n.css?.own && !kids.length)) {
      parent.textContent = n.css!.base.text;
      return;
    }
    let ref: ChildNode | null = parent.lastChild && own.has(parent.lastChild) ? parent.lastChild : null;
    for (let i = order.length - 1; i >= 0; i--) {
      const k = order[i]!;
      const c = dom.get(k) as ChildNode | undefined;
      if (!c) continue;
      const kept = c.parentNode === parent && before.get(k)?.stamp === page.get(k)!.stamp;
      if (!kept && (c.parentNode !== parent || c.nextSibling !== ref)) this.move(parent, c, ref);
      ref = c;
    }
  }

  private move(parent: Node, c: ChildNode, ref: ChildNode | null): void {
    try {
      const p = parent as ParentNode & {moveBefore?(n: Node, ref: Node | null): void};
      if (c.isConnected && parent.isConnected && c.ownerDocument === (parent.ownerDocument ?? parent) && p.moveBefore) return p.moveBefore(c, ref);
    } catch {
      // It cannot be moved so.
    }
    if (c.isConnected) this.moved = true;
    try {
      parent.insertBefore(c, ref);
    } catch (e) {
      this.report(`node ${this.ids.get(c)} cannot be put into node ${this.ids.get(parent)}: ${String(e)}`);
    }
  }

  /** All that is not in the tree. */
  private states(touched: Set<number>, before: Page): void {
    const {page, dom} = this;
    for (const id of page.sheets.differing(before.sheets)) {
      const css = page.sheets.get(id);
      for (const [key, sheet] of this.constructed) if (css && key.endsWith(` ${id}`)) rewrite(sheet, css, this.swaps);
    }
    for (const id of touched) {
      const n = page.get(id);
      const node = dom.get(id);
      if (!n || !node) continue;
      if (n.kind === Kind.document || n.kind === Kind.fragment) syncDocument(this, n, node, before.get(id));
      else if (n.kind === Kind.element) {
        syncElement(this, n, node as Element, before.get(id));
        if (is(n, 'canvas')) syncCanvas(this, n, node as HTMLCanvasElement);
      } else if (isText(n)) {
        const up = page.get(n.parent);
        if (up?.name === 'style' && !touched.has(up.id)) syncSheet(this, up);
      }
    }
    for (const id of touched) {
      const n = page.get(id);
      if (n?.kind === Kind.element && (n.name === 'style' || isStyle(n))) syncSheet(this, n);
    }
    if (this.moved) for (const id of page.nodes.keys()) if (page.get(id)!.name === 'style') syncSheet(this, page.get(id)!);
    this.moved = false;
    if (before.environment !== page.environment) answer(this);
    for (const name of page.defined) if (!before.defined.includes(name)) for (const d of this.documentsShown()) this.define(d, name, '');
    syncFonts(this);
    syncControls(this, touched);
    animate(this);
    syncLayers(this);
    this.marked = mark(this, this.marked);
    syncScroll(this, touched, before);
    syncMedia(this, touched);
    syncSelection(this);
    syncFocus(this);
    if (this.where.jump) finish(this);
  }

  documentsShown(): Document[] {
    return [this.page.root, ...[...this.frames].map(id => this.page.get(id)?.frame ?? 0)].map(id => this.dom.get(id) as Document).filter(Boolean);
  }
}

const address = (p: Page) => p.url.replace(/#.*/, '');
