/** What a page and the page around it say to each other, where one hands to the other what it records. */
import type {RecordedEvent} from '../../protocol';
import type {Rules} from './index';

const name = 'session-replay/frames@1';

/** Asked of a frame, to which the page in it says hello if it knows who asks. */
export const question = {[name]: 'who'};
/** Said to the page around, with a port by which all else is said. */
export const hello = {[name]: 'hello'};

/** What the page around wants. */
export type Order = {say: 'record'; rules: Rules; canvas: boolean} | {say: 'stop'};
/** What the page in the frame has to say. */
export type Answer = {say: 'event'; event: RecordedEvent} | {say: 'bye'};

export const isOurs = (data: unknown, what: object): boolean =>
  typeof data === 'object' && data !== null && (data as Record<string, unknown>)[name] === (what as Record<string, unknown>)[name];
