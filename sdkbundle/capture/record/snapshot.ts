/** Takes full snapshots, in turns that leave the page room. */
import type {DocumentNode, EventBody} from '../../protocol';
import type {Describer} from './describe';
import type {Mutations} from './mutations';
import {walk, type Walk} from './walk';

/** How long one turn may take, in milliseconds. */
const turn = 10;
/** How many nodes hang under the document of one event: more would take too long to write as text, which cannot be interrupted. */
const nested = 12_000;
/** How many nodes one further event adds. */
const chunk = 2_000;

export interface Snapshots {
  begin(): void;
  running(): boolean;
  /** Goes on to the end, now. */
  finish(): void;
  stop(): void;
}

/** What becomes of a snapshot: its events come one a turn, then it is done. */
export interface Taken {
  event(body: EventBody): void;
  done(): void;
}

export function snapshots(s: Describer, change: Mutations, taken: Taken): Snapshots {
  const {dom, mirror} = s;
  const doc = s.win.document;
  let now: Walk | undefined;
  /** How many of its events were told. */
  let told = 0;
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
    const body = part(w);
    if (body) {
      told++;
      taken.event(body);
      if (until === Infinity || !w.rest.length) step(until);
      else port2.postMessage(0);
      return;
    }
    now = undefined;
    taken.done();
  };

  /** The next event of a walk that has come to its end. */
  const part = (w: Walk): EventBody | undefined => {
    if (!told) return {type: 2, data: {node: w.top as DocumentNode, initialOffset: {left: s.win.scrollX, top: s.win.scrollY}}};
    const from = (told - 1) * chunk;
    return from < w.rest.length ? {type: 3, data: {source: 0, adds: w.rest.slice(from, from + chunk), removes: [], texts: [], attributes: []}} : undefined;
  };

  return {
    begin() {
      change.drop();
      mirror.reset();
      mirror.age++;
      const entry = mirror.enter(doc, null, 0, 0);
      told = 0;
      s.full = true;
      now = walk(s, doc, entry, null, nested, true);
      s.full = false;
      step(dom.ticks() + turn);
    },
    running: () => now !== undefined,
    finish: () => step(Infinity),
    stop: () => port1.close(),
  };
}
