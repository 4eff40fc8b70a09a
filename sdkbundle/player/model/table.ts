/** Bits of a key that are a place in a page. */
const bits = 8;

interface Page<T> {
  epoch: number;
  slots: (T | undefined)[];
  count: number;
}

let epochs = 0;

/**
 * Things by number, of which copies are cheap: a copy shares the pages that neither side has
 * written to since. So a saved state costs what has changed, and two states are compared by the
 * pages that they do not share.
 */
export class Table<T extends {epoch: number}> {
  private constructor(
    private readonly pages: Map<number, Page<T>>,
    public epoch: number,
  ) {}

  static empty<T extends {epoch: number}>(): Table<T> {
    return new Table<T>(new Map(), ++epochs);
  }

  /** A copy. From now on each side copies what it is about to change and shares with the other. */
  fork(): Table<T> {
    this.epoch = ++epochs;
    return new Table(new Map(this.pages), ++epochs);
  }

  get(key: number): T | undefined {
    return this.pages.get(Math.floor(key / 2 ** bits))?.slots[key & (2 ** bits - 1)];
  }

  set(key: number, value: T): void {
    const p = this.page(key);
    const at = key & (2 ** bits - 1);
    if (!p.slots[at]) p.count++;
    p.slots[at] = value;
  }

  delete(key: number): void {
    if (!this.get(key)) return;
    const p = this.page(key);
    p.slots[key & (2 ** bits - 1)] = undefined;
    if (--p.count === 0) this.pages.delete(Math.floor(key / 2 ** bits));
  }

  private page(key: number): Page<T> {
    const number = Math.floor(key / 2 ** bits);
    let p = this.pages.get(number);
    if (!p) p = {epoch: this.epoch, slots: [], count: 0};
    else if (p.epoch !== this.epoch) p = {epoch: this.epoch, slots: p.slots.slice(), count: p.count};
    else return p;
    this.pages.set(number, p);
    return p;
  }

  *keys(): Generator<number> {
    for (const [number, p] of this.pages) yield* entries(number, p);
  }

  /** The keys under which this table and another have different things. */
  differing(other: Table<T>): number[] {
    const all: number[] = [];
    for (const [number, p] of this.pages) {
      const q = other.pages.get(number);
      if (q === p) continue;
      for (let i = 0; i < 2 ** bits; i++) if (p.slots[i] !== q?.slots[i]) all.push(number * 2 ** bits + i);
    }
    for (const [number, q] of other.pages) if (!this.pages.has(number)) all.push(...entries(number, q));
    return all;
  }
}

function* entries<T>(number: number, p: Page<T>): Generator<number> {
  for (let i = 0; i < p.slots.length; i++) if (p.slots[i]) yield number * 2 ** bits + i;
}
