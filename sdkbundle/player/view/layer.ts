/** The top layer: modal dialogs, popovers and what fills the screen, in their order. */
import {ownSheet} from './sheet';
import type {View} from './view';

export interface Layer {
  id: number;
  as: string;
  element: HTMLElement;
}

export function syncLayers(v: View): void {
  const want = v.page.layers.flatMap(({id, as}): Layer[] => {
    const element = v.dom.get(id) as HTMLElement | undefined;
    return element?.isConnected && element.nodeType === 1 ? [{id, as, element}] : [];
  });
  const have = v.layers;
  let same = 0;
  while (same < have.length && have[same]!.element === want[same]?.element && have[same]!.as === want[same]!.as && shows(have[same]!)) same++;
  if (same === have.length && same === want.length) return;
  for (const l of have.slice(same).reverse()) hide(v, l);
  const shown = have.slice(0, same);
  for (const l of want.slice(same)) {
    try {
      show(v, l, shown);
      shown.push(l);
    } catch (e) {
      v.report(`element ${l.id} cannot be in the top layer: ${String(e)}`);
    }
  }
  v.layers = shown;
}

/** Shows what is on top once more, as if it had just been opened. */
export function showAgain(v: View): void {
  const top = v.layers[v.layers.length - 1];
  if (top) hide(v, top);
  syncLayers(v);
}

function shows({element, as}: Layer): boolean {
  if (as === 'modal') return element.matches(':modal');
  if (as === 'popover') return element.matches(':popover-open');
  return element.hasAttribute(full);
}

/** Marks what fills the screen: no script may have the browser do that. */
const full = ':fullscreen';

function show(v: View, {id, as, element}: Layer, below: readonly Layer[]): void {
  const open = v.page.get(id)?.attrs['open'];
  if (as === 'modal') {
    const dialog = element as HTMLDialogElement;
    if (dialog.open) dialog.removeAttribute('open');
    dialog.showModal();
    if (open !== undefined && open !== '') dialog.setAttribute('open', open);
  } else if (as === 'popover') {
    const source = [...below].reverse().find(l => l.as === 'popover')?.element;
    const within = element as HTMLElement & {showPopover(o?: {source?: HTMLElement}): void};
    within.showPopover(source && element.popover === 'auto' ? {source} : undefined);
  } else {
    element.setAttribute(full, '');
    ownSheet(element);
    if (element.popover !== null) return;
    element.popover = 'manual'; // which is how a script can have something in the top layer
    element.showPopover();
  }
}

function hide(v: View, {id, as, element}: Layer): void {
  try {
    if (as === 'modal') {
      const dialog = element as HTMLDialogElement;
      const open = v.page.get(id)?.attrs['open'];
      if (dialog.open) dialog.close();
      else if (dialog.matches(':modal')) { // its attribute went; only closing takes it from the top layer
        dialog.setAttribute('open', '');
        dialog.close();
      }
      if (open !== undefined) dialog.setAttribute('open', open);
    } else if (as === 'popover') {
      if (element.matches(':popover-open')) element.hidePopover();
    } else {
      element.removeAttribute(full);
      if (v.page.get(id)?.attrs['popover'] === undefined) element.popover = null;
    }
  } catch {
    // It has left the page, and with it the top layer.
  }
}
