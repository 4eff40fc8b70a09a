/** Sends events in the envelope of the lab's ingest server: every half second, and on unload. */
import type {Config} from '../page/boot';

const every = 500;
/** Browsers let 64 KiB of unload requests be in flight. */
const unloadLimit = 60_000;

export function uploader(c: Config) {
  // Taken before the page can patch them.
  const {fetch, setTimeout, clearTimeout, JSON, navigator, Blob} = window;
  const {stringify} = JSON;
  const url = new URL(c.trackUrl);
  url.search = String(new URLSearchParams({device_id: c.deviceId, session_id: String(c.sessionId), type: 'replay'}));

  let waiting: string[] = [];
  let timer = 0;
  let sending: Promise<void> = Promise.resolve();

  const send = async (events: string[]): Promise<void> => {
    const body = `{"version":1,"events":[${events.join(',')}]}`;
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const res = await fetch.call(window, url.href, {
          method: 'POST',
          body,
          headers: {'Content-Type': 'application/json', Authorization: `Bearer ${c.key}`},
        });
        if (res.status === 413 && events.length > 1) {
          const half = events.length >> 1;
          await send(events.slice(0, half));
          return send(events.slice(half));
        }
        if (res.status < 500 && res.status !== 429) return;
      } catch {
        // Refused or offline: tried again, then given up, as an SDK that never harms its page must.
      }
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout.call(window, timer);
    timer = 0;
    if (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      sending = sending.then(() => send(events));
    }
    return sending;
  };

  const leave = () => {
    if (waiting.length === 0) return;
    let size = 0;
    const fits = waiting.filter(e => (size += e.length + 1) < unloadLimit);
    waiting = [];
    const query = new URL(url);
    query.searchParams.set('api_key', c.key);
    navigator.sendBeacon(query.href, new Blob([`{"version":2,"events":[${fits.join(',')}]}`], {type: 'text/plain'}));
  };
  addEventListener('pagehide', leave);

  return {
    add(e: unknown) {
      waiting.push(stringify(e));
      timer ||= setTimeout.call(window, flush, every);
    },
    flush,
    stop() {
      removeEventListener('pagehide', leave);
      return flush();
    },
  };
}
