/** The public API over the run of the day. Nothing that goes wrong in it reaches the page. */
import type {Options, Result, SessionReplay} from '../types';
import {early, type Early} from '../record';
import {host} from './around';
import {guest} from './guest';
import {attempt} from './platform';
import {run, type Run} from './run';

export function create(): SessionReplay {
  let present: Run | undefined;
  // Closed shadow roots and the like can only be had as they are made, and whether to record is known later.
  let before: Early | undefined;
  const resolved = (p: Promise<void> | undefined): Promise<void> => (p ?? Promise.resolve()).catch(() => {});
  const later = (f: () => Promise<void> | undefined): Result => ({promise: resolved(attempt(f))});

  return {
    init: (key: string, options?: Options) =>
      later(() => {
        void resolved(attempt(() => present?.end()));
        present = undefined;
        before ??= early();
        if (!options?.optOut) before.watch(window);
        const around = host({...options});
        present = around ? guest(String(key), {...options}, before, around) : run(String(key), {...options}, before);
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
      attempt(() => before?.stop());
      before = undefined;
    },
  };
}
