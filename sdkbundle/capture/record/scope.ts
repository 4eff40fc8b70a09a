/** What the trackers of one recording share. */
import type {EventBody, State} from '../../protocol';
import type {Mirror} from './mirror';
import type {Dom, Win} from './natives';
import type {Patcher} from './patch';
import type {Privacy} from './privacy';

export type Root = Document | ShadowRoot;

export interface Scope {
  readonly dom: Dom;
  readonly mirror: Mirror;
  readonly patch: Patcher;
  /** Replaced when rules change. */
  privacy: Privacy;
  readonly canvas: boolean;
  readonly win: Win;
  /** Emits; while a snapshot is being taken, when it has been. */
  emit(body: EventBody): void;
  say(state: State): void;
  /** Something is pending: flush in a moment. */
  soon(): void;
  /** Emits all that is pending, for what comes next to be about the page as recorded. */
  flush(): void;
  /** Emits the mutations that are pending, if there are any. */
  settle(): void;
  /** A full snapshot is needed: what has changed cannot be said in another way. */
  anew(): void;
  /** Trackers are told of what is met while nodes are described. */
  readonly met: Met;
  warn(message: string): void;
}

/** Calls for the kinds of element that have more to them than their description says. */
export interface Met {
  root(root: Root): void;
  frame(e: Element): void;
  control(e: Element): void;
  sheet(e: Element): void;
  media(e: Element): void;
  canvas(e: Element): void;
  image(e: HTMLImageElement): void;
  custom(e: Element): void;
  /** It was in the recording before, and comes anew: state that its description does not carry is to be said again. */
  again(n: Node): void;
}

export interface Tracker {
  /** A window whose document is recorded: the place for patches. Called once a window. */
  window?(win: Win): void;
  /** A document or shadow root of which recording has begun: the place for listeners. May be called again. */
  root?(root: Root): void;
  /** Emits what is pending. */
  flush?(): void;
  /** A full snapshot was emitted: says what it does not carry. */
  restate?(): void;
  /** Takes in what is pending, without emitting: what holds is said by restate. */
  drop?(): void;
  stop?(): void;
}
