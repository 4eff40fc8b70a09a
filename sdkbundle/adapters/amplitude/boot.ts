/** Starts the unmodified Amplitude SDK from its script-tag bundle, as its documentation shows. */
import {boot, type Config} from '../page/boot';

interface SessionReplay {
  init(key: string, options: object): {promise: Promise<void>};
  getSessionReplayProperties(): Record<string, string>;
  shutdown(): void;
  [method: string]: unknown;
}

declare const sessionReplay: SessionReplay;

const log = console;

/**
 * The SDK's own default prints warnings and errors. This logger does the same, and listens for the
 * line that says that recording begins: init's promise is kept before that.
 */
function logger(begun: () => void) {
  const print = (level: 'warn' | 'error') => (...args: unknown[]) => log[level]('Amplitude Logger:', ...args);
  return {
    enable() {},
    disable() {},
    debug() {},
    log(...args: unknown[]) {
      if (/capture beginning/.test(String(args[0]))) begun();
    },
    warn: print('warn'),
    error: print('error'),
  };
}

const loaded = () =>
  document.readyState === 'complete' ? Promise.resolve() : new Promise(done => addEventListener('load', done, {once: true}));

const later = (ms: number) => new Promise<void>(done => setTimeout(done, ms));

boot({
  async start(c: Config) {
    let begun!: () => void;
    const beginning = new Promise<void>(done => (begun = done));
    await sessionReplay.init(c.key, {
      deviceId: c.deviceId,
      sessionId: c.sessionId,
      sampleRate: 1,
      trackServerUrl: c.trackUrl,
      configServerUrl: c.configUrl,
      loggerProvider: logger(begun),
      ...c.options,
    }).promise;
    if (Object.keys(sessionReplay.getSessionReplayProperties()).length === 0) return; // it will not record
    // Versions that do not print the line record within a few milliseconds of init.
    await Promise.race([beginning, later(1000)]);
    // The recorder waits for the page's load event, then takes its snapshot in the same turn.
    await loaded();
    await later(0);
    await later(0);
  },
  async finish() {
    // Asking for the properties puts a mark into the recording, behind everything captured so far.
    if (Object.keys(sessionReplay.getSessionReplayProperties()).length === 0) return;
    await new Promise(done => requestIdleCallback(done, {timeout: 100}));
    // There is no call that sends what is buffered; losing the focus does.
    dispatchEvent(new Event('blur'));
  },
  stop: () => sessionReplay.shutdown(),
  call(method, args) {
    const fn = sessionReplay[method];
    if (typeof fn !== 'function') throw new Error(`this version of the SDK has no method ${method}`);
    const result: unknown = fn.apply(sessionReplay, args);
    return (result as {promise?: unknown} | undefined)?.promise ?? result;
  },
});
