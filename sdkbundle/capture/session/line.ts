/**
 * The way of events from the recorder to the delivery: each gets its number and becomes text. A
 * large one waits for a task of its own, one of many additions is written in slices, and those behind it wait.
 */
import type {RecordedEvent} from '../../protocol';
import {after, clock, json} from './platform';

export interface Line {
  take(e: RecordedEvent): void;
  /** Whether events wait for their turn. */
  busy(): boolean;
  /** Writes everything now, which takes as long as it takes. */
  finish(): void;
}

/** How long a slice may take, in milliseconds. */
const slice = 8;
/** So many additions are written at once: some hundred microseconds. */
const many = 400;

const isLarge = (e: RecordedEvent) => e.type === 2 || (e.type === 3 && e.data.source === 0 && e.data.adds.length > many);

/** The JSON of an event in pieces, in order. Only additions can be so many: a full snapshot has no more nodes than can be written at once. */
function* pieces(e: RecordedEvent): Generator<string, void> {
  if (e.type !== 3 || e.data.source !== 0 || e.data.adds.length <= many) return yield json.write(e);
  const {adds} = e.data;
  const rest = json.write({...e, data: {...e.data, adds: []}}), name = '"adds":[';
  const at = rest.indexOf(name) + name.length; // in a text it would have backslashes
  yield rest.slice(0, at);
  for (let i = 0; i < adds.length; i += many) yield (i ? ',' : '') + json.write(adds.slice(i, i + many)).slice(1, -1);
  yield rest.slice(at);
}

/** out gets each event as JSON with its number, in order. */
export function line(out: (text: string, e: RecordedEvent) => void): Line {
  let numbers = 0, latest = 0;
  let waiting: RecordedEvent[] = [];
  let begun: {pieces: Iterator<string>; text: string} | undefined;

  const number = (text: string) => `${text.slice(0, -1)},"seq":${numbers++}}`;

  /** Writes until the time is over; reports whether all is written. */
  const write = (until: number): boolean => {
    for (let e = waiting[0]; e; e = waiting[0]) {
      begun ??= {pieces: pieces(e), text: ''};
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
    busy: () => waiting.length > 0,
    finish: () => void write(Infinity),
  };
}
