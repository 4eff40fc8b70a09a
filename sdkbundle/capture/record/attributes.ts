/** Attributes as they are recorded: addresses in full, and what the rules hide hidden. */
import {isOpaque, maskedAddress, maskedValue, stars} from './mask';
import {hideInCSS, absoluteCSS} from './csstext';
import {inField, masks, unmasks} from './privacy';
import type {Scope} from './scope';

/** Attributes that a reader is shown or read aloud. */
const spoken = /^(title|alt|placeholder|label|abbr|summary|standby|aria-(label|description|placeholder|roledescription|valuetext|braillelabel|brailleroledescription))$/;
/** Attributes that are names, of the page's own making, by which one thing finds another. */
const naming = /^(id|class|for|name|slot|list|form|lang|xml:lang|hreflang|part|exportparts|itemid|itemref|itemtype|itemprop|headers|usemap|is|target|popovertarget|commandfor|anchor|contextmenu|aria-(labelledby|describedby|controls|owns|flowto|activedescendant|details|errormessage))$/;
/** Attributes of which a word or number decides how the page looks and works, and no more. */
const working = /^(type|role|style|width|height|size|rows|cols|colspan|rowspan|span|tabindex|hidden|disabled|readonly|required|checked|selected|multiple|open|dir|draggable|contenteditable|spellcheck|translate|inert|autofocus|autocomplete|inputmode|enterkeyhint|popover|popovertargetaction|command|min|max|step|minlength|maxlength|low|high|optimum|wrap|start|reversed|align|valign|border|cellpadding|cellspacing|bgcolor|color|face|rel|media|as|charset|http-equiv|sizes|loading|decoding|fetchpriority|crossorigin|referrerpolicy|integrity|nonce|async|defer|nomodule|sandbox|allow|allowfullscreen|frameborder|scrolling|marginwidth|marginheight|controls|autoplay|loop|muted|preload|playsinline|kind|method|enctype|novalidate|formmethod|formnovalidate|formenctype|accept|accept-charset|capture|shape|coords|ismap|scope|nowrap|noshade|clear|compact|shadowroot[a-z]*|slotassignment|display|xmlns|xmlns:[a-z]+|xml:space|version|aria-[a-z]+|viewBox|d|x|y|z|[xyr][12xy]?|c[xy]|f[xyr]|d[xy]|points|transform|fill[a-z-]*|stroke[a-z-]*|opacity|clip[a-zA-Z-]*|mask[a-zA-Z-]*|filter|marker[a-zA-Z-]*|offset|stop-[a-z]+|gradient[A-Za-z]+|pattern[A-Z][A-Za-z]+|preserveAspectRatio|font-[a-z-]+|text-[a-z-]+|textLength|lengthAdjust|dominant-baseline|alignment-baseline|letter-spacing|word-spacing|vector-effect|shape-rendering|visibility|pathLength|spreadMethod|startOffset|method|spacing|orient|refX|refY|markerWidth|markerHeight|markerUnits|in|in2|result|std[A-Z][A-Za-z]+|values|operator|k[1-4]|rotate|dur|begin|end|from|to|by|repeat[A-Z][a-z]+|attributeName|attributeType|calcMode|keyTimes|keySplines|additive|accumulate|columnalign|rowalign|linethickness|mathvariant|stretchy|largeop|fence|separator|lspace|rspace|rr_.*|_cssText)$/;

const controls = /^(input|textarea|select|button|option|optgroup|datalist|output)$/;

export interface Naming {
  /** A name as it is recorded: one that reads as somebody's own gets another, the same each time. */
  name(text: string): string;
}

/** Numbers the names that are not told. */
export function naming_(): Naming {
  const given = new Map<string, string>();
  return {
    name(text) {
      return text.replace(/[^\s,#]+/g, word => {
        if (!isOpaque(word)) return word;
        let n = given.get(word);
        if (!n) given.set(word, (n = `hidden-${given.size + 1}`));
        return n;
      });
    },
  };
}

/** All that decides how one element's attributes are written. */
export interface Hiding {
  tag: string;
  html: boolean;
  /** Text here is masked. */
  text: boolean;
  /** By its level, not only by a rule about some element. */
  strict: boolean;
  /** The element is a control whose value is masked. */
  field: boolean;
  /** Values in addresses are masked. */
  query: boolean;
  base: string;
}

/** Whether what is hidden depends on more than the tag and the bits of the element. */
export const isOwn = (tag: string): boolean => controls.test(tag);

export function hiding(s: Scope, e: Element, tag: string, html: boolean, bits: number, base: string): Hiding {
  const control = html && controls.test(tag);
  return {
    tag, html, base,
    text: s.privacy.text(bits & ~64),
    strict: s.privacy.level === 'conservative' && !(bits & unmasks && !(bits & masks)),
    field: control && (tag === 'option' || tag === 'optgroup' ? (bits & inField) !== 0 : s.privacy.control(e, bits)),
    query: s.privacy.level !== 'light' && !(bits & unmasks && !(bits & masks)) || (bits & masks) !== 0,
  };
}

/** An address in full. */
export function absolute(value: string, base: string): string {
  if (!value.trim() || /^\s*(data|blob|javascript|about|mailto|tel):/i.test(value)) return value;
  try {
    return new URL(value, base).href;
  } catch {
    return value;
  }
}

/** Each candidate of a srcset. */
function candidates(value: string, each: (url: string) => string): string {
  const list: string[] = [];
  for (let rest = value; (rest = rest.replace(/^[\s,]+/, '')); ) {
    const [url = ''] = /^\S+/.exec(rest) ?? [];
    const alone = url.replace(/,+$/, '');
    rest = rest.slice(url.length);
    const [size = ''] = alone === url ? /^[^,]*/.exec(rest) ?? [] : [];
    rest = rest.slice(size.length);
    list.push([each(alone), ...size.trim().split(/\s+/).filter(Boolean)].join(' '));
  }
  return list.join(', ');
}

/** An attribute's value as it is recorded; null leaves it out. */
export function attribute(s: Scope & {names: Naming}, name: string, value: string, h: Hiding): string | null {
  switch (name) {
    case 'src':
      if (h.tag === 'iframe' || h.tag === 'frame') return null;
      return hideSource(absolute(value, h.base), h);
    case 'srcdoc':
      return null;
    case 'srcset': case 'imagesrcset':
      return candidates(value, u => hideSource(absolute(u, h.base), h));
    case 'href':
      if (h.tag === 'link' || h.tag === 'base') return hideSource(absolute(value, h.base), h);
      if (!h.html && value.startsWith('#')) return h.strict ? s.names.name(value) : value;
      return address(absolute(value, h.base), h);
    case 'xlink:href':
      return value.startsWith('#') ? value : address(absolute(value, h.base), h);
    case 'background':
      return h.html && /^(table|td|th|body)$/.test(h.tag) ? hideSource(h.tag === 'body' ? value : absolute(value, h.base), h) : value;
    case 'data':
      return h.html && h.tag === 'object' ? hideSource(absolute(value, h.base), h) : h.text ? stars(value) : value;
    case 'poster':
      return hideSource(value, h);
    case 'action': case 'formaction': case 'cite': case 'ping': case 'longdesc': case 'manifest':
      return address(value, h);
    case 'style':
      return hideStyle(s, absoluteCSS(value, h.base), h);
    case 'autoplay':
      return h.html && /^(audio|video)$/.test(h.tag) ? null : value;
    case 'value':
      if (h.html && /^(li|progress|meter)$/.test(h.tag)) return value;
      return (h.html && h.tag === 'button' ? h.text || h.field && h.strict : h.text) ? maskedValue('', value) : value;
    case 'content':
      return h.text && h.strict && !/^(width|initial-scale|user-scalable|text\/|default-src|script-src|style-src|light|dark|#)/i.test(value) ? stars(value) : value;
  }
  if (h.field && h.tag !== 'button' && h.tag !== 'output' && (spoken.test(name) || name === 'pattern')) return stars(value);
  if (!h.text) return value;
  if (spoken.test(name)) return stars(value);
  if (!h.strict) return value;
  if (naming.test(name) && !(name === 'name' && h.tag.includes('-'))) return s.names.name(value);
  if (name.startsWith('on')) return '';
  return working.test(name) ? (isOpaque(value) && !/^(d|points|integrity|nonce|values|viewBox|transform|keyTimes|keySplines|style|(std)[A-Za-z]+)$/.test(name) && !/^[\d\s.,%+eE-]*(px|em|rem|vh|vw)?$/.test(value) ? stars(value) : value) : stars(value);
}

const address = (url: string, h: Hiding) => (h.query ? maskedAddress(url, h.strict) : url);
/** What is shown from there: values that read as plain settings stay, or the picture would be another. */
const hideSource = (url: string, h: Hiding) => (h.strict ? maskedAddress(url, false, true) : url);
const hideStyle = (s: {names: Naming}, css: string, h: Hiding) => (h.strict && h.text ? hideInCSS(css, s.names) : css);
