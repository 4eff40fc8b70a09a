/** One upload: the request, and what its answer means. */
import {after, attempt, cancel, clock, json, request} from './platform';
import type {Owner} from './owner';
import type {Squeeze} from './squeeze';

export interface Transport {
  version: string;
  /** How the SDK was installed, and its version. */
  library: string;
  squeeze: Squeeze;
  /** Milliseconds; 0 is no limit. */
  timeout: number;
  /** The page's address, as the privacy rules show it. */
  page(): string;
  /** Told of the bytes of requests that outlive the page, when they begin and when they end. */
  outliving(bytes: number): void;
}

export type Outcome =
  | {kind: 'done'}
  /** Go on, but not before that many milliseconds. */
  | {kind: 'pause'; ms: number}
  /** The server wants no more of this session. */
  | {kind: 'kill'}
  /** Try again; the server may have said after how many milliseconds. */
  | {kind: 'retry'; ms: number}
  | {kind: 'tooLarge'}
  | {kind: 'drop'; why: string};

export function address(o: Owner, more?: Record<string, string>): string {
  const query = new URLSearchParams({device_id: o.device, session_id: o.session, type: 'replay', ...more});
  return o.url + (o.url.includes('?') ? '&' : '?') + String(query);
}

/** events are JSON: each is written as a string, as the server takes them. */
export function body(version: 1 | 2, o: Owner, events: string[]): string {
  return `{"version":${version},"stream":${json.write(o.stream)},"events":[${events.map(e => json.write(e)).join(',')}]}`;
}

/** Requests of at most this many bytes outlive the page; the browser allows 64 KiB of them in all. */
const outlives = 24 << 10;

/** Uploads a batch. Never throws. */
export async function upload(o: Owner, events: string[], t: Transport): Promise<Outcome> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: '*/*',
    Authorization: `Bearer ${o.key}`,
    'X-Client-Version': t.version,
    'X-Client-Library': t.library,
    'X-Client-Url': latin(t.page()).slice(0, 1000),
    'X-Client-Sample-Rate': String(o.rate),
    'X-Sampling-Hash-Alg': 'xxhash32',
  };
  const abort = new AbortController();
  let timer = 0, bytes = 0;
  try {
    const text = body(1, o, events), packed = t.squeeze(text);
    if (packed) headers['Content-Encoding'] = 'gzip';
    const data = packed ? await packed : new TextEncoder().encode(text);
    const keepalive = data.length <= outlives;
    if (keepalive) t.outliving((bytes = data.length));
    if (t.timeout > 0) timer = after(t.timeout, () => abort.abort());
    const answer = await request(address(o), {method: 'POST', headers, body: data, signal: abort.signal, credentials: 'omit', keepalive});
    answer.body?.cancel().catch(() => {}); // only the head is of interest; left unread it would count as a request under way
    return outcome(answer);
  } catch {
    return {kind: 'retry', ms: 0}; // not reached, cut off, or too late
  } finally {
    cancel(timer);
    if (bytes) t.outliving(-bytes);
  }
}

/** A header takes no other characters. */
const latin = (text: string) => (/[^\x20-\x7e]/.test(text) ? encodeURI(text).replace(/[^\x20-\x7e]/g, '') : text);

function outcome({status, ok, headers}: Response): Outcome {
  if (ok) {
    const skipped = headers.get('X-Session-Replay-Event-Skipped');
    if (skipped === '429') return {kind: 'pause', ms: 60_000};
    return skipped === '4004' || skipped === '4005' ? {kind: 'kill'} : {kind: 'done'};
  }
  if (status === 413) return {kind: 'tooLarge'};
  if (status === 408 || status === 429 || status === 499 || status >= 500) return {kind: 'retry', ms: later(headers.get('Retry-After'))};
  return {kind: 'drop', why: `the server answered ${status}`};
}

/** Reads Retry-After, which is seconds or a date, in milliseconds; 0 if it says nothing. */
function later(text: string | null): number {
  const ms = attempt(() => (/^\s*\d+\s*$/.test(text ?? '') ? Number(text) * 1000 : Date.parse(text ?? '') - clock.now())) ?? 0;
  return Math.min(Math.max(ms || 0, 0), 600_000);
}
