/** The public API over the run of the day. Nothing that goes wrong in it reaches the page. */
import type {Options, Result, SessionReplay} from '../types';
import {attempt} from './platform';
import {run, type Run} from './run';

export function create(): SessionReplay {
  let present: Run | undefined;
  const resolved = (p: Promise<void> | undefined): Promise<void> => (p ?? Promise.resolve()).catch(() => {});
  const later = (f: () => Promise<void> | undefined): Result => ({promise: resolved(attempt(f))});

  return {
    init: (key: string, options?: Options) =>
      later(() => {
        void resolved(attempt(() => present?.end()));
        present = undefined;
        present = run(String(key), {...options});
        return present.begin();
      }),
    setSessionId: (session, device) => later(() => present?.rename(session, device)),
    getSessionId: () => present?.identity().session,
    getSessionReplayProperties: () => attempt(() => present?.properties()) ?? {},
    flush: () => resolved(attempt(() => present?.flush())),
    start: () => later(() => void present?.stop(false) as undefined),
    stop: () => void attempt(() => present?.stop(true)),
    evaluateTargetingAndCapture: t => resolved(attempt(() => void present?.target(t) as undefined)),
    shutdown() {
      void resolved(attempt(() => present?.end()));
    },
  };
}
