/**
 * Records frames of other origins through the SDK of their own pages, where both sides have named each
 * other. Nothing but a question without content is ever sent to a window whose origin is not known.
 */
import type {EventBody, RecordedEvent, TopLayer} from '../../protocol';
import type {Rules} from './index';
import type {Describer} from './describe';
import {hello, question, isOurs, type Answer, type Order} from './handover';
import type {Entry} from './mirror';
import {blocked, masks} from './privacy';
import {renumbering, type Renumbering} from './renumber';
import type {Tracker} from './scope';

export interface Far extends Tracker {
  /** A frame is met whose document nobody may look into, or is met again. */
  met(e: Element): void;
  /** What the frame shows is not of another origin any more. */
  gone(e: Element): void;
  /** The frame's page is recorded, and says itself what has focus in it. */
  speaks(e: Element): boolean;
  /** What the top layer of the page has, with that of the frames' pages. */
  layers(own: TopLayer['layers']): TopLayer['layers'];
}

interface Link {
  port: MessagePort;
  /** The entry under which its page was last asked to begin. */
  entry: Entry | undefined;
  numbers: Renumbering | undefined;
  /** Number of the document that it shows, if the recording has it. */
  shown: number;
}

type Holder = HTMLIFrameElement;

/** Numbers of other recordings' sheets and animations begin here: those of this one never come so far. */
const foreign = 2 ** 30;

export function far(s: Describer, origins: string[], rules: () => Rules): Far {
  const {dom, mirror} = s;
  const links = new Map<Element, Link>();
  /** Who has said hello and is not met yet. */
  const waiting = new WeakMap<object, MessagePort>();
  const frames = new Set<Element>();
  let others = foreign;
  let own: TopLayer['layers'] = [];

  const windowOf = (e: Element): Window | null => (e as Holder).contentWindow;
  const order = (l: Link, o: Order): void => l.port.postMessage(o);

  /** Has the frame's page begin anew. What it said before that is of a document that the recording has not. */
  const begin = (e: Element, l: Link): void => {
    const entry = mirror.live(e);
    if (!entry || entry.bits & blocked) return drop(e);
    if (l.entry === entry) return;
    l.entry = entry;
    l.shown = 0;
    l.numbers ??= renumbering(entry.id, mirror.fresh, () => others++);
    const r = rules();
    order(l, {say: 'record', canvas: s.canvas, rules: entry.bits & masks ? {...r, level: 'conservative', mask: [...r.mask, 'html'], unmask: []} : r});
  };

  const drop = (e: Element): void => {
    const l = links.get(e);
    if (!l) return;
    links.delete(e);
    order(l, {say: 'stop'});
    l.port.close();
    const entry = mirror.live(e);
    if (entry && l.shown) s.emit({type: 3, data: {source: 0, adds: [], removes: [{parentId: entry.id, id: l.shown}], texts: [], attributes: []}});
  };

  const take = (e: Element, l: Link, event: RecordedEvent): void => {
    if (links.get(e) !== l || (!l.shown && event.type !== 2)) return;
    s.settle();
    if (!mirror.live(e)) return;
    const {timestamp, ...rest} = event;
    const body = rest as EventBody;
    if (body.type === 3 && 'positions' in body.data) {
      const late = Math.min(0, timestamp - dom.now()); // it is told of now, and happened before
      for (const p of body.data.positions) p.timeOffset += late;
    }
    for (const b of l.numbers!.event(body)) {
      if (b.type === 3 && b.data.source === 0 && b.data.isAttachIframe && b.data.adds[0]!.parentId === mirror.id(e)) l.shown = b.data.adds[0]!.node.id;
      if (b.type === 6 && (b.data.payload as {kind?: string}).kind === 'topLayer') s.say({kind: 'topLayer', layers: own});
      else s.emit(b);
    }
  };

  const join = (e: Element, port: MessagePort): void => {
    drop(e);
    const l: Link = {port, entry: undefined, numbers: undefined, shown: 0};
    links.set(e, l);
    port.onmessage = ({data}: MessageEvent<Answer>) => s.quiet(() => (data.say === 'bye' ? drop(e) : take(e, l, data.event)));
    begin(e, l);
  };

  const onMessage = (m: MessageEvent): void => {
    if (!isOurs(m.data, hello)) return;
    m.stopImmediatePropagation(); // the page did not send it, and is not to wonder
    const port = m.ports[0], from = m.source as Window | null;
    if (!port || !from || !origins.includes(m.origin)) return;
    for (const e of frames) if (windowOf(e) === from && dom.connected(e)) return join(e, port);
    waiting.set(from, port);
  };

  return {
    window(w) {
      if (origins.length) dom.listen(w, 'message', onMessage as (e: never) => void, {capture: true});
    },
    met(e) {
      if (!origins.length) return;
      for (const old of frames) if (!dom.connected(old)) this.gone(old);
      frames.add(e);
      const l = links.get(e), w = windowOf(e);
      if (l) return begin(e, l);
      if (!w) return;
      const port = waiting.get(w);
      waiting.delete(w);
      if (port) join(e, port);
      else w.postMessage(question, '*'); // whoever began before this page did has had no answer
    },
    gone(e) {
      frames.delete(e);
      drop(e);
    },
    speaks: e => links.has(e),
    layers(list) {
      own = list;
      const all = [...links.values()].flatMap(l => (l.shown ? l.numbers!.layers : []));
      return all.length ? [...list, ...all] : list;
    },
    drop() {
      for (const l of links.values()) l.shown = 0; // until it has begun anew
    },
    stop() {
      for (const l of links.values()) {
        order(l, {say: 'stop'});
        l.port.close();
      }
      links.clear();
    },
  };
}
