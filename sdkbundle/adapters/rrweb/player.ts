/** Drives rrweb's own Replayer. */
import {Clock} from '../page/clock';
import {drawn, drive} from '../page/player';
import {atRest} from '../page/rest';

interface Replayer {
  iframe: HTMLIFrameElement;
  getMirror(): {getId(n: Node): number; getNode(id: number): Node | null};
  getCurrentTime(): number;
  pause(ms: number): void;
  play(ms: number): void;
  on(event: string, handler: (e: Event) => void): void;
  disableInteract(): void;
}

declare const rrweb: {Replayer: new (events: unknown[], config: object) => Replayer};

interface Event {
  type: number;
  timestamp: number;
  data?: {
    source?: number;
    positions?: {timeOffset: number}[];
    id?: number;
    x?: number;
    y?: number;
    node?: {id: number};
    initialOffset?: {left: number; top: number};
  };
}

let replayer: Replayer;
let clock: Clock;
/** Where nodes were to scroll to, by id, since the last time that they were seen to be there. */
let scrolls = new Map<number, {x: number; y: number}>();
let ended = false;

/** When something happens, in milliseconds after the first event. Pointer moves are told of later. */
function moments(events: Event[]): number[] {
  const all = new Set<number>();
  for (const {timestamp, data} of events) {
    all.add(timestamp);
    for (const p of data?.positions ?? []) all.add(timestamp + p.timeOffset);
  }
  const first = events[0]?.timestamp ?? 0;
  return [...all].map(t => t - first).filter(t => t >= 0).sort((a, b) => a - b);
}

/** Notes what will still move after an event has been applied. */
function follow({type, data}: Event): void {
  if (type === 2 && data?.node && data.initialOffset) {
    scrolls = new Map([[data.node.id, {x: data.initialOffset.left, y: data.initialOffset.top}]]);
  }
  if (type === 3 && data?.source === 3) scrolls.set(data.id ?? 0, {x: data.x ?? 0, y: data.y ?? 0});
}

/** Resolves when all that the player has begun can be seen. */
async function shown(): Promise<void> {
  await drawn();
  const mirror = replayer.getMirror();
  const begun = [...scrolls].map(([id, at]) => ({node: mirror.getNode(id), ...at}));
  scrolls.clear();
  await atRest(begun.flatMap(({node, x, y}) => (node ? [{node, x, y}] : [])));
}

drive({
  load(events) {
    clock = new Clock(moments(events as Event[]));
    return new Promise((resolve, reject) => {
      // What the timer throws that builds the page, nobody else will tell.
      const failed = ({error}: ErrorEvent) => error && reject(error);
      addEventListener('error', failed);
      replayer = new rrweb.Replayer(events, {
        root: document.body,
        skipInactive: false,
        showWarning: false,
        showDebug: false,
        mouseTail: false,
        triggerFocus: true,
        pauseAnimation: true,
      });
      replayer.on('event-cast', follow);
      // The Replayer shows a poster of the first snapshot from a timer of its own, which would
      // undo a seek that came before it.
      replayer.on('fullsnapshot-rebuilded', () => {
        removeEventListener('error', failed);
        setTimeout(resolve, 0);
      });
    });
  },
  async seek(ms) {
    replayer.pause(ms);
    await shown();
  },
  async playTo(ms) {
    const progress = await clock.run(ms, {
      start() {
        replayer.on('finish', () => (ended = true));
        replayer.play(0);
      },
      now: () => replayer.getCurrentTime(),
      ended: () => ended,
    });
    await shown();
    return progress;
  },
  play: () => replayer.play(0),
  frame: () => replayer.iframe,
  id: n => replayer.getMirror().getId(n),
});
