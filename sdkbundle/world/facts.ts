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
  }
  return f;
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
