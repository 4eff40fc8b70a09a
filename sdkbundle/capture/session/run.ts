/** What one call of init sets up, from the decision whether to capture to the end. */
import type {RecordedEvent} from '../../protocol';
import {record, type Early, type Recorder, type Rules} from '../record';
import type {Options} from '../types';
import {masked} from './address';
import {beside, type Beside} from './beside';
import {ask, keep, kept, type Remote} from './config';
import {connector} from './connector';
import {deliver, type Delivery} from './delivery';
import {watchFocus, type Focus} from './focus';
import {debug, identify, type Identity} from './identity';
import {line, type Line} from './line';
import {logger} from './log';
import {settle} from './options';
import type {Owner} from './owner';
import {watchAddress} from './place';
import {after, attempt, chance, clock, json, wait} from './platform';
import {levels, rules} from './privacy';
import {sampled} from './sample';
import {matches, type Targeting} from './targeting';

declare const SDK_VERSION: string;

/** How long a flush waits for the turns of what is large, in milliseconds. A page that never rests is not waited for. */
const patience = 5000;

export interface Run {
  /** Asks for the configuration and captures if it may. Resolves when that is decided. */
  begin(): Promise<void>;
  /** Goes on as another session. */
  rename(session: Identity['session'], device: string | undefined): Promise<void>;
  identity(): Identity;
  properties(): Record<string, string>;
  flush(): Promise<void>;
  /** Captures nothing until it is called with false. */
  stop(is: boolean): void;
  /** Looks again whether the session is one that is wanted. */
  target(t: Targeting): void;
  end(): Promise<void>;
}

/** before: what was remembered of the page since it began. */
export function run(key: string, options: Options, before: Early): Run {
  const settings = settle(key, options), log = logger(options);
  let id: Identity = {device: options.deviceId, session: options.sessionId};
  let remote: Remote | undefined, policy: Rules = rules(options.privacyConfig, undefined, location.href, () => {}), rate = 0;
  let wanted = false; // by configuration, sampling and targeting
  let turn = 0; // which question about the configuration is the latest
  let recorder: Recorder | undefined, delivery: Delivery | undefined, events: Line | undefined, extra: Beside | undefined;
  let focus: Focus | undefined;
  let stopped = false, full = false, killed = false, ended = false, eager = true;
  let context: Targeting = {userProperties: options.userProperties};

  const out = () => options.optOut === true || connector.optedOut(settings.instance);
  const owner = (): Owner => ({
    url: settings.trackUrl, key, device: id.device!, session: String(id.session), rate,
    stream: `${clock.now().toString(36)}${Math.floor(chance() * 2 ** 40).toString(36)}`,
    gate: gate(id.session, remote?.sr_sampling_config?.min_session_duration_ms),
  });
  const capturing = () => recorder !== undefined;

  /** Captures, or not, as everything together says. */
  const decide = () => {
    const may = wanted && !stopped && !full && !killed && !ended && !out() && (settings.debug || focus?.now() === true);
    if (may && !recorder) start();
    if (!may && recorder) halt();
  };

  const start = () => {
    delivery ??= deliver({
      settings, log,
      transport: {version: SDK_VERSION, library: settings.library, timeout: settings.timeout, page: () => masked(location.href, policy.level)},
      leaving: () => attempt(gather),
      killed(session) {
        if (session !== String(id.session)) return;
        killed = true;
        log.once('the server takes nothing more of this session');
        decide();
      },
      full(is) {
        full = is;
        decide();
      },
    }, owner());
    const to = delivery;
    events ??= line((text, e) => {
      to.add(text);
      if (e.type !== 2 || !eager) return;
      eager = false;
      after(0, to.cut); // a page that is left soon is worth nothing without its first snapshot
    });
    const take = (e: RecordedEvent) => !out() ? events?.take(e) : void after(0, decide);
    try {
      recorder = record({emit: take, rules: policy, canvas: settings.canvas, frames: settings.frames, warn: log.warn, early: before});
      extra = beside({options, remote, policy, take, own: [settings.trackUrl, settings.configUrl]});
    } catch (e) {
      log.error(`the page cannot be recorded: ${String(e)}`);
      wanted = false;
      halt();
    }
  };

  /** Takes what the recorder still holds. */
  const gather = () => {
    recorder?.flush();
    events?.finish();
  };

  const halt = () => {
    attempt(gather);
    attempt(() => extra?.stop());
    attempt(() => recorder?.stop());
    recorder = extra = undefined;
    delivery?.cut();
  };

  /** Whether the present session is one to capture, as the configuration stands. */
  const isWanted = (): boolean => {
    const s = remote?.sr_sampling_config;
    if (!remote || !identify(id, log)) return false;
    if (s && Object.keys(s).length > 0 && s.capture_enabled !== true) return false;
    rate = s?.sample_rate ?? settings.rate;
    return matches(remote.sr_targeting_config, context, String(id.session), String(id.device)) ?? sampled(id.session!, rate);
  };

  const configure = async (): Promise<void> => {
    if (ended || out() || !identify(id, log)) return;
    const mine = ++turn;
    const fresh = await ask(settings.configUrl, key, options.handleFetchConfig);
    if (mine !== turn || ended) return;
    const before = kept(key);
    remote = fresh ?? before;
    if (!remote) log.once('nothing is captured: there is no remote configuration');
    wanted = isWanted();
    if (fresh && (wanted || before)) keep(key, fresh); // a session that is not captured leaves nothing behind
    apply(true);
    decide();
  };

  /** Applies the rules as they are now. What stands on the page is then recorded by them. */
  const apply = (lower: boolean) => {
    const now = rules(options.privacyConfig, remote?.sr_privacy_config, location.href, log.once);
    if (!lower && levels.indexOf(now.level) < levels.indexOf(policy.level)) now.level = policy.level;
    if (json.write(policy) === json.write(now)) return;
    policy = now;
    recorder?.setRules(policy);
  };

  /** The level may rise with the address, not fall: what was masked where it was typed would be shown elsewhere. */
  const moved = () => {
    apply(false);
    retarget();
  };

  const retarget = () => {
    if (!remote?.sr_targeting_config || wanted) return;
    wanted = isWanted();
    decide();
  };

  const unlisten = [connector.listen(settings.instance, decide), watchAddress(moved)];

  return {
    async begin() {
      if (out()) return;
      focus = watchFocus(decide);
      await configure();
    },
    async rename(session, device) {
      if (session === id.session && (device === undefined || device === id.device)) return;
      attempt(gather);
      id = {session, device: device ?? id.device};
      killed = false;
      wanted = isWanted();
      if (wanted && delivery) {
        eager = true;
        delivery.own(owner());
        recorder?.snapshot();
      }
      decide();
      focus ??= out() ? undefined : watchFocus(decide);
      await configure();
    },
    identity: () => id,
    properties: () => (capturing() ? {'[Amplitude] Session Replay ID': `${id.device}/${id.session}`, ...(settings.debug ? debug(key) : {})} : {}),
    async flush() {
      // A large page is described in turns, and goes on so: all at once it would be one long task of the page.
      for (const until = clock.now() + patience; (recorder?.busy() || events?.busy()) && clock.now() < until; ) await wait(0);
      attempt(gather);
      await delivery?.flush();
    },
    stop(is) {
      stopped = is;
      decide();
    },
    target(t) {
      context = {...context, ...t};
      retarget();
    },
    end() {
      ended = true;
      turn++;
      decide();
      focus?.stop();
      unlisten.forEach(f => f());
      return delivery?.end() ?? Promise.resolve();
    },
  };
}

/** From when on a session may be uploaded. Its id is the time of its start, unless it is something else. */
function gate(session: Identity['session'], least: number | undefined): number {
  if (!(typeof least === 'number' && least > 0)) return 0;
  const now = clock.now(), named = Number(session);
  const began = named <= now && now - named < 24 * 3600_000 ? named : now;
  return began + Math.min(least, 60_000);
}
