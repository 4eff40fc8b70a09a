/**
 * A clock that the lab holds, for playing a recording through. The player asks what time it is and
 * for the next animation frame, as ever; time stands still for it but for the steps that it is
 * given, one in each frame of the browser. So it shows every moment as in real time, on a busy
 * machine too, and stops where it is told to.
 */
import {frame} from './player';

/** What playing on took. */
export interface Progress {
  /** Frames of the player. */
  frames: number;
  /** The greatest speed, 1 being that of the visit. */
  speed: number;
}

/** The duration of a frame at the usual rate, in milliseconds. */
const usual = 1000 / 60;
/** Longer stretches without an event are played so fast that they take this many frames. */
const gapFrames = 4;
/** What a whole recording may take of the browser's frames. A longer one is played faster. */
const budget = 300;
/** Steps behind the last moment, where only the player's own end is to come, in milliseconds. */
const after = 100;
/** Frames that pass without the player asking for one, after which it is taken to have stopped. */
const patience = 120;

let time = 0;
let asked: {id: number; run: FrameRequestCallback}[] = [];
let timers: {id: number; at: number; run: () => void}[] = [];
/** Far above the browser's own numbers of timers. */
let ids = 1 << 30;
/** Whether the player is at work, so that what is asked for is asked by it. */
let stepping = false;


/** Stops the clock. */
function hold(): void {
  time = performance.now();
  performance.now = () => time;
  window.requestAnimationFrame = run => {
    asked.push({id: ++ids, run});
    return ids;
  };
  window.cancelAnimationFrame = id => void (asked = asked.filter(a => a.id !== id));
  // On a busy machine the browser's timers would overtake a clock that moves by frames: a player
  // that sets one for its end would end before it is there.
  const {setTimeout, clearTimeout} = window;
  window.setTimeout = ((run: TimerHandler, ms = 0, ...args: unknown[]) => {
    if (!stepping || typeof run !== 'function') return setTimeout.call(window, run, ms, ...args);
    timers.push({id: ++ids, at: time + ms, run: () => run(...args)});
    return ids;
  }) as typeof window.setTimeout;
  window.clearTimeout = id => {
    timers = timers.filter(t => t.id !== id);
    clearTimeout.call(window, id);
  };
}

/** Lets the player work. What it throws is told, as the browser would. */
function work(run: () => void): void {
  stepping = true;
  try {
    run();
  } catch (e) {
    reportError(e);
  } finally {
    stepping = false;
  }
}

/** Lets the clock go on, and the player have its frame. */
function step(ms: number): void {
  time += Math.max(ms, 0.01); // a smaller one could be lost in a large number
  const due = asked;
  asked = [];
  for (const a of due) work(() => a.run(time));
  const rung = timers.filter(t => t.at <= time).sort((a, b) => a.at - b.at);
  timers = timers.filter(t => t.at > time);
  for (const t of rung) work(t.run);
}

export class Clock {
  private held = false;
  /** Frames for each stretch without an event. */
  private readonly each: number;
  /** Steps in each frame of the browser. */
  private readonly bundle: number;

  /** @param moments at which something happens, in milliseconds after the first event, ascending */
  constructor(private readonly moments: number[]) {
    this.each = Math.min(gapFrames, Math.max(1, Math.floor(budget / moments.length)));
    this.bundle = Math.ceil(moments.length / budget);
  }

  /**
   * Lets a player that plays go on until its own time is `to`. Start is called once, under the held
   * clock; now is the player's time, in milliseconds after the first event; ended says that it has
   * played to the end and stopped by itself.
   */
  async run(to: number, player: {start(): void; now(): number; ended(): boolean}): Promise<Progress> {
    if (!this.held) {
      this.held = true;
      hold();
      work(() => player.start());
    }
    const last = this.moments[this.moments.length - 1] ?? 0;
    const progress: Progress = {frames: 0, speed: 1};
    let goal = 0;
    let size = 0;
    let idle = 0;
    for (let now = player.now(); !player.ended() && (now < to || to >= last); now = player.now()) {
      if (now >= goal) {
        goal = Math.min(this.next(now), to >= last ? Infinity : to);
        size = (goal - now) / Math.min(this.each, Math.ceil((goal - now) / usual));
        if (Number.isFinite(size)) progress.speed = Math.max(progress.speed, size / usual);
        else size = after;
      }
      idle = asked.length > 0 ? 0 : idle + 1;
      if (idle > patience && now >= last) break;
      if (idle > patience) throw new Error(`the player stopped ${Math.round(now)} ms into the recording and asks for no further frame`);
      if (progress.frames++ % this.bundle === 0) await frame();
      step(Math.min(size, goal - now));
    }
    return progress;
  }

  /** The first moment after a time. */
  private next(now: number): number {
    let low = 0;
    let high = this.moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.moments[middle]! > now) high = middle;
      else low = middle + 1;
    }
    return this.moments[low] ?? Infinity;
  }
}
