import {h} from './dom';
import type {Keys} from './page';

const help: [string[], string][] = [
  [['j', '↓'], 'next row, or next result'],
  [['k', '↑'], 'previous row, or previous result'],
  [['h', '←'], 'SDK to the left'],
  [['l', '→'], 'SDK to the right'],
  [['Enter'], 'open the result'],
  [['/'], 'search'],
  [['1', '2', '3', '4'], 'screenshots side by side, slider, overlay, difference'],
  [['Esc'], 'back; at home, clear the filters'],
  [['?'], 'this help'],
];

/** Reads the keyboard for whatever page is shown. Returns the dialog with the keys. */
export function keyboard(keys: () => Keys): HTMLElement {
  const dialog = h('dialog', {class: 'help', 'aria-label': 'Keys'},
    h('h2', {}, 'Keys'),
    h('dl', {}, help.map(([names, what]) => h('div', {}, h('dt', {}, names.map((n) => h('kbd', {}, n))), h('dd', {}, what)))),
    h('form', {method: 'dialog'}, h('button', {}, 'Close')));
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || dialog.open) return;
    const act = action(e, keys(), dialog);
    if (!act) return;
    e.preventDefault();
    act();
  });
  return dialog;
}

function action(e: KeyboardEvent, keys: Keys, dialog: HTMLDialogElement): (() => void) | undefined {
  const target = e.target as HTMLElement;
  if (e.key === 'Escape') return keys.back;
  if (target.matches('input[type=search]')) return e.key === 'ArrowDown' || e.key === 'Enter' ? keys.next : undefined;
  if (target.matches('input, select, textarea')) return undefined; // they use the keys themselves
  const onRow = target.matches('.cell');
  switch (e.key) {
    case 'j': return keys.next;
    case 'k': return keys.previous;
    case 'h': return keys.left;
    case 'l': return keys.right;
    // Arrows scroll the page until a row has the focus.
    case 'ArrowDown': return onRow ? keys.next : undefined;
    case 'ArrowUp': return onRow ? keys.previous : undefined;
    case 'ArrowLeft': return onRow ? keys.left : undefined;
    case 'ArrowRight': return onRow ? keys.right : undefined;
    case '/': return keys.search;
    case '?': return () => dialog.showModal();
    case '1': case '2': case '3': case '4': return keys.mode && (() => keys.mode!(Number(e.key)));
    default: return undefined;
  }
}
