import {fill, h} from './dom';
import {filtering} from './filter';
import {count} from './format';
import {tally, type Report} from './report';
import {everything, type Filter} from './route';
import {columns, meaning, symbol, tint} from './verdict';

type Choice = 'area' | 'label' | 'claim' | 'blame' | 'sdk';

export interface Filters {
  element: HTMLElement;
  update(filter: Filter, rows: number): void;
  focus(): void;
  clear(): void;
}

/** The controls over the matrix. They hold nothing: the address does, and it comes back as update. */
export function filters(report: Report, go: (f: Filter) => void): Filters {
  let now = everything;
  const change = (f: Partial<Filter>) => go({...now, ...f});

  const search = h('input', {
    type: 'search', placeholder: 'Search scenarios, titles, claims, paths', 'aria-label': 'Search', spellcheck: 'false', autocomplete: 'off',
    on: {input: () => change({text: search.value})},
  });
  const counts = tally(report.items);
  const chips = columns.filter((v) => counts.has(v)).map((v) => ({
    v,
    button: h('button', {
      type: 'button', class: `chip ${tint(v)}`, title: meaning(v),
      on: {click: () => change({verdicts: now.verdicts.includes(v) ? now.verdicts.filter((o) => o !== v) : [...now.verdicts, v]})},
    }, symbol(v), v, ' ', h('b', {}, counts.get(v)!.toLocaleString('en'))),
  }));
  const blames = [...new Set(report.groups.map((g) => g.blame ?? '').filter(Boolean))].sort();
  const choices = ([
    ['sdk', 'SDK', [...new Set(report.columns.map((c) => c.sdk))]],
    ['area', 'Area', report.areas],
    ['claim', 'Claim', report.claims],
    ['blame', 'Blame', blames],
    ['label', 'Label', report.labels],
  ] as [Choice, string, string[]][]).filter(([, , options]) => options.length > 1).map(([key, title, options]) => ({
    key,
    select: h('select', {on: {change: (e) => change({[key]: (e.currentTarget as HTMLSelectElement).value})}},
      h('option', {value: ''}, 'any'), options.map((o) => h('option', {value: o}, o))),
    title,
  }));
  const toggle = (key: 'differ' | 'unsteady', title: string) => {
    const box = h('input', {type: 'checkbox', on: {change: () => change({[key]: box.checked})}});
    return {key, box, element: h('label', {class: 'toggle'}, box, title)};
  };
  const toggles = [
    ...(report.columns.length > 1 ? [toggle('differ', 'SDKs differ')] : []),
    ...(report.items.some((i) => i.unsteady) ? [toggle('unsteady', 'attempts disagree')] : []),
  ];
  const status = h('span', {role: 'status'});
  const clear = h('button', {type: 'button', class: 'clear', on: {click: () => go(everything)}}, 'Clear filters');

  return {
    element: h('div', {class: 'filters', role: 'search'},
      h('div', {class: 'search'}, search, h('kbd', {'aria-hidden': 'true'}, '/')),
      h('div', {class: 'chips', role: 'group', 'aria-label': 'Verdicts'}, chips.map((c) => c.button)),
      h('div', {class: 'choices'},
        choices.map((c) => h('label', {}, c.title, c.select)),
        toggles.map((t) => t.element),
        h('p', {class: 'found'}, clear, ' ', status))),
    update(filter, rows) {
      now = filter;
      if (search.value !== filter.text) search.value = filter.text;
      for (const {v, button} of chips) button.setAttribute('aria-pressed', String(filter.verdicts.includes(v)));
      for (const {key, select} of choices) {
        select.value = filter[key];
        select.classList.toggle('set', filter[key] !== '');
      }
      for (const {key, box} of toggles) box.checked = filter[key];
      const all = report.rows.length;
      fill(status, rows === all ? count(all, 'scenario') : `${rows.toLocaleString('en')} of ${count(all, 'scenario')}`);
      clear.hidden = !filtering(filter);
    },
    focus() {
      search.focus();
      search.select();
    },
    clear() {
      if (document.activeElement === search) search.blur();
      else if (filtering(now)) go(everything);
    },
  };
}
