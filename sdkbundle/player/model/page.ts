import {Base, type Css, sheetOf} from './css';
import {html, isText, Kind, type Live, makeNode, type Span, type VNode} from './node';
import {Table} from './table';

/** Where the keyboard is. */
export interface Focus {
  /** The focused element. */
  on: number;
  /** The document that has the keyboard. */
  in: number;
  /** The document that was last pressed on, since the last focus. */
  down: number;
  visible: boolean;
  /** The recording has had a word of it. Before, focus is where the browser puts it. */
  told: boolean;
  /** When a pointer was last at work. */
  pressed: number;
  /** The element that had focus last. */
  last: number;
  /** Of each document the text field that had focus last: the caret stays there until it is put elsewhere. */
  carets: Readonly<Record<number, number>>;
}

/** What stays of a removed node for when it comes back, which no description of it can say. */
interface Relic {
  epoch: number;
  adopted: readonly number[];
  dirty: boolean;
}

export interface Animated {
  epoch: number;
  readonly said: Readonly<Record<string, unknown>>;
  /** When. */
  readonly at: number;
}

/** Numbers for nodes that have none that could be used. */
const spare = 2 ** 40;

/**
 * The whole page at one moment of a recording: all that a view needs to show it, and nothing of how
 * it came about. fork() is cheap.
 */
export class Page {
  nodes: Table<VNode> = Table.empty();
  sheets: Table<Css> = Table.empty();
  animations: Table<Animated> = Table.empty();
  relics: Table<Relic> = Table.empty();
  /** Documents of frames that have not come, by the frame. */
  waiting = new Map<number, unknown>();
  radios = new Set<number>();
  /** Style elements that the event has given rules, and the parts of those for their texts. */
  styled = new Map<number, string[]>();
  root = 0;
  url = '';
  width = 0;
  height = 0;
  focus: Focus = {on: 0, in: 0, down: 0, visible: true, told: false, pressed: -Infinity, last: 0, carets: {}};
  selection: Span | null = null;
  layers: readonly {id: number; as: string}[] = [];
  environment: Readonly<Record<string, unknown>> = {};
  fonts: readonly unknown[] = [];
  /** Names of custom elements that were defined after their elements had been described. */
  defined: readonly string[] = [];
  /** Which element is pressed. */
  active = 0;
  /** Full snapshots so far. */
  generation = 0;
  stamps = 0;
  /** Time of the event that is applied. */
  time = 0;
  report: (problem: string) => void = () => {};

  /** A copy that shares what neither side changes later. */
  fork(): Page {
    const p = Object.assign(new Page(), this);
    p.nodes = this.nodes.fork();
    p.sheets = this.sheets.fork();
    p.animations = this.animations.fork();
    p.relics = this.relics.fork();
    p.waiting = new Map(this.waiting);
    p.radios = new Set(this.radios);
    return p;
  }

  /** Empties the page for a full snapshot. */
  reset(): void {
    this.nodes = Table.empty();
    this.sheets = Table.empty();
    this.animations = Table.empty();
    this.relics = Table.empty();
    this.waiting.clear();
    this.radios.clear();
    this.root = 0;
    this.focus = {on: 0, in: 0, down: 0, visible: true, told: false, pressed: this.focus.pressed, last: 0, carets: {}};
    this.selection = null;
    this.layers = [];
    this.fonts = [];
    this.defined = [];
    this.active = 0;
    this.generation++;
  }

  get(id: number): VNode | undefined {
    return this.nodes.get(id);
  }

  /** The node, to be changed. */
  edit(id: number): VNode {
    const n = this.nodes.get(id);
    if (!n) throw new Error(`there is no node ${id}`);
    if (n.epoch === this.nodes.epoch) return n;
    const copy = {...n, epoch: this.nodes.epoch};
    this.nodes.set(id, copy);
    return copy;
  }

  live(id: number, changes: Live): void {
    const n = this.edit(id);
    n.live = {...n.live, ...changes};
  }

  make(id: number, kind: number): VNode {
    const n = makeNode(id || spare + ++this.stamps, kind, this.nodes.epoch);
    n.stamp = ++this.stamps;
    n.since = this.time;
    this.nodes.set(n.id, n);
    return n;
  }

  /** The children of a node, to be changed. */
  kids(id: number): number[] {
    const n = this.edit(id);
    if (n.kidsEpoch !== n.epoch) {
      n.kids = n.kids.slice();
      n.kidsEpoch = n.epoch;
    }
    return n.kids as number[];
  }

  /** The element, frame or document that the recording names as a node's parent. */
  owner(n: VNode): number {
    return n.parent < 0 ? -n.parent : n.parent;
  }

  /** The shadow root or template content of an element, made if need be. */
  fragment(host: VNode): VNode {
    const old = this.nodes.get(-host.id);
    if (old) return old;
    this.edit(host.id).fragment = true;
    const f = this.make(-host.id, Kind.fragment);
    f.parent = host.id;
    f.depth = host.depth;
    f.init = {mode: 'open'};
    f.adopted = this.relics.get(host.id)?.adopted ?? f.adopted;
    return f;
  }

  /** Everything below n and n itself, in no particular order. */
  below(n: VNode): VNode[] {
    const all = [n];
    for (let i = 0; i < all.length; i++) {
      const c = all[i]!;
      const put = (id: number) => {
        const k = this.nodes.get(id);
        if (k) all.push(k);
      };
      if (c.fragment) put(-c.id);
      if (c.frame) put(c.frame);
      for (const k of c.kids) put(k);
    }
    return all;
  }

  /** Whether n is the node a or below it. */
  under(n: VNode | undefined, a: number): boolean {
    for (; n; n = this.nodes.get(n.parent)) if (n.id === a) return true;
    return false;
  }

  documentOf(n: VNode | undefined): number {
    for (; n; n = this.nodes.get(n.parent)) if (n.kind === Kind.document) return n.id;
    return 0;
  }

  /** The document or shadow root that n is in. */
  scope(n: VNode): number {
    for (let s: VNode | undefined = n; s; s = this.nodes.get(s.parent)) if (s.kind === Kind.document || s.kind === Kind.fragment) return s.id;
    return 0;
  }

  closest(n: VNode, name: string): VNode | undefined {
    let p = this.nodes.get(n.parent);
    for (let steps = 64; p && steps > 0; steps--, p = this.nodes.get(p.parent)) {
      if (p.kind === Kind.element && p.ns === html && p.name === name) return p;
    }
    return undefined;
  }

  /** The text of a node's own text nodes. */
  text(n: VNode): string {
    let all = '';
    for (const k of n.kids) {
      const c = this.nodes.get(k);
      if (c && isText(c)) all += c.value;
    }
    return all;
  }

  /** The sheet of a style or link element, or a constructed one. */
  sheet(id: number, styleId: number): Css | undefined {
    if (styleId) return this.sheets.get(styleId);
    const n = this.nodes.get(id);
    if (!n || n.kind !== Kind.element) return undefined;
    if (n.css) return n.css;
    return n.name === 'style' ? sheetOf(new Base(this.text(n)), false) : undefined;
  }

  putSheet(id: number, styleId: number, css: Css): void {
    css = {...css, epoch: this.sheets.epoch};
    if (styleId) this.sheets.set(styleId, css);
    else this.edit(id).css = css;
  }
}
