/** What masked things are written as: of the same length and shape, and of nothing that they said. */

/** An asterisk for every unit; white space stays. */
export const stars = (text: string): string => text.replace(/\S/g, '*');

/** Input types that take no asterisks, with a value of the shape that each takes. */
const shapes: Record<string, string> = {
  number: '0', range: '0', date: '2000-01-01', month: '2000-01', week: '2000-W01', time: '00:00', 'datetime-local': '2000-01-01T00:00', color: '#000000',
};

/** A masked value that a control of the type can hold. The empty value has nothing to mask. */
export function maskedValue(type: string, value: string): string {
  if (!value) return value;
  return shapes[type] ?? stars(value);
}

/** A word, as names of classes and ids are made of them: not a number, key or name of a person's own. */
const opaque = /\d{4,}|[bcdfghjklmnpqrstvwxz]{5,}|[^\x20-\x7e]{2,}|@/i;

/** Whether text reads as what it may stand for: a token, a hash, an id of somebody. */
export const isOpaque = (text: string): boolean => opaque.test(text);

/**
 * The values behind the question mark, and what is behind the hash if it is no plain word, as asterisks; user and
 * password are left out. strict: of an address that is not of http all behind its scheme, too.
 */
export function maskedAddress(url: string, strict: boolean, keepPlain = false): string {
  if (/^\s*(javascript|data):/i.test(url)) return strict ? url.replace(/:[^]*$/, ':') : url;
  if (strict && /^\s*(mailto|tel|sms|callto):/i.test(url)) return url.replace(/:[^]*$/, m => ':' + stars(m.slice(1)));
  if (/^\s*blob:/i.test(url)) return url;
  const hide = (v: string) => (keepPlain && !isOpaque(decode(v)) ? v : v.replace(/[^]/g, '*'));
  const [, path = '', query, hash] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(url) ?? [];
  const shown = path.replace(/^(\s*[a-z][a-z+.-]*:\/\/)[^/@]*@/i, '$1');
  const queried = query && '?' + query.slice(1).split('&').map(pair => {
    const at = pair.indexOf('=');
    return at < 0 ? hide(pair) : (isOpaque(decode(pair.slice(0, at))) ? hide(pair.slice(0, at)) : pair.slice(0, at)) + '=' + hide(pair.slice(at + 1));
  }).join('&');
  const hashed = hash && '#' + hide(hash.slice(1));
  const way = strict && isOpaque(decode(shown.replace(/^\s*[a-z]+:\/\/[^/]*/i, ''))) ? shown.replace(/[^/]*$/, m => (isOpaque(decode(m)) ? stars(m) : m)) : shown;
  return way + (queried ?? '') + (hashed ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
