/** One upload: the request, and what its answer means. */
import {after, cancel, json, request} from './platform';
import {gzip} from './gzip';

/** Whose events they are, and where they go. */
export interface Owner {
  url: string;
  key: string;
  device: string;
  session: string;
  /** Tells page loads and tabs apart that share a session. */
  stream: string;
  rate: number;
}

export interface Transport {
  version: string;
  compress: boolean;
  /** Milliseconds; 0 is no limit. */
  timeout: number;
  /** The page's address, as the privacy rules show it. */
  page(): string;
}

export type Outcome =
  | {kind: 'done'}
  /** Go on, but not before that many milliseconds. */
  | {kind: 'pause'; ms: number}
  /** The server wants no more of this session. */
  | {kind: 'kill'}
  /** Try again; the server may have said after how many milliseconds. */
  | {kind: 'retry'; ms?: number}
  | {kind: 'tooLarge'}
  | {kind: 'drop'; why: string};

export function address(o: Owner, more?: Record<string, string>): string {
  const query = new URLSearchParams({device_id: o.device, session_id: o.session, type: 'replay', ...more});
  return o.url + (o.url.includes('?') ? '&' : '?') + String(query);
}

export function body(version: 1 | 2, o: Owner, events: string[]): string {
  return `{"version":${version},"stream":${json.write(o.stream)},"events":[${events.map(e => json.write(e)).join(',')}]}`;
}

/** Uploads a batch. Never throws. */
export async function upload(o: Owner, events: string[], t: Transport): Promise<Outcome> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Accept: '*/*',
    Authorization: `Bearer ${o.key}`,
    'X-Client-Version': t.version,
    'X-Client-Library': `standalone/${t.version}`,
    'X-Client-Url': t.page().slice(0, 1000),
    'X-Client-Sample-Rate': String(o.rate),
    'X-Sampling-Hash-Alg': 'xxhash32',
  };
  const abort = new AbortController();
  let timer = 0;
  try {
    let data: BodyInit = body(1, o, events);
    if (t.compress) {
      data = await gzip(data);
      headers['Content-Encoding'] = 'gzip';
    }
    if (t.timeout > 0) timer = after(t.timeout, () => abort.abort());
    const answer = await request(address(o), {method: 'POST', headers, body: data, signal: abort.signal, credentials: 'omit'});
    return await outcome(answer);
  } catch {
    return {kind: 'retry'}; // not reached, cut off, or too late
  } finally {
    cancel(timer);
  }
}

async function outcome(answer: Response): Promise<Outcome> {
  const {status} = answer;
  if (answer.ok) {
    const skipped = answer.headers.get('X-Session-Replay-Event-Skipped');
    if (skipped === '429') return {kind: 'pause', ms: 60_000};
    return skipped === '4004' || skipped === '4005' ? {kind: 'kill'} : {kind: 'done'};
  }
  if (status === 413) return {kind: 'tooLarge'};
  if (status === 408 || status === 429 || status === 499 || status >= 500) {
    const ms = later(answer.headers.get('Retry-After'));
    return ms === undefined ? {kind: 'retry'} : {kind: 'retry', ms};
  }
  return {kind: 'drop', why: `the server answered ${status}`};
}

/** Reads Retry-After, which is seconds or a date. */
function later(text: string | null): number | undefined {
  if (!text) return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 600_000) : undefined;
}
