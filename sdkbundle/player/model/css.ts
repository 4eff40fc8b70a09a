/**
 * Style sheets that scripts have changed. What a browser makes of a rule stays the browser's
 * business: rules are texts here, those of a sheet that nobody has changed are not even looked at.
 */

/** What a sheet says before scripts change it. */
export class Base {
  private list: readonly Entry[] | undefined;
  constructor(readonly text: string) {}

  /** The rules that a browser lists, in their order. */
  rules(): readonly Entry[] {
    return (this.list ??= entries(split(this.text)));
  }
}

/** The texts that a browser takes as rules. */
export const entries = (texts: string[]): readonly Entry[] => texts.filter(listed).map(text => ({text, edits: []}));

/** A rule of the outermost level; never changed. */
export interface Entry {
  readonly text: string;
  /** What scripts have done inside it. */
  readonly edits: readonly Edit[];
}

/** A change inside a rule. The path leads from the rule to one inside it, or to a place for one. */
export type Edit =
  | {readonly path: readonly number[]; readonly insert: string}
  | {readonly path: readonly number[]; readonly remove: true}
  | {readonly path: readonly number[]; readonly property: string; readonly value: string | null; readonly priority: string};

export interface Css {
  epoch: number;
  readonly base: Base;
  /** The rules as they are now; null as long as they are those of the base. */
  readonly rules: readonly Entry[] | null;
  /** The base is not the text of the element. */
  readonly own: boolean;
  readonly disabled: boolean;
  /** The media that a script has put in place of the attribute's. */
  readonly media: string | null;
}

export const sheetOf = (base: Base, own: boolean): Css => ({epoch: 0, base, rules: null, own, disabled: false, media: null});

/** A change to a sheet; an error says why a browser would refuse it. */
export function edit(css: Css, path: readonly number[], op: {insert: string} | {remove: true} | {property: string; value: string | null; priority: string}): Css | string {
  const rules = (css.rules ?? css.base.rules()).slice();
  const place = path[0] ?? 0;
  if (path.length === 1 && 'insert' in op) {
    if (place < 0 || place > rules.length) return `there is no place ${place} for a rule`;
    if (!listed(op.insert)) return `${op.insert.slice(0, 60)} is no rule`;
    rules.splice(place, 0, {text: op.insert, edits: []});
    return {...css, rules};
  }
  const entry = rules[place];
  if (!entry) return `there is no rule ${place}`;
  if (path.length === 1 && 'remove' in op) rules.splice(place, 1);
  else rules[place] = {text: entry.text, edits: shorten([...entry.edits, {path: path.slice(1), ...op}])};
  return {...css, rules};
}

/** An animation sets one property again and again: only the last time matters. */
function shorten(edits: Edit[]): Edit[] {
  const last = edits[edits.length - 1]!;
  const before = edits[edits.length - 2];
  const same = before && 'property' in before && 'property' in last && before.property === last.property && String(before.path) === String(last.path);
  if (same) edits.splice(edits.length - 2, 1);
  return edits;
}

let scratch: CSSStyleSheet | undefined;

/** Whether a browser takes a text as one rule. */
function listed(text: string): boolean {
  if (/^\s*@(import|namespace)\b/i.test(text)) return true; // not in a sheet made by script, but in others
  scratch ??= new CSSStyleSheet();
  try {
    scratch.insertRule(text, 0);
    scratch.deleteRule(0);
    return true;
  } catch {
    return false;
  }
}

/** Splits a sheet into its outermost statements. */
export function split(text: string): string[] {
  const all: string[] = [];
  let open = '';
  let start = 0;
  const take = (end: number) => {
    const rule = text.slice(start, end).replace(/^(?:\s|\/\*[^]*?\*\/|<!--|-->)+/, '').trim();
    if (rule) all.push(rule);
    start = end;
  };
  const token = /\/\*[^]*?(?:\*\/|$)|\\[^]|"(?:[^"\\\n]|\\[^])*(?:"|\n|$)|'(?:[^'\\\n]|\\[^])*(?:'|\n|$)|url\(\s*(?!["'\s])(?:[^)\\]|\\[^])*(?:\)|$)|[(){}[\];]/gi;
  for (let m; (m = token.exec(text)); ) {
    const c = m[0];
    if (c === '{' || c === '(' || c === '[') open += c === '{' ? '}' : c === '(' ? ')' : ']';
    else if (open && c === open[open.length - 1]) {
      open = open.slice(0, -1);
      if (!open && c === '}') take(token.lastIndex);
    } else if (!open && c === ';' && /^(?:\s|\/\*[^]*?\*\/|<!--|-->)*@/.test(text.slice(start, m.index + 1))) take(token.lastIndex);
  }
  take(text.length);
  return all;
}
