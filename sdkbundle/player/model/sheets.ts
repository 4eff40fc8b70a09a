/** Style sheets that scripts change, and constructed ones. */
import {Base, type Css, edit, entries, sheetOf} from './css';
import {Kind} from './node';
import type {Page} from './page';
import {list, object, path, text, whole, type Loose} from './value';

/** Makes a constructed sheet, or gives a known one its rules anew. */
function define(p: Page, sheet: Loose): void {
  const id = whole(sheet['styleId']);
  if (!id) return p.report('a constructed sheet without a number');
  const rules = entries(list(sheet['rules']).map(r => text(object(r)['rule']))); // one by one: a broken one spoils no other
  const {disabled, media} = p.sheets.get(id) ?? {disabled: false, media: null};
  p.putSheet(0, id, {...sheetOf(new Base(''), true), rules, disabled, media});
}

/** Applies an event that gives a document or shadow root its list of adopted sheets. */
export function adopt(p: Page, d: Loose): void {
  for (const s of list(d['styles'])) define(p, object(s)); // later events may refer to them even if the owner is unknown
  const n = p.get(whole(d['id']));
  if (!n || (n.kind !== Kind.element && n.kind !== Kind.document)) return p.report(`node ${d['id']} adopts sheets and is no document or element`);
  const owner = n.kind === Kind.element ? p.fragment(n) : n;
  const ids = list(d['styleIds']).map(whole);
  for (const id of ids) if (!p.sheets.get(id)) p.report(`node ${n.id} adopts sheet ${id}, which there is not`);
  p.edit(owner.id).adopted = ids.filter(id => p.sheets.get(id));
}

/** Adopted sheets in a description, which is Amplitude's dialect. One that was said before comes without its rules. */
export function adoptInline(p: Page, owner: number, sheets: unknown[]): void {
  if (sheets.length === 0) return;
  for (const s of sheets.map(object)) if (!p.sheets.get(whole(s['styleId'])) || list(s['rules']).length) define(p, s);
  p.edit(owner).adopted = sheets.map(s => whole(object(s)['styleId'])).filter(id => p.sheets.get(id));
}

function change(p: Page, d: Loose, make: (css: Css) => Css | string): void {
  const id = whole(d['id']);
  const styleId = whole(d['styleId']);
  const css = p.sheet(id, styleId);
  const next = css ? make(css) : `there is no sheet ${styleId || `of node ${id}`}`;
  if (typeof next === 'string') p.report(next);
  else p.putSheet(id, styleId, next);
}

/** Applies an event that inserts, deletes or replaces rules. */
export function changeRules(p: Page, d: Loose): void {
  for (const a of list(d['adds']).map(object)) change(p, d, css => edit(css, path(a['index']), {insert: text(a['rule'])}));
  for (const r of list(d['removes']).map(object)) change(p, d, css => edit(css, path(r['index']), {remove: true}));
  for (const all of [d['replace'], d['replaceSync']]) {
    if (typeof all === 'string') change(p, d, css => ({...sheetOf(new Base(all), true), disabled: css.disabled, media: css.media}));
  }
}

/** Applies an event that sets or removes a property of a rule. */
export function changeDeclaration(p: Page, d: Loose): void {
  for (const [op, removes] of [[d['set'], false], [d['remove'], true]] as const) {
    if (!op) continue;
    const {property, value, priority} = object(op);
    change(p, d, css => edit(css, path(d['index']), {property: text(property), value: removes ? null : text(value), priority: text(priority)}));
  }
}
