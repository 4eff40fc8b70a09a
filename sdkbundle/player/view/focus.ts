/** Focus and selection, also inside shadow roots and frames. */
import {showAgain} from './layer';
import type {View} from './view';
import {clamp} from './parts';

/** Whether the page around the player leaves the keyboard to it. */
function free(v: View): boolean {
  const a = document.activeElement;
  return !a || a === document.body || a === document.documentElement || a === v.frame;
}

export function syncFocus(v: View): void {
  if (!free(v)) return;
  const {page} = v;
  const {focus} = page;
  const want = v.dom.get(focus.on) as HTMLElement | undefined;
  const doc = v.frame.contentDocument;
  if (!doc) return;
  if (focus.carets !== v.carets) {
    for (const doc in focus.carets) {
      const id = focus.carets[doc]!;
      const field = v.dom.get(id) as HTMLElement | undefined;
      if (v.carets[doc] === id || !field?.isConnected || field === want) continue;
      field.focus({preventScroll: true});
      v.focused = undefined;
    }
    v.carets = focus.carets;
  }
  if (want?.isConnected) {
    if (innermost(v, doc) === want) {
      if (v.focused?.on === want && v.focused.visible === focus.visible) return;
      if (want.matches(':focus-visible') !== focus.visible) want.blur();
    }
    v.focused = {on: want, visible: focus.visible};
    want.focus({preventScroll: true, focusVisible: focus.visible} as FocusOptions);
    if (innermost(v, doc) === want) return;
    v.focused = undefined; // it cannot have it, so nothing has
    (doc.activeElement as HTMLElement | null)?.blur();
    return;
  }
  const now = innermost(v, doc) as HTMLElement | null;
  const top = v.layers[v.layers.length - 1];
  if (!focus.told && top?.as === 'modal') { // a dialog takes the focus itself
    if (!v.focused && within(now, top.element)) return;
    v.focused = undefined;
    return showAgain(v);
  }
  v.focused = undefined;
  const inside = focus.in && focus.in !== page.root ? page.get(focus.in) : undefined;
  if (inside) {
    const e = v.dom.get(inside.parent) as HTMLIFrameElement | undefined;
    const d = v.dom.get(inside.id) as Document | undefined;
    if (!e || !d) return;
    if (outer(e) !== e) e.focus({preventScroll: true});
    const active = innermost(v, d) as HTMLElement | null;
    if (active && active !== d.body) active.blur();
    return;
  }
  if (now && now !== doc.body && now !== doc.documentElement) now.blur();
  const left = doc.activeElement as HTMLElement | null;
  if (left && left !== doc.body && left !== doc.documentElement) left.blur();
}

/** Whether a node is inside an element, or in a shadow root or frame of what is. */
function within(n: Node | null, e: Element): boolean {
  for (; n; n = n.parentNode ?? (n as ShadowRoot).host ?? null) if (n === e) return true;
  return false;
}

const outer = (e: Element): Element | null => (e.getRootNode() as Document | ShadowRoot).activeElement;

/** The element that has the focus, in whatever shadow root or frame. */
function innermost(v: View, doc: Document): Element | null {
  for (let a = doc.activeElement; ; ) {
    if (!a) return null;
    const id = v.ids.get(a) ?? 0;
    const shadow = v.dom.get(-id) as ShadowRoot | undefined;
    const frame = v.page.get(id)?.frame;
    const next: Element | null | undefined = shadow?.activeElement ?? (frame ? (v.dom.get(frame) as Document | undefined)?.activeElement : undefined);
    if (!next || (frame && next === (v.dom.get(frame) as Document).body)) return a;
    a = next;
  }
}

export function syncSelection(v: View): void {
  const s = v.page.selection;
  const start = s ? v.dom.get(s.start) : undefined;
  const end = s ? v.dom.get(s.end) : undefined;
  const owner = start?.nodeType === 9 ? (start as Document) : start?.ownerDocument;
  for (const doc of v.documentsShown()) {
    const selection = doc.defaultView?.getSelection();
    if (!selection) continue;
    if (!s || !start || !end || doc !== owner) {
      const caret = v.page.get(v.page.focus.carets[v.ids.get(doc) ?? 0] ?? 0);
      if (!selection.isCollapsed && !caret) clear(doc, selection);
      continue;
    }
    const from = clamp(start, s.startOffset), to = clamp(end, s.endOffset);
    if (selection.anchorNode === start && selection.anchorOffset === from && selection.focusNode === end && selection.focusOffset === to) continue;
    selection.setBaseAndExtent(start, from, end, to);
  }
}

/** Leaves nothing selected, and what can be edited and has the focus its caret. */
function clear(doc: Document, selection: Selection): void {
  if ((doc.activeElement as HTMLElement | null)?.isContentEditable) selection.collapseToEnd();
  else selection.removeAllRanges();
}
