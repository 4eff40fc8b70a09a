/** What a page still sends when it is left. */
import {attempt, json, request} from './platform';
import type {Chunk, Owner} from './owner';
import {address, body} from './upload';

/** Browsers let this much be under way for pages that are gone, in all their requests together. */
export const allowance = 64 << 10;
/** What a request needs beside its events. */
const envelope = 200;

/**
 * Sends what fits of the chunks, the oldest first, and returns those that it sent whole. Of what is
 * kept elsewhere, a large event may be passed over; otherwise what follows it is of no use without it.
 */
export function leave(chunks: Chunk[], room: number, kept: boolean, arrived: (c: Chunk[]) => void): Chunk[] {
  const encoder = new TextEncoder();
  const parcels = new Map<string, {owner: Owner; chunks: Chunk[]; events: string[]}>();
  let full = false;
  for (const c of chunks) {
    const parcel = parcels.get(c.owner.stream) ?? {owner: c.owner, chunks: [], events: []};
    if (!parcels.has(c.owner.stream)) room -= envelope;
    parcels.set(c.owner.stream, parcel);
    let whole = !full;
    for (const e of c.events) {
      const size = full || e.length > room ? Infinity : encoder.encode(json.write(e)).length + 1;
      if (size <= room) {
        room -= size;
        parcel.events.push(e);
      } else {
        whole = false;
        full ||= !kept;
      }
    }
    if (whole) parcel.chunks.push(c);
  }
  const sent: Chunk[] = [];
  for (const {owner: o, chunks, events} of parcels.values()) {
    if (events.length === 0) continue;
    // Plain text needs no permission from the server beforehand, for which there is no time.
    const sending = attempt(() => request(address(o, {api_key: o.key}), {
      method: 'POST', body: body(2, o, events), headers: {'Content-Type': 'text/plain;charset=UTF-8'}, credentials: 'omit', keepalive: true,
    }));
    if (!sending) continue;
    sent.push(...chunks);
    sending.then(r => r.ok && arrived(chunks), () => {});
  }
  return sent;
}
