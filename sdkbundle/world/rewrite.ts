/** A node's place in the preorder of its document, as in State, a text, and the attribute that it is for, if any. */
export type Edit = [number, string, string];

/**
 * Writes texts into text nodes, into the values of controls, as the names of (empty) files that they list and into
 * attributes, as a script would, and returns what was there, for the way back. What a control then holds is its own
 * matter; one that takes no value from scripts stays as it is. Hides what elements show outside their border boxes, and
 * of canvases what is drawn on them, or undoes it.
 */
export function rewrite(closed: ShadowRoot[], edits: Edit[], hidden: number[], undo: boolean): Edit[] {
  const roots = new Map(closed.map(r => [r.host, r]));
  const nodes: Node[] = [];
  const visit = (n: Node) => {
    nodes.push(n);
    const root = n instanceof Element ? n.shadowRoot ?? roots.get(n) : undefined;
    if (root) visit(root);
    if (n instanceof HTMLTemplateElement) visit(n.content);
    for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
  };
  visit(document);
  for (const place of hidden) hide(nodes[place]!, !undo);
  // Text and attributes come first: a select takes only a value that one of its options has.
  const turn = ([place, , attribute]: Edit) => (nodes[place] instanceof CharacterData ? 0 : attribute ? 1 : 2);
  const order = [...edits].sort((a, b) => turn(a) - turn(b));
  const before = order.map(([place, , attribute]): Edit => [place, read(nodes[place]!, attribute), attribute]);
  for (const [place, text, attribute] of order) write(nodes[place]!, text, attribute);
  return before;
}

/** Style attributes of what was hidden, for the way back. */
const styles = new Map<Element, string | null>();

/** Changes no layout. */
function hide(e: Node, yes: boolean): void {
  if (!(e instanceof HTMLElement || e instanceof SVGElement)) return;
  if (yes) {
    styles.set(e, e.getAttribute('style'));
    if (e instanceof HTMLCanvasElement) e.style.setProperty('object-position', '-99999px 0', 'important');
    else e.style.setProperty('clip-path', 'inset(0)', 'important');
    return;
  }
  const before = styles.get(e) ?? null;
  if (before === null) e.removeAttribute('style');
  else e.setAttribute('style', before);
}

type Field = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;

const isField = (n: Node): n is Field => n instanceof HTMLTextAreaElement || n instanceof HTMLSelectElement || n instanceof HTMLInputElement;
const lists = (n: Node): n is HTMLInputElement => n instanceof HTMLInputElement && n.type === 'file';

function read(n: Node, attribute: string): string {
  if (attribute && n instanceof Element) return n.getAttribute(attribute) ?? '';
  if (lists(n)) return [...(n.files ?? [])].map(f => f.name).join('\n');
  return n instanceof CharacterData ? n.data : isField(n) ? n.value : '';
}

function write(n: Node, text: string, attribute: string): void {
  if (attribute && n instanceof Element) n.setAttribute(attribute, text);
  else if (n instanceof CharacterData) n.data = text;
  else if (lists(n)) {
    const data = new DataTransfer();
    for (const name of text.split('\n').filter(Boolean)) data.items.add(new File([], name));
    n.files = data.files;
  } else if (isField(n) && !asDefault(n, text)) n.value = text; // of several options of one value, a list chooses the first
}

/** Writes what a control shows as long as nobody has written into it, so that it goes on to show its default. */
function asDefault(n: Field, text: string): boolean {
  const before = n.value, inside = n.firstChild;
  const set = (value: string) => {
    if (n instanceof HTMLInputElement) n.defaultValue = value;
    else if (inside instanceof Text) inside.data = value; // the page may hold it
  };
  if (!before || n instanceof HTMLSelectElement || before !== (n instanceof HTMLInputElement ? n.defaultValue : inside?.nodeValue)) return false;
  set(text);
  if (n.value !== before) return true;
  set(before);
  return false;
}
