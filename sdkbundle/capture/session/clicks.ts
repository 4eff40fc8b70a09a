/** Clicks of frustration: many on one element, and those that nothing follows. */
import {after, attempt, cancel, clock, listen} from './platform';

export interface Click {
  timestamp: number;
  /** In the window. */
  x: number;
  y: number;
  /** The element, by names and places of elements only: what a page writes into ids and classes is its own. */
  element: string;
  count?: number;
}

/** So many clicks on one element within so many milliseconds are rage. */
const rage = 4, within = 1000;
/** How long a click may go without an effect, in milliseconds. */
const patience = 3000;

const clickable = 'a, button, summary, area, label, input:is([type=button], [type=submit], [type=reset], [type=image], [type=checkbox], [type=radio]), select, ' +
  '[onclick], [role=button], [role=link], [role=tab], [role=menuitem], [role=option], [role=checkbox], [role=switch]';
/** What shows that something happened, beside a change of the document. */
const effects = ['scroll', 'input', 'change', 'submit', 'focusin', 'selectionchange', 'hashchange', 'popstate', 'blur', 'pagehide', 'visibilitychange', 'toggle', 'copy', 'fullscreenchange', 'play', 'pause'];

export function clicks(want: {rageClicks?: boolean; deadClicks?: boolean}, out: (tag: string, c: Click) => void): () => void {
  let same: {element: Element; times: number[]} | undefined;
  let giveUp: (() => void) | undefined;

  const rages = (e: Element, c: Click) => {
    if (same?.element !== e) same = {element: e, times: []};
    same.times = [...same.times.filter(t => c.timestamp - t < within), c.timestamp];
    if (same.times.length < rage) return;
    out('rage-click', {...c, count: same.times.length});
    same = undefined;
  };

  /** Waits for an effect of a click on what looks as if it had one. */
  const dies = (e: Element, c: Click, path: EventTarget[]) => {
    giveUp?.();
    const looks = path.some(n => n instanceof Element && (n.matches(clickable) || n.localName.includes('-'))) || getComputedStyle(e).cursor === 'pointer';
    if (!looks) return;
    const address = location.href;
    const observer = new MutationObserver(() => stop());
    for (const root of [document, ...path.filter(n => n instanceof ShadowRoot)]) {
      observer.observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
    }
    const unlisten = [...effects.map(t => listen(window, t, () => stop())), listen(document, 'selectionchange', () => stop())];
    const timer = after(patience, () => {
      stop();
      if (location.href === address) out('dead-click', c);
    });
    const stop = (giveUp = () => {
      cancel(timer);
      observer.disconnect();
      unlisten.forEach(f => f());
    });
  };

  const unlisten = listen<MouseEvent>(window, 'click', e => void attempt(() => {
    const path = e.composedPath(), target = path[0];
    if (!e.isTrusted || !(target instanceof Element)) return;
    const c = {timestamp: clock.now(), x: e.clientX, y: e.clientY, element: describe(target)};
    if (want.rageClicks) rages(target, c);
    if (want.deadClicks) dies(target, c, path); // before the page's own listeners, whose effects count
  }));
  return () => {
    unlisten();
    giveUp?.();
    same = undefined;
  };
}

/** Names an element by where it is. */
function describe(e: Element): string {
  const names: string[] = [];
  for (let at: Element | null = e; at && names.length < 6; at = at.parentElement) {
    let n = 1;
    for (let s = at.previousElementSibling; s; s = s.previousElementSibling) if (s.localName === at.localName) n++;
    names.unshift(`${at.localName}:nth-of-type(${n})`);
  }
  return names.join(' > ');
}
