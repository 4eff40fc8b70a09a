import type {Options} from '../types';
import {origins} from './around';
import {logger} from './log';

declare const SDK_VERSION: string;

const zones = {US: ['api-sr', 'sr-client-cfg'], EU: ['api-sr.eu', 'sr-client-cfg.eu'], STAGING: ['api-sr.stag2', 'sr-client-cfg.eu']} as const;

/** An application's options with everything decided that it left open. */
export interface Settings {
  key: string;
  rate: number;
  retries: number;
  debug: boolean;
  trackUrl: string;
  configUrl: string;
  compress: boolean;
  /** Compress in a worker: the address of its file, or true for one without. */
  worker: string | true | undefined;
  timeout: number;
  batchBytes: number;
  eventBytes: number;
  minInterval: number;
  maxInterval: number;
  memory: boolean;
  canvas: boolean;
  /** Origins of frames whose pages hand over what they record, and of pages to which this one does. */
  frames: string[];
  instance: string;
  library: string;
}

const positive = (n: unknown, otherwise: number) => (typeof n === 'number' && n > 0 ? n : otherwise);

export function settle(key: string, o: Options): Settings {
  const [track, config] = zones[o.serverZone ?? 'US'] ?? zones.US;
  const {minIntervalMs, maxIntervalMs} = o.flushIntervalConfig ?? {};
  const min = Math.max(positive(minIntervalMs, Math.min(1000, positive(maxIntervalMs, 1000))), 100);
  return {
    key,
    rate: positive(o.sampleRate, 0),
    retries: typeof o.flushMaxRetries === 'number' && o.flushMaxRetries >= 0 ? o.flushMaxRetries : 5,
    debug: o.debugMode === true,
    trackUrl: o.trackServerUrl || `https://${track}.amplitude.com/sessions/v2/track`,
    configUrl: o.configServerUrl || `https://${config}.amplitude.com/config`,
    compress: o.enableTransportCompression !== false && typeof CompressionStream === 'function',
    worker: o.workerUrl || (o.useWebWorker === true ? true : undefined),
    timeout: o.sendTimeoutMs ?? 10_000,
    batchBytes: Math.min(Math.max(positive(o.maxPersistedEventsSizeBytes, 2e6), 1000), 8e6),
    eventBytes: Math.min(Math.max(positive(o.maxSingleEventSizeBytes, 9e6), 1000), 1e7),
    minInterval: min,
    maxInterval: Math.max(positive(maxIntervalMs, 10_000), min),
    memory: o.storeType === 'memory',
    canvas: o.recordCanvas === true,
    frames: origins(o, logger(o).once),
    instance: o.instanceName || '$default_instance',
    library: `${o.version?.type ?? 'standalone'}/${o.version?.version ?? SDK_VERSION}`,
  };
}
