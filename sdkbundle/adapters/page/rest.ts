import {frame} from './player';

/** A scroll that a player has begun: of a document or an element, and where it leads. */
export interface Scroll {
  node: Node;
  x: number;
  y: number;
}

/** Frames without movement after which a scroll has ended, wherever it was to lead. */
const still = 10;
/** The longest wait, in milliseconds. */
const limit = 3000;


/** Resolves when every scroll has arrived, or has come to rest on its way: smooth ones take time. */
export async function atRest(scrolls: Scroll[]): Promise<void> {
  const end = Date.now() + limit;
  let before = '';
  for (let n = 0; n < still && Date.now() < end; n++) {
    const left = scrolls.filter(s => s.node.isConnected && position(s.node) !== `${s.x},${s.y}`);
    if (left.length === 0) return;
    const now = left.map(s => position(s.node)).join(' ');
    if (now !== before) n = 0;
    before = now;
    await frame();
  }
}

function position(n: Node): string {
  if (n.nodeType === Node.DOCUMENT_NODE) {
    const view = (n as Document).defaultView;
    return `${view?.scrollX},${view?.scrollY}`;
  }
  const e = n as Element;
  return `${e.scrollLeft},${e.scrollTop}`;
}
