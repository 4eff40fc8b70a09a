import type {MaskLevel, PrivacyConfig, UrlMaskLevel} from '../types';
import {matchesAddress} from './place';
import type {Rules} from '../record';

/** From the most that is shown to the least. */
export const levels = ['light', 'medium', 'conservative'];

/**
 * What the application and the remote configuration say together. They conflict over the level, or
 * over the same selector: then the remote one decides. What one side has in several lists is
 * unmasked rather than masked, and masked rather than blocked. Of what is no selector `bad` is told.
 */
export function rules(local: PrivacyConfig | undefined, remote: PrivacyConfig | undefined, address: string, bad: (message: string) => void): Rules {
  const decided = new Map<string, 'unmask' | 'mask' | 'block'>();
  const r: Rules = {level: at(address, remote, bad) ?? at(address, local, bad) ?? level(remote?.defaultMaskLevel, bad) ?? level(local?.defaultMaskLevel, bad) ?? 'medium', mask: [], unmask: [], block: []};
  for (const side of [remote, local]) {
    const lists = [['unmask', side?.unmaskSelector], ['mask', side?.maskSelector], ['block', side?.blockSelector]] as const;
    for (const [kind, list] of lists) {
      for (const selector of selectors(list)) {
        if (decided.has(selector)) continue;
        decided.set(selector, kind);
        r[kind].push(selector);
      }
    }
  }
  return r;
}

/** The level that one side has for an address: the first that matches. */
function at(address: string, c: PrivacyConfig | undefined, bad: (message: string) => void): MaskLevel | undefined {
  const list: unknown = c?.urlMaskLevels;
  const found = Array.isArray(list) ? (list as UrlMaskLevel[]).find(l => typeof l?.match === 'string' && matchesAddress(l.match, address)) : undefined;
  return level(found?.maskLevel, bad);
}

function level(name: MaskLevel | undefined | null, bad: (message: string) => void): MaskLevel | undefined {
  if (name === undefined || name === null) return undefined;
  if (levels.includes(name)) return name;
  bad(`there is no mask level ${String(name)}: conservative is taken instead`);
  return 'conservative';
}

function selectors(list: unknown): string[] {
  const all: unknown[] = Array.isArray(list) ? list : list === undefined || list === null ? [] : [list];
  return all.map(s => String(s).trim()).filter(s => s !== '');
}
