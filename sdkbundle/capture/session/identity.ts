import type {Log} from './log';
import {json} from './platform';

export interface Identity {
  device: string | undefined;
  session: number | string | undefined;
}

/** The replay's id is device/session, so a device must not have what parts them. */
const characters = /^[\w\-.|@:=]+$/;

/** Whether a session can be captured under this name; warns if the device's is no name. */
export function identify({device, session}: Identity, log: Log): boolean {
  if (!session) return false; // it will come
  if (typeof device === 'string' && characters.test(device)) return true;
  log.once(device === undefined || device === '' ? 'nothing is captured: deviceId is missing'
    : 'nothing is captured: deviceId has a character other than letters, digits and _ - . | @ : =');
  return false;
}

/** What debugMode adds to the properties: a number by which support knows the project. */
export function debug(key: string): Record<string, string> {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return {'[Amplitude] Session Replay Debug': json.write({appHash: String(hash)})};
}
