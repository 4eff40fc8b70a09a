/**
 * The way of events from the recorder to the delivery: each gets its number and becomes text. A
 * large one is written in slices, and those behind it wait for it.
 */
import type {RecordedEvent} from '../../protocol';
import {after, clock, json} from './platform';
import {pieces} from './serialise';

export interface Line {
  take(e: RecordedEvent): void;
  /** Writes everything now, which takes as long as it takes. */
  finish(): void;
}

/** How long a slice may take, in milliseconds. */
const slice = 8;
/** Mutations of fewer additions are written at once. */
const many = 300;

const isLarge = (e: RecordedEvent) => e.type === 2 || (e.type === 3 && e.data.source === 0 && e.data.adds.length > many);

/** out gets each event as JSON with its number, in order. */
export function line(out: (text: string, e: RecordedEvent) => void): Line {
  let numbers = 0, latest = 0;
  let waiting: RecordedEvent[] = [];
  let begun: {pieces: Iterator<string>; text: string} | undefined;

  const number = (text: string) => `${text.slice(0, -1)},"seq":${numbers++}}`;

  /** Writes until the time is over; reports whether all is written. */
  const write = (until: number): boolean => {
    for (let e = waiting[0]; e; e = waiting[0]) {
      begun ??= {pieces: isLarge(e) ? pieces(e) : [json.write(e)][Symbol.iterator](), text: ''};
      for (let p = begun.pieces.next(); !p.done; p = begun.pieces.next()) {
        begun.text += p.value;
        if (clock.now() > until) return false;
      }
      const {text} = begun;
      begun = undefined;
      waiting.shift();
      out(number(text), e);
    }
    return true;
  };
  const go = () => {
    if (!write(clock.now() + slice)) after(0, go);
  };

  return {
    take(e) {
      if (e.timestamp < latest) e.timestamp = latest; // what is captured beside the recorder has a clock of its own
      latest = e.timestamp;
      if (waiting.length > 0) {
        waiting.push(e);
      } else if (isLarge(e)) {
        waiting.push(e);
        after(0, go);
      } else {
        out(number(json.write(e)), e);
      }
    },
    finish: () => void write(Infinity),
  };
}
