/**
 * Watches a document from the lab's isolated world, from before its first script: when something
 * last happened that a recorder would report, and what the page itself could have noticed.
 */

/** What recorders treat differently in time; an adapter declares a settle time for each. */
export type Activity = 'mutation' | 'input' | 'scroll' | 'resize' | 'pointer' | 'media' | 'selection';

export interface Violation {
  directive: string;
  blocked: string;
  disposition: string;
  source: string;
}

export interface Seen {
  /** Elements of kinds that load, run or style something, as they were added: "iframe", "style". */
  added: string[];
  /** Content Security Policy violations that the document was told of. */
  violations: Violation[];
  /**
   * What observers of the document were told, and how often: "+b" for an added <b>, "-b", "@class p#x"
   * for an attribute, "~ p#x" for text. Text and its nodes count once the document has loaded: how
   * the parser cuts them is chance, and so is whether a record of its comes before it has ended.
   */
  records: Record<string, number>;
  /** Of "+b" and "-b", the last parent. */
  places: Record<string, string>;
  /** Events that the document could hear, by type and target: "focus input#x" → how often. */
  events: Record<string, number>;
  /** The longest task of the main thread so far, in milliseconds; 0 below 50. */
  longest: number;
  /** Which document this is. */
  document: string;
}

export interface Watch {
  seen: Seen;
  /** Resolves when every kind has been still for its settle time, or false when limit ms have passed. */
  quiet(settle: Partial<Record<Activity, number>>, limit: number): Promise<boolean>;
  /**
   * Calls a function, which may stop the page, in a task of its own before which nothing has changed for another: a
   * recorder that describes a change in the task after it has done so. Resolves when the function has returned.
   */
  still(stop: () => void): Promise<void>;
}

/** Elements whose mere presence is an act: they load, run, style or draw something. */
const actors = new Set(['iframe', 'script', 'style', 'link', 'object', 'embed', 'meta', 'base', 'canvas', 'frame']);

const sources: Record<Exclude<Activity, 'mutation'>, string[]> = {
  input: ['input', 'change', 'reset'],
  scroll: ['scroll'],
  resize: ['resize'],
  pointer: ['mousemove', 'mouseover', 'mousedown', 'mouseup', 'touchmove', 'drag'],
  media: ['play', 'pause', 'seeked', 'volumechange', 'ratechange'],
  selection: ['selectionchange'],
};

/** Events that a page may act on and that an SDK has no business to cause. */
const heard = ['focus', 'blur', 'focusin', 'focusout', 'selectionchange', 'scroll', 'scrollend', 'resize', 'visibilitychange', 'hashchange', 'popstate',
  'message', 'storage', 'input', 'change', 'submit', 'reset', 'toggle', 'fullscreenchange', 'load', 'error'];
/** Of these the browser makes more or fewer of one act, as its frames fall: that there were any counts. */
const merged = new Set(['selectionchange', 'scroll', 'scrollend', 'resize']);

const nameOf = (n: EventTarget | null): string =>
  n === window ? 'window' : n instanceof Element ? n.localName + (n.id && '#' + n.id) : n instanceof Node ? n.nodeName : '?';

const count = (of: Record<string, number>, key: string) => void (of[key] = (of[key] ?? 0) + 1);

/** The binding that carries what was seen of a document to the lab when it goes away; see lab/visit. */
declare const replaylabSeen: ((text: string) => void) | undefined;

export function watch(): Watch {
  const last = new Map<Activity, number>();
  const seen: Seen = {added: [], violations: [], records: {}, places: {}, events: {}, longest: 0, document: `${performance.timeOrigin} ${Math.random()}`};
  const touch = (kind: Activity) => last.set(kind, performance.now());

  for (const kind of Object.keys(sources) as (keyof typeof sources)[]) {
    for (const type of sources[kind]) {
      addEventListener(type, () => touch(kind), {capture: true, passive: true});
    }
  }
  // What has begun to scroll and has not come to its end. Of that the browser tells, but not of what a page itself calls a scroll.
  const scrolling = new Set<Node>();
  const scrolled = (e: Event) => e.target instanceof Node && (e.type === 'scroll' ? scrolling.add(e.target) : scrolling.delete(e.target));
  for (const type of ['scroll', 'scrollend']) addEventListener(type, scrolled, {capture: true, passive: true});
  const underWay = () => [...scrolling].some(n => n.isConnected) && performance.now() - (last.get('scroll') ?? 0) < unended;

  for (const type of heard) {
    addEventListener(type, e => {
      const key = `${type} ${nameOf(e.target)}`;
      if (merged.has(type)) seen.events[key] = 1;
      else count(seen.events, key);
    }, {capture: true, passive: true});
  }
  addEventListener('pagehide', () => {
    if (self === top && typeof replaylabSeen === 'function') replaylabSeen(JSON.stringify(seen));
  });
  addEventListener('securitypolicyviolation', e => {
    seen.violations.push({
      directive: e.effectiveDirective,
      blocked: e.blockedURI,
      disposition: e.disposition,
      source: `${e.sourceFile}:${e.lineNumber}`,
    });
  }, {capture: true});
  new PerformanceObserver(list => {
    for (const e of list.getEntries()) seen.longest = Math.max(seen.longest, e.duration);
  }).observe({type: 'longtask', buffered: true});
  let changes = 0;
  new MutationObserver(records => {
    changes++;
    const whole = document.readyState === 'complete';
    const moved = (sign: string, n: Node, r: MutationRecord) => {
      if (!(n instanceof Element) && !whole) return;
      const key = sign + (n instanceof Element ? n.localName : n.nodeName);
      count(seen.records, key);
      seen.places[key] = nameOf(r.target);
    };
    for (const r of records) {
      if (r.type === 'childList') {
        touch('mutation');
        for (const n of r.addedNodes) {
          if (n instanceof Element && actors.has(n.localName)) seen.added.push(n.localName);
          moved('+', n, r);
        }
        for (const n of r.removedNodes) moved('-', n, r);
      } else if (r.type === 'attributes') {
        count(seen.records, `@${r.attributeName} ${nameOf(r.target)}`);
      } else if (whole) {
        count(seen.records, `~ ${nameOf(r.target.parentNode)}`);
      }
    }
  }).observe(document, {childList: true, subtree: true, attributes: true, characterData: true});

  return {
    seen,
    still: stop => new Promise(done => {
      const {port1, port2} = new MessageChannel();
      let round = 0, before = changes;
      port1.onmessage = () => {
        if (changes !== before && ++round < restless) {
          before = changes;
          port2.postMessage(0);
          return;
        }
        port1.close();
        stop();
        done();
      };
      port2.postMessage(0);
    }),
    async quiet(settle, limit) {
      const begun = performance.now();
      const left = () => begun + limit - performance.now();
      for (;;) {
        await Promise.race([loaded().then(told), new Promise(done => setTimeout(done, left()))]);
        const now = performance.now();
        let wait = 0;
        for (const kind of Object.keys(settle) as Activity[]) {
          const at = last.get(kind);
          if (at !== undefined) wait = Math.max(wait, at + (settle[kind] ?? 0) - now);
        }
        if (wait <= 0 && inMotion().length === 0 && !underWay()) return true;
        if (left() <= 0) return false;
        if (wait > 0) await new Promise(done => setTimeout(done, Math.min(wait, left())));
      }
    },
  };
}

/** How many tasks a page is given that changes between any two. */
const restless = 100;

/** How long the end of a scroll is waited for after the last that was heard of it, in milliseconds. */
const unended = 1000;

/**
 * Resolves when the page has been told of what it or a user has scrolled, and of its size: the browser does that once a frame,
 * before it asks for animation. A scroll that takes its time begins in one frame and moves in the next. A page that nobody
 * sees has no frames.
 */
async function told(): Promise<void> {
  for (let frames = 0; frames < 2 && !document.hidden; frames++) await new Promise(done => requestAnimationFrame(done));
}

/** Resolves when fonts and pictures on their way have come or failed, and what moves has arrived. */
async function loaded(): Promise<void> {
  await document.fonts.ready;
  await Promise.allSettled(inMotion().map(a => a.finished));
  const pending = [...document.images].filter(i => !i.complete && i.loading !== 'lazy');
  await Promise.all(pending.map(i => new Promise(done => {
    i.addEventListener('load', done, {once: true});
    i.addEventListener('error', done, {once: true});
  })));
}

/**
 * Animations and transitions, in open shadow trees too, that are running and will end by
 * themselves. Asking brings style up to date, so a transition that is due has begun.
 */
function inMotion(): Animation[] {
  const found: Animation[] = [];
  const search = (root: Document | ShadowRoot) => {
    for (const a of root.getAnimations()) {
      if (a.playState === 'running' && Number.isFinite(a.effect?.getComputedTiming().endTime)) found.push(a);
    }
    for (const e of root.querySelectorAll('*')) if (e.shadowRoot) search(e.shadowRoot);
  };
  search(document);
  return found;
}
