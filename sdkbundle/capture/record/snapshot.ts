/** Takes full snapshots, in turns that leave the page room. */
import type {DocumentNode, EventBody} from '../../protocol';
import type {Describer} from './describe';
import type {Mutations} from './mutations';
import {walk, type Walk} from './walk';

/** How long one turn may take, in milliseconds. */
const turn = 10;
/** How many nodes hang under the document of one event: more would take too long to write as text. */
const nested = 10_000;
/** How many nodes one further event adds. */
const chunk = 5_000;

export interface Snapshots {
  begin(): void;
  running(): boolean;
  /** Goes on to the end, now. */
  finish(): void;
}

/** done is given what emits the snapshot when it is complete. */
export function snapshots(s: Describer, change: Mutations, done: (emit: (out: (body: EventBody) => void) => void) => void): Snapshots {
  const {dom, mirror} = s;
  const doc = s.win.document;
  let now: Walk | undefined;
  const {port1, port2} = new dom.MessageChannel();
  port1.onmessage = () => step(dom.ticks() + turn);

  const step = (until: number) => {
    const w = now;
    if (!w) return;
    s.full = true;
    let ended = true;
    try {
      ended = w.step(until);
    } finally {
      s.full = false;
    }
    if (!ended) {
      port2.postMessage(0);
      return;
    }
    now = undefined;
    done(out => {
      out({type: 2, data: {node: w.top as DocumentNode, initialOffset: {left: s.win.scrollX, top: s.win.scrollY}}});
      for (let i = 0; i < w.rest.length; i += chunk) {
        out({type: 3, data: {source: 0, adds: w.rest.slice(i, i + chunk), removes: [], texts: [], attributes: []}});
      }
    });
  };

  return {
    begin() {
      change.drop();
      mirror.reset();
      mirror.age++;
      const entry = mirror.enter(doc, null, 0, 0);
      s.full = true;
      now = walk(s, doc, entry, null, nested, true);
      s.full = false;
      step(dom.ticks() + turn);
    },
    running: () => now !== undefined,
    finish: () => step(Infinity),
  };
}
