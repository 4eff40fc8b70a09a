/**
 * Tells the pages that live from those that are gone. A page holds a lock of its stream's name; what
 * is stored of a stream whose lock can be had is nobody's.
 */
import {attempt, clock, listen} from './platform';

const prefix = 'session-replay:';
/** Without locks: after how many milliseconds without a word a page counts as gone. */
const silence = 120_000;

export interface Claim {
  end(): void;
}

const locks = () => attempt(() => navigator.locks) as LockManager | undefined;

/**
 * Says that the stream's page lives, until it ends or leaves. A page that comes back from the
 * browser's cache says it again: with a lock in hand it could not be cached.
 */
export function claim(stream: string): Claim {
  let release: (() => void) | undefined;
  let ended = false;
  const hold = () => {
    if (ended || release) return;
    const held = new Promise<void>(done => (release = done));
    attempt(() => locks()?.request(prefix + stream, () => held).catch(() => {}));
  };
  const let_ = () => {
    release?.();
    release = undefined;
  };
  hold();
  const unlisten = [listen(window, 'pagehide', let_), listen(window, 'pageshow', hold)];
  return {
    end() {
      ended = true;
      let_();
      unlisten.forEach(f => f());
    },
  };
}

/** Runs f alone if the stream's page is gone; at is when it last stored something. */
export async function inherit(stream: string, at: number, f: () => Promise<void>): Promise<void> {
  const l = locks();
  if (!l) return clock.now() - at > silence ? f() : undefined;
  try {
    await l.request(prefix + stream, {ifAvailable: true}, lock => (lock ? f() : undefined));
  } catch {
    // A document that is on its way out gets no lock. The next page will have it.
  }
}
