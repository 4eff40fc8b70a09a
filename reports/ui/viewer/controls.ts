import {announce} from '../copy';
import {fill, h, stroke} from '../dom';
import {speeds, type Theatre} from './theatre';
import {clock} from './words';

const drawings = {
  play: 'M5 3l8 5-8 5z', pause: 'M5 3v10M11 3v10', back: 'M3 3v4h4M3.5 7A5 5 0 118 13', on: 'M13 3v4H9M12.5 7A5 5 0 108 13',
  link: 'M7 9l4-4M6 6L4 8a2.8 2.8 0 004 4l1-1M10 10l2-2a2.8 2.8 0 00-4-4L7 5', skip: 'M3 4l5 4-5 4zM9 4l5 4-5 4z', keys: 'M6 6a2 2 0 113 1.700c-.7.5-1 .8-1 1.8M8 12.500v.01',
};

export interface Controls {
  element: HTMLElement;
  update(): void;
  /** Whether the session is one of which more may come. */
  live(yes: boolean): void;
  copyLink(): void;
  faster(by: number): void;
  skip(): void;
}

export function controls(t: Theatre, help: () => void): Controls {
  const button = (name: string, label: string, drawing: string, click: () => void, ...more: (string | Node)[]) =>
    h('button', {type: 'button', class: `c-${name}`, title: label, 'aria-label': label, on: {click}}, stroke(drawing, 'symbol'), ...more);
  const play = button('play', 'Play (k)', drawings.play, () => t.toggle());
  const now = h('span', {class: 'now'});
  const speed = h('select', {'aria-label': 'Speed', title: 'Speed (< and >)', class: 'c-speed', on: {change: () => (t.speed = Number(speed.value))}},
    speeds.map(s => h('option', {value: s, selected: s === 1}, `${s}×`)));
  const skip = h('button', {type: 'button', class: 'c-skip', 'aria-pressed': 'false', title: 'Skip stretches in which nobody does anything (s)', on: {click: () => toggleSkip()}},
    stroke(drawings.skip, 'symbol'), h('span', {class: 'label'}, 'Skip inactivity'));
  const linked = h('span', {class: 'label'}, 'Copy link');
  const link = h('button', {type: 'button', class: 'c-link', title: 'Copy a link to this moment (c)', on: {click: () => void copyLink()}}, stroke(drawings.link, 'symbol'), linked);
  const live = h('button', {type: 'button', class: 'c-live', hidden: true, on: {click: () => t.follow()}});

  const toggleSkip = () => {
    t.skipping = !t.skipping;
    skip.setAttribute('aria-pressed', String(t.skipping));
    announce(t.skipping ? 'skips inactivity' : 'does not skip inactivity');
  };
  let reset = 0;
  const copyLink = async () => {
    const url = new URL(location.pathname, location.href);
    url.searchParams.set('t', (t.time / 1000).toFixed(2));
    history.replaceState(null, '', url);
    let said = 'copied';
    try {
      await navigator.clipboard.writeText(url.href);
    } catch {
      said = 'it is in the address bar'; // no clipboard for a page that is not of this machine, nor of https
    }
    fill(linked, said);
    announce(said);
    clearTimeout(reset);
    reset = setTimeout(() => fill(linked, 'Copy link'), 2000);
  };
  let drawn = '';
  return {
    element: h('div', {class: 'controls', role: 'group', 'aria-label': 'Player'}, play,
      button('back', 'Back 10 seconds (←)', drawings.back, () => t.seek(t.time - 10_000), h('small', {}, '10')),
      button('on', 'On 10 seconds (→)', drawings.on, () => t.seek(t.time + 10_000), h('small', {}, '10')),
      now, live, h('span', {class: 'gap'}), speed, skip, link, button('keys', 'Keys (?)', drawings.keys, help)),
    update() {
      const at = `${clock(t.time, true)} / ${clock(t.duration)}`;
      if (now.textContent !== at) fill(now, at);
      const state = `${t.playing && !t.following} ${t.following}`;
      if (state === drawn) return;
      drawn = state;
      const label = t.playing && !t.following ? 'Pause (k)' : 'Play (k)';
      play.title = label;
      play.setAttribute('aria-label', label);
      fill(play, stroke(t.playing && !t.following ? drawings.pause : drawings.play, 'symbol'));
      fill(live, t.following ? 'Live' : 'Back to live');
      live.setAttribute('aria-pressed', String(t.following));
    },
    live: yes => void (live.hidden = !yes),
    copyLink: () => void copyLink(),
    skip: toggleSkip,
    faster(by) {
      const at = Math.max(0, Math.min(speeds.length - 1, speeds.indexOf(t.speed) + by));
      t.speed = speeds[at]!;
      speed.value = String(t.speed);
      announce(`speed ${t.speed}`);
    },
  };
}
