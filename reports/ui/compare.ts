import {fill, h, imageSrc} from './dom';
import type {Checkpoint} from './run';
import type {Report} from './report';

/** The ways to look at two screenshots, in the order of keys 1 to 4. */
const modes = ['side by side', 'slider', 'overlay', 'difference'] as const;

type Mode = (typeof modes)[number];

// The way a person chose stays from one checkpoint and result to the next.
let chosen: Mode = 'side by side';

export interface Comparison {
  element: HTMLElement;
  /** Chooses by key. */
  choose(n: number): void;
}

/** The live and the replayed screenshot of a checkpoint, and four ways to look at them. */
export function comparison(report: Report, c: Checkpoint): Comparison | undefined {
  if (!c.live && !c.replayed) return undefined;
  const stage = h('div', {class: 'stage'});
  const tabs = modes.map((mode, i) => h('button', {
    type: 'button', class: 'tab', title: `key ${i + 1}`, on: {click: () => show(mode)},
  }, mode));
  const show = (mode: Mode) => {
    chosen = mode;
    tabs.forEach((t, i) => t.setAttribute('aria-pressed', String(modes[i] === mode)));
    fill(stage, ways[mode](report, c));
  };
  const both = c.live && c.replayed;
  if (both) show(chosen);
  else fill(stage, ways['side by side'](report, c));
  return {
    element: h('div', {class: 'comparison'}, both && h('div', {class: 'tabs', role: 'group', 'aria-label': 'Ways to compare'}, tabs), stage),
    choose: (n) => both && modes[n - 1] && show(modes[n - 1]!),
  };
}

const ways: Record<Mode, (report: Report, c: Checkpoint) => HTMLElement> = {
  'side by side': (report, c) => h('div', {class: 'pair'}, figure(report, c, 'live'), c.reference && figure(report, c, 'reference'), figure(report, c, 'replayed'),
    c.played && figure(report, c, 'played')),

  slider(report, c) {
    const top = picture(report, c, wanted(c));
    const line = h('span', {class: 'line'});
    const view = h('div', {class: 'stack', }, picture(report, c, 'replayed'), top, line, tag('live', 'left'), tag('replayed', 'right'));
    const range = h('input', {type: 'range', min: 0, max: 100, step: 0.5, value: 50, 'aria-label': 'How much of the live page shows', on: {input: () => move()}});
    const move = () => {
      top.style.clipPath = `inset(0 ${100 - range.valueAsNumber}% 0 0)`;
      line.style.left = range.value + '%';
    };
    const drag = (e: PointerEvent) => {
      const box = view.getBoundingClientRect();
      range.value = String(Math.max(0, Math.min(100, ((e.clientX - box.left) / box.width) * 100)));
      move();
    };
    view.addEventListener('pointerdown', (e) => {
      e.preventDefault(); // no dragging of the picture itself
      view.setPointerCapture(e.pointerId);
      drag(e);
    });
    view.addEventListener('pointermove', (e) => view.hasPointerCapture(e.pointerId) && drag(e));
    view.classList.add('drag');
    move();
    return h('div', {}, h('label', {class: 'control'}, 'replayed', range, 'live'), view);
  },

  overlay(report, c) {
    const top = picture(report, c, 'replayed');
    const range = h('input', {type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'How much of the replayed page shows', on: {input: () => fade()}});
    const fade = () => {
      top.style.opacity = String(range.valueAsNumber / 100);
    };
    const blink = h('input', {type: 'checkbox', on: {change: () => view.classList.toggle('blink', blink.checked)}});
    const view = h('div', {class: 'stack'}, picture(report, c, wanted(c)), top);
    fade();
    return h('div', {}, h('div', {class: 'control'}, h('label', {}, 'live', range, 'replayed'), h('label', {}, blink, 'blink')), view);
  },

  difference(report, c) {
    // The browser's own compositing: a page from disk may not read the pixels of its pictures.
    const view = h('div', {class: 'stack subtract strong'}, picture(report, c, wanted(c)), picture(report, c, 'replayed'));
    const strong = h('input', {type: 'checkbox', checked: true, on: {change: () => view.classList.toggle('strong', strong.checked)}});
    return h('div', {}, h('div', {class: 'control'}, h('span', {}, 'black is equal'), h('label', {}, strong, 'amplify')), view);
  },
};

function tag(text: string, where: string): HTMLElement {
  return h('span', {class: `tag ${where}`, 'aria-hidden': 'true'}, text);
}

type Shot = 'live' | 'reference' | 'replayed' | 'played';

/** What the replayed page should look like. */
const wanted = (c: Checkpoint): Shot => (c.reference ? 'reference' : 'live');

function figure(report: Report, c: Checkpoint, side: Shot): HTMLElement {
  const file = c[side];
  const caption = side === 'reference' ? 'without the SDK, with its text masked' : !c.played || side === 'live' ? side : side === 'played' ? 'replayed by playing through' : 'replayed by seeking';
  return h('figure', {}, h('figcaption', {}, caption), file ? frame(c, picture(report, c, side)) : h('p', {class: 'missing'}, 'no screenshot'));
}

/** A picture that keeps its place while it loads. */
function frame(c: Checkpoint, picture: HTMLElement): HTMLElement {
  const el = h('div', {class: 'stack'}, picture);
  if (c.width > 0 && c.height > 0) el.style.setProperty('--ratio', `${c.width} / ${c.height}`);
  return el;
}

function picture(report: Report, c: Checkpoint, side: Shot): HTMLElement {
  const file = c[side]!;
  const src = report.image(file) ?? imageSrc(file);
  const missing = () => h('p', {class: 'missing'}, `no picture at ${file}`);
  if (!src || (report.alone && !report.image(file))) return missing();
  const img = h('img', {
    src, alt: `the ${side === 'played' ? 'replayed' : side === 'reference' ? 'masked' : side} page at ${c.name}`, loading: 'lazy', decoding: 'async', draggable: 'false',
    on: {error: () => img.replaceWith(missing())},
  });
  if (c.width > 0 && c.height > 0) {
    img.width = c.width;
    img.height = c.height;
  }
  return img;
}
