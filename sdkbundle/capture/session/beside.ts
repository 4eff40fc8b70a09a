/** What is captured beside the document: console, errors, failed requests, clicks of frustration. */
import type {RecordedEvent} from '../../protocol';
import type {Rules} from '../record';
import type {LoggingConfig, Options} from '../types';
import {clicks} from './clicks';
import type {Remote} from './config';
import {captureConsole, consoleLevels} from './console';
import {captureRequests} from './requests';
import {clock} from './platform';

export interface Beside {
  stop(): void;
}

export interface BesideOptions {
  options: Options;
  remote: Remote | undefined;
  policy: Rules;
  take(e: RecordedEvent): void;
  /** Addresses below which requests are the SDK's own. */
  own: string[];
}

/** Starts what the application asks for and the remote configuration does not forbid, or which that asks for. */
export function beside(b: BesideOptions): Beside {
  const {level} = b.policy;
  const local: LoggingConfig = b.options.loggingConfig ?? {}, remote: LoggingConfig = b.remote?.sr_logging_config ?? {};
  const frustration = {rageClicks: true, deadClicks: true, ...b.options.frustrationConfig};
  const custom = (tag: string, payload: unknown) => b.take({type: 5, data: {tag, payload}, timestamp: clock.now()});
  const stops: (() => void)[] = [];
  if (remote.console?.enabled ?? local.console?.enabled) {
    const levels = remote.console?.levels ?? local.console?.levels ?? consoleLevels;
    stops.push(captureConsole(levels, level, payload => b.take({type: 6, data: {plugin: 'rrweb/console@1', payload}, timestamp: clock.now()})));
  }
  if (remote.network?.enabled ?? local.network?.enabled) stops.push(captureRequests(level, b.own, p => custom('fetch-request', p)));
  if (frustration.rageClicks || frustration.deadClicks) stops.push(clicks(frustration, custom));
  return {stop: () => stops.forEach(f => f())};
}
