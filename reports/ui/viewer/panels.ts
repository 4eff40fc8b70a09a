import {fill, h, stroke} from '../dom';
import type {Shown} from './recording';
import type {Theatre} from './theatre';
import {failed} from './timeline';
import {clock, nameOf, shapes} from './words';

/** How many rows a panel draws; what is beyond is found by the filter. */
const most = 3000;

export interface Panels {
  element: HTMLElement;
  /** More has arrived. */
  marks(): void;
  /** Shows where the player is. */
  update(): void;
  open(n: number): void;
  filter(): void;
}

interface Panel {
  name: string;
  holds(m: Shown): boolean;
  empty: string;
}

const panels: Panel[] = [
  {name: 'Events', holds: () => true, empty: 'Nothing has happened yet.'},
  {name: 'Console', holds: m => m.kind === 'console' || m.kind === 'error', empty: 'The page printed nothing, or its SDK does not record the console.'},
  {name: 'Network', holds: m => m.kind === 'request', empty: 'No request is recorded. SDKs record some or none.'},
];

/** What happened, in three lists that go along with the player. */
export function panelsOf(t: Theatre): Panels {
  let open = 0;
  let rows: {mark: Shown; element: HTMLElement}[] = [];
  let current: HTMLElement | undefined;
  const list = h('ol', {class: 'stream', tabindex: '-1'});
  const note = h('p', {class: 'soft note'});
  const field = h('input', {type: 'search', placeholder: 'Filter', 'aria-label': 'Filter events', on: {input: () => draw()}});
  const body = h('div', {class: 'panel', role: 'tabpanel', id: 'panel', 'aria-labelledby': 'tab-0'}, h('div', {class: 'filter'}, field), note, list);
  const tabs = panels.map((p, i) => h('button', {type: 'button', role: 'tab', id: `tab-${i}`, 'aria-controls': 'panel', on: {click: () => show(i)}}, p.name, h('span', {class: 'count'})));
  const bar = h('div', {class: 'tabs', role: 'tablist', 'aria-label': 'What happened'}, tabs);
  bar.addEventListener('keydown', e => {
    const to = e.key === 'ArrowRight' ? open + 1 : e.key === 'ArrowLeft' ? open - 1 : -1;
    const tab = tabs[to];
    if (!tab) return;
    e.preventDefault();
    e.stopPropagation();
    show(to);
    tab.focus();
  });
  list.addEventListener('click', e => {
    const at = (e.target as Element).closest('[data-at]')?.getAttribute('data-at');
    if (at) t.seek(Number(at));
  });

  const show = (n: number) => {
    open = n;
    body.setAttribute('aria-labelledby', `tab-${n}`);
    draw();
  };
  const draw = () => {
    const words = field.value.trim().toLowerCase();
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === open));
      tab.tabIndex = i === open ? 0 : -1;
      fill(tab.querySelector('.count')!, t.recording.marks.filter(panels[i]!.holds).length || '');
    });
    const all = t.recording.marks.filter(panels[open]!.holds);
    const found = words ? all.filter(m => `${nameOf(m.kind)} ${m.text ?? ''} ${m.detail ?? ''}`.toLowerCase().includes(words)) : all;
    rows = found.slice(0, most).map(mark => ({mark, element: row(mark, t.recording.start)}));
    current = undefined;
    const focused = list.contains(document.activeElement) ? document.activeElement!.getAttribute('data-name') : null;
    fill(list, rows.map(r => r.element));
    if (focused) rows.find(r => nameIt(r.mark) === focused)?.element.querySelector('button')!.focus({preventScroll: true});
    fill(note, !all.length ? panels[open]!.empty : !found.length ? 'Nothing here is like that.' : found.length > most ? `The first ${most} of ${found.length}; the filter finds the others.` : '');
    update();
  };
  const update = () => {
    const time = t.recording.start + t.time + 0.5;
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle]!.mark.at <= time) low = middle + 1;
      else high = middle;
    }
    const now = rows[low - 1]?.element;
    if (now === current) return;
    current?.removeAttribute('aria-current');
    now?.setAttribute('aria-current', 'true');
    current = now;
    if (now && !list.matches(':hover')) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 2;
  };
  draw();
  return {
    element: h('section', {class: 'panels', 'aria-label': 'What happened'}, bar, body),
    marks: draw,
    update,
    open: show,
    filter: () => field.focus(),
  };
}

const nameIt = (m: Shown): string => `${m.n} ${m.kind}`;

function row(m: Shown, start: number): HTMLElement {
  const bad = m.kind === 'error' || m.kind === 'rage' || m.kind === 'dead' || failed(m.status);
  return h('li', {},
    h('button', {type: 'button', class: `event k-${m.kind}${bad ? ' bad' : ''}`, 'data-at': Math.max(0, m.at - start), 'data-name': nameIt(m)},
      h('span', {class: 'at'}, clock(m.at - start, true)),
      stroke(shapes[m.kind] ?? '', 'symbol'),
      h('span', {class: 'what'},
        h('b', {}, nameOf(m.kind), m.level && m.kind === 'console' && ` ${m.level}`, m.status !== undefined && ` ${m.status || 'without an answer'}`), ' ',
        h('span', {class: 'text'}, m.text ?? ''),
        m.detail && h('span', {class: 'detail'}, ' ', m.detail),
        m.times > 1 && h('span', {class: 'soft'}, ` ${m.times} times`))));
}
