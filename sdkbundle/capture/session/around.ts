/** The origins with which an application shares its recording. */
import type {Options} from '../types';
import {attempt} from './platform';

/** The origins that an application names, as browsers write them. */
export function origins(o: Options, warn: (message: string) => void): string[] {
  const list: unknown = o.crossOriginFrames ?? [];
  return (Array.isArray(list) ? list : [list]).flatMap(text => {
    const origin = attempt(() => new URL(String(text)).origin);
    if (origin && origin !== 'null') return [origin];
    warn(`crossOriginFrames: ${String(text)} is no origin, such as https://shop.example`);
    return [];
  });
}

/** The origin of the page around this one, if that is one that the application has named. */
export function host(o: Options): string | undefined {
  if (window.parent === window || attempt(() => window.parent.document)) return undefined;
  // Not every browser says who is around; there the page that this one was opened from is.
  const around = location.ancestorOrigins?.[0] ?? attempt(() => new URL(document.referrer).origin);
  return around && origins(o, () => {}).includes(around) ? around : undefined;
}
