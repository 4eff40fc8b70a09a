/** Documents: the sandboxed frame, its policy and the mode of its documents. */
/** What the replayed page may load: nothing but what it brings along, and what comes from these origins. */
export function policy(origins: readonly string[]): string {
  const from = origins.map(o => ' ' + o).join('');
  return `default-src 'none'; style-src 'unsafe-inline'${from}; img-src data: blob:${from}; font-src data: blob:${from}; ` +
    `media-src data: blob:${from}; form-action 'none'`;
}

/** An origin as a policy can name it. */
export function origin(text: string): string {
  const {origin, protocol} = new URL(text);
  if (!/^https?:$/.test(protocol)) throw new Error(`${text} is no origin that could be allowed: it is not of http or https`);
  return origin;
}

export function makeFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.setAttribute('style', 'border: 0; pointer-events: none; background: #fff; display: block');
  frame.tabIndex = -1;
  frame.referrerPolicy = 'no-referrer';
  return frame;
}

const escape = (s: string) => s.replace(/[<>"&]/g, c => `&#${c.charCodeAt(0)};`);

/** Empties a document and puts it into a mode, under the policy. */
export function open(doc: Document, mode: string, csp: string): void {
  const write = (doctype: string) => {
    doc.open();
    doc.write(`${doctype}<meta http-equiv="Content-Security-Policy" content="${escape(csp)}">` +
      '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">');
    doc.close();
  };
  write(mode);
  if (mode && doc.compatMode === 'BackCompat') write('<!DOCTYPE html>'); // the recording says that it was not
  while (doc.firstChild) doc.firstChild.remove();
}
