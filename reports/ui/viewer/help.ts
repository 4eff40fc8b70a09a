import {h} from '../dom';

/** A dialog with all keys. */
export function help(keys: [string[], string][]): HTMLDialogElement {
  return h('dialog', {class: 'help', 'aria-label': 'Keys'},
    h('h2', {}, 'Keys'),
    h('dl', {}, keys.map(([names, what]) => h('div', {}, h('dt', {}, names.map(n => h('kbd', {}, n))), h('dd', {}, what)))),
    h('form', {method: 'dialog'}, h('button', {class: 'more'}, 'Close')));
}
