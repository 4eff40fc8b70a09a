/** Video and sound. Their files seldom come along; their state does. */
import {is} from '../model/node';
import type {View} from './view';

export function syncMedia(v: View, touched: Set<number>): void {
  for (const id of touched) {
    const n = v.page.get(id);
    if (!n || !(is(n, 'video') || is(n, 'audio'))) continue;
    const e = v.dom.get(id) as HTMLMediaElement | undefined;
    if (!e) continue;
    const m = n.live.media ?? {};
    const muted = m.muted ?? 'muted' in n.attrs;
    if (e.muted !== muted) e.muted = muted;
    const volume = Math.max(0, Math.min(1, m.volume ?? 1));
    if (e.volume !== volume) e.volume = volume;
    const rate = m.rate ?? 1;
    try {
      if (e.playbackRate !== rate) e.playbackRate = rate;
    } catch {
      // No browser can play as fast, or as slowly.
    }
    if (m.loop !== undefined && e.loop !== m.loop && !('loop' in n.attrs)) e.loop = m.loop;
    if (!m.playing && !e.paused) e.pause();
    const time = (m.time ?? 0) + (m.playing ? ((v.where.time - (m.at ?? v.where.time)) / 1000) * rate : 0);
    if (Math.abs(e.currentTime - time) > (m.playing ? 0.5 : 0.05)) e.currentTime = time;
    if (m.playing && e.paused) e.play().catch(() => {});
  }
}
