// What the server answers; see lab/serve.

export interface Session {
  id: string;
  device: string;
  session: string;
  library?: string;
  /** Of the first and the last event, in milliseconds since the epoch. */
  began: number;
  ended: number;
  received: number;
  uploads: number;
  events: number;
  bytes: number;
  broken?: number;
  unreadable?: number;
  urls: string[] | null;
  counts: Record<string, number> | null;
  live: boolean;
}

export interface Found {
  sessions: Session[];
  total: number;
  page: number;
  size: number;
  kinds: string[];
}

export interface Mark {
  /** The number of its event. */
  n: number;
  /** Milliseconds since the epoch. */
  at: number;
  kind: string;
  text?: string;
  detail?: string;
  level?: string;
  node?: number;
  status?: number;
}

/** What one upload brought. */
export interface Chunk {
  /** The number of its first event. */
  from: number;
  /** When it came, by the server's clock. */
  at: number;
  bytes: number;
  events: {timestamp: number}[];
  marks: Mark[];
}

async function get(path: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, signal ? {signal} : {});
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Error('The server does not answer. Is replaylab still running?');
  }
  if (!response.ok) throw new Error(`The server says: ${(await response.text()).trim().slice(0, 500)}`);
  return response;
}

export const search = async (query: URLSearchParams, signal: AbortSignal): Promise<Found> => (await get(`/api/sessions?${query}`, signal)).json();

export const session = async (id: string): Promise<Session> => (await get(`/api/sessions/${encodeURIComponent(id)}`)).json();

/** Reads what there is of a session, upload by upload, as it comes in. */
export async function read(id: string, take: (c: Chunk) => void): Promise<void> {
  const response = await get(`/api/sessions/${encodeURIComponent(id)}/events`);
  const lines = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await lines.read();
    if (done) return;
    rest += value;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      take(JSON.parse(rest.slice(0, end)) as Chunk);
      rest = rest.slice(end + 1);
    }
  }
}

/** How long to wait before a lost connection is tried again, in milliseconds. */
const waits = [200, 500, 1000, 2000, 5000];

/** Follows a session from the first event that is not there yet, and goes on after a break. */
export function follow(id: string, next: () => number, take: (c: Chunk) => void, connected: (yes: boolean) => void): void {
  let failed = 0;
  const connect = () => {
    const url = new URL(`/api/sessions/${encodeURIComponent(id)}/live?from=${next()}`, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      failed = 0;
      connected(true);
    });
    socket.addEventListener('message', e => {
      const chunk = JSON.parse(e.data as string) as Chunk;
      if (chunk.from > next()) return socket.close(); // asks anew for what is missing
      chunk.events = chunk.events.slice(next() - chunk.from);
      take(chunk);
    });
    socket.addEventListener('close', () => {
      connected(false);
      setTimeout(connect, waits[Math.min(failed++, waits.length - 1)]);
    });
  };
  connect();
}
