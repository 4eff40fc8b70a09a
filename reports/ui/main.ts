import {fill, h} from './dom';
import {home} from './home';
import {keyboard} from './keys';
import {reading} from './matrix';
import type {Page} from './page';
import {reportOf, type Item, type Report} from './report';
import {result, type Context} from './result';
import {everything, homeHref, placeOf, resultHref, routeOf, type Filter, type Place} from './route';
import type {View} from './run';
import {words} from './text';

start();

function start(): void {
  const report = reportOf(JSON.parse(document.getElementById('data')!.textContent!) as View);
  const ofRun = document.title;
  const outlet = h('div', {id: 'page'});
  let page: Page | undefined;
  let filter: Filter = everything; // the last one of the home page
  let homeAt = 0; // how far the home page was scrolled
  let leftFrom = ''; // the result that was looked at last, as the home page links to it
  let shownAs = ''; // the same with its attempt

  const go = (href: string) => {
    location.hash = href;
  };
  const front = home(report, (f) => {
    history.replaceState(null, '', homeHref(f)); // a filter is no step to go back from
    show();
  });

  const show = () => {
    const route = routeOf(location.hash);
    if (route.page === 'home') {
      const back = page !== front;
      filter = route.filter;
      front.update(filter);
      if (back) {
        put(front);
        scrollTo(0, homeAt);
        document.querySelector<HTMLElement>(`.cell[href="${CSS.escape(leftFrom)}"]`)?.focus({preventScroll: true});
      }
      return;
    }
    const item = find(report, route.place);
    if (!item) return put(lost(route.place, go));

    const href = resultHref({...placeOf(item), attempt: route.place.attempt});
    if (page?.move && href === shownAs) {
      const link = (document.activeElement as HTMLElement | null)?.getAttribute('href');
      page.move(route.place);
      if (link) document.querySelector<HTMLElement>(`#checkpoints [href="${CSS.escape(link)}"]`)?.focus({preventScroll: true});
      bring(route.place);
      return;
    }
    if (page === front) homeAt = scrollY;
    leftFrom = resultHref(placeOf(item));
    shownAs = href;
    put(result(report, item, route.place, contextOf(report, item, filter), go));
    scrollTo(0, 0);
    bring(route.place);
  };
  const put = (next: Page) => {
    page = next;
    document.title = next.title ? words(`${next.title} – replaylab`) : ofRun;
    fill(outlet, next.element);
  };

  fill(document.getElementById('app')!, outlet,
    h('div', {id: 'live', class: 'offscreen', 'aria-live': 'polite'}),
    keyboard(() => page?.keys ?? {}));
  history.scrollRestoration = 'manual';
  addEventListener('hashchange', show);
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((d) => (d.open = true)));
  show();
}

/** Brings what a place names into sight, unless it is already. */
function bring(place: Place): void {
  const target = place.upload !== undefined ? document.getElementById(`upload-${place.upload}`)
    : place.checkpoint !== undefined ? document.getElementById('checkpoints') : null;
  const box = target?.getBoundingClientRect();
  if (box && (box.top < 0 || box.top > innerHeight * 0.7)) target!.scrollIntoView({block: place.upload !== undefined ? 'center' : 'start'});
}

function find(report: Report, p: Place): Item | undefined {
  const same = report.items.filter(({worst: r}) => r.scenario === p.scenario && r.sdk === p.sdk && r.player === p.player);
  return same.find((i) => i.worst.browser === p.browser) ?? same[0];
}

/** The neighbours of a result, among those that the home page shows or, for a stranger to the filter, among all. */
function contextOf(report: Report, item: Item, filter: Filter): Context {
  let items = reading(report, filter);
  let back = homeHref(filter);
  if (!items.includes(item)) {
    items = reading(report, everything);
    back = homeHref({});
  }
  const at = items.indexOf(item);
  return {back, previous: items[at - 1], next: items[at + 1], place: `${at + 1} of ${items.length}`};
}

function lost(p: Place, go: (href: string) => void): Page {
  return {
    title: 'not in this run',
    element: h('main', {class: 'lost'},
      h('h1', {}, 'This run has no such result'),
      h('p', {}, h('code', {}, p.scenario), ' with ', h('code', {}, p.sdk), ' replayed by ', h('code', {}, p.player), ' is not in it. The link may be of another run.'),
      h('p', {}, h('a', {href: '#/'}, '← All scenarios'))),
    keys: {back: () => go('#/')},
  };
}
