/** A node's place in the preorder of its document, as in State, a text, and the attribute that it is for, if any. */
export type Edit = [number, string, string];

/**
 * Writes texts into text nodes, into the values of controls and into attributes, as a script would, and returns what
 * was there, for the way back; clips elements at their border boxes, or undoes it. What a control then holds is its own matter. A control that takes no
 * value from scripts stays as it is.
 */
export function rewrite(closed: ShadowRoot[], edits: Edit[], clips: number[], undo: boolean): Edit[] {
  const hidden = new Map(closed.map(r => [r.host, r]));
  const nodes: Node[] = [];
  const visit = (n: Node) => {
    nodes.push(n);
    const root = n instanceof Element ? n.shadowRoot ?? hidden.get(n) : undefined;
    if (root) visit(root);
    if (n instanceof HTMLTemplateElement) visit(n.content);
    for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
  };
  visit(document);
  for (const place of clips) clip(nodes[place]!, !undo);
  // Text comes first: a select takes only a value that one of its options has.
  const order = [...edits].sort(([a], [b]) => Number(!(nodes[a] instanceof CharacterData)) - Number(!(nodes[b] instanceof CharacterData)));
  return order.map(([place, text, attribute]) => [place, write(nodes[place]!, text, attribute), attribute]);
}

/** Style attributes of what was clipped, for the way back. */
const clipped = new Map<Element, string | null>();

/** Shows nothing of an element outside its border box, which changes no layout, or undoes that. */
function clip(e: Node, yes: boolean): void {
  if (!(e instanceof HTMLElement || e instanceof SVGElement)) return;
  if (yes) {
    clipped.set(e, e.getAttribute('style'));
    e.style.setProperty('clip-path', 'inset(0)', 'important');
    return;
  }
  const before = clipped.get(e) ?? null;
  if (before === null) e.removeAttribute('style');
  else e.setAttribute('style', before);
}

function write(n: Node, text: string, attribute: string): string {
  let before = '';
  if (attribute && n instanceof Element) {
    before = n.getAttribute(attribute) ?? '';
    n.setAttribute(attribute, text);
    return before;
  }
  if (n instanceof CharacterData) {
    before = n.data;
    n.data = text;
  } else if (n instanceof HTMLTextAreaElement || n instanceof HTMLSelectElement || (n instanceof HTMLInputElement && n.type !== 'file')) {
    before = n.value;
    n.value = text;
  }
  return before;
}
