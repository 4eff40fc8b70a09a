/** Emits what scripts do to style sheets: those of elements, and those that they make. */
import type {AdoptedSheet, SheetRef} from '../../protocol';
import {absoluteCSS, hideInCSS, rulePath, ruleText, sheetText} from './csstext';
import type {Describer} from './describe';
import type {Win} from './natives';
import type {Root, Tracker} from './scope';

export interface Sheets extends Tracker {
  /** A style or link element has been described. */
  met(e: Element): void;
  /** Its text, or what it links to, has changed: what scripts did to its rules is gone. */
  changed(e: Element): void;
  /** The rules of a link, for its description; undefined while there are none. */
  linked(e: Element): string | undefined;
  root(root: Root): void;
}

/** How long a rule that a script got hold of is looked at again, in milliseconds. */
const keep = 2000;

export function sheets(s: Describer): Sheets {
  const {dom, mirror} = s;
  const numbers = new WeakMap<CSSStyleSheet, number>();
  let count = 0;
  /** Constructed sheets whose rules are in the recording. */
  let sent = new WeakSet<CSSStyleSheet>();
  const adopted = new WeakMap<Root, string>();
  let dirtyRoots = new Set<Root>();
  /** Style elements whose rules are to be compared with their text. */
  let dirtyOwners = new Set<Element>();
  const flags = new WeakMap<CSSStyleSheet, string>();
  let dirtyFlags = new Set<CSSStyleSheet>();
  /** Rules that a script has got hold of, and what they said then. */
  const texts = new WeakMap<CSSRule, string>();
  const watched = new Map<CSSRule, number>();
  /** The sheet that an element had when its rules were told. */
  const seen = new WeakMap<Element, CSSStyleSheet>();
  const imports = (e: Element): boolean => /@import/i.test(e.textContent ?? '');
  /** How often the rules of an element's sheet were told as a whole. */
  const told = new WeakMap<Node, number>();
  let scratch: CSSStyleSheet | undefined;

  const hide = (css: string): string => (s.privacy.level === 'conservative' ? hideInCSS(css, s.names) : css);
  const base = (x: CSSStyleSheet): string => x.href ?? (x.ownerNode ? dom.base(x.ownerNode) : s.win.document.baseURI);

  /** What names the sheet in events; undefined if the recording does not have it. */
  const ref = (x: CSSStyleSheet | null): SheetRef | undefined => {
    if (!x) return undefined;
    if (x.ownerNode) {
      const id = mirror.open(x.ownerNode);
      return id && !dirtyOwners.has(x.ownerNode as Element) ? {id} : undefined;
    }
    return sent.has(x) ? {styleId: numbers.get(x)!} : undefined;
  };

  const rulesOf = (x: CSSStyleSheet): CSSRule[] => {
    try {
      return [...x.cssRules];
    } catch {
      return [];
    }
  };

  const put = (to: SheetRef, rule: string, index: number | number[]) => s.emit({type: 3, data: {source: 8, ...to, adds: [{rule: hide(rule), index}]}});
  const cut = (to: SheetRef, index: number | number[]) => s.emit({type: 3, data: {source: 8, ...to, removes: [{index}]}});

  /** Where a child of a rule or sheet stands. */
  const at = (holder: CSSStyleSheet | CSSRule, index: number): number | number[] | undefined => {
    if (!('parentStyleSheet' in holder) || !('parentRule' in holder)) return index;
    const path = rulePath(holder as CSSRule);
    return path && [...path, index];
  };
  const sheetOf = (holder: CSSStyleSheet | CSSRule): CSSStyleSheet | null =>
    ('parentRule' in holder ? (holder as CSSRule).parentStyleSheet : (holder as CSSStyleSheet)) ?? null;

  /** Emits what came before the change. False if this has told the change as well. */
  const settle = (x: CSSStyleSheet): boolean => {
    const before = x.ownerNode && told.get(x.ownerNode);
    s.settle();
    return !x.ownerNode || told.get(x.ownerNode) === before;
  };

  const inserted = (holder: CSSStyleSheet | CSSGroupingRule, index: number) => {
    const to = ref(sheetOf(holder as CSSRule));
    if (!to || !settle(sheetOf(holder as CSSRule)!)) return;
    const rule = holder.cssRules[index], place = at(holder as CSSRule, index);
    if (rule && place !== undefined) put(to, ruleText(rule, base(sheetOf(holder as CSSRule)!)), place);
  };
  const deleted = (holder: CSSStyleSheet | CSSGroupingRule, index: number) => {
    const to = ref(sheetOf(holder as CSSRule)), place = to && at(holder as CSSRule, index);
    if (!to || place === undefined || !settle(sheetOf(holder as CSSRule)!)) return;
    cut(to, place);
  };

  const replaced = (x: CSSStyleSheet) => {
    const to = ref(x);
    if (!to || !settle(x)) return;
    s.emit({type: 3, data: {source: 8, ...to, replaceSync: hide(sheetText(x, base(x)) ?? '')}});
  };

  /** A script can change the rule from now on without a call that we would see. */
  const watch = (rule: CSSRule | null) => {
    if (!rule || !ref(rule.parentStyleSheet)) return;
    if (!texts.has(rule)) texts.set(rule, rule.cssText);
    watched.set(rule, dom.ticks());
    s.soon();
  };

  const compare = () => {
    const expired = dom.ticks() - keep;
    for (const [rule, since] of watched) {
      const before = texts.get(rule), now = rule.cssText;
      if (since < expired) watched.delete(rule);
      if (before === now) continue;
      texts.set(rule, now);
      const to = ref(rule.parentStyleSheet), path = to && rulePath(rule);
      if (!to || !path) {
        watched.delete(rule);
        continue;
      }
      const index = path.length === 1 ? path[0]! : path;
      cut(to, index);
      put(to, ruleText(rule, base(rule.parentStyleSheet!)), index);
    }
  };

  const flagged = (x: CSSStyleSheet | null) => {
    if (!x) return;
    dirtyFlags.add(x);
    s.soon();
  };
  const mediaOf = (x: CSSStyleSheet): string => (x.media.mediaText === 'all' ? '' : x.media.mediaText);
  const tellFlags = (x: CSSStyleSheet) => {
    const to = ref(x);
    if (!to) return;
    const owner = x.ownerNode as HTMLStyleElement | null;
    const media = mediaOf(x), plain = owner?.media !== undefined ? normal(owner.media) : '';
    const now = `${x.disabled} ${media}`;
    if ((flags.get(x) ?? `false ${plain}`) === now) return;
    flags.set(x, now);
    s.say({kind: 'sheet', ...to, disabled: x.disabled, media});
  };
  const normal = (media: string): string => {
    const m = new s.win.CSSStyleSheet({media}).media.mediaText;
    return m === 'all' ? '' : m;
  };

  const number = (x: CSSStyleSheet): number => {
    let n = numbers.get(x);
    if (!n) numbers.set(x, (n = ++count));
    return n;
  };

  const tellAdopted = (root: Root) => {
    const id = mirror.open(dom.type(root) === 9 ? root : (root as ShadowRoot).host);
    if (!id) return;
    const list = [...root.adoptedStyleSheets], key = list.map(number).join();
    if ((adopted.get(root) ?? '') === key) return;
    adopted.set(root, key);
    const styles: AdoptedSheet[] = [];
    for (const x of list) {
      if (sent.has(x)) continue;
      sent.add(x);
      styles.push({styleId: number(x), rules: rulesOf(x).map((r, index) => ({rule: hide(ruleText(r, base(x))), index}))});
    }
    s.emit({type: 3, data: {source: 15, id, styleIds: list.map(number), ...(styles.length && {styles})}});
    for (const x of list) tellFlags(x);
  };

  /** Whether the rules of a style element are those that its text says. */
  const asWritten = (e: Element, x: CSSStyleSheet): boolean => {
    const text = e.textContent ?? '';
    const rules = rulesOf(x);
    if (imports(e)) return false;
    scratch ??= new s.win.CSSStyleSheet();
    s.quiet(() => scratch!.replaceSync(text));
    const written = scratch.cssRules;
    if (written.length !== rules.length) return false;
    for (let i = 0; i < rules.length; i++) if (rules[i]!.cssText !== written[i]!.cssText) return false;
    return true;
  };

  /**
   * What a shorthand with a variable says is lost where a later declaration overrides a part of it: the platform
   * writes the other parts as empty. So the text itself is asked for, of the browser's cache and of nobody else.
   */
  const asLoaded = (e: Element, x: CSSStyleSheet) => {
    const {href} = x;
    if (!href || sources.has(x) || !rulesOf(x).some(r => /: ;/.test(r.cssText))) return;
    sources.add(x);
    s.then(s.win.fetch(href, {cache: 'only-if-cached', mode: 'same-origin'}).then(r => (r.ok ? r.text() : '')).then(text => {
      const id = mirror.id(e);
      if (!id || !text || /@import/i.test(text) || (e as HTMLLinkElement).sheet !== x) return;
      s.emit({type: 3, data: {source: 0, adds: [], removes: [], texts: [], attributes: [{id, attributes: {_cssText: hide(absoluteCSS(text, href))}}]}});
    }), () => {});
  };
  const sources = new WeakSet<CSSStyleSheet>();

  const tellOwner = (e: Element) => {
    const id = mirror.open(e), x = (e as HTMLStyleElement).sheet;
    if (!id || !x) return;
    if (dom.local(e) === 'style' && !asWritten(e, x)) {
      const rules = rulesOf(x), to = {id};
      const written = imports(e) ? undefined : scratch?.cssRules.length;
      const texts = rules.map(r => hide(ruleText(r, base(x))));
      if (written !== undefined) {
        if (written) s.emit({type: 3, data: {source: 8, ...to, removes: Array.from({length: written}, (_, i) => ({index: written - 1 - i}))}});
        if (rules.length) s.emit({type: 3, data: {source: 8, ...to, adds: texts.map((rule, index) => ({rule, index}))}});
      } else {
        s.emit({type: 3, data: {source: 0, adds: [], removes: [], texts: [], attributes: [{id, attributes: {_cssText: texts.join('\n')}}]}});
      }
    }
    if (dom.local(e) === 'link') asLoaded(e, x);
    seen.set(e, x);
    told.set(e, (told.get(e) ?? 0) + 1);
    flags.delete(x);
    tellFlags(x);
  };

  const onLoad = (event: Event) => {
    const e = event.target as Element | null;
    if (!e || dom.type(e) !== 1) return;
    if (dom.local(e) === 'link') relink(e);
    else if (dom.local(e) === 'style' && (seen.get(e) !== (e as HTMLStyleElement).sheet || imports(e))) mark(e);
  };
  const relink = (e: Element) => {
    if (mirror.live(e)) s.attributes(e);
  };
  const mark = (e: Element) => {
    dirtyOwners.add(e);
    s.soon();
  };
  const markRoot = (root: Root) => {
    dirtyRoots.add(root);
    s.soon();
  };

  return {
    met(e) {
      dom.listen(dom.root(e), 'load', onLoad, {capture: true, passive: true});
      mark(e);
    },
    changed: mark,
    linked(e) {
      const x = (e as HTMLLinkElement).sheet;
      const text = x && sheetText(x, base(x));
      return text === undefined || text === null ? undefined : hide(text);
    },
    root(root) {
      if (dom.type(root) === 11 && !(root as ShadowRoot).host) return;
      if (dom.type(root) === 11 && !root.adoptedStyleSheets.length) return;
      markRoot(root);
    },
    window(win: Win) {
      const {patch} = s;
      const sheet = win.CSSStyleSheet.prototype;
      patch.method(sheet, 'insertRule', (x: CSSStyleSheet, _: unknown[], i: number) => inserted(x, i));
      patch.method(sheet, 'deleteRule', (x: CSSStyleSheet, [i]: [number]) => deleted(x, i >>> 0));
      patch.method(sheet, 'addRule', (x: CSSStyleSheet, [, , i]: [unknown, unknown, number?]) => inserted(x, i === undefined ? x.cssRules.length - 1 : i >>> 0));
      patch.method(sheet, 'removeRule', (x: CSSStyleSheet, [i]: [number?]) => deleted(x, (i ?? 0) >>> 0));
      patch.method(sheet, 'replaceSync', replaced);
      patch.method(sheet, 'replace', (x: CSSStyleSheet, _: unknown, p: Promise<unknown>) => void s.then(p, () => replaced(x)));
      for (const name of ['CSSGroupingRule', 'CSSStyleRule'] as const) {
        const proto = win[name]?.prototype;
        patch.method(proto, 'insertRule', (r: CSSGroupingRule, _: unknown, i: number) => inserted(r, i));
        patch.method(proto, 'deleteRule', (r: CSSGroupingRule, [i]: [number]) => deleted(r, i >>> 0));
      }
      for (const name of ['CSSStyleRule', 'CSSFontFaceRule', 'CSSPageRule', 'CSSKeyframeRule', 'CSSPositionTryRule', 'CSSNestedDeclarations', 'CSSMarginRule']) {
        const proto = (win as unknown as Record<string, {prototype: object} | undefined>)[name]?.prototype;
        patch.before(proto, 'style', watch);
        patch.before(proto, 'styleMap', watch);
        patch.before(proto, 'selectorText', watch);
        patch.before(proto, 'keyText', watch);
      }
      for (const m of ['appendRule', 'deleteRule', 'findRule']) patch.method(win.CSSKeyframesRule.prototype, m, () => s.soon(), (r: CSSRule) => watch(r));
      patch.before(win.CSSKeyframesRule.prototype, 'cssRules', watch);
      patch.before(win.CSSKeyframesRule.prototype, 'name', watch);
      patch.before(win.CSSMediaRule?.prototype, 'media', watch);
      patch.getter(win.StyleSheet.prototype, 'media', (x: CSSStyleSheet) => flagged(x));
      patch.setter(win.StyleSheet.prototype, 'disabled', (x: CSSStyleSheet) => flagged(x));
      for (const holder of [win.HTMLStyleElement.prototype, win.HTMLLinkElement.prototype]) {
        patch.setter(holder, 'disabled', (e: HTMLLinkElement) => flagged(e.sheet));
      }
      for (const holder of [win.Document.prototype, win.ShadowRoot.prototype]) {
        patch.setter(holder, 'adoptedStyleSheets', markRoot);
        patch.getter(holder, 'adoptedStyleSheets', markRoot);
      }
      for (const m of ['setProperty', 'removeProperty']) patch.method(win.CSSStyleDeclaration.prototype, m, (d: CSSStyleDeclaration) => d.parentRule && watched.has(d.parentRule) && s.soon());
      patch.setter(win.CSSStyleDeclaration.prototype, 'cssText', (d: CSSStyleDeclaration) => d.parentRule && s.soon());
    },
    flush() {
      if (dirtyOwners.size) {
        const list = dirtyOwners;
        dirtyOwners = new Set();
        for (const e of list) tellOwner(e);
      }
      if (dirtyRoots.size) {
        const list = dirtyRoots;
        dirtyRoots = new Set();
        s.quiet(() => {
          for (const r of list) tellAdopted(r);
        });
      }
      if (watched.size) compare();
      if (dirtyFlags.size) {
        const list = dirtyFlags;
        dirtyFlags = new Set();
        for (const x of list) tellFlags(x);
      }
    },
    drop() {
      sent = new WeakSet();
      watched.clear();
      for (const r of [s.win.document as Root, ...s.roots()]) {
        adopted.delete(r);
        dirtyRoots.add(r);
      }
    },
  };
}
