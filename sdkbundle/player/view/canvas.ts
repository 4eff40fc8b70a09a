/** What was drawn on canvases. */
import type {Drawing, VNode} from '../model/node';
import {list, object, text} from '../model/value';
import {ownRule} from './sheet';
import type {View} from './view';

/** What a canvas shows of what was drawn, and the work on it that goes on. */
const done = new WeakMap<HTMLCanvasElement, {source: string; drawn: readonly Drawing[]; work: Promise<void>}>();

export function syncCanvas(v: View, n: VNode, e: HTMLCanvasElement): void {
  const source = n.attrs['rr_dataURL'] ?? '';
  const drawn = n.live.drawn ?? [];
  const have = done.get(e);
  if (!have && !source && !drawn.length) return shown(n, e, blank(e));
  if (have && have.source === source && have.drawn === drawn) return;
  const goesOn = have && have.source === source && have.drawn.every((d, i) => drawn[i] === d);
  const rest = goesOn ? drawn.slice(have.drawn.length) : drawn;
  const work = (have?.work ?? Promise.resolve()).then(async () => {
    const context = e.getContext('2d');
    if (!context) return;
    if (!goesOn) {
      e.width = e.width; // empties it
      if (/^data:image\//.test(source)) context.drawImage(await createImageBitmap(await picture(source)), 0, 0);
    }
    for (const d of rest) {
      if (d.type === 0) for (const c of d.commands) await command(context, object(c));
    }
    const url = e.toDataURL();
    shown(n, e, url);
    await Object.assign(new Image(), {src: url}).decode();
  }).catch((err: unknown) => v.report(`canvas ${n.id}: ${String(err)}`));
  done.set(e, {source, drawn, work});
  v.waiting.push(work);
}

/**
 * Shows a picture for a canvas: where no script runs, browsers show what is inside the element. The
 * attribute is one that nobody else knows.
 */
function shown(n: VNode, e: HTMLCanvasElement, url: string): void {
  e.setAttribute('rr_canvas', String(n.id));
  if (e.isConnected) ownRule(e, `canvas[rr_canvas="${n.id}"]`, `content:url("${url}")`);
}

/** A picture of the size of a canvas on which nothing is. */
const blank = (e: HTMLCanvasElement): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${e.width}" height="${e.height}"/>`)}`;

async function picture(url: string): Promise<Blob> {
  const [, type = '', base64, data = ''] = /^data:([^;,]*)(?:;[^;,]*)*?(;base64)?,(.*)$/s.exec(url) ?? [];
  return new Blob([base64 ? bytes(data) : decodeURIComponent(data)], {type});
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const s = atob(base64);
  const b = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) b[i] = s.charCodeAt(i);
  return b;
}

async function command(context: CanvasRenderingContext2D, c: Record<string, unknown>): Promise<void> {
  const property = text(c['property']);
  const args = await Promise.all(list(c['args']).map(argument));
  const target = context as unknown as Record<string, unknown>;
  if (!(property in CanvasRenderingContext2D.prototype) || property === 'canvas') return;
  if (c['setter']) target[property] = args[0];
  else if (typeof target[property] === 'function') (target[property] as (...a: unknown[]) => unknown).apply(context, args);
}

/** What was written of an argument, as what it was. */
async function argument(v: unknown): Promise<unknown> {
  if (Array.isArray(v)) return Promise.all(v.map(argument));
  if (typeof v !== 'object' || v === null) return v;
  const {rr_type: type, ...o} = v as Record<string, unknown>;
  const args = async () => Promise.all(list(o['args']).map(argument));
  switch (type) {
    case 'ArrayBuffer':
      return bytes(text(o['base64'])).buffer;
    case 'Blob':
      return new Blob((await Promise.all(list(o['data']).map(argument))) as BlobPart[], {type: text(o['type'])});
    case 'ImageBitmap':
      return createImageBitmap((await args())[0] as Blob);
    case 'ImageData': {
      const [data, ...size] = await args();
      return new ImageData(data as never, ...(size as [number]));
    }
    case 'Uint8ClampedArray': case 'Uint8Array': case 'Float32Array':
      return new globalThis[type]((await args())[0] as ArrayBuffer);
    case 'HTMLImageElement': {
      const src = text(o['src']);
      return /^data:image\//.test(src) ? createImageBitmap(await picture(src)) : undefined;
    }
  }
  return undefined;
}
