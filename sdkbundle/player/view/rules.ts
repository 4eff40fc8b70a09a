/** Style sheets of the replayed page. */
import type {Css, Edit, Entry} from '../model/css';
import {exchanged, type Swap} from './environment';

/** What of a sheet's rules stands in it. */
const shown = new WeakMap<CSSStyleSheet, readonly Entry[]>();

/** A sheet has been parsed anew: it has the rules of its base. */
export const forget = (sheet: CSSStyleSheet): void => void shown.delete(sheet);

/** Brings the rules of a sheet to what the recording says. The sheet has just been parsed, or is as this left it. */
export function syncRules(sheet: CSSStyleSheet, css: Css, swaps: readonly Swap[]): void {
  const want = css.rules ?? (shown.has(sheet) ? css.base.rules() : undefined);
  if (want) {
    const have = shown.get(sheet) ?? css.base.rules();
    if (have !== want) exchange(sheet, have, want, swaps);
    shown.set(sheet, want);
  }
  flags(sheet, css);
}

function flags(sheet: CSSStyleSheet, css: Css): void {
  if (sheet.disabled !== css.disabled) sheet.disabled = css.disabled;
  if (css.media === null && !tinted.delete(sheet)) return;
  if (css.media !== null) tinted.add(sheet);
  const media = css.media ?? (sheet.ownerNode as Element | null)?.getAttribute('media') ?? '';
  if (sheet.media.mediaText !== media) sheet.media.mediaText = media;
}

/** Sheets whose media a script has set. */
const tinted = new WeakSet<CSSStyleSheet>();

function exchange(sheet: CSSStyleSheet, have: readonly Entry[], want: readonly Entry[], swaps: readonly Swap[]): void {
  let start = 0;
  while (start < have.length && have[start] === want[start]) start++;
  let end = 0;
  while (end < Math.min(have.length, want.length) - start && have[have.length - 1 - end] === want[want.length - 1 - end]) end++;
  // A rule in which something was done stays, if what was done before is a beginning of what is to be.
  if (have.length === want.length) {
    const kept = have.slice(start, have.length - end).every((h, i) => h.text === want[start + i]!.text && begins(h.edits, want[start + i]!.edits));
    if (kept) {
      for (let i = start; i < want.length - end; i++) inside(sheet.cssRules[i], want[i]!.edits.slice(have[i]!.edits.length), swaps);
      return;
    }
  }
  for (let i = have.length - end - 1; i >= start; i--) attempt(() => sheet.deleteRule(i));
  for (let i = start; i < want.length - end; i++) {
    attempt(() => sheet.insertRule(want[i]!.text, i));
    const rule = sheet.cssRules[i];
    if (rule) twins([rule], swaps);
    inside(rule, want[i]!.edits, swaps);
  }
}

const begins = (a: readonly Edit[], b: readonly Edit[]) => a.length <= b.length && a.every((e, i) => e === b[i]);

/** Says nothing of what a browser refuses: the recorder told of the call before the page's browser could refuse it. */
function attempt(what: () => void): void {
  try {
    what();
  } catch {
    // Refused.
  }
}

type Group = CSSRule & {cssRules?: CSSRuleList; insertRule?(text: string, index: number): void; deleteRule?(index: number): void; style?: CSSStyleDeclaration};

function inside(rule: Group | undefined, edits: readonly Edit[], swaps: readonly Swap[]): void {
  for (const e of edits) {
    const last = e.path.length - 1;
    let at: Group | undefined = rule;
    for (const step of 'property' in e ? e.path : e.path.slice(0, last)) at = at?.cssRules?.[step] as Group | undefined;
    const place = e.path[last] ?? 0;
    attempt(() => {
      if ('property' in e) {
        if (e.value === null) at?.style?.removeProperty(e.property);
        else at?.style?.setProperty(e.property, e.value, e.priority);
      } else if ('insert' in e) {
        at?.insertRule?.(e.insert, place);
        const made = at?.cssRules?.[place];
        if (made) twins([made], swaps);
      } else at?.deleteRule?.(place);
    });
  }
}

/** What the user's pointer makes true of elements, which no script can. An attribute of this name says it instead. */
const pointed = /(^|[^\\]):(hover|active|fullscreen)(?![\w-])/g;

/** Media queries as the recording has them, of rules in which another stands. */
const queries = new WeakMap<object, string>();

/** Has rules for what is pointed at hold for elements that are marked so, and queries answered as they were in the recorded window. */
export function twins(rules: Iterable<CSSRule>, swaps: readonly Swap[]): void {
  for (const rule of rules as Iterable<CSSRule & Partial<CSSStyleRule> & {media?: MediaList}>) {
    const {selectorText, media} = rule;
    if (selectorText && /:(hover|active|fullscreen)/.test(selectorText) && !/\[\\:(hover|active|fullscreen)\]/.test(selectorText)) {
      rule.selectorText = selectorText.replace(pointed, (_, before: string, what: string) => `${before}:is(:${what}, [\\:${what}])`);
    }
    if (media) {
      const said = queries.get(rule) ?? media.mediaText;
      const query = exchanged(said.replace(/\b(min|max)-device-(width|height)/g, '$1-$2'), swaps);
      if (query !== media.mediaText) {
        queries.set(rule, said);
        media.mediaText = query;
      }
    }
    if (rule.cssRules?.length) twins(rule.cssRules, swaps);
  }
}

/** Whether a sheet has rules that need twins. */
export const needsTwins = (text: string): boolean => /:hover|:active|:fullscreen|-device-|prefers-|forced-colors/.test(text);
