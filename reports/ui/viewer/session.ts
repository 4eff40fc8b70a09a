import {fill, h} from '../dom';
import {count, size} from '../format';
import * as api from './api';
import {controls} from './controls';
import {help} from './help';
import {keyboard} from './keyboard';
import {panelsOf} from './panels';
import {Theatre} from './theatre';
import {timeline} from './timeline';
import {date, short} from './words';

/** For how long after an upload more is expected, in milliseconds. */
const liveFor = 60_000;

/** One session: player, timeline and what happened. */
export async function sessionPage(app: HTMLElement, id: string): Promise<void> {
  const about = await api.session(id);
  document.title = `${about.device || about.session || 'Recording'} – replaylab`;
  const stage = h('div', {class: 'stage', role: 'img', 'aria-label': 'The replayed page'});
  const t = new Theatre(stage);
  const line = timeline(t), panels = panelsOf(t);
  const bar = controls(t, () => dialog.showModal());
  const state = h('span', {class: 'state'});
  const facts = h('p', {class: 'facts'});
  const problems = h('details', {class: 'problems', hidden: true}, h('summary', {}), h('ul', {}));
  const address = h('p', {class: 'address'}, ' ');
  const {keys, act} = keyboard(t, {controls: bar, panels, help: () => dialog.showModal()});
  const dialog = help(keys);
  document.addEventListener('keydown', e => {
    if (!dialog.open) act(e);
  });
  const main = h('main', {class: 'session', tabindex: '-1'},
    h('header', {class: 'top'}, h('a', {href: location.origin, class: 'home'}, '← All recordings'), h('h1', {}, about.device || about.session || 'Recording', ' ', state), facts),
    h('div', {class: 'watch'}, address, h('div', {class: 'room'}, stage), line.element, bar.element, problems),
    panels.element, dialog);
  fill(app, main);
  // The replayed page shows its focus by having it, if nothing here has: then it would get the keys.
  const keep = () => {
    const a = document.activeElement;
    if (!a || a === document.body || a instanceof HTMLIFrameElement) main.focus({preventScroll: true});
  };
  addEventListener('blur', keep);
  keep();

  let connected = true, received = about.live ? Date.now() : 0;
  const isLive = () => Date.now() - received < liveFor;
  const say = () => {
    const live = isLive();
    bar.live(live);
    fill(state, !connected ? h('span', {class: 'lost'}, 'connection lost, trying again') : live && h('span', {class: 'live-mark'}, 'live'));
    const session = about.session && about.device ? `session ${about.session}, ` : '';
    const {recording} = t;
    fill(facts, session, date(Number.isFinite(recording.start) ? recording.start : about.began), ', ', count(recording.next, 'event'),
      recording.uploads.length > 0 && ` in ${count(recording.uploads.length, 'upload')}, ${size(recording.uploads.reduce((n, u) => n + u.bytes, 0))}`, about.library && `, ${about.library}`);
    problems.hidden = t.problems.length === 0;
    fill(problems.firstElementChild!, `${count(t.problems.length, 'thing')} in this recording cannot be shown`);
    fill(problems.lastElementChild!, t.problems.slice(0, 100).map(p => h('li', {}, p)));
  };
  t.onChange = () => {
    keep();
    line.update();
    bar.update();
    panels.update();
    const page = t.recording.marks.findLast(m => m.kind === 'page' && m.at <= t.recording.start + t.time + 0.5);
    const where = page ? short(page.text ?? '') : ' ';
    if (address.textContent !== where) fill(address, where);
  };
  let due = 0, drawn = 0, took = 0;
  const redraw = () => {
    due ||= setTimeout(() => {
      due = 0;
      drawn = performance.now();
      line.marks();
      panels.marks();
      say();
      t.onChange();
      took = performance.now() - drawn;
    }, Math.max(0, drawn + 10 * took - performance.now())); // it has a tenth of the time, however much there is
  };
  const take = (c: api.Chunk) => {
    t.add(c);
    redraw();
  };

  const at = Number(new URLSearchParams(location.search).get('t') ?? NaN);
  if (at > 0) t.seek(at * 1000);
  say();
  await api.read(id, take);
  if (about.live && !(at > 0)) t.follow();
  redraw();
  api.follow(id, () => t.recording.next, c => {
    received = Date.now();
    take(c);
  }, yes => {
    connected = yes;
    say();
  });
  setInterval(say, 5000);
}
