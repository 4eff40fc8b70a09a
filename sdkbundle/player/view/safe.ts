/**
 * What a recording may not do, by the attributes of what it shows. Its page has no script: the
 * frame is sandboxed, and a Content Security Policy forbids it as well, as all loading but from
 * origins that are allowed. What would act in spite of that is made inert here.
 */

/**
 * The namespace of inert attributes. An attribute in it has the name that the page gave it and the
 * value, for whoever looks at the page, and no meaning to the browser.
 */
export const inert = 'urn:replaylab:inert';

/** What loads no document and no script. */
const shows = new Set(['img', 'input', 'video', 'audio', 'source', 'track', 'image', 'use', 'feImage', 'a', 'area', 'base', 'mpath', 'textPath']);

/** Attributes that mean an address, or text of a page, to some element. */
const addresses = new Set(['src', 'srcdoc', 'href', 'data', 'codebase', 'code', 'archive', 'classid', 'manifest', 'profile', 'object']);

/** Attributes that take the focus, start something or change what a frame may do. */
const acts = new Set(['autofocus', 'autoplay', 'sandbox', 'csp', 'credentialless', 'allow', 'allowfullscreen', 'ping', 'nonce', 'shadowrootmode']);

export interface Safe {
  value: string;
  inert: boolean;
}

/** Whether a sheet may be loaded from an address. */
export type Allowed = (url: string) => boolean;

export function safe(e: Element, name: string, value: string, allowed: Allowed): Safe {
  const tag = e.localName;
  const lower = name.toLowerCase();
  const local = lower.replace(/^.*:/, '');
  if (lower.startsWith('on') || acts.has(lower) || tag === 'script') return {value, inert: true};
  if (lower === 'http-equiv' || lower === 'srcdoc') return {value, inert: true};
  if (tag === 'meta' && lower === 'content' && e.hasAttribute('http-equiv')) return {value, inert: true};
  if (/^(animate|animatetransform|animatemotion|set)$/i.test(tag) && lower === 'attributename' && /href|^on|src/i.test(value)) return {value, inert: true};
  if (isScript(value) && (addresses.has(local) || /action$|^(to|from|by|values|poster|background|cite)$/.test(lower))) return {value: harmless(value), inert: local !== 'href'};
  if (!addresses.has(local)) return {value, inert: false};
  if (tag === 'link') return {value, inert: !(/^\s*stylesheet\s*$/i.test(e.getAttribute('rel') ?? '') && allowed(value))};
  return {value, inert: !shows.has(tag)};
}

/** Browsers take no notice of white space and control characters in and before the name. */
const isScript = (v: string): boolean => /^[\u0000-\u0020]*(javascript|vbscript|livescript|mocha):/i.test(v.slice(0, 300).replace(/[\t\n\r]/g, ''));

/** A link that is script is still a link to look at. What does nothing stays as it is. */
const harmless = (v: string): string => (/^javascript:\s*(void\s*\(?\s*0\s*\)?\s*;?|;)?$/i.test(v) ? v : 'javascript:void 0');
