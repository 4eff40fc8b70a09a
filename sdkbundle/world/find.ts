/** Finding an element and a point on it, as a user's eye and hand would. */

/** Resolves with the first element under root that matches, as soon as there is one; null after limit ms. */
export function find(root: ParentNode, selector: string, limit: number): Promise<Element | null> {
  const now = root.querySelector(selector);
  if (now) return Promise.resolve(now);
  return new Promise(resolve => {
    const done = (e: Element | null) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(e);
    };
    const observer = new MutationObserver(() => {
      const e = root.querySelector(selector);
      if (e) done(e);
    });
    observer.observe(root, {childList: true, subtree: true, attributes: true});
    const timer = setTimeout(() => done(null), limit);
  });
}

export interface Point {
  x: number;
  y: number;
  /** What lies over the element there, or '' if a click would reach it. */
  cover: string;
}

/** The middle of the element's first box that has an area, in its frame's viewport. */
export function point(e: Element): Point | null {
  for (const r of e.getClientRects()) {
    if (r.width < 1 || r.height < 1) continue;
    const left = Math.max(r.left, 0), right = Math.min(r.right, innerWidth);
    const top = Math.max(r.top, 0), bottom = Math.min(r.bottom, innerHeight);
    if (right <= left || bottom <= top) continue;
    const x = (left + right) / 2, y = (top + bottom) / 2;
    return {x, y, cover: cover(e, x, y)};
  }
  return null;
}

function cover(e: Element, x: number, y: number): string {
  const root = e.getRootNode() as Document | ShadowRoot;
  let hit = root.elementFromPoint(x, y);
  if (!hit) return 'nothing';
  for (let n: Node | null = hit; n; n = n.parentNode ?? (n as ShadowRoot).host ?? null) {
    if (n === e) return '';
  }
  // A label passes its click on, and a host stands for what is inside it.
  if (hit.closest('label')?.contains(e) || e.contains(hit)) return '';
  return describe(hit);
}

export function describe(e: Element): string {
  return e.localName + (e.id ? '#' + e.id : '') + (e.classList.length ? '.' + [...e.classList].join('.') : '');
}

/** Gives the element the focus with the caret behind its text, as a click at its end would. */
export function caret(e: HTMLElement): boolean {
  const root = e.getRootNode() as Document | ShadowRoot;
  if (root.activeElement !== e) e.focus({preventScroll: true});
  if (root.activeElement !== e) return false;
  if (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement) {
    try {
      e.setSelectionRange(e.value.length, e.value.length);
    } catch {
      // Types such as number and date have no selection to set.
    }
  } else if (e.isContentEditable) {
    const s = getSelection()!;
    s.selectAllChildren(e);
    s.collapseToEnd();
  }
  return true;
}

/** Chooses options by value or label, firing what a user's choice fires. Names the first unknown one. */
export function choose(e: HTMLSelectElement, values: string[]): string {
  const options = [...e.options];
  const chosen: HTMLOptionElement[] = [];
  for (const v of values) {
    const o = options.find(o => o.value === v) ?? options.find(o => o.label === v);
    if (!o) return v;
    chosen.push(o);
  }
  for (const o of options) o.selected = chosen.includes(o);
  e.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
  e.dispatchEvent(new Event('change', {bubbles: true}));
  return '';
}

/** Pastes text into the focused element: a paste event first, which the page may take over. */
export function paste(e: Element, text: string): void {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const free = e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true, composed: true}));
  if (free) document.execCommand('insertText', false, text);
}

/** Where a target of the wheel stood before it was turned, if the wheel can move it. */
const aimed = new WeakMap<EventTarget, string>();

const place = (target: EventTarget) =>
  target === document ? `${scrollX},${scrollY}` : `${(target as Element).scrollLeft},${(target as Element).scrollTop}`;

/** Notes where a target stands, before the wheel is turned over it. */
export function aim(target: Document | Element, dx: number, dy: number): void {
  const e = target instanceof Document ? target.scrollingElement ?? target.documentElement : target;
  const room = (by: number, at: number, max: number, overflow: string) =>
    by !== 0 && (overflow === 'auto' || overflow === 'scroll' || target instanceof Document && overflow === 'visible') && (by > 0 ? at < max - 1 : at > 1);
  // The window takes the overflow of the body if the root has none of its own.
  const root = target instanceof Document && getComputedStyle(e).overflowY === 'visible' ? target.body ?? e : e;
  const {overflowX, overflowY} = getComputedStyle(root);
  if (room(dx, e.scrollLeft, e.scrollWidth - e.clientWidth, overflowX) || room(dy, e.scrollTop, e.scrollHeight - e.clientHeight, overflowY)) {
    aimed.set(target, place(target));
  }
}

/** How long a wheel may take to move what it can move, in milliseconds; a page may also forbid it. */
const late = 1000;

/** Resolves when a scroll on the target, which has begun or is about to, has come to rest. */
export function rest(target: EventTarget & {scrollTop?: number}, limit: number): Promise<void> {
  return new Promise(resolve => {
    let before = '', still = 0;
    const begun = performance.now(), end = begun + limit, from = aimed.get(target);
    aimed.delete(target);
    const look = () => {
      const now = place(target);
      if (now === from && performance.now() < begun + late) {
        requestAnimationFrame(look);
        return;
      }
      still = now === before ? still + 1 : 0;
      before = now;
      // Four frames without movement: a wheel's animation never stands still that long before its end.
      if (still >= 4 || performance.now() > end) resolve();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
