/** Brings events to the server: in batches, one at a time, in order. */
import {after, cancel, clock, wait} from './platform';
import type {Log} from './log';
import type {Settings} from './options';
import {upload, type Owner, type Transport} from './upload';

export interface Delivery {
  /** Takes an event of the present owner, as JSON. */
  add(event: string): void;
  /** What comes from here on belongs to another owner. */
  own(o: Owner): void;
  /** Uploads what there is. The promise is kept when it has arrived or was given up. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeliveryOptions {
  settings: Settings;
  transport: Transport;
  log: Log;
  killed(o: Owner): void;
}

interface Batch {
  owner: Owner;
  events: string[];
}

export function deliver(o: DeliveryOptions, first: Owner): Delivery {
  const {settings, log} = o;
  let owner = first;
  let waiting: string[] = [], bytes = 0;
  let queue: Batch[] = [];
  let timer = 0, cuts = 0, last = clock.now();
  let sending: Promise<void> | undefined;
  const dead = new Set<string>();

  const cut = () => {
    cancel(timer);
    timer = 0;
    if (waiting.length === 0) return;
    if (!dead.has(owner.session)) queue.push({owner, events: waiting});
    waiting = [];
    bytes = 0;
    cuts++;
    last = clock.now();
    void drain();
  };

  const drain = (): Promise<void> => (sending ??= work().finally(() => (sending = undefined)));

  const work = async () => {
    for (let b = queue[0]; b; b = queue[0]) {
      await bring(b);
      queue = queue.filter(q => q !== b && !dead.has(q.owner.session));
    }
  };

  const bring = async (b: Batch) => {
    for (let n = 0; ; n++) {
      const r = await upload(b.owner, b.events, o.transport);
      switch (r.kind) {
        case 'done':
          return;
        case 'pause':
          return wait(r.ms);
        case 'kill':
          dead.add(b.owner.session);
          return o.killed(b.owner);
        case 'drop':
          return log.warn(`an upload was given up: ${r.why}`);
        case 'tooLarge': {
          if (b.events.length === 1) return log.warn('an event was given up: the server finds it too large');
          const half = b.events.length >> 1;
          queue.splice(1, 0, {owner: b.owner, events: b.events.slice(0, half)}, {owner: b.owner, events: b.events.slice(half)});
          return;
        }
        case 'retry':
          if (n >= settings.retries) return log.warn(`an upload was given up after ${n} retries`);
          await wait(r.ms ?? (0.5 + Math.random()) * 1000 * Math.min(2 ** n, 32));
      }
    }
  };

  const interval = () => Math.min(settings.minInterval * (cuts + 1), settings.maxInterval);

  return {
    add(event) {
      waiting.push(event);
      bytes += event.length;
      if (bytes >= settings.batchBytes) return cut();
      timer ||= after(Math.max(last + interval() - clock.now(), 0), cut);
    },
    own(next) {
      cut();
      owner = next;
    },
    flush() {
      cut();
      return drain();
    },
    stop() {
      cut();
      return drain();
    },
  };
}
