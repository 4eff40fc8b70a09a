/** What an application sees of the SDK. Defaults and dangers stand with each option. */

export type MaskLevel = 'light' | 'medium' | 'conservative';

export interface Logger {
  error(...message: unknown[]): void;
  warn(...message: unknown[]): void;
  log(...message: unknown[]): void;
  debug(...message: unknown[]): void;
  /** Told of `logLevel`, if it is there. */
  enable?(level: number): void;
  disable?(): void;
}

export interface UrlMaskLevel {
  /** The whole address, with `*` for any text, `?` for one character and `/**` for any path below. */
  match: string;
  maskLevel: MaskLevel;
}

/** What of the page is hidden. A remote setting goes before a local one where they conflict. */
export interface PrivacyConfig {
  /**
   * `light` masks passwords, e-mail addresses, telephone numbers, payment data and one-time codes.
   * `medium` masks every input, too. `conservative` masks all text as well.
   * @default "medium"
   */
  defaultMaskLevel?: MaskLevel;
  /**
   * Levels for some addresses; the first that matches holds, remote ones before local ones. Where a
   * script changes the address the level rises at once, and falls with the next page that loads.
   */
  urlMaskLevels?: UrlMaskLevel[];
  /** Selectors whose text and inputs are masked, beside `.amp-mask` and `[data-amp-mask]`. */
  maskSelector?: string[];
  /** Selectors whose text and inputs are not masked by level, beside `.amp-unmask` and `[data-amp-unmask]`. */
  unmaskSelector?: string[];
  /** Selectors of elements of which only the size is recorded, beside `.amp-block` and `[data-amp-block]`. */
  blockSelector?: string | string[];
}

export interface Options {
  /** Identifies the device. Letters, digits and `_ - . | @ : =`; with another character nothing is captured. */
  deviceId?: string;
  /** Identifies the session: its start, in milliseconds since the epoch. Nothing is captured without. */
  sessionId?: number | string;
  /**
   * The share of sessions that are captured, from 0 to 1.
   * @default 0
   */
  sampleRate?: number;
  /**
   * The user does not agree: no request is sent, nothing is stored.
   * @default false
   */
  optOut?: boolean;
  /**
   * How often a failed upload is tried again.
   * @default 5
   */
  flushMaxRetries?: number;
  /**
   * What is logged: 0 nothing, 1 errors, 2 warnings, 3 more, 4 everything.
   * @default 2
   */
  logLevel?: number;
  /**
   * Where it is logged.
   * @default console
   */
  loggerProvider?: Logger;
  /**
   * The data centre: `US` or `EU`.
   * @default "US"
   */
  serverZone?: 'US' | 'EU' | 'STAGING';
  /**
   * Capture also without focus, and say more in `getSessionReplayProperties`.
   * @default false
   */
  debugMode?: boolean;
  privacyConfig?: PrivacyConfig;
  /**
   * Where events wait until they are delivered. `idb` outlives the page. `memory` does not.
   * @default "idb"
   */
  storeType?: 'idb' | 'memory';
  /** Where uploads go, instead of the zone's server. */
  trackServerUrl?: string;
  /** Where the remote configuration comes from, instead of the zone's server. */
  configServerUrl?: string;
  /**
   * Gzip uploads where the browser can.
   * @default true
   */
  enableTransportCompression?: boolean;
  /**
   * Where the SDK's worker is, a file of your own server: uploads are then compressed beside the page.
   * Without it, or if it cannot be had, they are compressed in the page, in slices.
   */
  workerUrl?: string;
  /**
   * Compress in a worker that has no file. The page's Content Security Policy must allow `worker-src blob:`, or the browser
   * reports that it does not.
   * @default false
   */
  useWebWorker?: boolean;
  /**
   * How long an upload may take, in milliseconds. 0 is no limit.
   * @default 10000
   */
  sendTimeoutMs?: number;
  /**
   * How many bytes of events are uploaded in one request.
   * @default 2000000
   */
  maxPersistedEventsSizeBytes?: number;
  /**
   * An event of more bytes is left out.
   * @default 9000000
   */
  maxSingleEventSizeBytes?: number;
  /**
   * How long events wait for an upload, in milliseconds: at first, and at most.
   * @default {minIntervalMs: 1000, maxIntervalMs: 10000}
   */
  flushIntervalConfig?: {minIntervalMs?: number; maxIntervalMs?: number};
  /**
   * Record what is drawn on canvases.
   * @default false
   */
  recordCanvas?: boolean;
  /**
   * Origins of frames, such as `https://pay.example`, whose pages load the SDK too and name this page's origin in
   * the same option: what those record is part of this recording. In such a frame's page nothing is sent to a
   * server, no session is needed, and `getSessionReplayProperties` has nothing; what either page hides is hidden.
   * @default []
   */
  crossOriginFrames?: string[];
  /** What is captured of the page's console and of its failed requests. The remote configuration goes before it. */
  loggingConfig?: LoggingConfig;
  /** Which signs of frustration are marked. */
  frustrationConfig?: FrustrationConfig;
  /** Properties of the user, for remote targeting. They are not uploaded. */
  userProperties?: Record<string, unknown>;
  /**
   * The instance of the analytics SDK whose opt-out counts here too.
   * @default "$default_instance"
   */
  instanceName?: string;
  /** Fetches the remote configuration in the SDK's place. */
  handleFetchConfig?: FetchConfig;
  /** What wraps the SDK, for the server's statistics. */
  version?: {type: 'standalone' | 'plugin' | 'segment'; version: string};
}

export interface LoggingConfig {
  console?: ConsoleConfig;
  network?: NetworkConfig;
}

/** What the page prints, and errors that nobody caught. */
export interface ConsoleConfig {
  /** @default false */
  enabled?: boolean;
  /** @default ["log", "info", "warn", "error", "debug"] */
  levels?: string[];
}

/** Requests that failed, by fetch and XMLHttpRequest: address, status and duration. */
export interface NetworkConfig {
  /** @default false */
  enabled?: boolean;
}

/** What targeting may look at, beside the ids and the address of the page. */
export interface TargetingContext {
  event?: unknown;
  userProperties?: Record<string, unknown>;
  page?: {url?: string};
}

export interface FrustrationConfig {
  /**
   * Four clicks on one element within a second.
   * @default true
   */
  rageClicks?: boolean;
  /**
   * A click on what looks as if it did something, and nothing happens for three seconds.
   * @default true
   */
  deadClicks?: boolean;
}

export type FetchConfig = (request: {url: string; method: 'GET'; headers: Record<string, string>; signal: AbortSignal}) => Promise<Response>;

export interface Result {
  promise: Promise<void>;
}

export interface SessionReplay {
  /** Starts capturing, or starts it anew. The promise is kept when it is decided whether the session is captured. */
  init(apiKey: string, options?: Options): Result;
  /** Begins another session, and another device if that is said. The ids hold at once. */
  setSessionId(sessionId: number | string, deviceId?: string): Result;
  getSessionId(): number | string | undefined;
  /** What to add to the properties of an event: the replay's id, or nothing while nothing is captured. */
  getSessionReplayProperties(): Record<string, string>;
  /** Uploads what was captured so far. The promise is kept when it has arrived, or was given up. */
  flush(useRetry?: boolean): Promise<void>;
  /** Tells what targeting by remote configuration may look at; captures if it wants the session now. */
  evaluateTargetingAndCapture(about: TargetingContext): Promise<void>;
  /** Captures on after `stop`. */
  start(): Result;
  /** Captures nothing until `start`. */
  stop(): void;
  /** Ends capturing, and takes back whatever was changed in the page. */
  shutdown(): void;
}
