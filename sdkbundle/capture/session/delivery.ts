/**
 * What happens to events between capture and server. They are stored soon, and uploaded in batches:
 * by size, and by time also when nothing further happens. What is stored is forgotten when it has
 * arrived; what a page leaves behind the next one of its origin sends.
 */
import {courier, type CourierOptions} from './courier';
import {allowance, leave} from './leave';
import {legacy} from './legacy';
import {claim, type Claim} from './locks';
import type {Log} from './log';
import type {Settings} from './options';
import type {Chunk, Owner} from './owner';
import {after, cancel, clock, listen} from './platform';
import {squeeze} from './squeeze';
import {open, type Store} from './store';
import type {Transport} from './upload';

export interface Delivery {
  /** Takes an event of the present owner, as JSON. */
  add(event: string): void;
  /** What comes from here on belongs to another owner. */
  own(o: Owner): void;
  /** Uploads what there is without further waiting. */
  cut(): void;
  /** Uploads what there is. The promise is kept when it has arrived, or when uploading has to rest. */
  flush(): Promise<void>;
  /** Takes nothing more, and goes when all has arrived. */
  end(): Promise<void>;
}

export interface DeliveryOptions {
  settings: Settings;
  transport: Omit<Transport, 'outliving' | 'squeeze'>;
  log: Log;
  /** Called before the page may be gone, to get the last events. */
  leaving(): void;
  /** The server takes nothing of a session. */
  killed(session: string): void;
  /** More is waiting than may be kept, or no longer so. */
  full(is: boolean): void;
}

/** After how many milliseconds at the latest an event is stored. */
const soon = 300;
/** How many characters are stored at once. */
const portion = 256 << 10;
/** How many characters may wait for their upload. */
const most = 16 << 20;
/** How long to rest when a batch has failed as often as it may, in milliseconds. */
const rest = 60_000;

interface Waiting extends Chunk {
  row?: Promise<number | undefined>;
}

export function deliver(o: DeliveryOptions, first: Owner): Delivery {
  const {settings} = o;
  let owner = first;
  let fresh: string[] = [], size = 0; // not stored yet
  let queue: Waiting[] = [], due = 0; // so many of them are to be uploaded
  let waiting = 0, isFull = false; // characters in the queue
  let saveTimer = 0, cutTimer = 0, cuts = 0, last = clock.now();
  let working = false, outliving = 0, ended = false;
  let flushed: (() => void)[] = [], wake: (() => void) | undefined;
  let store: Store | undefined;
  const claims = new Map<string, Claim>(), dead = new Set<string>();

  /** Those who wait for a flush wait no longer. */
  const settled = () => {
    flushed.forEach(f => f());
    flushed = [];
  };
  const pause = (ms: number) =>
    new Promise<void>(done => {
      settled();
      const timer = after(ms, done);
      wake = () => {
        cancel(timer);
        done();
      };
    });

  const packing = squeeze(settings, o.log);
  const options: CourierOptions = {
    retries: settings.retries, log: o.log, dead, killed: o.killed, pause,
    transport: {...o.transport, squeeze: packing, outliving: bytes => (outliving += bytes)},
  };
  const own = courier(options);
  const opening = settings.memory ? Promise.resolve(undefined) : open();
  void opening.then(async s => {
    store = s;
    if (!s && !settings.memory) o.log.once('there is no usable IndexedDB: what is not uploaded when the page is left is lost');
    if (!s) return;
    const others = courier(options);
    await legacy({store: s, courier: others, batch: settings.batchBytes, own: new Set(claims.keys()), session: owner.session});
    others.stop();
  });

  const save = () => {
    cancel(saveTimer);
    saveTimer = 0;
    if (fresh.length === 0) return;
    const w: Waiting = {owner, events: fresh, size, at: clock.now()};
    if (!settings.memory) {
      const {stream} = owner, chunk = {...w};
      if (!claims.has(stream)) claims.set(stream, claim(stream));
      w.row = opening.then(s => s?.put(chunk));
    }
    queue.push(w);
    waiting += size;
    fresh = [];
    size = 0;
    if (waiting > most && !isFull) o.full((isFull = true));
  };

  const cut = () => {
    cancel(cutTimer);
    cutTimer = 0;
    save();
    const now = clock.now(), gated = queue.findIndex(w => w.owner.gate > now);
    due = gated < 0 ? queue.length : gated;
    last = now;
    if (gated >= 0) cutTimer = after(queue[gated]!.owner.gate - now, cut);
    void drain();
  };

  const drain = async () => {
    if (working) return;
    working = true;
    while (due > 0) {
      const {owner: of} = queue[0]!;
      const batch: Waiting[] = [];
      let sum = 0;
      for (const w of queue.slice(0, due)) {
        if (w.owner !== of || (sum > 0 && sum + w.size > settings.batchBytes)) break;
        batch.push(w);
        sum += w.size;
      }
      if (await own.bring(of, batch.flatMap(w => w.events))) {
        forget(batch);
      } else {
        o.log.once('uploads fail; what is captured waits, and they begin again in a minute');
        await pause(rest);
      }
    }
    working = false;
    settled();
  };

  /** Forgets what need not be sent any more. Some of it may have gone otherwise meanwhile. */
  const forget = (chunks: Chunk[]) => {
    const gone = new Set(chunks);
    due -= queue.slice(0, due).filter(w => gone.has(w)).length;
    for (const w of queue) {
      if (!gone.has(w)) continue;
      waiting -= w.size;
      void w.row?.then(row => row !== undefined && store?.remove([row]));
    }
    queue = queue.filter(w => !gone.has(w));
    if (isFull && waiting < most / 2) o.full((isFull = false));
    if (ended && queue.length === 0) void close();
  };

  /** What has not lasted as long as it must is not wanted. */
  const discardGated = () => forget(queue.filter(w => w.owner.gate > clock.now()));

  const depart = () => {
    if (!ended) o.leaving();
    save();
    const ready = queue.filter(w => !dead.has(w.owner.session) && w.owner.gate <= clock.now());
    leave(ready, allowance - outliving, store !== undefined, forget);
  };
  const unlisten = [
    listen(window, 'pagehide', depart),
    listen(window, 'pageshow', () => queue.length > 0 && cut()), // back from the browser's cache
    listen(window, 'online', () => wake?.()),
  ];

  const close = async () => {
    unlisten.forEach(f => f());
    own.stop();
    packing.end();
    await opening;
    claims.forEach(c => c.end());
    store?.close();
  };

  const flush = (): Promise<void> => {
    cut();
    if (due === 0) return Promise.resolve();
    return new Promise<void>(done => {
      wake?.();
      flushed.push(done);
    });
  };

  return {
    add(event) {
      if (ended || dead.has(owner.session)) return;
      if (event.length > settings.eventBytes) return o.log.warn('an event was left out: it is larger than maxSingleEventSizeBytes');
      if (size + event.length > Math.min(portion, settings.batchBytes)) save();
      fresh.push(event);
      size += event.length;
      if (waiting + size >= settings.batchBytes && due === 0 && owner.gate <= clock.now()) return cut();
      saveTimer ||= after(soon, save);
      const interval = Math.min(settings.minInterval * (cuts + 1), settings.maxInterval);
      cutTimer ||= after(Math.max(last + interval, owner.gate) - clock.now(), () => {
        cuts++;
        cut();
      });
    },
    own(next) {
      save();
      discardGated();
      cut();
      owner = next;
    },
    cut,
    flush,
    end() {
      save();
      discardGated();
      ended = true;
      const all = flush();
      if (queue.length === 0) void close();
      return all;
    },
  };
}
