/** The SDK as a plugin of Amplitude's Browser SDK, which manages device, session and opt-out. */
import {create} from '../session';
import type {Options, SessionReplay} from '../types';

declare const SDK_VERSION: string;

/** What the plugin needs of the Browser SDK's configuration. It changes while the SDK runs. */
export interface BrowserConfig {
  apiKey: string;
  deviceId?: string;
  sessionId?: number;
  optOut?: boolean;
  serverZone?: 'US' | 'EU';
  instanceName?: string;
  logLevel?: number;
  loggerProvider?: Options['loggerProvider'];
  defaultTracking?: boolean | {sessions?: boolean; [kind: string]: unknown};
}

export interface TrackedEvent {
  event_type: string;
  session_id?: number;
  event_properties?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface Plugin {
  name: string;
  type: 'enrichment';
  setup(config: BrowserConfig): Promise<void>;
  execute(event: TrackedEvent): Promise<TrackedEvent>;
  teardown(): Promise<void>;
}

export interface PluginOptions extends Omit<Options, 'sessionId' | 'optOut'> {
  /**
   * Have the Browser SDK track the start and end of sessions, so that each replay has an event.
   * @default true
   */
  forceSessionTracking?: boolean;
}

/** Makes a plugin for `amplitude.add`. Add it to one instance: each plugin would record the page for itself. */
export function sessionReplayPlugin(options: PluginOptions = {}): Plugin {
  const replay: SessionReplay = create();
  let config: BrowserConfig | undefined;
  const device = () => options.deviceId ?? config?.deviceId;
  return {
    name: '@amplitude/plugin-session-replay-browser',
    type: 'enrichment',
    async setup(c) {
      config = c;
      if (options.forceSessionTracking !== false) trackSessions(c);
      const {deviceId: _, forceSessionTracking: __, ...rest} = options;
      const own: Options = {version: {type: 'plugin', version: SDK_VERSION}, ...rest, optOut: c.optOut === true};
      const inherited: (keyof BrowserConfig & keyof Options)[] = ['serverZone', 'instanceName', 'logLevel', 'loggerProvider'];
      for (const name of inherited) if (own[name] === undefined && c[name] !== undefined) Object.assign(own, {[name]: c[name]});
      const id = device();
      await replay.init(c.apiKey, {...own, ...(id === undefined ? {} : {deviceId: id}), ...(c.sessionId === undefined ? {} : {sessionId: c.sessionId})}).promise;
    },
    async execute(event) {
      if (config?.optOut) {
        replay.shutdown();
        return event;
      }
      // The ids are taken from the configuration as it is now: an event of a new session brings its replay with it.
      const session = config?.sessionId;
      if (session !== undefined && session !== replay.getSessionId()) void replay.setSessionId(session, device());
      // An event of another session than the present one is not of this replay.
      if (event.session_id !== undefined && event.session_id !== replay.getSessionId()) return event;
      event.event_properties = {...event.event_properties, ...replay.getSessionReplayProperties()};
      return event;
    },
    async teardown() {
      replay.shutdown();
    },
  };
}

function trackSessions(c: BrowserConfig): void {
  if (c.defaultTracking === false) {
    c.defaultTracking = {pageViews: false, formInteractions: false, fileDownloads: false, sessions: true};
  } else if (typeof c.defaultTracking === 'object' && c.defaultTracking !== null) {
    c.defaultTracking = {...c.defaultTracking, sessions: true};
  }
}
