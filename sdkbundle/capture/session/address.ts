/** Addresses as the privacy rules show them outside the document. */
import type {MaskLevel} from '../types';
import {attempt} from './platform';

const stars = (text: string) => text.replace(/\S/g, '*');

/** An address with the values of its query, its fragment and its credentials masked, unless the level is light. */
export function masked(address: string, level: MaskLevel): string {
  if (level === 'light') return address;
  const [, before = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address) ?? [];
  const values = query?.replace(/([?&])(?:([^=&]*=))?([^&]*)/g, (_, sign: string, name = '', value: string) => sign + name + stars(decoded(value)));
  return before.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1') + (values ?? '') + (fragment ? `#${stars(decoded(fragment.slice(1)))}` : '');
}

const decoded = (text: string) => attempt(() => decodeURIComponent(text.replaceAll('+', ' '))) ?? text;
