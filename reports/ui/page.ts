import type {Place} from './route';

/** What the keyboard does on a page. */
export interface Keys {
  next?(): void;
  previous?(): void;
  left?(): void;
  right?(): void;
  back?(): void;
  search?(): void;
  /** Keys 1 to 4. */
  mode?(n: number): void;
}

/** One page of the report. */
export interface Page {
  element: HTMLElement;
  /** For the tab; empty for the run's own. */
  title: string;
  keys: Keys;
  /** Goes to another place on the same page. */
  move?(place: Place): void;
}
