import type {Chunk, Mark} from './api';

/** One mark to look at: changes of one control that follow each other are one. */
export interface Shown extends Mark {
  /** How many changes it stands for. */
  times: number;
}

/** Kinds of changes that a person makes: user input, and not what a page does by itself. */
const active = new Set([1, 2, 3, 5, 6, 7, 12, 14]);

/** From how long on a stretch without activity can be skipped, and what is left of it at its ends, in milliseconds. */
const idle = 5000, margin = 1000;

interface Loose {
  type?: unknown;
  timestamp: number;
  data?: {source?: unknown};
}

/** What the viewer knows of a recording: everything but the page. */
export class Recording {
  /** The first and the last time; the first is Infinity while there is none. */
  start = Infinity;
  end = -Infinity;
  /** When there is something to be seen: the time of the first full snapshot. */
  shown = Infinity;
  /** Events so far: the number of the next one. */
  next = 0;
  marks: Shown[] = [];
  /** Times of the last event of each upload; none of a file. */
  uploads: {time: number; bytes: number; events: number}[] = [];
  private readonly acts: number[] = [];
  private seen = new Set<string>();
  private sorted = true;

  get duration(): number {
    return Math.max(0, this.end - this.start);
  }

  add(c: Chunk): void {
    let last = -Infinity;
    for (const e of c.events as Loose[]) {
      if (!Number.isFinite(e.timestamp)) continue;
      this.start = Math.min(this.start, e.timestamp);
      last = Math.max(last, e.timestamp);
      if (e.type === 2) this.shown = Math.min(this.shown, e.timestamp);
      if (e.type === 2 || e.type === 4 || (e.type === 3 && active.has(e.data?.source as number))) this.act(e.timestamp);
    }
    this.end = Math.max(this.end, last);
    this.next = c.from + c.events.length;
    if (c.bytes > 0 && last >= this.start) this.uploads.push({time: last, bytes: c.bytes, events: c.events.length});
    for (const m of c.marks) this.mark(m);
  }

  private act(time: number): void {
    const {acts} = this;
    if (acts.length && time < acts[acts.length - 1]!) this.sorted = false;
    acts.push(time);
  }

  private mark(m: Mark): void {
    const name = `${m.n} ${m.kind} ${m.at}`;
    if (this.seen.has(name)) return;
    this.seen.add(name);
    const before = this.marks[this.marks.length - 1];
    if (m.kind === 'change' && before?.kind === 'change' && before.node === m.node && m.at - before.at < 3000) {
      Object.assign(before, m, {times: before.times + 1});
      return;
    }
    let at = this.marks.length; // marks come nearly in order
    while (at > 0 && this.marks[at - 1]!.at > m.at) at--;
    this.marks.splice(at, 0, {...m, times: 1});
  }

  /** Where to go on from a time in a stretch in which nobody does anything; undefined if somebody does, or soon will. */
  skip(time: number): number | undefined {
    const {acts} = this;
    if (!this.sorted) {
      acts.sort((a, b) => a - b);
      this.sorted = true;
    }
    const next = after(acts, time);
    if (next === 0) return undefined;
    const from = acts[next - 1]!, to = next < acts.length ? acts[next]! : this.end;
    if (to - from < idle || time < from + margin || time >= to - margin) return undefined;
    return to - margin;
  }

  /** How many marks there are up to a time. */
  upTo(time: number): number {
    return after(this.marks, time, m => m.at);
  }
}

/** How many of a sorted list are not after a time. */
function after<T>(list: readonly T[], time: number, of: (t: T) => number = t => t as number): number {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle]!) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
