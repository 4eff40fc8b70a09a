/** The live state of form controls, as it is recorded. */
import type {ElementNode} from '../../protocol';
import type {Hiding} from './attributes';
import type {Describer} from './describe';
import {maskedValue, stars} from './mask';
import {inField} from './privacy';

export const isControl = (tag: string): boolean => tag === 'input' || tag === 'textarea' || tag === 'select' || tag === 'option' || tag === 'button';

/** Types whose value is a label that the page wrote. */
const labelled = /^(submit|button|reset|image)$/;

/** The live value of a control. */
export function liveValue(s: Describer, e: Element, tag: string): string {
  switch (tag) {
    case 'input': return s.dom.inputType(e) === 'file' ? '' : s.dom.inputValue(e);
    case 'textarea': return s.dom.areaValue(e);
    case 'select': return s.dom.selectValue(e);
  }
  return '';
}

/** A value of a control as it may be told. */
export function shownValue(s: Describer, e: Element, tag: string, value: string, bits: number): string {
  if (tag === 'input') {
    const type = s.dom.inputType(e);
    if (labelled.test(type)) return s.privacy.password(e) || s.privacy.text(bits) ? stars(value) : value;
    return s.privacy.control(e, bits) ? maskedValue(type, value) : value;
  }
  return s.privacy.control(e, bits) ? stars(value) : value;
}

/** Puts the live state of a control into its description. */
export function controlAttributes(s: Describer, e: Element, tag: string, node: ElementNode, h: Hiding, bits: number): void {
  const {dom} = s;
  const a = node.attributes;
  const raw = (name: string, value: string | null) => void ((node.raw ??= {})[name] = value);
  const attr = dom.attr(e, 'value');
  switch (tag) {
    case 'option':
      optionAttributes(s, e, node, bits);
      return;
    case 'button':
      return;
    case 'select':
      a['value'] = shownValue(s, e, tag, dom.selectValue(e), bits);
      return;
    case 'textarea': {
      const value = dom.areaValue(e), initial = (e as HTMLTextAreaElement).defaultValue;
      a['value'] = shownValue(s, e, tag, value, bits);
      if (value !== initial) raw('value', shownValue(s, e, tag, initial, bits));
      return;
    }
  }
  const type = dom.inputType(e);
  if (type === 'checkbox' || type === 'radio') {
    if (attr !== null) a['value'] = shownValue(s, e, tag, attr, bits);
    const checked = dom.checked(e);
    delete a['checked'];
    if (checked) a['checked'] = true;
    if (checked !== dom.has(e, 'checked')) raw('checked', dom.has(e, 'checked') ? '' : null);
    return;
  }
  if (type === 'file') {
    if (attr !== null) a['value'] = shownValue(s, e, tag, attr, bits);
    return;
  }
  const value = dom.inputValue(e);
  if (attr !== null || value) a['value'] = shownValue(s, e, tag, value, bits);
  if (attr !== null && attr !== value) raw('value', shownValue(s, e, tag, attr, bits));
  if (attr === null && value) raw('value', null);
}

function optionAttributes(s: Describer, e: Element, node: ElementNode, bits: number): void {
  const {dom} = s;
  const a = node.attributes;
  const masked = (bits & inField) !== 0 || s.privacy.text(bits);
  const value = dom.attr(e, 'value');
  if (value !== null) a['value'] = masked ? stars(value) : value;
  if (masked && dom.has(e, 'label')) a['label'] = stars(dom.attr(e, 'label')!);
  delete a['selected'];
  const selected = dom.selected(e);
  if (selected && !(bits & inField)) a['selected'] = true;
  if (selected !== dom.has(e, 'selected')) (node.raw ??= {})['selected'] = dom.has(e, 'selected') ? '' : null;
}

/** What an attribute is written as that is masked as the control's value is; undefined if it is none of these. */
export function controlAttribute(s: Describer, e: Element, tag: string, name: string, value: string, bits: number): string | undefined {
  if (tag === 'input' && name === 'value') return shownValue(s, e, tag, value, bits);
  if (tag === 'option' && (name === 'value' || name === 'label') && (bits & inField || s.privacy.text(bits))) return stars(value);
  return undefined;
}
