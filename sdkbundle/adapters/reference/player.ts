/** Drives the project's own player. */
import {Clock} from '../page/clock';
import {drawn, drive} from '../page/player';

interface Player {
  add(events: unknown[]): void;
  seek(ms: number): void;
  play(): void;
  settled(): Promise<void>;
  id(n: Node): number;
  readonly frame: HTMLIFrameElement;
  readonly time: number;
  readonly ended: boolean;
}

declare const replayPlayer: {Player: new (root: HTMLElement, options: object) => Player};

interface Event {
  timestamp: number;
  data?: {positions?: {timeOffset: number}[]};
}

let player: Player;
let clock: Clock;

/** When something happens, in milliseconds after the first event. Pointer moves are told of later. */
function moments(events: Event[]): number[] {
  const all = new Set<number>();
  for (const {timestamp, data} of events) {
    all.add(timestamp);
    for (const p of data?.positions ?? []) all.add(timestamp + p.timeOffset);
  }
  const first = Math.min(...events.map(e => e.timestamp));
  return [...all].map(t => t - first).filter(t => t >= 0).sort((a, b) => a - b);
}

async function shown(): Promise<void> {
  await player.settled();
  await drawn();
  await player.settled();
}

drive({
  async load(events, origins) {
    clock = new Clock(moments(events as Event[]));
    player = new replayPlayer.Player(document.body, {origins, cursor: false, onProblem: (p: string) => console.debug(p)});
    player.add(events);
    player.seek(0);
    await shown();
  },
  async seek(ms) {
    player.seek(ms - 0.001); // up to that moment; what happens in it is not wanted
    await shown();
  },
  async playTo(ms) {
    const progress = await clock.run(ms, {
      start: () => player.play(),
      now: () => player.time,
      ended: () => player.ended,
    });
    await shown();
    return progress;
  },
  play: () => player.play(),
  frame: () => player.frame,
  id: n => player.id(n),
});
