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
  /** focus and blur events of the window itself. */
  focus: string[];
  /** The longest task of the main thread so far, in milliseconds; 0 below 50. */
  longest: number;
}

export interface Watch {
  seen: Seen;
  /** Resolves when every kind has been still for its settle time, or false when limit ms have passed. */
  quiet(settle: Partial<Record<Activity, number>>, limit: number): Promise<boolean>;
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

export function watch(): Watch {
  const last = new Map<Activity, number>();
  const seen: Seen = {added: [], violations: [], focus: [], longest: 0};
  const touch = (kind: Activity) => last.set(kind, performance.now());

  for (const kind of Object.keys(sources) as (keyof typeof sources)[]) {
    for (const type of sources[kind]) {
      addEventListener(type, () => touch(kind), {capture: true, passive: true});
    }
  }
  for (const type of ['focus', 'blur']) {
    addEventListener(type, e => {
      if (e.target === window) seen.focus.push(type);
    });
  }
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
  new MutationObserver(records => {
    touch('mutation');
    for (const r of records) {
      for (const n of r.addedNodes) {
        if (n instanceof Element && actors.has(n.localName)) seen.added.push(n.localName);
      }
    }
  }).observe(document, {childList: true, subtree: true});

  return {
    seen,
    async quiet(settle, limit) {
      const begun = performance.now();
      const left = () => begun + limit - performance.now();
      for (;;) {
        await Promise.race([loaded(), new Promise(done => setTimeout(done, left()))]);
        const now = performance.now();
        let wait = 0;
        for (const kind of Object.keys(settle) as Activity[]) {
          const at = last.get(kind);
          if (at !== undefined) wait = Math.max(wait, at + (settle[kind] ?? 0) - now);
        }
        if (wait <= 0 && inMotion().length === 0) return true;
        if (left() <= 0) return false;
        if (wait > 0) await new Promise(done => setTimeout(done, Math.min(wait, left())));
      }
    },
  };
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
