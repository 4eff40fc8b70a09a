/** Style sheets as text. */
import {isOpaque, maskedAddress, stars} from './mask';
import type {Naming} from './attributes';

const reference = /url\((["']?)([^"')]*)\1\)/g;

/** Makes url() references independent of where the sheet came from. */
export function absoluteCSS(css: string, base: string): string {
  if (!css.includes('url(')) return css;
  return css.replace(reference, (whole, quote: string, url: string) => {
    if (!url || /^\s*(data:|blob:|#)/i.test(url)) return whole;
    try {
      return `url(${quote}${new URL(url, base).href}${quote})`;
    } catch {
      return whole;
    }
  });
}

/** A sheet's text without what somebody may have written into it: strings, comments, and names that are no words. */
export function hideInCSS(css: string, names: Naming): string {
  return css.replace(/\/\*[^]*?(\*\/|$)|url\((?:"[^"]*"|'[^']*'|[^)]*)\)|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[A-Za-z0-9_\u0080-\uffff-]+/g, part => {
    if (part.startsWith('/*')) return '';
    if (part.startsWith('url(')) return /^url\(["']?\s*data:/i.test(part) ? part : part.replace(/\(\s*(["']?)([^]*)\1\s*\)$/, (_, q: string, u: string) => `(${q}${maskedAddress(u, false, true)}${q})`);
    const quote = part[0];
    if (quote === '"' || quote === "'") return isOpaque(part) ? quote + stars(part.slice(1, -1)).replace(/\s/g, ' ') + quote : part;
    return /^[0-9-]/.test(part) && !part.startsWith('--') ? part : isOpaque(part) ? (part.startsWith('--') ? '--' : '') + names.name(part) : part;
  });
}

/** The rules of a sheet as text, imported ones in place of the rule that imports them; undefined if it may not be read. */
export function sheetText(sheet: CSSStyleSheet, base: string): string | undefined {
  let rules: CSSRuleList;
  try {
    rules = sheet.cssRules;
  } catch {
    return undefined;
  }
  let text = '';
  for (let i = 0; i < rules.length; i++) text += ruleText(rules[i]!, sheet.href ?? base) + '\n';
  return text;
}

/** A rule as text. An imported sheet stands in the layer, condition or media query that the import puts it in. */
export function ruleText(rule: CSSRule, base: string): string {
  if (rule.type === 3) {
    const r = rule as CSSImportRule & {layerName?: string | null; supportsText?: string | null};
    const inner = r.styleSheet && sheetText(r.styleSheet, base);
    if (typeof inner === 'string') {
      let text = r.media.mediaText ? `@media ${r.media.mediaText} {${inner}}` : inner;
      if (r.supportsText) text = `@supports (${r.supportsText}) {${text}}`;
      return r.layerName === null || r.layerName === undefined ? text : `@layer ${r.layerName}{${text}}`;
    }
  }
  return absoluteCSS(rule.cssText, base);
}

/** Where a rule stands: its place among its siblings, behind those of the rules around it. */
export function rulePath(rule: CSSRule): number[] | undefined {
  const path: number[] = [];
  for (let r: CSSRule | null = rule; r; r = r.parentRule) {
    const list: CSSRuleList | undefined = ((r.parentRule ?? r.parentStyleSheet) as CSSGroupingRule | null)?.cssRules;
    const at: number = list ? Array.prototype.indexOf.call(list, r) : -1;
    if (at < 0) return undefined;
    path.unshift(at);
  }
  return path;
}
