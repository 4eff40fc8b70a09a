import {words} from './text';

export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Handlers = {[K in keyof HTMLElementEventMap]?: (e: HTMLElementEventMap[K]) => void};

/** Attributes of an element. Handlers are functions under `on`; there are no others. */
export interface Attrs {
  on?: Handlers;
  [name: string]: string | number | boolean | null | undefined | Handlers;
}

// The only way to an element. Text goes in as text nodes, and an address goes in only if it is
// one that a recording cannot abuse, so nothing else in this folder has to think of it.

/** Makes an HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs: Attrs, ...children: Child[]): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'object') {
      for (const [type, handler] of Object.entries(value)) el.addEventListener(type, handler as EventListener);
    } else if (name === 'href' || name === 'src') {
      if (safe(name, String(value))) el.setAttribute(name, String(value));
    } else if (!/^(on|style$|srcdoc$|srcset$|action$|formaction$)/i.test(name)) {
      el.setAttribute(name, value === true ? '' : name === 'value' ? String(value) : words(String(value)));
    }
  }
  append(el, children);
  return el;
}

/** Adds children; strings become text. */
export function append(el: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === false || child === null || child === undefined) continue;
    if (typeof child === 'string' || typeof child === 'number') el.append(words(String(child)));
    else if (child instanceof Node) el.append(child);
    else append(el, child);
  }
}

/** Replaces what an element holds. */
export function fill(el: Element, ...children: Child[]): void {
  el.replaceChildren();
  append(el, children);
}

function safe(name: string, address: string): boolean {
  if (address.startsWith('#')) return name === 'href';
  if (/^data:image\/(png|jpeg|webp|gif);base64,/.test(address)) return name === 'src';
  if (/^https?:\/\//i.test(address)) return name === 'href';
  return local(address);
}

/** Whether an address names a file under this page's folder. */
function local(address: string): boolean {
  return !/^[/\\?#]|^[^/]*:|[\\\x00-\x1f\x7f]/.test(address) && !address.split('/').includes('..');
}

/**
 * The address of an evidence file, or undefined if the page must not link to it: a file that a
 * browser would run as a page could bring a recording to life.
 */
export function fileHref(file: string | undefined): string | undefined {
  if (!file || !/\.(json|jsonl|ndjson|txt|log|bin|gz|http|png|jpe?g|webp)$/i.test(file)) return undefined;
  return local(file) ? file.split('/').map(encodeURIComponent).join('/') : undefined;
}

/** The address of a screenshot file under this page's folder. */
export function imageSrc(file: string): string | undefined {
  return local(file) ? file.split('/').map(encodeURIComponent).join('/') : undefined;
}

const svg = 'http://www.w3.org/2000/svg';

/** A drawing of one stroke, 16 by 16, as large as the text around it. */
export function stroke(path: string, className: string): SVGElement {
  const el = document.createElementNS(svg, 'svg');
  el.setAttribute('viewBox', '0 0 16 16');
  el.setAttribute('class', className);
  el.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', path);
  el.append(line);
  return el;
}
