import {announce} from '../copy';
import {append, fill, h, stroke} from '../dom';
import {count, took} from '../format';
import {type Found, search, type Session} from './api';
import {help} from './help';
import {date, nameOf, shapes, short} from './words';

/** What can be searched for: the names that the address has. */
const fields = ['from', 'to', 'who', 'url', 'event', 'text', 'min', 'max'] as const;

const kinds = ['page', 'click', 'change', 'error', 'rage', 'dead', 'request', 'console', 'custom', 'resize'];

/** How often the first page is asked for again, in milliseconds, while somebody looks at it. */
const again = 5000;

/** The list of all sessions, with its search in the address. */
export async function list(app: HTMLElement): Promise<void> {
  const form = searchForm();
  const said = h('p', {class: 'facts', id: 'said', role: 'status'});
  const rows = h('div', {class: 'rows'});
  const pages = h('nav', {class: 'pages', 'aria-label': 'Pages'});
  const dialog = help([[['/'], 'search for a device or session'], [['?'], 'this help']]);
  fill(app, h('main', {class: 'list'}, h('header', {class: 'top'}, h('h1', {}, 'Recordings'),
    h('button', {type: 'button', class: 'more', on: {click: () => dialog.showModal()}}, 'Keys')), form, said, rows, pages, dialog));

  let asked = new AbortController();
  let shown = '';
  const load = async (quietly = false) => {
    asked.abort();
    asked = new AbortController();
    const {signal} = asked;
    try {
      const found = await search(query(), signal);
      const text = JSON.stringify(found);
      if (text === shown) return;
      shown = text;
      show(found, {said, rows, pages});
      if (!quietly) announce(said.textContent ?? '');
    } catch (e) {
      if (!signal.aborted) {
        shown = '';
        fill(said, h('strong', {}, e instanceof Error ? e.message : String(e)));
      }
    }
  };
  const changed = (push: boolean) => {
    const next = new URLSearchParams();
    for (const name of fields) {
      const value = (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim();
      if (value) next.set(name, value);
    }
    const address = location.pathname + (next.size ? `?${next}` : '');
    if (address === location.pathname + location.search) return;
    history[push ? 'pushState' : 'replaceState'](null, '', address);
    void load();
  };
  let typing = 0;
  form.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => changed(false), 250);
  });
  form.addEventListener('submit', e => {
    e.preventDefault();
    changed(true);
  });
  form.addEventListener('reset', () => setTimeout(() => changed(true)));
  addEventListener('popstate', () => {
    restore(form);
    void load();
  });
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || dialog.open || (e.target as HTMLElement).matches('input, select')) return;
    if (e.key === '?') dialog.showModal();
    else if (e.key === '/') (form.elements.namedItem('who') as HTMLElement).focus();
    else return;
    e.preventDefault();
  });
  restore(form);
  await load();
  setInterval(() => {
    if (document.visibilityState === 'visible' && !new URLSearchParams(location.search).has('page')) void load(true);
  }, again);
}

function searchForm(): HTMLFormElement {
  const field = (label: string, name: string, attrs: Record<string, string>) =>
    h('label', {class: `f-${name}`}, h('span', {}, label), h('input', {name, autocomplete: 'off', ...attrs}));
  return h('form', {class: 'search', role: 'search', 'aria-label': 'Search recordings'},
    field('Device or session', 'who', {type: 'search'}),
    field('Address', 'url', {type: 'search', placeholder: 'part of a page’s URL'}),
    h('label', {class: 'f-event'}, h('span', {}, 'With'), h('select', {name: 'event'},
      h('option', {value: ''}, 'any event'), kinds.map(k => h('option', {value: k}, nameOf(k))))),
    field('that says', 'text', {type: 'search', placeholder: 'button#pay, a message, a tag'}),
    field('From', 'from', {type: 'date'}),
    field('Until', 'to', {type: 'date'}),
    field('Longer than, s', 'min', {type: 'number', min: '0', step: 'any', inputmode: 'decimal'}),
    field('Shorter than, s', 'max', {type: 'number', min: '0', step: 'any', inputmode: 'decimal'}),
    h('div', {class: 'buttons'}, h('button', {class: 'more'}, 'Search'), h('button', {type: 'reset', class: 'more'}, 'Clear')));
}

/** Puts what the address says into the form. */
function restore(form: HTMLFormElement): void {
  const said = new URLSearchParams(location.search);
  for (const name of fields) (form.elements.namedItem(name) as HTMLInputElement).value = said.get(name) ?? '';
}

/** What the server is asked: days become moments, in the time zone of who asks. */
function query(): URLSearchParams {
  const q = new URLSearchParams(location.search);
  const day = (name: string, more: number) => {
    const [y, m, d] = (q.get(name) ?? '').split('-').map(Number);
    const at = new Date(y!, m! - 1, d! + more).getTime();
    if (Number.isNaN(at)) q.delete(name);
    else q.set(name, String(at));
  };
  day('from', 0);
  day('to', 1); // that day, too
  return q;
}

function show(found: Found, on: {said: HTMLElement; rows: HTMLElement; pages: HTMLElement}): void {
  const {total, page, size, sessions} = found;
  const searched = fields.some(f => new URLSearchParams(location.search).has(f));
  const first = (page - 1) * size + 1, last = Math.ceil(total / size);
  fill(on.said, total === 0 ? '' : last > 1 ? `${first} to ${first + sessions.length - 1} of ${count(total, 'recording')}, newest first` : `${count(total, 'recording')}, newest first`);
  fill(on.rows, sessions.length ? table(sessions) : nothing(searched));
  const to = (n: number, label: string) => {
    const q = new URLSearchParams(location.search);
    q.set('page', String(n));
    return n < 1 || n > last ? undefined : h('a', {href: `${location.origin}/?${q}`}, label);
  };
  fill(on.pages, last > 1 && [to(page - 1, '← newer'), h('span', {}, `page ${page} of ${last}`), to(page + 1, 'older →')]);
}

function nothing(searched: boolean): HTMLElement {
  return h('div', {class: 'nothing'}, searched
    ? h('p', {}, 'No recording is like that. ', h('a', {href: location.origin}, 'Show all'))
    : [h('p', {}, h('strong', {}, 'There are no recordings yet.')),
      h('p', {}, 'Give a page’s SDK the API key and the two options that the server printed when it started. What the page sends shows up here at once.')]);
}

const signs = ['click', 'error', 'rage', 'dead'];

function table(sessions: Session[]): HTMLElement {
  return h('table', {},
    h('thead', {}, h('tr', {}, ['Began', 'Length', 'Device', 'Session', 'Pages', 'What happened'].map(t => h('th', {scope: 'col'}, t)))),
    h('tbody', {}, sessions.map(row)));
}

function row(s: Session): HTMLElement {
  const urls = s.urls ?? [];
  const cell = (label: string, ...children: Parameters<typeof append>[1]) => h('td', {'data-label': label}, ...children);
  return h('tr', {},
    cell('Began', h('a', {href: `${location.origin}/s/${encodeURIComponent(s.id)}`}, date(s.began) || 'no date'), s.live && h('span', {class: 'live-mark'}, 'live')),
    cell('Length', took(s.ended - s.began)),
    cell('Device', s.device || '–'),
    cell('Session', s.session || '–'),
    cell('Pages', urls.length ? short(urls[0]!) : '–', urls.length > 1 && h('span', {class: 'soft'}, ` and ${urls.length - 1} more`)),
    cell('What happened', h('span', {class: 'signs'}, signs.map(k => {
      const n = s.counts?.[k] ?? 0;
      return n > 0 && h('span', {class: `sign k-${k}`}, stroke(shapes[k]!, 'symbol'), `${n} ${nameOf(k, n)}`);
    })), !signs.some(k => s.counts?.[k]) && h('span', {class: 'soft'}, count(s.events, 'event'))));
}
