/** The life of the SDK in a page: who is captured, under which name, and when. */
import type {Options, Result, SessionReplay} from '../types';
import type {RecordedEvent} from '../../protocol';
import type {Recorder, Rules} from '../record';
import {ask, keep, kept, type Remote} from './config';
import {deliver, type Delivery} from './delivery';
import {logger, type Log} from './log';
import {settle, type Settings} from './options';
import {json} from './platform';
import {rules} from './privacy';
import {sampled} from './sample';
import {record} from '../record';
import type {Owner} from './upload';

declare const SDK_VERSION: string;

const property = '[Amplitude] Session Replay ID';
const characters = /^[\w\-.|@:=]+$/;

/** What one call of init set up. */
interface Run {
  settings: Settings;
  options: Options;
  log: Log;
  device?: string;
  session?: number | string;
  remote?: Remote;
  rate: number;
  recorder?: Recorder;
  delivery?: Delivery;
  events: number;
}

export function create(): SessionReplay {
  let run: Run | undefined;

  const begin = async (r: Run): Promise<void> => {
    if (!identified(r)) return;
    const fresh = await ask(r.settings.configUrl, r.settings.key);
    if (run !== r) return;
    const remote = fresh ?? kept(r.settings.key);
    if (!remote) return r.log.once('nothing is captured: there is no remote configuration');
    r.remote = remote;
    r.rate = remote.sr_sampling_config?.sample_rate ?? r.settings.rate;
    if (!allowed(r)) return;
    if (fresh) keep(r.settings.key, fresh);
    capture(r);
  };

  const capture = (r: Run) => {
    const o = owner(r);
    const delivery = (r.delivery = deliver({
      settings: r.settings, log: r.log,
      transport: {version: SDK_VERSION, compress: r.settings.compress, timeout: r.settings.timeout, page: () => location.origin + location.pathname},
      killed: () => end(r),
    }, o));
    const policy: Rules = rules(r.options.privacyConfig, r.remote?.sr_privacy_config, r.log.warn);
    r.recorder = record({
      rules: policy, canvas: r.settings.canvas, warn: r.log.warn,
      emit(e: RecordedEvent) {
        delivery.add(`${json.write(e).slice(0, -1)},"seq":${r.events++}}`);
      },
    });
  };

  const end = (r: Run): Promise<void> => {
    r.recorder?.stop();
    delete r.recorder;
    return r.delivery?.stop() ?? Promise.resolve();
  };

  return {
    init(key: string, options: Options = {}): Result {
      if (run) void end(run);
      const r: Run = {settings: settle(key, options), options, log: logger(options), rate: 0, events: 0};
      if (options.deviceId !== undefined) r.device = options.deviceId;
      if (options.sessionId) r.session = options.sessionId;
      run = r;
      return {promise: options.optOut ? Promise.resolve() : begin(r)};
    },
    setSessionId: () => ({promise: Promise.resolve()}),
    getSessionId: () => run?.session,
    getSessionReplayProperties(): Record<string, string> {
      return run?.recorder ? {[property]: `${run.device}/${run.session}`} : {};
    },
    async flush() {
      run?.recorder?.flush();
      await run?.delivery?.flush();
    },
    start: () => ({promise: Promise.resolve()}),
    stop() {},
    shutdown() {
      if (run) void end(run);
    },
  };
}

function identified(r: Run): boolean {
  if (!r.session) return false;
  if (r.device !== undefined && characters.test(r.device)) return true;
  r.log.once(r.device === undefined ? 'nothing is captured: there is no deviceId' : 'nothing is captured: the deviceId may have letters, digits and _ - . | @ : = only');
  return false;
}

function allowed(r: Run): boolean {
  const sampling = r.remote?.sr_sampling_config;
  if (sampling && Object.keys(sampling).length > 0 && sampling.capture_enabled !== true) return false;
  return sampled(r.session!, r.rate);
}

function owner(r: Run): Owner {
  return {
    url: r.settings.trackUrl, key: r.settings.key, device: r.device!, session: String(r.session), rate: r.rate,
    stream: Math.random().toString(36).slice(2, 12),
  };
}
