/**
 * What the browser itself makes of a page's state: no recording needs to carry it, but a replay
 * that is right in everything else has it right too.
 */

/** Named values; what has its default value is left out. See dom.Node.Derived. */
export type Facts = Record<string, string>;

const html = 'http://www.w3.org/1999/xhtml';

export function element(e: Element, focused: boolean): Facts {
  const f: Facts = {};
  if (focused && e.matches(':focus-visible')) f['focusVisible'] = 'true';
  if (e.namespaceURI !== html) return f;
  if (e instanceof HTMLImageElement) {
    f['image'] = picture(e);
  } else if (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement) {
    const said = validity(e);
    if (said) f['validity'] = said;
  } else if (e instanceof HTMLMediaElement) {
    if (e.error) f['loaded'] = 'failed';
    else if (e.readyState) f['loaded'] = e instanceof HTMLVideoElement && e.videoWidth ? `${e.videoWidth}×${e.videoHeight}` : 'sound';
  } else if (e instanceof HTMLCanvasElement) {
    const said = pixels(e);
    if (said) f['canvas'] = said;
  }
  return f;
}

const flags = [
  'badInput', 'patternMismatch', 'rangeOverflow', 'rangeUnderflow', 'stepMismatch', 'tooLong', 'tooShort', 'typeMismatch', 'valueMissing',
] as const;

function validity(e: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): string {
  if (!e.willValidate) return '';
  return flags.filter(name => e.validity[name]).join(' ');
}

/** What the controls show of what a user has made of them, if a style sheet asks for that. */
export function* edited(controls: [Element, number][], sheets: string[]): Generator<[number, Facts]> {
  if (!sheets.some(text => text.includes(':user-'))) return;
  for (const [e, place] of controls) {
    if (e.matches(':user-invalid')) yield [place, {userValidity: 'invalid'}];
    else if (e.matches(':user-valid')) yield [place, {userValidity: 'valid'}];
  }
}

/** How many pixels of a canvas are read: more would take longer than everything else. */
const most = 16_000_000;

/**
 * A hash of a canvas's pixels; '' if none is painted. What WebGL has drawn is gone once it is on the
 * screen, unless the page asked to keep it: then it reads as blank. A copy is read, as to ask the
 * canvas for a context would give it one.
 */
function pixels(e: HTMLCanvasElement): string {
  if (!e.width || !e.height) return '';
  if (e.width * e.height > most) return 'too large to be read';
  try {
    const copy = new OffscreenCanvas(e.width, e.height).getContext('2d', {willReadFrequently: true})!;
    copy.drawImage(e, 0, 0);
    const words = new Uint32Array(copy.getImageData(0, 0, e.width, e.height).data.buffer);
    let painted = 0, a = 0x811c9dc5, b = 0x01234567;
    for (let i = 0; i < words.length; i++) {
      const w = words[i]!;
      painted |= w;
      a = Math.imul(a ^ w, 0x01000193);
      b = Math.imul(b ^ (w >>> 15) ^ a, 0x85ebca6b);
    }
    if (!painted) return '';
    return `#${(a >>> 0).toString(16).padStart(8, '0')}${(b >>> 0).toString(16).padStart(8, '0')}`;
  } catch (e) {
    return e instanceof DOMException && e.name === 'SecurityError' ? 'tainted' : 'not to be read';
  }
}

/**
 * What a click in the middle of an element would hit, through shadow roots; '' if no part of it is in
 * the window, or it has no area.
 */
export function hit(e: Element, roots: Map<Element, ShadowRoot>): string {
  for (const r of e.getClientRects()) {
    const left = Math.max(r.left, 0), right = Math.min(r.right, innerWidth);
    const top = Math.max(r.top, 0), bottom = Math.min(r.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) continue;
    const x = (left + right) / 2, y = (top + bottom) / 2;
    let found = document.elementFromPoint(x, y);
    for (;;) {
      const inside = found && roots.get(found)?.elementFromPoint(x, y);
      if (!inside || inside === found) break;
      found = inside;
    }
    if (!found) return 'nothing';
    for (let n: Node | null = found; n; n = n.parentNode ?? (n as ShadowRoot).host ?? null) if (n === e) return 'self';
    return found.id ? `${found.localName}#${found.id}` : found.localName;
  }
  return '';
}

/** Whether an element can have focus, at a cheap guess: what can by its nature, or says so. */
export function focusable(e: Element): boolean {
  switch (e.localName) {
    case 'input': case 'select': case 'textarea': case 'button':
      return !(e as HTMLInputElement).disabled;
    case 'a': case 'area':
      return e.hasAttribute('href');
    case 'summary':
      return true;
  }
  return e.hasAttribute('tabindex') || e.hasAttribute('contenteditable');
}

function picture(e: HTMLImageElement): string {
  if (e.naturalWidth) return `${e.naturalWidth}×${e.naturalHeight}`;
  if (!e.currentSrc && !e.src && !e.srcset) return 'none';
  return e.complete ? 'broken' : 'loading';
}

export function page(d: Document): Facts {
  const f: Facts = {};
  if (d.title) f['title'] = d.title;
  return f;
}

/** The nodes that slots show, each with the slot's name and its place among those of that name. */
export function* assigned(roots: ShadowRoot[]): Generator<[Node, string]> {
  for (const r of roots) {
    const count = new Map<string, number>();
    for (const slot of r.querySelectorAll('slot')) {
      const nth = (count.get(slot.name) ?? 0) + 1;
      count.set(slot.name, nth);
      for (const n of slot.assignedNodes()) {
        if (n instanceof Element || n.nodeValue?.trim()) yield [n, `${nth} ${slot.name}`.trim()];
      }
    }
  }
}
