/** Describes single nodes, without what is below them. */
import type {Attributes, ElementNode, SerialNode, ShadowInit} from '../../protocol';
import {attribute, hiding, type Hiding, type Naming} from './attributes';
import {controlAttributes, isControl} from './controlstate';
import {blocked, inCode} from './privacy';
import {absoluteCSS, hideInCSS} from './csstext';
import {stars} from './mask';
import {inContent, inShadow, type Entry} from './mirror';
import type {Win} from './natives';
import type {Scope} from './scope';

export interface Describer extends Scope {
  readonly names: Naming;
  /** The shadow root of an element, a closed one too. */
  shadowOf(e: Element): ShadowRoot | null;
  /** The template whose content a fragment is. */
  templateOf(f: DocumentFragment): Element | undefined;
  /** Layout may be asked: a full snapshot is being taken. */
  full: boolean;
  /** The recorded document inside a frame. */
  frameOf(e: Element): Document | null;
  /** The page is in a frame of another page that takes what is recorded. */
  readonly inFrame: boolean;
  /** A frame's own page says what has focus in it. */
  speaks(e: Element): boolean;
  /** Shadow roots that are in the page. */
  roots(): ShadowRoot[];
  /** Windows whose documents are recorded. */
  windows(): Win[];
  /** Emits the element's attributes anew, all of them. */
  attributes(e: Element): void;
  scrolled(n: Node): void;
  /** The rules of a link. */
  linked(e: Element): string | undefined;
  /** What it throws is not for the page. */
  quiet(f: () => void): void;
  /** Calls when a promise of the page is kept, without handling its failure. */
  then(p: Promise<unknown>, f: () => void): void;
}

const html = 'http://www.w3.org/1999/xhtml', svg = 'http://www.w3.org/2000/svg';

/** What a node is written as; undefined for kinds that no recording has. */
export function describe(s: Describer, n: Node, e: Entry, parent: Node | null): SerialNode | undefined {
  const node = kind(s, n, e, parent);
  if (!node) return undefined;
  if (e.rootId && node.type !== 0) node.rootId = e.rootId;
  if (e.bits & inShadow) node.isShadow = true;
  if (e.bits & inContent) node.isContent = true;
  return node;
}

function kind(s: Describer, n: Node, {id, bits}: Entry, parent: Node | null): SerialNode | undefined {
  switch (s.dom.type(n)) {
    case 1: return element(s, n as Element, id, bits);
    case 3: return {type: 3, id, textContent: textOf(s, n as Text, bits, parent)};
    case 4: return {type: 3, id, textContent: textOf(s, n as Text, bits, parent), cdata: true};
    case 7: return {type: 5, id, textContent: s.privacy.text(bits) ? stars(s.dom.data(n as CharacterData)) : s.dom.data(n as CharacterData), target: (n as ProcessingInstruction).target};
    case 8: return {type: 5, id, textContent: textOf(s, n as Comment, bits, parent)};
    case 9: {
      const d = n as Document;
      return {
        type: 0, id, childNodes: [],
        ...(d.compatMode === 'BackCompat' && {compatMode: 'BackCompat' as const}),
        ...(d.contentType !== 'text/html' && {contentType: d.contentType}),
      };
    }
    case 10: {
      const t = n as DocumentType;
      return {type: 1, id, name: t.name, publicId: t.publicId, systemId: t.systemId};
    }
  }
  return undefined;
}

/** Text as it is recorded, under an element of such bits. */
export function textOf(s: Describer, n: CharacterData, bits: number, parent: Node | null): string {
  const text = s.dom.data(n);
  if (bits & inCode && s.dom.type(n) !== 8) {
    if (parent && s.dom.local(parent as Element) === 'script') return stars(text);
    const css = absoluteCSS(text, s.dom.base(n));
    return s.privacy.level === 'conservative' ? hideInCSS(css, s.names) : css;
  }
  return s.privacy.text(bits & ~inCode) ? stars(text) : text;
}

function element(s: Describer, e: Element, id: number, bits: number): ElementNode {
  const {dom} = s;
  const tag = dom.local(e), ns = dom.ns(e), isHTML = ns === html;
  const node: ElementNode = {type: 2, id, tagName: tag, attributes: {}, childNodes: []};
  if (!isHTML || !plainName(tag) || s.privacy.level === 'conservative') named(s, e, tag, ns, node);
  if (bits & blocked) return box(s, e, node);
  if (dom.some(e)) {
    const h = hiding(s, e, tag, isHTML, bits, dom.base(e));
    attributes(s, e, node, h);
    if (isHTML) special(s, e, tag, node, h, bits);
  } else if (isHTML && !/^(div|span|p|[abiu]|t[dhr]|li|ul|ol)$/.test(tag)) {
    special(s, e, tag, node, hiding(s, e, tag, true, bits, ''), bits);
  }
  const root = s.shadowOf(e);
  if (root) {
    node.isShadowHost = true;
    node.shadow = shadowInit(root);
  }
  if (s.full) {
    const x = dom.scrollLeft(e), y = dom.scrollTop(e);
    if (x) node.attributes['rr_scrollLeft'] = x;
    if (y) node.attributes['rr_scrollTop'] = y;
  }
  return node;
}

const plainName = (name: string): boolean => /^[a-z][a-z0-9_:-]*$/.test(name);

/** Names that the format cannot say as they are. */
function named(s: Describer, e: Element, tag: string, ns: string | null, node: ElementNode): void {
  const told = (name: string) => (s.privacy.level === 'conservative' ? s.names.name(name) : name);
  if (ns === html) {
    node.tagName = plainName(tag) ? told(tag) : 'div';
    if (node.tagName === 'div' && tag !== 'div') node.qname = told(tag);
    return;
  }
  const qualified = s.dom.tag(e), lower = qualified.toLowerCase();
  node.tagName = plainName(lower) ? told(lower) : 'div';
  if (ns === svg) node.isSVG = true;
  else node.ns = ns ?? '';
  if (qualified !== node.tagName) node.qname = told(qualified);
}

export function shadowInit(r: ShadowRoot): ShadowInit {
  const init: ShadowInit = {mode: r.mode};
  if (r.delegatesFocus) init.delegatesFocus = true;
  if (r.slotAssignment === 'manual') init.slotAssignment = 'manual';
  if ((r as {clonable?: boolean}).clonable) init.clonable = true;
  if ((r as {serializable?: boolean}).serializable) init.serializable = true;
  return init;
}

/** A blocked element: its kind and the space that it takes. */
function box(s: Describer, e: Element, node: ElementNode): ElementNode {
  const {width, height} = s.dom.rect(e);
  const name = s.dom.attr(e, 'class');
  if (name !== null) node.attributes['class'] = s.privacy.level === 'conservative' ? s.names.name(name) : name;
  node.attributes['rr_width'] = `${width}px`;
  node.attributes['rr_height'] = `${height}px`;
  return node;
}

const known = /^(xlink|xml|xmlns):|^xmlns$/;

function attributes(s: Describer, e: Element, node: ElementNode, h: Hiding): void {
  for (const name of s.dom.names(e)) {
    const written = attribute(s, name, s.dom.attr(e, name)!, h);
    if (written === null) continue;
    node.attributes[s.privacy.level === 'conservative' ? s.names.name(name) : name] = written;
    if (name.includes(':') && !known.test(name)) {
      const space = s.dom.attrNode(e, name)?.namespaceURI;
      if (space) (node.attrNS ??= {})[name] = space;
    }
  }
}

/** What kinds of HTML element have beside their attributes. */
function special(s: Describer, e: Element, tag: string, node: ElementNode, h: Hiding, bits: number): void {
  const a: Attributes = node.attributes;
  switch (tag) {
    case 'link': {
      const rules = s.linked(e);
      if (rules !== undefined) a['_cssText'] = rules;
      s.met.sheet(e);
      break;
    }
    case 'style':
      s.met.sheet(e);
      break;
    case 'iframe': case 'frame': case 'object': case 'embed':
      if (h.strict ? false : tag.endsWith('frame') && s.dom.has(e, 'src')) (node.raw ??= {})['src'] = attribute(s, 'action', s.dom.attr(e, 'src')!, h)!;
      s.met.frame(e);
      break;
    case 'canvas':
      s.met.canvas(e);
      break;
    case 'img':
      if (/^\s*blob:/i.test((e as HTMLImageElement).currentSrc || s.dom.attr(e, 'src') || '')) s.met.image(e as HTMLImageElement);
      break;
    case 'audio': case 'video':
      media(e as HTMLMediaElement, a);
      s.met.media(e);
      break;
    case 'dialog':
      if (s.dom.has(e, 'open')) a['rr_open_mode'] = s.dom.matches(e, ':modal') ? 'modal' : 'non-modal';
      break;
    default:
      if (isControl(tag)) {
        controlAttributes(s, e, tag, node, h, bits);
        s.met.control(e);
      } else if (tag.includes('-') || s.dom.has(e, 'is')) {
        if (s.dom.matches(e, ':defined')) node.isCustom = true;
        s.met.custom(e);
      }
  }
}

function media(e: HTMLMediaElement, a: Attributes): void {
  a['rr_mediaState'] = e.paused ? 'paused' : 'played';
  a['rr_mediaCurrentTime'] = e.currentTime;
  a['rr_mediaPlaybackRate'] = e.playbackRate;
  a['rr_mediaVolume'] = e.volume;
  if (e.muted) a['rr_mediaMuted'] = true;
  if (e.loop) a['rr_mediaLoop'] = true;
}
