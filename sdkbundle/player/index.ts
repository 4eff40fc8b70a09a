/** A player of rrweb-style recordings. */
import {Cursor} from './cursor';
import {origin} from './view/document';
import {Timeline} from './timeline';
import {settleScroll} from './view/scroll';
import {View} from './view/view';

export interface Options {
  /** Origins from which pictures, style sheets, fonts and media may be loaded; none by default. */
  origins?: readonly string[];
  /** Told of what in a recording is broken or unknown, and passed over. */
  onProblem?: (problem: string) => void;
  /** Told of every change of the time, and of playing and pausing. */
  onChange?: () => void;
  /** Whether the pointer is drawn; it is by default. */
  cursor?: boolean;
}

/** How many problems are told: a broken recording has more than anybody reads. */
const most = 1000;

/**
 * Plays a recording inside an element. What is shown at a time depends on the events up to it and
 * on nothing else. Times are in milliseconds after the first event.
 */
export class Player {
  private readonly timeline: Timeline;
  private readonly view: View;
  private readonly cursor: Cursor | undefined;
  private readonly box: HTMLElement;
  private problems = 0;
  private at = 0;
  private playing = false;
  private pace = 1;
  /** When playing began or went on, and at what time of the recording. */
  private since = {clock: 0, time: 0};
  private asked = 0;

  constructor(root: HTMLElement, private readonly options: Options = {}) {
    const report = (problem: string) => {
      if (this.problems++ < most) options.onProblem?.(problem);
    };
    this.box = document.createElement('div');
    this.box.className = 'replay-page';
    this.box.setAttribute('style', 'position: relative; width: max-content; overflow: hidden');
    root.append(this.box);
    this.timeline = new Timeline(report);
    this.view = new View(this.box, (options.origins ?? []).map(origin), report);
    if (options.cursor !== false) this.cursor = new Cursor(this.box, this.timeline);
  }

  /** Takes in events, at once or as they arrive. */
  add(events: readonly unknown[]): void {
    this.timeline.add(events);
  }

  /** Works out states ahead, for that many milliseconds, so that seeking is quick. Tells whether there is more to do. */
  prepare(ms: number): boolean {
    return this.timeline.prepare(ms);
  }

  get duration(): number {
    return this.timeline.end - this.timeline.start;
  }

  get time(): number {
    return this.at;
  }

  get paused(): boolean {
    return !this.playing;
  }

  /** Whether everything that there is has been played. */
  get ended(): boolean {
    return !this.playing && this.at >= this.duration;
  }

  get speed(): number {
    return this.pace;
  }

  set speed(pace: number) {
    this.pace = Math.max(0.1, Math.min(64, pace));
    this.since = {clock: performance.now(), time: this.at};
  }

  /** The frame that holds the replayed page. It is another one when the page is. */
  get frame(): HTMLIFrameElement {
    return this.view.frame;
  }

  /** Events that have been applied so far, to see what seeking costs. */
  get applied(): number {
    return this.timeline.applied;
  }

  /** The recording's number of a node of the replayed page, 0 for a node that is not the recording's. */
  id(node: Node): number {
    return this.view.ids.get(node) ?? 0;
  }

  /** The node of that number, if it is on the page. */
  node(id: number): Node | undefined {
    return this.view.dom.get(id);
  }

  play(): void {
    if (this.playing) return;
    if (this.at >= this.duration) this.at = 0;
    this.playing = true;
    this.since = {clock: performance.now(), time: this.at};
    this.show(this.at, false);
    this.next();
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.asked);
    this.options.onChange?.();
  }

  /** Shows a moment: all that has happened up to and including it. */
  seek(ms: number): void {
    this.since = {clock: performance.now(), time: ms};
    this.show(ms, true);
  }

  /** Resolves when pictures and fonts that the page brings along have been decoded, and everything is in its place. */
  async settled(): Promise<void> {
    const {view} = this;
    const work = view.waiting;
    view.waiting = [];
    await Promise.all(work);
    for (const doc of view.documentsShown()) {
      await doc.fonts?.ready;
      await Promise.all([...doc.images].filter(i => !i.complete && i.loading !== 'lazy').map(i => i.decode().catch(() => {})));
    }
    settleScroll(view);
  }

  private next(): void {
    this.asked = requestAnimationFrame(() => {
      if (!this.playing) return;
      const time = this.since.time + (performance.now() - this.since.clock) * this.pace;
      this.show(Math.min(time, this.duration), false);
      if (time < this.duration) this.next();
      else this.pause();
    });
  }

  private show(ms: number, jump: boolean): void {
    this.at = ms;
    const time = this.timeline.start + ms;
    const state = this.timeline.at(time);
    const pointer = this.timeline.pointer(time);
    this.view.show(state.page, {time, hover: pointer?.touch ? undefined : pointer, jump: jump || state.jump});
    this.cursor?.show(this.view, time);
    this.options.onChange?.();
  }
}
