/** Emits pictures that nobody could fetch later: those of blob addresses, and what is drawn on canvases. */
import type {Describer} from './describe';
import type {Tracker} from './scope';

export interface Pictures extends Tracker {
  image(e: HTMLImageElement): void;
  canvas(e: HTMLCanvasElement): void;
}

/** Canvases are read at most so often, in milliseconds. */
const every = 200;
/** More pixels than this would hold up the page. */
const most = 4_000_000;

export function pictures(s: Describer): Pictures {
  const {dom, mirror} = s;
  let images = new Set<HTMLImageElement>();
  let drawn = new Set<HTMLCanvasElement>();
  const said = new WeakMap<Element, string>();
  let timer = 0, due = false;
  /** When canvases were read last because something was drawn. */
  let read = -every;

  const hidden = (e: Element): boolean => {
    const entry = mirror.live(e);
    return !entry || !mirror.open(e) || s.privacy.text(entry.bits);
  };

  const tellImage = (e: HTMLImageElement) => {
    const id = mirror.id(e);
    if (!id || hidden(e) || !/^\s*blob:/i.test(e.currentSrc || e.src)) return;
    if (!e.complete) {
      images.add(e);
      return;
    }
    const width = e.naturalWidth, height = e.naturalHeight;
    if (!width || !height || width * height > most) return;
    const copy = s.win.document.createElement('canvas');
    copy.width = width;
    copy.height = height;
    copy.getContext('2d')?.drawImage(e, 0, 0);
    const url = copy.toDataURL();
    s.emit({type: 3, data: {source: 0, adds: [], removes: [], texts: [], attributes: [{id, attributes: {rr_dataURL: url}}]}});
  };

  const tellCanvas = (e: HTMLCanvasElement) => {
    const id = mirror.id(e), {width, height} = e;
    if (!id || hidden(e) || !width || !height || width * height > most) return;
    const url = e.toDataURL();
    if (said.get(e) === url) return;
    said.set(e, url);
    const base64 = url.slice(url.indexOf(',') + 1);
    s.emit({type: 3, data: {source: 9, id, type: 0, commands: [
      {property: 'clearRect', args: [0, 0, width, height]},
      {property: 'drawImage', args: [{rr_type: 'ImageBitmap', args: [{rr_type: 'Blob', data: [{rr_type: 'ArrayBuffer', base64}], type: 'image/png'}]}, 0, 0]},
    ]}});
  };

  const onDraw = (context: {canvas?: HTMLCanvasElement}) => {
    const e = context.canvas;
    if (!e || dom.type(e as Node) !== 1) return;
    drawn.add(e);
    if (timer || due) return;
    const wait = read + every - dom.ticks();
    if (wait > 0) timer = dom.setTimeout(ready, wait);
    else ready();
  };
  /** The canvases are read when the page's task is over. */
  const ready = () => {
    timer = 0;
    due = true;
    read = dom.ticks();
    s.soon();
  };

  const onLoad = (event: Event) => {
    const e = event.target as HTMLImageElement;
    if (dom.type(e) === 1 && dom.local(e) === 'img' && mirror.live(e) && /^\s*blob:/i.test(e.currentSrc || e.src)) {
      images.add(e);
      s.soon();
    }
  };

  return {
    image(e) {
      if (!e.complete) dom.listen(e, 'load', onLoad, {once: true});
      images.add(e);
      s.soon();
    },
    canvas(e) {
      if (!s.canvas) return;
      said.delete(e);
      drawn.add(e);
      due = true;
      s.soon();
    },
    window(win) {
      if (!s.canvas) return;
      for (const name of ['CanvasRenderingContext2D', 'WebGLRenderingContext', 'WebGL2RenderingContext', 'ImageBitmapRenderingContext']) {
        const proto = (win as unknown as Record<string, {prototype: object} | undefined>)[name]?.prototype;
        for (const m of Object.getOwnPropertyNames(proto ?? {})) {
          if (/^(fill|stroke|clear|draw|put|reset|transferFrom)/.test(m)) s.patch.method(proto, m, onDraw);
        }
      }
      // What WebGL has drawn is gone after the frame, unless it is asked to keep it.
      s.patch.arguments(win.HTMLCanvasElement.prototype, 'getContext', ([kind, options]) =>
        (/^(experimental-)?webgl/.test(String(kind)) ? [kind, {...(options as object), preserveDrawingBuffer: true}] : undefined));
      for (const p of ['width', 'height']) s.patch.setter(win.HTMLCanvasElement.prototype, p, (e: HTMLCanvasElement) => onDraw({canvas: e}));
    },
    flush() {
      if (images.size) {
        const list = images;
        images = new Set();
        for (const e of list) s.quiet(() => tellImage(e));
        for (const e of images) if (!mirror.live(e)) images.delete(e);
      }
      if (due) {
        due = false;
        const list = drawn;
        drawn = new Set();
        for (const e of list) s.quiet(() => tellCanvas(e)); // one that holds a picture of another origin cannot be read
      }
    },
    stop: () => dom.clearTimeout(timer),
  };
}
