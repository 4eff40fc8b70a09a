/** The sheets of style elements, and those of the player's own. */
import type {VNode} from '../model/node';
import {isStyle} from './element';
import {swaps} from './environment';
import {needsTwins, syncRules, twins} from './rules';
import type {View} from './view';

/** Sheets that have their twins. */
const seen = new WeakSet<CSSStyleSheet>();

/** The rules of a style element, or of what takes the place of a linked one. */
export function syncSheet(v: View, n: VNode): void {
  const {sheet} = (v.dom.get(n.id) as HTMLStyleElement | undefined) ?? {};
  const css = n.css ?? v.page.sheet(n.id, 0);
  if (!sheet || !css) return;
  if (!seen.has(sheet)) {
    seen.add(sheet);
    if (needsTwins(css.base.text)) twins(sheet.cssRules, v.swaps);
  }
  const off = isStyle(n) && ('disabled' in n.attrs || /\balternate\b/i.test(n.attrs['rel'] ?? ''));
  syncRules(sheet, off ? {...css, disabled: true} : css, v.swaps);
}

/** Has all sheets answer to the page's environment. */
export function answer(v: View): void {
  const now = swaps(v.page.environment);
  if (JSON.stringify(now) === JSON.stringify(v.swaps)) return;
  v.swaps = now;
  for (const sheet of v.constructed.values()) twins(sheet.cssRules, now);
  for (const id of v.page.nodes.keys()) {
    const n = v.page.get(id)!;
    const {sheet} = (v.dom.get(id) as HTMLStyleElement | undefined) ?? {};
    if (sheet && (n.name === 'style' || isStyle(n))) twins(sheet.cssRules, now);
  }
}

/** What the player puts into the page itself, last in html or in a shadow root. */
export const own = new WeakSet<Node>();

/**
 * Scripts do not run, yet the page's had run: browsers show the controls of every video then. And no script can have the
 * browser fill the screen.
 */
const ownStyle = 'noscript{display:none!important}:is(video,audio):not([controls])::-webkit-media-controls{display:none!important}html:has([\\:fullscreen]){overflow:hidden!important}' +
  'canvas[rr_canvas]::selection{background:#0000!important}' + // a picture takes its colour, where a canvas does not
  '[\\:fullscreen]{position:fixed!important;inset:0!important;margin:0!important;box-sizing:border-box!important;min-width:0!important;' +
  'max-width:none!important;min-height:0!important;max-height:none!important;width:100%!important;height:100%!important;' +
  'transform:none!important;object-fit:contain}[\\:fullscreen]::backdrop{background:#000}' +
  '@layer{[\\:fullscreen]{border:0;padding:0;overflow:visible;color:inherit;background:none}}';

/** Has the player's own style sheet hold where an element is. */
export function ownSheet(e: Element): void {
  const root = e.getRootNode() as Document | ShadowRoot;
  const parent = root.nodeType === 9 ? (root as Document).documentElement : root;
  if (!parent || (parent.lastChild && own.has(parent.lastChild))) return;
  const style = (root.ownerDocument ?? (root as Document)).createElement('style');
  style.textContent = ownStyle;
  own.add(style);
  parent.appendChild(style);
}

/** Has a rule of the player's own hold where an element is, in place of the one that had the selector before. */
export function ownRule(e: Element, selector: string, body: string): void {
  ownSheet(e);
  const root = e.getRootNode() as Document | ShadowRoot;
  const {sheet} = (root.nodeType === 9 ? (root as Document).documentElement : root).lastChild as HTMLStyleElement;
  if (!sheet) return;
  for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
    if ((sheet.cssRules[i] as CSSStyleRule).selectorText === selector) sheet.deleteRule(i);
  }
  sheet.insertRule(`${selector}{${body}}`, 0);
}
