/** The SDK as a plugin of Amplitude's Browser SDK, which manages device, session and opt-out. */
import * as sdk from '../index';
import type {Options} from '../types';

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
  /** Newer versions of the Browser SDK tell at once; with older ones the next event does. */
  onSessionIdChanged(session: number): Promise<void>;
  onOptOutChanged(out: boolean): Promise<void>;
  teardown(): Promise<void>;
}

export interface PluginOptions extends Omit<Options, 'sessionId' | 'optOut'> {
  /**
   * Have the Browser SDK track the start and end of sessions, so that each replay has an event.
   * @default true
   */
  forceSessionTracking?: boolean;
}

/** The name under which the plugin is added, and removed again. */
export const pluginName = '@amplitude/plugin-session-replay-browser';

/** Makes a plugin for `amplitude.add`. Add one to one instance: whatever a page adds shares one recording. */
export function sessionReplayPlugin(options: PluginOptions = {}): Plugin {
  let config: BrowserConfig | undefined;
  let ids: {session: number; device: string | undefined} | undefined;
  /** The session before the present one, of which late events still come, and what they are given. */
  let before: {session: number; properties: Record<string, string>} | undefined;
  /** Kept when it is decided whether the present session is captured. */
  let decided = Promise.resolve();
  const device = () => options.deviceId ?? config?.deviceId;

  const begin = (c: BrowserConfig, session: number) => {
    const {deviceId: _, forceSessionTracking: __, ...rest} = options;
    const own: Options = {version: {type: 'plugin', version: SDK_VERSION}, ...rest, optOut: false, sessionId: session};
    const inherited: (keyof BrowserConfig & keyof Options)[] = ['serverZone', 'instanceName', 'logLevel', 'loggerProvider'];
    for (const name of inherited) if (own[name] === undefined && c[name] !== undefined) Object.assign(own, {[name]: c[name]});
    const id = device();
    return sdk.init(c.apiKey, id === undefined ? own : {...own, deviceId: id}).promise;
  };

  const end = () => {
    sdk.shutdown();
    ids = before = undefined;
  };

  /** Records the session that it is by now. An instance that starts has none yet, and one that is opted out is let be. */
  const follow = (session: number | undefined): Promise<void> => {
    if (!config || session === undefined) return decided;
    const now = {session, device: device()};
    if (!ids) decided = begin(config, session);
    else if (now.session !== ids.session || now.device !== ids.device) {
      if (now.session !== ids.session) before = {session: ids.session, properties: sdk.getSessionReplayProperties()};
      decided = sdk.setSessionId(session, now.device).promise;
    }
    ids = now;
    return decided;
  };

  return {
    name: pluginName,
    type: 'enrichment',
    async setup(c) {
      config = c;
      if (options.forceSessionTracking !== false) trackSessions(c);
      if (!c.optOut) await follow(c.sessionId);
    },
    async onSessionIdChanged(session) {
      if (!config?.optOut) void follow(session);
    },
    async onOptOutChanged(out) {
      if (out) end();
      else void follow(config?.sessionId);
    },
    async execute(event) {
      if (!config) return event; // removed while the event was under way
      if (config.optOut) {
        end();
        return event;
      }
      // The ids are taken from the configuration as it is now: an event of a new session brings its replay with it.
      const known = follow(config.sessionId);
      let properties = sdk.getSessionReplayProperties();
      if (Object.keys(properties).length === 0) {
        await known;
        properties = sdk.getSessionReplayProperties();
      }
      if (event.session_id !== undefined && event.session_id !== ids?.session) properties = event.session_id === before?.session ? before.properties : {};
      event.event_properties = {...event.event_properties, ...properties};
      return event;
    },
    async teardown() {
      config = undefined;
      end();
    },
  };
}

function trackSessions(c: BrowserConfig): void {
  if (c.defaultTracking === false) {
    c.defaultTracking = {attribution: false, pageViews: false, formInteractions: false, fileDownloads: false, sessions: true};
  } else if (typeof c.defaultTracking === 'object' && c.defaultTracking !== null) {
    c.defaultTracking = {...c.defaultTracking, sessions: true};
  }
}
