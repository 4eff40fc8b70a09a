/** Keeps events in IndexedDB until they are delivered, for this page or the next of its origin. */
import {after, attempt, cancel, clock} from './platform';
import type {Chunk} from './owner';

/** What is stored, and under which key. */
export interface Stored extends Chunk {
  row: number;
}

export interface Store {
  /** Resolves with the key under which a chunk is stored; undefined if it could not be. */
  put(c: Chunk): Promise<number | undefined>;
  remove(rows: number[]): void;
  /** All there is of other pages than those of these streams, the oldest first. */
  others(own: Set<string>): Promise<Stored[]>;
  /** Those that are still there. */
  present(rows: Stored[]): Promise<Stored[]>;
  close(): void;
}

const name = 'session-replay', table = 'chunks';
/** How long the database may take to open. A page that another one blocks would wait for ever. */
const patience = 2000;

/** Opens the store; undefined if the browser has none, or one that is slow or broken. */
export function open(): Promise<Store | undefined> {
  return new Promise(resolve => {
    const timer = after(patience, () => resolve(undefined));
    const give = (s: Store | undefined) => {
      cancel(timer);
      resolve(s);
    };
    const opening = attempt(() => indexedDB.open(name, 1));
    if (!opening) return give(undefined);
    let late = false;
    after(patience, () => (late = true));
    opening.onupgradeneeded = () => void attempt(() => opening.result.createObjectStore(table, {autoIncrement: true}));
    opening.onerror = e => {
      e.preventDefault();
      give(undefined);
    };
    opening.onsuccess = () => (late ? opening.result.close() : give(over(opening.result)));
  });
}

function over(db: IDBDatabase): Store {
  db.onversionchange = () => db.close();
  /** One transaction; undefined if it fails, as it does when the disk is full or the database was deleted. */
  const within = <T>(mode: IDBTransactionMode, f: (s: IDBObjectStore) => T): Promise<T | undefined> =>
    new Promise(resolve => {
      let made: T | undefined;
      const t = attempt(() => db.transaction(table, mode));
      if (!t) return resolve(undefined);
      t.oncomplete = () => resolve(made);
      t.onabort = () => resolve(undefined);
      t.onerror = e => e.preventDefault();
      made = attempt(() => f(t.objectStore(table)));
      if (made === undefined) attempt(() => t.abort());
      if (mode === 'readwrite') attempt(() => t.commit()); // a cursor of reading goes on
    });
  return {
    async put(c) {
      return (await within('readwrite', s => s.add(c)))?.result as number | undefined;
    },
    remove(rows) {
      if (rows.length > 0) void within('readwrite', s => rows.map(r => s.delete(r)));
    },
    async others(own) {
      const found: Stored[] = [];
      await within('readonly', s => {
        const all = s.openCursor();
        all.onsuccess = () => void attempt(() => {
          const c = all.result;
          if (!c) return;
          if (isChunk(c.value) && !own.has(c.value.owner.stream)) found.push({...c.value, row: c.key as number});
          c.continue();
        });
        return all;
      });
      return found;
    },
    async present(rows) {
      const asked = await within('readonly', s => rows.map(r => s.getKey(r.row)));
      return rows.filter((_, i) => asked?.[i]?.result !== undefined);
    },
    close: () => db.close(),
  };
}

/** The database is any script's of this origin: what is in it need not be ours. */
function isChunk(v: unknown): v is Chunk {
  const c = v as Partial<Chunk> | null;
  return typeof c === 'object' && Array.isArray(c?.events) && typeof c.owner === 'object' && typeof c.owner.stream === 'string' &&
    typeof c.owner.url === 'string' && typeof c.size === 'number' && typeof c.at === 'number';
}

/** What is too old or too much to be worth sending goes: the oldest first. */
export function outdated(rows: Stored[], maxAge: number, maxSize: number): Set<Stored> {
  const gone = new Set<Stored>();
  let size = 0;
  for (const r of [...rows].reverse()) {
    size += r.size;
    if (size > maxSize || clock.now() - r.at > maxAge) gone.add(r);
  }
  return gone;
}
