/** The remote configuration: asked for once, kept for the day when the server does not answer. */
import type {FetchConfig, LoggingConfig, PrivacyConfig} from '../types';
import type {Flag} from './targeting';
import {after, cancel, clock, json, request, wait} from './platform';

export interface Remote {
  sr_sampling_config?: {capture_enabled?: boolean; sample_rate?: number; min_session_duration_ms?: number};
  sr_privacy_config?: PrivacyConfig;
  sr_logging_config?: LoggingConfig;
  sr_targeting_config?: Flag;
}

/** How long capture may wait for the server, in milliseconds. The page waits for nothing. */
const limit = 1500;
const attempts = 3;

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Finds the configuration in an answer; nothing else of it counts. */
function read(text: string): Remote | undefined {
  const answer = json.read(text);
  const configs = isObject(answer) ? answer['configs'] : undefined;
  const found = isObject(configs) ? configs['sessionReplay'] : undefined;
  return isObject(found) ? (found as Remote) : undefined;
}

const plain: FetchConfig = ({url, method, headers, signal}) => request(url, {method, headers, signal, credentials: 'omit', cache: 'no-store'});

/** Asks the server, a few times if that may help. Undefined if it has no valid answer in time. */
export async function ask(base: string, key: string, fetch: FetchConfig = plain): Promise<Remote | undefined> {
  const end = clock.now() + limit;
  const abort = new AbortController();
  let timer = 0;
  // Also an application's own fetch that passes the signal by is not waited for any longer.
  const late = new Promise<never>((_, fail) => (timer = after(limit, () => {
    abort.abort();
    fail(new Error('too late'));
  })));
  late.catch(() => {});
  const url = `${base.replace(/\/+$/, '')}/${encodeURIComponent(key)}?config_group=browser`;
  try {
    for (let n = 1; n <= attempts && clock.now() < end; n++) {
      try {
        const answer = await Promise.race([fetch({url, method: 'GET', headers: {Accept: '*/*'}, signal: abort.signal}), late]);
        if (answer.ok) return read(await Promise.race([answer.text(), late]));
        if (answer.status !== 429 && answer.status < 500) return undefined;
      } catch {
        // Not reached, or not JSON: both may be different the next time.
      }
      if (n < attempts) await wait(100 + Math.random() * 200);
    }
  } finally {
    cancel(timer);
  }
  return undefined;
}

const place = (key: string) => `replay_config_${key}`;

/** The last good configuration that this browser has seen. */
export function kept(key: string): Remote | undefined {
  try {
    return read(localStorage.getItem(place(key)) ?? '{}');
  } catch {
    return undefined;
  }
}

export function keep(key: string, remote: Remote): void {
  try {
    localStorage.setItem(place(key), json.write({configs: {sessionReplay: remote}}));
  } catch {
    // Without storage the next page asks again, as it does anyway.
  }
}
