/** Emits the window's size, and what else its media queries depend on. */
import type {Environment} from '../../protocol';
import type {Describer} from './describe';
import type {Tracker} from './scope';

export interface Viewport extends Tracker {
  meta(): void;
}

const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(prefers-contrast: more)', '(forced-colors: active)', 'print'];

/** Sizes are gathered so long, in milliseconds. */
const gather = 100;

export function viewport(s: Describer, address: () => string): Viewport {
  const {dom, win} = s;
  let width = 0, height = 0, timer = 0, resized = false;
  let environment = '';

  const is = (query: string): boolean => win.matchMedia(query).matches;
  const tell = (always: boolean) => {
    const now: Environment = {
      kind: 'environment',
      colorScheme: is(queries[0]!) ? 'dark' : 'light',
      reducedMotion: is(queries[1]!),
      contrast: is(queries[2]!) ? 'more' : is('(prefers-contrast: less)') ? 'less' : is('(prefers-contrast: custom)') ? 'custom' : 'no-preference',
      forcedColors: is(queries[3]!),
      print: is(queries[4]!),
      pixelRatio: win.devicePixelRatio,
    };
    const text = dom.stringify(now);
    if (!always && text === environment) return;
    environment = text;
    s.say(now);
  };

  const onResize = () => {
    timer ||= dom.setTimeout(() => {
      timer = 0;
      resized = true;
      s.soon();
    }, gather);
  };
  const onChange = () => {
    changed = true;
    s.soon();
  };
  let changed = false;
  const lists = queries.map(q => win.matchMedia(q));
  for (const l of lists) dom.listen(l, 'change', onChange, {});
  dom.listen(win, 'resize', onResize, {capture: true, passive: true});

  return {
    meta() {
      width = win.innerWidth;
      height = win.innerHeight;
      s.emit({type: 4, data: {href: address(), width, height}});
    },
    restate: () => tell(true),
    flush() {
      if (resized) {
        resized = false;
        if (win.innerWidth !== width || win.innerHeight !== height) {
          width = win.innerWidth;
          height = win.innerHeight;
          s.emit({type: 3, data: {source: 4, width, height}});
        }
        changed = true;
      }
      if (changed) {
        changed = false;
        tell(false);
      }
    },
    stop() {
      dom.clearTimeout(timer);
      dom.unlisten(win, 'resize', onResize, {capture: true});
      for (const l of lists) dom.unlisten(l, 'change', onChange, {});
    },
  };
}
