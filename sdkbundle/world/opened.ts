/**
 * Closes a document that a script has opened and never closed, with nothing changed in it. Chromium lets a frame be drawn
 * when the parser meets the body or comes to the end; a document that a script has opened and then built node by node has neither,
 * and is drawn only if the blank document before it was, which is a matter of time. A parser that comes to the end without a doctype would put
 * the document into quirks mode, so one that is not in it gets one, which has no place in a document that has its element.
 */
export function closeOpened(): void {
  if (document.readyState !== 'loading' || document.URL !== 'about:blank') return;
  const before = new Set<Node>(document.childNodes);
  if (document.compatMode === 'CSS1Compat') document.write('<!doctype html>');
  document.close();
  for (const n of [...document.childNodes]) if (!before.has(n)) n.remove();
}
