import type {Controls} from './controls';
import type {Panels} from './panels';
import type {Theatre} from './theatre';
import {failed} from './timeline';

interface Around {
  controls: Controls;
  panels: Panels;
  help(): void;
}

/** What each key does, and the list of them for people. */
export function keyboard(t: Theatre, around: Around): {keys: [string[], string][]; act(e: KeyboardEvent): void} {
  const {controls, panels} = around;
  const marks = () => t.recording.marks;
  const now = () => t.recording.start + t.time;
  const to = (m: {at: number} | undefined) => m && t.seek(m.at - t.recording.start);
  const bad = (m: {kind: string; status?: number}) => m.kind === 'error' || m.kind === 'rage' || m.kind === 'dead' || failed(m.status);
  const table: [string[], string, () => void][] = [
    [['k', ' '], 'play or pause', () => t.toggle()],
    [['ArrowLeft', 'j'], 'back 10 seconds', () => t.seek(t.time - 10_000)],
    [['ArrowRight', 'l'], 'on 10 seconds', () => t.seek(t.time + 10_000)],
    [['Home'], 'to the beginning', () => t.seek(0)],
    [['End'], 'to the end; of a live session, follow it', () => (controls.element.querySelector<HTMLElement>('.c-live')!.hidden ? t.seek(t.duration) : t.follow())],
    [['<', '-'], 'slower', () => controls.faster(-1)],
    [['>', '+'], 'faster', () => controls.faster(1)],
    [['s'], 'skip inactivity, or do not', () => controls.skip()],
    [['n'], 'to the next event', () => to(marks().find(m => m.at > now() + 1))],
    [['p'], 'to the event before', () => to(marks().findLast(m => m.at < now() - 1))],
    [['e'], 'to the next error, failed request, rage or dead click', () => to(marks().find(m => m.at > now() + 1 && bad(m)))],
    [['1'], 'events', () => panels.open(0)],
    [['2'], 'console', () => panels.open(1)],
    [['3'], 'network', () => panels.open(2)],
    [['/'], 'filter what happened', () => panels.filter()],
    [['c'], 'copy a link to this moment', () => controls.copyLink()],
    [['?'], 'this help', () => around.help()],
  ];
  const words: Record<string, string> = {' ': 'Space', ArrowLeft: '←', ArrowRight: '→'};
  return {
    keys: [...table.map(([names, what]): [string[], string] => [names.map(n => words[n] ?? n), what]), [['Esc'], 'leave the filter']],
    act(e) {
      const target = e.target as HTMLElement;
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      if (target.matches('input[type=search]')) {
        if (e.key === 'Escape') target.blur();
        return;
      }
      if (target.matches('select') || (e.key === ' ' && target.matches('button, summary'))) return; // they use the keys themselves
      const row = table.find(([names]) => names.includes(e.key));
      if (!row) return;
      e.preventDefault();
      row[2]();
    },
  };
}
