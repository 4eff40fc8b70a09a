/** Records a page: a full snapshot, then every change, as events. */
import type {RecordedEvent} from '../../protocol';
import {early, type Early} from './early';
import {recording} from './recording';

export type MaskLevel = 'light' | 'medium' | 'conservative';

/**
 * What is hidden. The lists hold selectors; the classes amp-mask, amp-unmask and amp-block and the
 * attributes data-amp-mask, -unmask and -block always count beside them.
 */
export interface Rules {
  level: MaskLevel;
  mask: string[];
  unmask: string[];
  block: string[];
}

export interface RecordOptions {
  emit(event: RecordedEvent): void;
  rules: Rules;
  /** Record what is drawn on canvases. */
  canvas?: boolean;
  /** Origins of frames whose pages hand over what they record. */
  frames?: string[];
  /** The page is in a frame of another page that takes what is recorded: focus is only told where it is here. */
  inFrame?: boolean;
  warn(message: string): void;
  /** What was remembered since the page began; without it, what began before is not seen. */
  early?: Early;
  /** Called once, when the first full snapshot has been emitted. */
  started?(): void;
}

export interface Recorder {
  /** Emits a fresh full snapshot. */
  snapshot(): void;
  setRules(r: Rules): void;
  custom(tag: string, payload: unknown): void;
  /** Whether a snapshot is under way: more is emitted in further turns, or at once by flush. */
  busy(): boolean;
  /** Takes what the browser has not delivered yet, and emits it now. */
  flush(): void;
  stop(): void;
}

export const record = (o: RecordOptions): Recorder => recording(o);

export {hello, isOurs, question, type Order} from './handover';
export {early, type Early};
