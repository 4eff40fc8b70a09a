// Characters that cannot be seen, or that change how others are seen, stand as escapes: text of a
// recording can neither hide nor reorder anything on this page.

const controls = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
const marks = '\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
const astral = '\\u{e0000}-\\u{e0fff}';
const lone = '\\p{Surrogate}';

const inWords = new RegExp(`[${controls}${marks}${astral}${lone}]`, 'gu');
// In a value, where every character counts, joiners and odd spaces show as well.
const inValues = new RegExp(`[${controls}\\t${marks}\\u00a0\\u1680\\u2000-\\u200d\\u202f\\u205f\\u3000${astral}${lone}]`, 'gu');

/** One character as an escape, such as \u202e. */
function escape(c: string): string {
  const point = c.codePointAt(0)!;
  if (c === '\t') return '\\t';
  if (c === '\r') return '\\r';
  if (point < 0x100) return '\\x' + point.toString(16).padStart(2, '0');
  if (point < 0x10000) return '\\u' + point.toString(16).padStart(4, '0');
  return `\\u{${point.toString(16)}}`;
}

/** Text for words on the page. */
export function words(text: string): string {
  return text.replace(inWords, escape);
}

export interface Piece {
  text: string;
  escaped: boolean;
}

/** Text of a value, in pieces: what shows as it is, and what stands as an escape. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(inValues)) {
    if (found.index > at) out.push({text: text.slice(at, found.index), escaped: false});
    out.push({text: escape(found[0]), escaped: true});
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push({text: text.slice(at), escaped: false});
  return out;
}
