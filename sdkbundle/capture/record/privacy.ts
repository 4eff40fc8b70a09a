/** Decides what of the page may be recorded, and how. */
import type {Rules} from './index';
import type {Dom} from './natives';

/** Bits of an entry: what rules say of the node itself and, by way of those above it, of what is below. */
export const masks = 1, unmasks = 2, blocked = 4;
/** Matches of the element itself: when they change, all below is recorded anew. */
export const ownMask = 8, ownUnmask = 16;
/** The element can be edited, and what is in it is masked as if it stood in a field. */
export const ownField = 128;
/** Inside a control whose value is masked; inside an element that holds code. */
export const inField = 32, inCode = 64;

const own = ownMask | ownUnmask | blocked | ownField;
const inherited = masks | unmasks | inField | inCode;

export interface Privacy {
  level: Rules['level'];
  /** Bits of an element, given those of the entry above it. */
  bits(e: Element, above: number): number;
  /** Whether an attribute of that name may decide what an element matches. */
  decides(name: string): boolean;
  /** Whether an element's own matches are still those of its bits. */
  changed(e: Element, bits: number): boolean;
  /** Text under an element of such bits is masked. */
  text(bits: number): boolean;
  /** The value of a control of such bits is masked. */
  control(e: Element, bits: number): boolean;
  /** The element has been a password field once; noted for ever. */
  password(e: Element): boolean;
}

const builtIn = (name: string) => `.amp-${name},[data-amp-${name}]`;

/** Selectors that the engine takes. One that it does not take is told, and everything of its kind counts as matched, or as not unmasked. */
function working(list: string[], test: (s: string) => void, broken: (s: string) => void): string[] {
  return list.filter(s => {
    try {
      test(s);
      return true;
    } catch {
      broken(s);
      return false;
    }
  });
}

export function privacy(r: Rules, dom: Dom, passwords: WeakSet<Element>, warn: (message: string) => void): Privacy {
  let level = r.level;
  const probe = document.createDocumentFragment();
  const test = (s: string) => void probe.querySelector(s);
  const told = (kind: string, then: string) => (s: string) => warn(`session replay: the ${kind} selector ${JSON.stringify(s)} is not valid CSS; ${then}`);
  const stricter = (kind: string) => (s: string) => {
    told(kind, 'all text and input is masked until it is corrected')(s);
    level = 'conservative';
  };
  const join = (name: string, list: string[]) => [builtIn(name), ...list].join(',');
  const mask = join('mask', working(r.mask, test, stricter('mask')));
  const unmask = join('unmask', working(r.unmask, test, told('unmask', 'what it was to unmask stays masked')));
  const block = join('block', working(r.block, test, stricter('block')));
  const any = `${mask},${unmask},${block}`;
  const builtInOnly = !r.mask.length && !r.unmask.length && !r.block.length;

  const matched = (e: Element): number => {
    if (builtInOnly && !dom.some(e)) return 0;
    const edited = level !== 'light' && /^(|true|plaintext-only)$/i.test(dom.attr(e, 'contenteditable') ?? 'no') ? ownField : 0;
    if (!dom.matches(e, any)) return edited;
    return edited | (dom.matches(e, mask) ? ownMask : 0) | (dom.matches(e, unmask) ? ownUnmask : 0) | (dom.matches(e, block) ? blocked : 0);
  };

  const p: Privacy = {
    level,
    bits(e, above) {
      let bits = (above & inherited) | matched(e);
      if (bits & ownMask) bits |= masks;
      if (bits & ownUnmask) bits |= unmasks;
      if (bits & ownField && !(bits & unmasks)) bits |= inField;
      switch (dom.local(e)) {
        case 'style': case 'script': bits |= inCode; break;
        case 'textarea': case 'select': if (p.control(e, bits)) bits |= inField;
      }
      return bits;
    },
    decides: name => !builtInOnly || name === 'class' || name === 'contenteditable' || name.startsWith('data-amp-'),
    changed: (e, bits) => matched(e) !== (bits & own),
    text: bits => !(bits & inCode) && ((bits & (masks | inField)) !== 0 || (level === 'conservative' && !(bits & unmasks))),
    control(e, bits) {
      if (p.password(e) || bits & masks) return true;
      if (bits & unmasks) return false;
      if (level !== 'light') return true;
      if (/^\s*(cc-|one-time-code)/i.test(dom.attr(e, 'autocomplete') ?? '')) return true;
      return dom.local(e) === 'input' && /^(email|tel)$/i.test(dom.attr(e, 'type') ?? '');
    },
    password(e) {
      if (passwords.has(e)) return true;
      if (dom.local(e) !== 'input' || !/^password$/i.test(dom.attr(e, 'type') ?? '')) return false;
      passwords.add(e);
      return true;
    },
  };
  return p;
}
