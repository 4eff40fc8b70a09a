import type {ShadowInit} from '../../protocol/node';
import type {Css} from './css';

export const Kind = {document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5, fragment: 6} as const;

/** Namespaces of elements; HTML is the empty word. */
export const xhtml = 'http://www.w3.org/1999/xhtml';
export const svg = 'http://www.w3.org/2000/svg';
export const html = '';
/** The namespace of elements that have none. */
export const none = 'none';

/**
 * A node of the page as the recording describes it. A state may share it with other states, so it
 * is only changed by what Page.edit returns; lists and objects in it are replaced, never changed.
 */
export interface VNode {
  /**
   * The recording's number of the node. The shadow root of an element, or the content of a
   * template, has the negative of the element's.
   */
  readonly id: number;
  readonly kind: number;
  epoch: number;
  /** Of a fragment its host, of a frame's document the frame; 0 of the page's document. */
  parent: number;
  /** How many nodes are above it. */
  depth: number;
  kids: readonly number[];
  kidsEpoch: number;
  /** Tells one placing of a node from the next: nodes that are not placed anew keep their order. */
  stamp: number;

  ns: string;
  /** Of an element or doctype, or the target of a processing instruction. */
  name: string;
  /** Of a text or comment, or public and system identifier of a doctype. */
  value: string;
  attrs: Readonly<Record<string, string>>;
  attrNS?: Readonly<Record<string, string>> | undefined;
  is?: string | undefined;
  /** Changes by script to what the style attribute says. */
  inline?: readonly InlineEdit[] | undefined;
  /** When its attributes were set last: style animations may have begun then. */
  since: number;

  /** An element has a shadow root or, if it is a template, content. */
  fragment: boolean;
  /** Of a shadow root. */
  init?: ShadowInit | undefined;
  /** Of an element: the document inside. */
  frame: number;
  quirks: boolean;
  /** Of a document: the doctype that it began with, as text. */
  mode: string;
  /** Of a style or link element whose rules are not, or not only, those of its text. */
  css?: Css | undefined;
  /** Of a document or shadow root. */
  adopted: readonly number[];
  live: Live;
}

/** A property's new value, or null if it was removed, and its priority. */
export type InlineEdit = readonly [name: string, value: string | null, priority: string];

/** State that attributes do not carry. */
export interface Live {
  readonly x?: number;
  readonly y?: number;
  readonly value?: string;
  readonly checked?: boolean;
  readonly indeterminate?: boolean;
  readonly chosen?: boolean;
  /** An input event has set it, so that attributes no longer do. */
  readonly dirty?: boolean;
  /** Of a drop-down list: its selected option, and whether it lost its last one. */
  readonly option?: number;
  readonly vacant?: boolean;
  readonly error?: string;
  readonly range?: readonly [number, number, string];
  readonly files?: readonly string[];
  readonly media?: Readonly<MediaLive>;
  readonly modal?: boolean;
  readonly defined?: boolean;
  readonly states?: readonly string[];
  readonly slots?: readonly (readonly [number, readonly number[]])[];
  readonly designMode?: string;
  readonly drawn?: readonly Drawing[];
  readonly properties?: readonly Registered[];
  readonly highlights?: readonly Highlighted[];
}

export interface MediaLive {
  playing?: boolean;
  muted?: boolean;
  volume?: number;
  rate?: number;
  time?: number;
  loop?: boolean;
  /** When the recording said so. */
  at?: number;
}

/** Commands that were given to a canvas. */
export interface Drawing {
  readonly type: number;
  readonly commands: readonly unknown[];
}

export interface Registered {
  name: string;
  syntax: string;
  inherits: boolean;
  initialValue?: string;
}

export interface Highlighted {
  name: string;
  priority: number;
  ranges: readonly Span[];
}

export interface Span {
  start: number;
  startOffset: number;
  end: number;
  endOffset: number;
}

/** How deep nodes may be in each other: no page is, and a browser would not survive it. */
export const deepest = 3000;

const nothing: Live = Object.freeze({});
const noKids: readonly number[] = Object.freeze([]);
const noAttrs: Readonly<Record<string, string>> = Object.freeze({});

export function makeNode(id: number, kind: number, epoch: number): VNode {
  return {
    id, kind, epoch, parent: 0, depth: 0, kids: noKids, kidsEpoch: -1, stamp: 0, ns: html, name: '', value: '', attrs: noAttrs, fragment: false,
    since: 0, frame: 0, quirks: false, mode: '', adopted: noKids, live: nothing,
  };
}

/** Whether n is an HTML element of that name. */
export const is = (n: VNode | undefined, name: string): boolean => n?.kind === Kind.element && n.ns === html && n.name === name;

/** Whether a document can be shown inside n. */
export const holdsFrame = (n: VNode): boolean => is(n, 'iframe') || is(n, 'frame') || is(n, 'object') || is(n, 'embed');

export const isText = (n: VNode): boolean => n.kind === Kind.text || n.kind === Kind.cdata;
