/** The page-side half of a player adapter: how the lab drives a player, whatever it is. */
import type {Progress} from './clock';

export interface Player {
  /**
   * Builds the player for a recording; resolves when its first page stands. From these origins the
   * page may load what shows something, and from no other; a player that has no such list may leave it.
   */
  load(events: unknown[], origins: string[]): Promise<void>;
  /** Shows the moment that many milliseconds after the first event; resolves when it is drawn. */
  seek(ms: number): Promise<void>;
  /**
   * Plays on, from the beginning at first, until that many milliseconds after the first event:
   * all that happened up to then has been shown, nothing later. A page whose player is played on
   * is not told to seek. Missing if the player cannot.
   */
  playTo?(ms: number): Promise<Progress>;
  /** Plays on from the beginning, in real time. */
  play(): void;
  /** The frame that holds the replayed page. */
  frame(): HTMLIFrameElement;
  /** The recording's id of a node of the replayed page, or a number below 1. */
  id(node: Node): number;
}

declare global {
  var player: Player & {events?: unknown[]};
}

/** Puts a player where the lab finds it. */
export function drive(p: Player): void {
  globalThis.player = p;
}

// Taken before a clock is held: a frame of the browser's, not of the player's.
const {requestAnimationFrame} = window;

/** Resolves in the next frame of the browser. */
export function frame(): Promise<void> {
  return new Promise(done => requestAnimationFrame.call(window, () => done()));
}

/** Resolves after the next two frames: one to lay out, one to have drawn. */
export async function drawn(): Promise<void> {
  await frame();
  await frame();
}
