import {checkpoints, type Checkpoints} from './checkpoints';
import {claims} from './claims';
import {command, copyButton} from './copy';
import {fill, h} from './dom';
import {footer} from './footer';
import {count, took} from './format';
import {issue} from './issue';
import type {Page} from './page';
import {parts, type Item, type Report} from './report';
import type {Result} from './run';
import {homeHref, placeOf, resultHref, type Place} from './route';
import {badge, meaning, symbol, tint} from './verdict';
import {phases, recordings, steps, uploads} from './visit';

/** Where a result stands among those that the home page shows. */
export interface Context {
  back: string;
  previous?: Item;
  next?: Item;
  place: string; // such as "3 of 12"
}

/** The attempt that a place means: the one it names, or else the worst. */
export function attemptAt(item: Item, place: Place): Result {
  return item.attempts.find((a, i) => (a.attempt || i + 1) === place.attempt) ?? item.worst;
}

/** The page of one result: how it came out, the evidence, and all that was seen on the way. */
export function result(report: Report, item: Item, place: Place, context: Context, go: (href: string) => void): Page {
  const r = attemptAt(item, place);
  const here: Place = {...placeOf(item), attempt: place.attempt};
  let shots: Checkpoints | undefined;
  const moments = h('div', {class: 'checkpoints', id: 'checkpoints'});
  const sent = uploads(report, r);
  const step = (to: Item | undefined) => to && go(resultHref(placeOf(to)));
  const move = (to: Place) => {
    shots = checkpoints(report, r, {...here, checkpoint: to.checkpoint});
    fill(moments, shots?.element);
    sent?.querySelectorAll('tr').forEach((row) => row.classList.toggle('aim', row.id === `upload-${to.upload}`));
  };
  move(place);
  return {
    title: `${r.verdict}: ${r.scenario}, ${r.sdk}`,
    element: h('main', {class: 'result'},
      top(context),
      heading(r),
      others(report, item, here),
      attempts(item, r),
      again(report, r),
      claims(report, r, here),
      notes(r),
      shots && moments,
      sent,
      recordings(report, r),
      steps(r),
      phases(r),
      footer(report)),
    keys: {
      next: () => step(context.next), previous: () => step(context.previous),
      back: () => go(context.back), search: () => go(context.back),
      mode: (n) => shots?.mode(n),
    },
    move,
  };
}

function top(c: Context): HTMLElement {
  const arrow = (to: Item | undefined, text: string, key: string) =>
    to ? h('a', {class: 'arrow', href: resultHref(placeOf(to)), title: `${to.worst.scenario}, ${to.worst.sdk} (key ${key})`}, text) : h('span', {class: 'arrow off'}, text);
  return h('nav', {class: 'top', 'aria-label': 'Results'},
    h('a', {class: 'back', href: c.back}, '← All scenarios'),
    h('span', {class: 'walk'}, arrow(c.previous, '‹ previous', 'k'), h('span', {class: 'place'}, c.place), arrow(c.next, 'next ›', 'j')));
}

/** The scenario's sentence is the title: it says what should have been true. */
function heading(r: Result): HTMLElement {
  const {area, name, variant} = parts(r.scenario);
  return h('header', {class: `heading ${tint(r.verdict)}`},
    h('p', {class: 'id'}, badge(r.verdict, 'badge large'), h('span', {},
      h('a', {href: homeHref({area})}, area), ' / ', h('b', {}, name), variant && h('span', {class: 'variant'}, variant))),
    h('h1', {dir: 'auto'}, r.title || r.scenario),
    h('p', {class: 'reason', dir: 'auto'}, because(r)),
    h('p', {class: 'facts'},
      h('b', {}, r.sdk), ' replayed by ', h('b', {}, r.player || 'its own player'), r.browser && [' in ', r.browser], ' · ', took(r.wall_ms), ' · ',
      h('code', {dir: 'ltr'}, r.file), copyButton(r.file, 'copy', 'copy quiet')),
    h('p', {class: 'labels'},
      (r.labels ?? []).map((l) => [h('a', {class: 'label', href: homeHref({label: l})}, l), ' ']),
      (r.covers ?? []).length > 0 && h('span', {class: 'covers'}, 'covers ', (r.covers ?? []).join(', '))));
}

/** How to see it with one's own eyes, and how to tell others. */
function again(report: Report, r: Result): HTMLElement | false {
  return !!r.command && h('section', {class: 'again', 'aria-label': 'Run it again'},
    command(r.command), copyButton(issue(report, r), 'copy as an issue', 'copy text'));
}

/** What the lab saw besides: folded, since it is no verdict. */
function notes(r: Result): HTMLElement | false {
  const all = r.notes ?? [];
  return all.length > 0 && h('details', {class: 'notes'},
    h('summary', {}, `${count(all.length, 'note')}: seen, and not judged`),
    h('ul', {}, all.map((n) => h('li', {dir: 'auto'}, n))));
}

/** Why the verdict is what it is: the claim that gave it, in its own words. */
function because(r: Result): string {
  const mine = (r.claims ?? []).filter((c) => c.verdict === r.verdict && r.verdict !== 'held');
  const first = mine[0]?.summary || mine[0]?.reason;
  if (r.reason || !first) return r.reason || sentence(meaning(r.verdict));
  return mine.length > 1 ? `${first} (And ${count(mine.length - 1, 'more claim')}.)` : first;
}

const sentence = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1) + '.';

/** The same scenario in the other columns: is it this SDK, or everyone? */
function others(report: Report, item: Item, here: Place): HTMLElement | false {
  const row = report.rows.find((r) => r.scenario === item.worst.scenario);
  if (!row || row.items.size < 2) return false;
  return h('nav', {class: 'others', 'aria-label': 'The same scenario with other SDKs'}, h('span', {class: 'words'}, 'Same scenario'), [...row.items.values()].map((o) => h('a', {
    href: resultHref({...placeOf(o), checkpoint: here.checkpoint}), class: `other ${tint(o.verdict)}`, 'aria-current': o === item ? 'page' : undefined,
  }, symbol(o.verdict), h('b', {}, o.column.sdk), o.column.detail && ` ${o.column.detail}`, ' ', o.verdict)));
}

function attempts(item: Item, shown: Result): HTMLElement | false {
  if (item.attempts.length < 2) return false;
  return h('nav', {class: 'attempts', 'aria-label': 'Attempts'},
    h('span', {class: 'words'}, 'Attempts'),
    item.attempts.map((a, i) => h('a', {
      class: `attempt ${tint(a.verdict)}`, href: resultHref({...placeOf(item), attempt: a.attempt || i + 1}), 'aria-current': a === shown ? 'true' : undefined,
    }, h('b', {}, a.attempt || i + 1), symbol(a.verdict), a.verdict)),
    item.unsteady && h('strong', {class: 'disagree'}, 'Their verdicts disagree: until they agree, none of them is proof.'));
}
