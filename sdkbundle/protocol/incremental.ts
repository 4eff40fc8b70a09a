/** Incremental events: rrweb's own. */
import type {Attributes, SerialNode} from './node';

export const Source = {
  mutation: 0, mouseMove: 1, mouseInteraction: 2, scroll: 3, viewportResize: 4, input: 5, touchMove: 6, mediaInteraction: 7,
  styleSheetRule: 8, canvasMutation: 9, font: 10, drag: 12, styleDeclaration: 13, selection: 14, adoptedStyleSheet: 15, customElement: 16,
} as const;

export const Interaction = {
  mouseUp: 0, mouseDown: 1, click: 2, contextMenu: 3, dblClick: 4, focus: 5, blur: 6, touchStart: 7, touchEnd: 9, touchCancel: 10,
} as const;

export const Media = {play: 0, pause: 1, seeked: 2, volumeChange: 3, rateChange: 4} as const;

/** One node, without children; children follow as adds of their own. */
export interface Add {
  parentId: number;
  /** The sibling before which it comes; null: last. A sibling that is added too may come later in the list. */
  nextId: number | null;
  node: SerialNode;
}

export interface Remove {
  parentId: number;
  id: number;
  isShadow?: true;
  /** The parent is the content of this template. */
  isContent?: true;
}

/** Apply removes, then adds, then texts, then attributes. A move is a remove and an add of one id, with its descendants. */
export interface Mutation {
  source: 0;
  adds: Add[];
  removes: Remove[];
  texts: {id: number; value: string | null}[];
  /** Here `value`, `checked`, `selected` and `open` are attributes, not live state. `attrNS` as of nodes. */
  attributes: {id: number; attributes: Attributes; attrNS?: Record<string, string>}[];
  /** The one add is the document of a frame, with children: it takes the place of the frame's present document. */
  isAttachIframe?: true;
}

export interface Position {
  x: number;
  y: number;
  id: number;
  /** At or below 0: how long before the event's timestamp. */
  timeOffset: number;
}

export interface SheetRef {
  /** The owner node, for style and link. */
  id?: number;
  /** The number of a constructed sheet. */
  styleId?: number;
}

export interface AdoptedSheet {
  styleId: number;
  rules: {rule: string; index: number}[];
}

/** An argument of a canvas command. */
export type CanvasArg = number | {rr_type: 'ImageBitmap'; args: [{rr_type: 'Blob'; data: [{rr_type: 'ArrayBuffer'; base64: string}]; type: string}]};

export type Incremental =
  | Mutation
  | {source: 1 | 6 | 12; positions: Position[]}
  | {source: 2; type: number; id: number; x?: number; y?: number; pointerType?: number}
  | {source: 3; id: number; x: number; y: number}
  | {source: 4; width: number; height: number}
  | {source: 5; id: number; text: string; isChecked: boolean; userTriggered?: boolean}
  | {source: 7; type: number; id: number; currentTime?: number; volume?: number; muted?: boolean; playbackRate?: number; loop?: boolean}
  | ({source: 8; adds?: {rule: string; index: number | number[]}[]; removes?: {index: number | number[]}[]; replaceSync?: string} & SheetRef)
  | {source: 9; id: number; type: 0; commands: {property: string; args: CanvasArg[]}[]}
  | {source: 10; family: string; fontSource: string; buffer: boolean; descriptors?: Record<string, string>}
  | ({source: 13; index: number[]; set?: {property: string; value: string; priority: string}; remove?: {property: string}} & SheetRef)
  | {source: 14; ranges: {start: number; startOffset: number; end: number; endOffset: number}[]}
  | {source: 15; id: number; styleIds: number[]; styles?: AdoptedSheet[]}
  | {source: 16; define: {name: string}};
