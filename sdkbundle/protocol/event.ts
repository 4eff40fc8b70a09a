/** The envelope of events, numbered as rrweb does. */
import type {Incremental} from './incremental';
import type {DocumentNode} from './node';
import type {State} from './state';

export const EventType = {domContentLoaded: 0, load: 1, fullSnapshot: 2, incremental: 3, meta: 4, custom: 5, plugin: 6} as const;

/** The name under which what the format cannot say travels as plugin events. */
export const statePlugin = 'replaylab/state@1';

export type EventBody =
  | {type: 0; data: Record<string, never>}
  | {type: 1; data: Record<string, never>}
  | {type: 2; data: {node: DocumentNode; initialOffset: {left: number; top: number}}}
  | {type: 3; data: Incremental}
  | {type: 4; data: {href: string; width: number; height: number}}
  | {type: 5; data: {tag: string; payload: unknown}}
  | {type: 6; data: {plugin: string; payload: unknown}};

/** Milliseconds since the epoch; a later event never has an earlier one's. */
export type RecordedEvent = EventBody & {timestamp: number};

/** The data of a plugin event of ours. */
export interface StateData {
  plugin: typeof statePlugin;
  payload: State;
}
