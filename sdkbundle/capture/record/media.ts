/** Emits what video and sound do. */
import {Media} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

const kinds: Record<string, number> = {play: Media.play, pause: Media.pause, seeked: Media.seeked, volumechange: Media.volumeChange, ratechange: Media.rateChange};

export interface MediaTracker extends Tracker {
  met(e: HTMLMediaElement): void;
}

export function media(s: Describer): MediaTracker {
  const {dom, mirror} = s;
  const tell = (e: HTMLMediaElement) => {
    const id = mirror.open(e);
    if (!id) return;
    const source = e.srcObject ? Object.prototype.toString.call(e.srcObject).slice(8, -1) : undefined;
    s.say({kind: 'media', id, paused: e.paused, time: e.currentTime, rate: e.playbackRate, volume: e.volume, muted: e.muted, loop: e.loop, ...(source && {source})});
  };
  let marked = new Set<HTMLMediaElement>();
  const onEvent = (event: Event) => {
    const e = (event.composedPath()[0] ?? event.target) as HTMLMediaElement, type = kinds[event.type];
    const id = mirror.open(e);
    if (!id || type === undefined) return;
    s.flush();
    s.emit({type: 3, data: {source: 7, type, id, currentTime: e.currentTime, volume: e.volume, muted: e.muted, playbackRate: e.playbackRate, loop: e.loop}});
    tell(e);
  };
  return {
    met(e) {
      const root = dom.root(e);
      for (const type of Object.keys(kinds)) dom.listen(root, type, onEvent, {capture: true, passive: true});
      if (e.srcObject || !e.paused) {
        marked.add(e);
        s.soon();
      }
    },
    window(win) {
      s.patch.setter(win.HTMLMediaElement.prototype, 'srcObject', (e: HTMLMediaElement) => {
        marked.add(e);
        s.soon();
      });
    },
    flush() {
      if (!marked.size) return;
      const list = marked;
      marked = new Set();
      for (const e of list) tell(e);
    },
  };
}
