import {h, stroke} from './dom';
import type {Claim, Verdict, Words} from './run';
import {own} from './sides';

interface Look {
  path: string;
  meaning: string;
}

const looks: Record<Verdict, Look> = {
  infrastructure: {path: 'M8 2.5v7M8 13v.2', meaning: 'a browser or the lab itself broke'},
  failed: {path: 'M3.5 3.5l9 9M12.5 3.5l-9 9', meaning: 'a claim did not hold'},
  fixed: {path: 'M8 1.5l1.7 4.8L14.5 8l-4.8 1.7L8 14.5l-1.7-4.8L1.5 8l4.8-1.7z', meaning: 'held, although it is listed as known: take it off the list'},
  inconclusive: {path: 'M5 5.6a3 3 0 1 1 4.6 2.5C8.5 8.8 8 9.2 8 10.3M8 13.3v.2', meaning: 'the lab could not tell'},
  known: {path: 'M2.5 6c2-2 3.5-2 5.5-.5s3.5 1.5 5.5-.5M2.5 11c2-2 3.5-2 5.5-.5s3.5 1.5 5.5-.5', meaning: 'failed, as listed for this version of the SDK'},
  waived: {path: 'M2.5 9c2-2.5 3.5-2.5 5.5-1s3.5 1.5 5.5-1', meaning: 'not judged, for a reason that the scenario gives'},
  'n/a': {path: 'M3 8h10', meaning: 'the SDK or player cannot do what the scenario needs'},
  held: {path: 'M3 8.5l3.5 3.5L13 4.5', meaning: 'every claim held'},
};

/** All verdicts, worst first. */
export const verdicts = Object.keys(looks) as Verdict[];

/** All verdicts in the order in which numbers are shown, here and in the terminal. */
export const columns: readonly Verdict[] = ['held', 'failed', 'fixed', 'inconclusive', 'infrastructure', 'known', 'waived', 'n/a'];

const unknown: Look = {path: 'M3 8h10', meaning: 'a verdict that this report does not know'};

const lookOf = (v: Verdict): Look => own(looks, v) ?? unknown;

export const meaning = (v: Verdict): string => lookOf(v).meaning;

/** Whether a verdict needs a person. */
export const bad = (v: Verdict): boolean => v === 'failed' || v === 'fixed' || v === 'inconclusive' || v === 'infrastructure';

/** The class that colours a verdict. */
export const tint = (v: Verdict): string => 'v-' + (Object.hasOwn(looks, v) ? v.replace('/', '') : 'inconclusive');

export const symbol = (v: Verdict): SVGElement => stroke(lookOf(v).path, 'symbol');

/** Symbol and word, as a badge. */
export function badge(v: Verdict, className = 'badge'): HTMLElement {
  return h('span', {class: `${className} ${tint(v)}`, title: meaning(v)}, symbol(v), v);
}

/** What evidence of a claim is: a difference between pages, or a finding such as a leak. */
export const noun = (c: Claim): string => (c.name === 'faithful' ? 'difference' : 'finding');

/** What those who are to blame for a claim did, as reports/blame.go says it. */
export function blameWords(words: Words, c: Claim): string {
  const lost = c.evidence?.[0] && own(words.blames, c.evidence[0].kind);
  return own(lost ?? own(words.blames, c.name) ?? {}, c.blame ?? '') ?? '';
}
