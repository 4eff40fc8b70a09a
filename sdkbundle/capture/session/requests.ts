/**
 * The page's requests that failed, by fetch and XMLHttpRequest. They are read off the browser's own
 * timing of resources: nothing is wrapped, no rejection is taken from the page, and headers and
 * bodies cannot leak because they are never seen.
 */
import type {MaskLevel} from '../types';
import {masked} from './address';
import {attempt} from './platform';

export interface FailedRequest {
  timestamp: number;
  type: 'fetch' | 'xhr';
  url: string;
  /** 0 if there was no answer, or none that the page may see. */
  status: number;
  duration: number;
}

/** own lists addresses below which requests are not the page's. */
export function captureRequests(level: MaskLevel, own: string[], out: (r: FailedRequest) => void): () => void {
  const see = (list: PerformanceObserverEntryList) => {
    for (const e of list.getEntries() as PerformanceResourceTiming[]) {
      const type = e.initiatorType === 'fetch' ? 'fetch' : e.initiatorType === 'xmlhttprequest' ? 'xhr' : undefined;
      const status = e.responseStatus;
      if (!type || (status > 0 && status < 400) || own.some(o => e.name.startsWith(o))) continue;
      out({timestamp: Math.round(performance.timeOrigin + e.startTime), type, url: masked(e.name, level), status, duration: Math.round(e.duration)});
    }
  };
  const observer = attempt(() => new PerformanceObserver(list => void attempt(() => see(list))));
  attempt(() => observer?.observe({type: 'resource'}));
  return () => observer?.disconnect();
}
