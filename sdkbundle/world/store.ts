/** Reads what is stored for the document's origin, in every place that a script can store something. */

/** Store, key, and the value as text: what is no text is JSON, with base64 in the place of bytes. */
export type Stored = [store: string, key: string, value: string];

export async function stored(): Promise<Stored[]> {
  const list: Stored[] = [];
  if (window.name) list.push(['window.name', '', window.name]);
  // A document of an opaque origin, or one that is not secure, has no such store.
  for (const read of [local, databases, cached, files]) {
    try {
      await read(list);
    } catch (e) {
      if (!(e instanceof DOMException)) throw e;
    }
  }
  return list;
}

async function local(list: Stored[]) {
  for (const [name, area] of [['localStorage', localStorage], ['sessionStorage', sessionStorage]] as const) {
    for (let i = 0; i < area.length; i++) {
      const key = area.key(i)!;
      list.push([name, key, area.getItem(key) ?? '']);
    }
  }
}

async function databases(list: Stored[]) {
  for (const {name} of await indexedDB.databases()) {
    if (name === undefined) continue;
    const db = await open(name);
    if (!db) continue;
    try {
      for (const store of db.objectStoreNames) {
        const of = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(of.getAllKeys()), done(of.getAll())]);
        for (const [i, key] of keys.entries()) {
          list.push([`IndexedDB ${name} ${store}`, await text(key), await text(values[i])]);
        }
      }
    } finally {
      db.close();
    }
  }
}

/** A database as it is; null if it is gone. It gives way at once to whoever wants another version. */
function open(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction!.abort();
    request.onerror = () => (request.error?.name === 'AbortError' ? resolve(null) : reject(request.error));
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      resolve(db);
    };
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function cached(list: Stored[]) {
  if (!('caches' in globalThis)) return;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const value = answer && {headers: [...answer.headers], body: base64(await answer.arrayBuffer())};
      list.push([`Cache Storage ${name}`, `${request.method} ${request.url}`, JSON.stringify({request: [...request.headers], value})]);
    }
  }
}

async function files(list: Stored[]) {
  if (!navigator.storage?.getDirectory) return;
  const walk = async (dir: FileSystemDirectoryHandle, path: string) => {
    for await (const [name, handle] of dir as unknown as AsyncIterable<[string, FileSystemHandle]>) {
      if (handle instanceof FileSystemDirectoryHandle) await walk(handle, `${path}${name}/`);
      else list.push(['private files', path + name, base64(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer())]);
    }
  };
  await walk(await navigator.storage.getDirectory(), '');
}

/** A value as text. */
async function text(value: unknown): Promise<string> {
  return typeof value === 'string' ? value : JSON.stringify(await plain(value, new Set()));
}

/** What JSON can write of a value that can be cloned; a value inside itself is left out. */
async function plain(value: unknown, above: Set<unknown>): Promise<unknown> {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (above.has(value)) return null;
  if (value instanceof Date) return isNaN(+value) ? null : value.toISOString();
  if (value instanceof Blob) {
    return {name: value instanceof File ? value.name : undefined, type: value.type, bytes: base64(await value.arrayBuffer())};
  }
  if (value instanceof ArrayBuffer) return base64(value);
  if (ArrayBuffer.isView(value)) return base64(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer);
  const inside = new Set(above).add(value);
  const all = async (list: Iterable<unknown>) => {
    const out = [];
    for (const v of list) out.push(await plain(v, inside));
    return out;
  };
  if (Array.isArray(value) || value instanceof Set || value instanceof Map) return all(value);
  if (value instanceof Error) return {name: value.name, message: value.message, stack: value.stack};
  const out: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(value)) out[k] = await plain(v, inside);
  return out;
}

function base64(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes);
  let latin = '';
  for (let i = 0; i < all.length; i += 0x8000) latin += String.fromCharCode(...all.subarray(i, i + 0x8000));
  return btoa(latin);
}
