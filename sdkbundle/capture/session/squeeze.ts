/** Compresses uploads: in the page, or beside it in a worker that the application asked for. */
import {work} from '../worker/work';
import {gzip} from './gzip';
import type {Log} from './log';
import type {Settings} from './options';
import {after, attempt, cancel} from './platform';

export interface Squeeze {
  /** The text, compressed; undefined if it is not to be. Texts come back in the order in which they were given. */
  (text: string): Promise<Uint8Array<ArrayBuffer>> | undefined;
  /** Nothing more will be given. */
  end(): void;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** After how many milliseconds a worker that does not answer is taken for dead: nobody tells of its end. */
const patience = 10_000;

export function squeeze({compress, worker: where}: Settings, log: Log): Squeeze {
  const asked = new Map<number, {text: string; done(bytes: Bytes | Promise<Bytes>): void}>();
  let worker: Worker | undefined, blob = '', next = 0;
  let ready = where !== undefined && compress; // to ask a worker, if there is none yet

  /** What the worker did not do is done in the page, and so is all else. */
  const failed = () => {
    log.once('there is no worker: uploads are compressed in the page');
    end();
    for (const {text, done} of asked.values()) done(gzip(text));
    asked.clear();
  };
  const end = () => {
    ready = false;
    worker?.terminate();
    worker = undefined;
    if (blob) URL.revokeObjectURL(blob);
    blob = '';
  };
  const begin = () => {
    if (where === true) blob = URL.createObjectURL(new Blob([`(${String(work)})()`], {type: 'text/javascript'}));
    worker = attempt(() => new Worker(where === true ? blob : where!));
    if (!worker) return failed();
    worker.onmessage = ({data}: MessageEvent<{n: number; bytes?: ArrayBuffer}>) => {
      if (!data.bytes) return failed();
      asked.get(data.n)?.done(new Uint8Array(data.bytes));
      asked.delete(data.n);
    };
    worker.onerror = e => {
      e.preventDefault(); // the page did not write it, and can do nothing
      failed();
    };
  };

  const f = (text: string) => {
    if (!compress) return undefined;
    if (ready && !worker) begin();
    const to = worker;
    if (!to) return gzip(text);
    return new Promise<Bytes>(done => {
      const timer = after(patience, failed);
      asked.set(++next, {
        text,
        done(bytes) {
          cancel(timer);
          done(bytes);
        },
      });
      to.postMessage({n: next, text});
    });
  };
  return Object.assign(f, {end});
}
