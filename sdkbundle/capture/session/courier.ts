/** Brings batches to the server, and tries again what fails. */
import {after, cancel, chance, listen} from './platform';
import type {Log} from './log';
import type {Owner} from './owner';
import {upload, type Transport} from './upload';

export interface Courier {
  /**
   * Resolves with true when the events need not be sent again: they have arrived, or nobody wants
   * them. With false when they have failed as often as they may, or the browser is offline.
   */
  bring(o: Owner, events: string[]): Promise<boolean>;
  stop(): void;
}

export interface CourierOptions {
  retries: number;
  transport: Transport;
  log: Log;
  /** Sessions of which the server takes nothing. */
  dead: Set<string>;
  killed(session: string): void;
  /** The server wants nothing for that many milliseconds. */
  pause(ms: number): Promise<void>;
}

/** Of so few characters no server says in earnest that they are too many. */
const small = 1000;

export function courier(c: CourierOptions): Courier {
  let online: (() => void) | undefined;
  const unlisten = listen(window, 'online', () => online?.());

  /** Waits longer each time, by chance so that not all pages come back at once. */
  const backOff = (n: number, least: number) =>
    new Promise<void>(done => {
      const timer = after(Math.max(least, Math.min(1000 * 2 ** n, 30_000) * (0.5 + chance() / 2)), done);
      online = () => {
        cancel(timer);
        done();
      };
    });

  const send = async (o: Owner, events: string[]): Promise<'done' | 'failed' | 'refused'> => {
    for (let n = 0; ; n++) {
      if (c.dead.has(o.session)) return 'done';
      if (navigator.onLine === false) return 'failed';
      const r = await upload(o, events, c.transport);
      switch (r.kind) {
        case 'pause':
          await c.pause(r.ms);
          return 'done';
        case 'kill':
          c.dead.add(o.session);
          c.killed(o.session);
          return 'done';
        case 'drop':
          c.log.once(`an upload was given up: ${r.why}`);
          return 'done';
        case 'tooLarge':
          return split(o, events);
        case 'retry':
          if (n >= c.retries) return 'failed';
          await backOff(n, r.ms);
          continue;
        case 'done':
          return 'done';
        default:
          return r satisfies never;
      }
    }
  };

  /** Sends half by half, unless the server refuses for their size even events that have none. */
  const split = async (o: Owner, events: string[]) => {
    if (events.length > 1) {
      const half = events.length >> 1;
      const first = await send(o, events.slice(0, half));
      return first === 'done' ? send(o, events.slice(half)) : first;
    }
    c.log.warn('an event was given up: the server finds it too large');
    return events[0]!.length > small ? 'done' : 'refused';
  };

  return {
    async bring(o, events) {
      const r = await send(o, events);
      if (r === 'refused') c.log.once('an upload was given up: the server refuses it for its size, however small');
      return r !== 'failed';
    },
    stop: unlisten,
  };
}
