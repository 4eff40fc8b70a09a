/**
 * What rrweb's format cannot say, as the payload of plugin events of the name `statePlugin`. Each
 * says a state and not a change: applying one twice is applying it once, and after a full snapshot
 * all of them that hold are said again. Ids that are not known are to be passed over.
 */
import type {ShadowInit} from './node';

export interface Environment {
  kind: 'environment';
  /** What the page's media queries saw beside its size. Follows each Meta event, and changes later. Make `@media` of these features answer so. */
  colorScheme: 'light' | 'dark';
  reducedMotion: boolean;
  contrast: 'no-preference' | 'more' | 'less' | 'custom';
  forcedColors: boolean;
  print: boolean;
  pixelRatio: number;
}

export interface DocumentState {
  kind: 'document';
  /** A Document, the top one or a frame's. Set its designMode. */
  id: number;
  designMode: 'on' | 'off';
}

export interface Shadow extends ShadowInit {
  kind: 'shadow';
  /** The host, which has got this shadow root since it was described. Attach it now; its children follow as adds. */
  id: number;
}

export interface Slots {
  kind: 'slots';
  /** A host whose shadow root has slotAssignment "manual". Give each slot these nodes by assign(); a slot not listed gets none. */
  id: number;
  slots: [slot: number, nodes: number[]][];
}

export interface Focus {
  kind: 'focus';
  /**
   * The innermost element that has focus, in whatever shadow root or frame; or, if none has, the
   * Document that the keyboard writes to. Focus it without scrolling, and with focusVisible as
   * `visible` says; for a Document blur what its active element is and, in a frame, focus the frame.
   */
  id: number;
  /** The element matches :focus-visible. */
  visible: boolean;
}

export interface Control {
  kind: 'control';
  /** A form control or option. What is left out is unchanged. Everything here is set as a property, after any attribute. */
  id: number;
  /** The live value as it is, where an attribute mutation may have changed what shows of it. */
  value?: string;
  checked?: boolean;
  indeterminate?: boolean;
  /** Of a select: ids of the options that are selected, all of them; those not listed are not. */
  selected?: number[];
  /** What a script has called wrong with it: setCustomValidity. */
  error?: string;
  /** Selection inside a text field: from, to, direction. */
  range?: [number, number, 'forward' | 'backward' | 'none'];
  /** Names of chosen files, one each, for show; masked by level. */
  files?: string[];
  /** A user has edited it, so that :user-valid or :user-invalid may hold. */
  edited?: true;
}

export interface TopLayer {
  kind: 'topLayer';
  /**
   * The whole top layer, the lowest first. Make it so: close what is in it and not listed (a dialog
   * keeps its `open` attribute as mutations say), then show each that is not there, in this order; if the order of
   * those that are there differs, show them anew. A dialog that is "modal" has its `open` attribute by mutation too.
   */
  layers: {id: number; as: 'modal' | 'popover' | 'fullscreen'}[];
}

export interface Animation {
  kind: 'animation';
  /** A Web Animation that a script made (not a CSS animation or transition), by a number of its own. */
  animation: number;
  /** The element that it moves, and the pseudo-element if it is one's. */
  id: number;
  pseudo?: string;
  /** As getKeyframes() gives them. */
  frames: Record<string, string | number | null>[];
  /** As getTiming() gives it; an Infinity is written as the string "Infinity". */
  timing: Record<string, string | number>;
  /** "idle": cancelled; it has no effect any more. Otherwise: create it if it is new, else update it in place. */
  state: 'idle' | 'running' | 'paused' | 'finished';
  /** Milliseconds into it at this event's time. */
  time: number | null;
  rate: number;
  /** How it was composed with others of the element. */
  composite?: string;
}

export interface CustomStates {
  kind: 'states';
  /** A custom element: the names in its internals' states, all of them. */
  id: number;
  states: string[];
}

export interface Sheet {
  kind: 'sheet';
  /** The owner of a style or link element's sheet, or the number of a constructed sheet. Set `disabled` and `media.mediaText`. */
  id?: number;
  styleId?: number;
  disabled: boolean;
  media: string;
}

export interface Property {
  kind: 'property';
  /** CSS.registerProperty was called, in the window of this Document. */
  id: number;
  name: string;
  syntax: string;
  inherits: boolean;
  initialValue?: string;
}

export interface Highlights {
  kind: 'highlights';
  /** All custom highlights of this Document. Others it no longer has. */
  id: number;
  list: {name: string; priority: number; ranges: {start: number; startOffset: number; end: number; endOffset: number}[]}[];
}

export interface MediaState {
  kind: 'media';
  /** A video or sound. Exact state, where the events of the format are throttled and leave things out. */
  id: number;
  paused: boolean;
  /** Seconds. */
  time: number;
  rate: number;
  volume: number;
  muted: boolean;
  loop: boolean;
  /** Class of the object that a script has made its source (srcObject), such as "MediaStream"; it cannot be had in a replay. */
  source?: string;
}

export interface Frame {
  kind: 'frame';
  /** A frame element whose document cannot be seen, or is not recorded ("blocked"). Show an empty document. */
  id: number;
  why: 'origin' | 'blocked';
}

export type State =
  | Environment | DocumentState | Shadow | Slots | Focus | Control | TopLayer | Animation | CustomStates | Sheet | Property | Highlights
  | MediaState | Frame;
