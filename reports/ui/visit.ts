import {copyButton, command} from './copy';
import {fileHref, h, type Child} from './dom';
import {count, shell, size, took} from './format';
import type {Report} from './report';
import type {Played, Recording, Result, Step, Upload} from './run';

/** How long the visit was, for drawing it to scale. */
function length(result: Result): number {
  return Math.max(1, ...(result.steps ?? []).map((s) => s.at_ms + s.ms), ...(result.uploads ?? []).map((u) => u.at_ms));
}

/** A mark at its time: a tick, or a bar if it took some. */
function track(total: number, at: number, ms: number, className: string): HTMLElement {
  const mark = h('span', {class: className});
  mark.style.left = `${(at / total) * 100}%`;
  mark.style.width = `${(ms / total) * 100}%`;
  return h('span', {class: 'track', 'aria-hidden': 'true'}, mark);
}

/** A file of the results folder: a link if a browser may open it, and else its name. */
function file(report: Report, name: string | undefined, text: string): Child {
  const href = report.alone ? undefined : fileHref(name);
  return href ? h('a', {href, target: '_blank', rel: 'noopener'}, text) : name && h('code', {dir: 'ltr'}, name);
}

/** What the SDK sent, as a waterfall: when, how much, and what came of it. */
export function uploads(report: Report, result: Result): HTMLElement | undefined {
  const all = result.uploads ?? [];
  if (all.length === 0) return undefined;
  const total = length(result);
  const sum = (of: (u: Upload) => number) => all.reduce((n, u) => n + of(u), 0);
  return h('section', {class: 'uploads', id: 'uploads'},
    h('h2', {}, 'Uploads', h('small', {}, `${count(all.length, 'request')}, ${size(sum((u) => u.bytes))} on the wire, ${size(sum((u) => u.raw))} raw, ${count(sum((u) => u.events), 'event')}`)),
    h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {},
        h('th', {scope: 'col', class: 'n'}, '#'), h('th', {scope: 'col', class: 'n'}, 'At'), h('th', {scope: 'col', class: 'wide', 'aria-hidden': 'true'}),
        h('th', {scope: 'col'}, 'Kind'), h('th', {scope: 'col', class: 'n'}, 'Status'), h('th', {scope: 'col', class: 'n'}, 'Wire'),
        h('th', {scope: 'col', class: 'n'}, 'Raw'), h('th', {scope: 'col'}, 'Events'), h('th', {scope: 'col'}, 'File'))),
      h('tbody', {}, all.map((u) => upload(report, u, total))))));
}

function upload(report: Report, u: Upload, total: number): HTMLElement {
  const wrong = u.status < 200 || u.status >= 400;
  return h('tr', {id: `upload-${u.seq}`, title: `${u.method} ${u.url}`},
    h('td', {class: 'n'}, u.seq),
    h('td', {class: 'n'}, took(u.at_ms)),
    h('td', {class: 'wide'}, track(total, u.at_ms, 0, u.problem || wrong ? 'tick wrong' : 'tick')),
    h('td', {}, u.kind || u.method),
    h('td', {class: wrong ? 'n wrong' : 'n'}, u.status === 0 ? 'none' : u.status),
    h('td', {class: 'n'}, size(u.bytes)),
    h('td', {class: 'n'}, size(u.raw)),
    h('td', {}, u.types || (u.events ? u.events : ''), u.problem && h('p', {class: 'problem', dir: 'auto'}, u.problem)),
    h('td', {}, file(report, u.file, 'raw')));
}

/** What was recorded, and how to see it move. */
export function recordings(report: Report, result: Result): HTMLElement | false {
  const all = result.recordings ?? [];
  if (all.length === 0) return false;
  return h('section', {class: 'recordings', id: 'recordings'},
    h('h2', {}, 'Recordings', h('small', {}, count(all.length, 'stream'))),
    all.map((r) => recording(report, r, (result.passes ?? []).filter((p) => (p.recording ?? '') === r.file))));
}

/** How the player was taken through a recording. */
function pass(p: Played): string {
  const how = p.pass === 'play' ? 'played through' : 'sought';
  if (p.failed && p.ms === 0) return `not ${how}: ${p.failed}`;
  const speed = p.speed && p.speed > 1 ? `, at up to ${p.speed.toLocaleString('en', {maximumFractionDigits: 1})} times the speed` : '';
  const frames = p.frames ? ` and ${count(p.frames, 'frame')}${speed}` : '';
  return `${how} in ${took(p.ms)}${frames}${p.failed ? `, but not to the end: ${p.failed}` : ''}`;
}

function recording(report: Report, r: Recording, passes: readonly Played[]): HTMLElement {
  return h('article', {class: 'recording'},
    h('p', {},
      h('b', {}, count(r.events, 'event')), ` over ${took(r.ms)}`,
      r.dropped ? `, ${count(r.dropped, 'copy').replace('copys', 'copies')} dropped` : '',
      r.late ? [', ', h('strong', {class: 'problem'}, `${count(r.late, 'event')} late`)] : '',
      r.virtual ? ' · in virtual time, so nothing is said of when events arrived'
        : r.delay_max_ms ? ` · arrived ${took(r.delay_median_ms ?? 0)} after it happened (median), ${took(r.delay_max_ms)} at most` : '',
      ' · session ', h('code', {dir: 'ltr'}, r.session), ' · device ', h('code', {dir: 'ltr'}, r.device), ' · load ', h('code', {dir: 'ltr'}, r.load),
      ' · ', file(report, r.file, 'file')),
    passes.length > 0 && h('p', {dir: 'auto'}, passes.map(pass).join('; ')),
    command(shell(['replaylab', 'replay', onDisk(report, r.file)])));
}

/** A file by the path it has on this machine, if the page was opened from disk. */
function onDisk(report: Report, name: string): string {
  if (report.alone || location.protocol !== 'file:') return name;
  try {
    const folder = decodeURIComponent(location.pathname).replace(/[^/]*$/, '').replace(/^\/(?=[A-Za-z]:\/)/, '');
    return folder + name;
  } catch {
    return name;
  }
}

/** What the visitor did, to the same scale as the uploads. */
export function steps(result: Result): HTMLElement | false {
  const all = result.steps ?? [];
  if (all.length === 0) return false;
  const total = length(result);
  return h('section', {class: 'steps', id: 'steps'},
    h('h2', {}, 'Steps', h('small', {}, `${took(total)} from ${result.file}`), copyButton(result.file, 'copy', 'copy quiet')),
    h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col', class: 'n'}, 'Line'), h('th', {scope: 'col', class: 'n'}, 'At'), h('th', {scope: 'col', class: 'wide', 'aria-hidden': 'true'}), h('th', {scope: 'col', class: 'n'}, 'Took'), h('th', {scope: 'col'}, 'Step'))),
      h('tbody', {}, all.map((s) => step(s, total))))));
}

function step(s: Step, total: number): HTMLElement {
  const verb = /^\S*/.exec(s.text)![0];
  return h('tr', {class: verb === 'checkpoint' ? 'is-checkpoint' : undefined},
    h('td', {class: 'n'}, s.line),
    h('td', {class: 'n'}, took(s.at_ms)),
    h('td', {class: 'wide'}, track(total, s.at_ms, s.ms, 'span')),
    h('td', {class: 'n'}, took(s.ms)),
    h('td', {}, h('code', {dir: 'ltr'}, h('b', {}, verb), s.text.slice(verb.length))));
}

// Phases shorter than this part of the whole are told together.
const short = 0.01;

/** Where the time of the result went, to its own scale. */
export function phases(result: Result): HTMLElement | false {
  const all = result.phases ?? [];
  const total = Math.max(result.wall_ms, all.reduce((sum, p) => sum + p.ms, 0));
  if (total <= 0) return false;
  let at = 0;
  const placed = all.map((p) => ({...p, at: (at += p.ms) - p.ms}));
  const long = placed.filter((p) => p.ms >= short * total);
  const rest = placed.filter((p) => p.ms < short * total);
  return all.length > 0 && h('section', {class: 'phases', id: 'phases'},
    h('h2', {}, 'Where the time went', h('small', {}, `${took(result.wall_ms)}, with whatever ran beside it`)),
    h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Phase'), h('th', {scope: 'col', class: 'n'}, 'Took'), h('th', {scope: 'col', class: 'wide', 'aria-hidden': 'true'}))),
      h('tbody', {}, long.map((p) => h('tr', {}, h('td', {}, p.name), h('td', {class: 'n'}, took(p.ms)), h('td', {class: 'wide'}, track(total, p.at, p.ms, 'span'))))))),
    rest.length > 0 && h('p', {class: 'left-out'}, `and ${count(rest.length, 'shorter one')}, ${took(rest.reduce((sum, p) => sum + p.ms, 0))} in all: ${rest.map((p) => p.name).join(', ')}`));
}
