/** What pages that are gone have left in the store: sent for them, or cleaned up. */
import type {Courier} from './courier';
import {inherit} from './locks';
import {outdated, type Store, type Stored} from './store';

/** After how many milliseconds what is stored is of no use any more. */
const age = 3 * 24 * 3600_000;
/** How many characters may be stored in all. */
const most = 32 << 20;

export interface Legacy {
  store: Store;
  courier: Courier;
  /** How many characters go into one upload. */
  batch: number;
  /** The streams of this page, and its session. */
  own: Set<string>;
  session: string;
}

export async function legacy(l: Legacy): Promise<void> {
  const all = await l.store.others(l.own);
  const old = outdated(all, age, most);
  const streams = new Map<string, Stored[]>();
  for (const r of all) {
    if (!old.has(r)) streams.set(r.owner.stream, [...(streams.get(r.owner.stream) ?? []), r]);
  }
  l.store.remove([...old].map(r => r.row));
  for (const [stream, rows] of streams) {
    await inherit(stream, rows.at(-1)!.at, async () => {
      if (tooShort(all, rows[0]!)) {
        if (rows[0]!.owner.session !== l.session) l.store.remove(rows.map(r => r.row));
      } else {
        await send(l, await l.store.present(rows));
      }
    });
  }
}

/** Whether the session has not lasted long enough to be uploaded, as far as is known. */
function tooShort(all: Stored[], {owner}: Stored): boolean {
  const {session, gate} = owner;
  return all.every(r => r.owner.session !== session || r.at < gate) && gate > 0;
}

async function send(l: Legacy, rows: Stored[]): Promise<void> {
  for (let at = 0; at < rows.length; ) {
    const batch: Stored[] = [];
    for (let size = 0; at < rows.length && (batch.length === 0 || size + rows[at]!.size <= l.batch); at++) {
      batch.push(rows[at]!);
      size += rows[at]!.size;
    }
    if (!(await l.courier.bring(batch[0]!.owner, batch.flatMap(r => r.events)))) return; // the next page may have more luck
    l.store.remove(batch.map(r => r.row));
  }
}
