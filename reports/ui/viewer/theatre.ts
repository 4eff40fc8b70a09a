import type {Chunk} from './api';
import {Recording} from './recording';

/** What is used of the reference player; see sdkbundle/player. */
interface Player {
  add(events: readonly unknown[]): void;
  prepare(ms: number): boolean;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  speed: number;
  readonly duration: number;
  readonly time: number;
  readonly paused: boolean;
}

declare const replayPlayer: {Player: new (root: HTMLElement, options: {onProblem(p: string): void; onChange(): void}) => Player};

/** Speeds that can be chosen. */
export const speeds = [0.5, 1, 2, 4, 8];

/** Within how many milliseconds what has arrived of a live session is played, so that it is seen in time. */
const catchUp = 700;

/** The player and what the controls do with it. Times are in milliseconds after the first event. */
export class Theatre {
  readonly recording = new Recording();
  readonly problems: string[] = [];
  skipping = false;
  /** The end is followed as more arrives. */
  following = false;
  /** Called when the time, or whether it plays, has changed. */
  onChange: () => void = () => {};
  private readonly player: Player;
  private readonly box: HTMLElement;
  private pace = 1;
  private wanted = 0;

  constructor(readonly stage: HTMLElement) {
    this.player = new replayPlayer.Player(stage, {onProblem: p => this.problems.push(p), onChange: () => this.changed()});
    this.box = stage.firstElementChild as HTMLElement;
    this.box.style.transformOrigin = '0 0';
    new ResizeObserver(() => this.fit()).observe(stage);
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  /** Takes in what has arrived. */
  add(c: Chunk): void {
    const {recording} = this;
    const {start, shown} = recording;
    recording.add(c);
    this.player.add(c.events);
    if (this.following) this.chase();
    else if (recording.shown !== shown || recording.start !== start || this.wanted > this.player.time) this.show(this.wanted);
    this.prepare();
  }

  private preparing = false;

  /** Works out states ahead while nothing else is to be done. */
  private prepare(): void {
    if (this.preparing) return;
    this.preparing = true;
    const work = () => {
      this.preparing = this.player.prepare(10);
      if (this.preparing) requestIdleCallback(work);
    };
    requestIdleCallback(work);
  }

  get duration(): number {
    return this.player.duration;
  }

  get time(): number {
    return Math.max(0, Math.min(this.player.time, this.duration));
  }

  get playing(): boolean {
    return !this.player.paused;
  }

  get speed(): number {
    return this.pace;
  }

  set speed(pace: number) {
    this.pace = pace;
    this.player.speed = pace;
    this.onChange();
  }

  toggle(): void {
    if (this.playing) {
      this.following = false;
      this.player.pause();
      return;
    }
    this.following = false;
    this.player.speed = this.pace;
    this.wanted = 0;
    this.player.play();
  }

  seek(ms: number): void {
    this.following = false;
    this.player.speed = this.pace;
    this.wanted = Math.max(0, ms);
    this.show(this.wanted);
  }

  /** Shows a moment that there is, and at which there is something to be seen. */
  private show(ms: number): void {
    const {start, shown} = this.recording;
    this.player.seek(Math.min(Math.max(ms, Number.isFinite(shown) ? shown - start : 0), this.duration));
  }

  /** Goes to the end, and stays there. */
  follow(): void {
    this.following = true;
    this.player.seek(this.duration);
    this.onChange();
  }

  /** Plays what has arrived, as fast as it must to be there in time. */
  private chase(): void {
    const behind = this.duration - this.player.time;
    if (behind <= 0) return;
    if (behind > 64 * catchUp) {
      this.player.seek(this.duration);
      return;
    }
    this.player.speed = Math.max(1, behind / catchUp);
    if (this.player.paused) this.player.play();
  }

  private changed(): void {
    if (this.skipping && this.playing && !this.following) {
      const to = this.recording.skip(this.recording.start + this.player.time);
      if (to !== undefined) {
        this.player.seek(to - this.recording.start);
        return; // that has told of itself
      }
    }
    this.onChange();
  }

  /** Makes the page as large as fits. */
  private fit(): void {
    const {offsetWidth: w, offsetHeight: height} = this.box;
    if (!w || !height) return;
    const room = this.stage.parentElement!;
    const scale = Math.min(1, room.clientWidth / w, room.clientHeight / height);
    this.box.style.transform = `scale(${scale})`;
    this.stage.style.width = `${w * scale}px`;
    this.stage.style.height = `${height * scale}px`;
  }
}
