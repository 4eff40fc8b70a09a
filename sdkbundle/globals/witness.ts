/**
 * Tells the lab what only the page's own script world is told of: errors and rejections, also those
 * that the page handles itself. It runs before the page's first script, in every document, and
 * leaves nothing in the page.
 */
export {};

const tell = (window as unknown as {replaylabWitness?: (text: string) => void}).replaylabWitness;
delete (window as unknown as {replaylabWitness?: unknown}).replaylabWitness;
const {stringify} = JSON, {String, Error, ErrorEvent} = window;

const report = (kind: string, text: unknown, from: string) => tell?.(stringify({kind, text: String(text), from}));

addEventListener('error', e => {
  if (e instanceof ErrorEvent) report('error event', e.message, `${e.filename}:${e.lineno}:${e.colno}`);
}, true);
addEventListener('unhandledrejection', e => {
  let text: unknown = 'not an error';
  try {
    const reason: unknown = e.reason;
    text = reason instanceof Error ? `${reason.name}: ${reason.message}` : reason;
    text = String(text);
  } catch {
    // A reason that cannot be written.
  }
  report('rejection event', text, '');
}, true);
