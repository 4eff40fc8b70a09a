/** The page's address, which scripts change without loading anything. */
import {after, attempt, cancel, listen} from './platform';

/** How often to look where the browser does not tell, in milliseconds. */
const often = 500;

/** Calls changed when the address has become another; returns what ends that. */
export function watchAddress(changed: () => void): () => void {
  let last = location.href, timer = 0;
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    attempt(changed);
  };
  const {navigation} = window as {navigation?: EventTarget};
  if (navigation) return listen(navigation, 'currententrychange', look);
  const again = () => {
    look();
    timer = after(often, again);
  };
  again();
  return () => cancel(timer);
}

/** Whether an address matches a pattern: stars for any text, `?` for a character, `/**` for any path below. */
export function matchesAddress(pattern: string, address: string): boolean {
  const source = pattern.replace(/\/\*\*$|\/\*\*\/|\*+|\?|[^*?/]+|\//g, part => {
    if (part === '/**') return '(/.*)?';
    if (part === '/**/') return '/(.*/)?';
    if (part.startsWith('*')) return '.*';
    return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's').test(address);
}
