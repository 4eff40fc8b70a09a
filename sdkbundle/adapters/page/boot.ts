/**
 * The page-side half of an SDK adapter. A boot script calls boot() once with the few things that
 * differ between SDKs; the lab talks to the page through the one global that this defines. The
 * control visit has the same global with nothing behind it.
 */

/** What the lab gives a boot script. */
export interface Config {
  load: string;
  key: string;
  deviceId: string;
  sessionId: number;
  trackUrl: string;
  configUrl: string;
  /** The SDK's own options, from the scenario. */
  options: Record<string, unknown>;
}

export interface SDK {
  /** Starts recording; resolves once the first full snapshot has been taken or never will be. */
  start(c: Config): Promise<void>;
  /** Sends everything captured so far. May be called again until the lab has seen it arrive. */
  finish(): Promise<void>;
  /** Stops for good and takes the SDK out of the page, as far as its API can. */
  stop(): void | Promise<void>;
  /** Calls a method of the SDK's public API; returns what it returns. */
  call?(method: string, args: unknown[]): unknown;
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

declare const REPLAYLAB_CONFIG: Config;
/** How the scenario's application starts the SDK; what it returns goes before the SDK's own methods. */
declare const REPLAYLAB_START: ((c: Config) => Methods | void | Promise<Methods | void>) | null;

export function boot(sdk: SDK): void {
  const c = REPLAYLAB_CONFIG;
  // A boot script that is loaded late starts late; whoever waits finds the promise from then on.
  const problems: string[] = [];
  const own = REPLAYLAB_START;
  let methods: Methods = {};
  const start = async () => {
    if (own) methods = (await own(c)) ?? {};
    else await sdk.start(c);
  };
  const ready = start().catch((e: unknown) => void problems.push(String(e)));
  Object.defineProperty(window, '__replaylab', {
    configurable: true,
    value: {
      load: c.load,
      problems,
      ready: () => ready.then(() => true),
      finish: () => (methods['finish'] ?? sdk.finish)(),
      stop: () => (methods['stop'] ?? sdk.stop)(),
      call: (method: string, args: unknown[]) => {
        if (methods[method]) return methods[method](...args);
        if (!sdk.call) throw new Error('this SDK has no API to call');
        return sdk.call(method, args);
      },
    },
  });
}
