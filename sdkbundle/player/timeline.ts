/** The events of a recording in the order of time, and the page at any of them. */
import {apply} from './model/apply';
import {Page} from './model/page';
import {list, number, object, whole, type Loose} from './model/value';

/** Where a pointer is at some time, in the window of the node's document. */
export interface Position {
  at: number;
  x: number;
  y: number;
  id: number;
  touch: boolean;
}

/** Events that are applied at most to come from a saved state to any moment. */
const stride = 2000;

/** What applying an event may cost, in units of one. */
function cost(e: Loose): number {
  const data = object(e['data']);
  return 1 + list(data['adds']).length + list(data['removes']).length + (e['type'] === 2 ? stride / 2 : 0);
}

export class Timeline {
  private readonly events: Loose[] = [];
  private readonly positions: Position[] = [];
  /** Saved states: the page after so many events. */
  private saved: {count: number; page: Page}[] = [{count: 0, page: new Page()}];
  /** The page as it was left, after so many events. */
  private now: {count: number; page: Page};
  /** What has been applied since a state was saved last. */
  private spent = 0;
  /** Events applied so far, again and again: what seeking costs. */
  applied = 0;

  constructor(private readonly report: (problem: string) => void) {
    this.now = {count: 0, page: this.saved[0]!.page.fork()};
  }

  get start(): number {
    return number(this.events[0]?.['timestamp']);
  }

  get end(): number {
    return number(this.events[this.events.length - 1]?.['timestamp']);
  }

  get length(): number {
    return this.events.length;
  }

  /** Takes in events; those that come late find their place. */
  add(events: readonly unknown[]): void {
    let first = Infinity;
    for (const e of events) {
      const event = object(e);
      if (typeof event['timestamp'] !== 'number' || !Number.isFinite(event['timestamp'])) {
        this.report('an event without a time');
        continue;
      }
      first = Math.min(first, place(this.events, event, e => number(e['timestamp'])));
      this.track(event);
    }
    // What has been worked out from events of which there are more now is not right any more.
    while (this.saved[this.saved.length - 1]!.count > first) this.saved.pop();
    if (this.now.count > first) this.rewind(first);
  }

  private track(event: Loose): void {
    const d = object(event['data']);
    if (event['type'] !== 3) return;
    const at = number(event['timestamp']);
    const source = d['source'];
    const put = (p: Loose, time: number, touch: boolean) => {
      if (typeof p['x'] === 'number') place(this.positions, {at: time, x: p['x'], y: number(p['y']), id: whole(p['id']), touch}, p => p.at);
    };
    if (source === 1 || source === 6 || source === 12) {
      for (const p of list(d['positions']).map(object)) put(p, at + Math.min(0, number(p['timeOffset'])), source === 6);
    } else if (source === 2) put(d, at, d['pointerType'] === 2 || d['type'] === 7 || d['type'] === 9);
  }

  /** The last place of the pointer up to a time. */
  pointer(time: number): Position | undefined {
    return this.positions[after(this.positions, time, p => p.at) - 1];
  }

  /** Where the pointer was in the stretch before a time, oldest first. */
  trail(time: number, ms: number): Position[] {
    return this.positions.slice(after(this.positions, time - ms, p => p.at), after(this.positions, time, p => p.at));
  }

  /** The page as it is after all events up to and including a time. It is not changed later. */
  at(time: number): {page: Page; jump: boolean} {
    const goal = after(this.events, time, e => number(e['timestamp']));
    const before = this.now.count;
    if (goal < before) this.rewind(goal);
    else {
      const nearest = this.saved[after(this.saved, goal, s => s.count) - 1]!;
      if (nearest.count > before) this.restore(nearest);
    }
    while (this.now.count < goal) this.step();
    return {page: this.now.page.fork(), jump: goal < before || goal - before > 50};
  }

  /** Works out a stretch of the recording ahead of who watches it, so that seeking there is quick. Tells whether there is more. */
  prepare(ms: number): boolean {
    const here = this.now;
    const spent = this.spent;
    this.restore(this.saved[this.saved.length - 1]!);
    const until = performance.now() + ms;
    while (this.now.count < this.events.length && performance.now() < until) this.step();
    if (this.spent > 0) this.save();
    const more = this.now.count < this.events.length;
    this.now = here;
    this.spent = spent;
    return more;
  }

  private rewind(goal: number): void {
    this.restore(this.saved[after(this.saved, goal, s => s.count) - 1]!);
  }

  private restore({count, page}: {count: number; page: Page}): void {
    this.now = {count, page: page.fork()};
    this.spent = 0;
  }

  private step(): void {
    const {page, count} = this.now;
    const e = this.events[count]!;
    page.report = problem => this.report(`event ${count}: ${problem}`);
    apply(page, e);
    this.now.count++;
    this.applied++;
    this.spent += cost(e);
    if (this.spent >= stride) this.save();
  }

  /** Saves the state, unless a later one has been. */
  private save(): void {
    this.spent = 0;
    if (this.saved[this.saved.length - 1]!.count < this.now.count) this.saved.push({count: this.now.count, page: this.now.page.fork()});
  }
}

/** How many of a sorted list are not after a time. */
function after<T>(list: readonly T[], time: number, of: (t: T) => number): number {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle]!) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts something behind all that is not later, and returns the place. */
function place<T>(list: T[], item: T, of: (t: T) => number): number {
  const at = list.length && of(list[list.length - 1]!) > of(item) ? after(list, of(item), of) : list.length;
  if (at === list.length) list.push(item);
  else list.splice(at, 0, item);
  return at;
}
