/** Whether the user is with the page. */
import {after, cancel, listen} from './platform';

export interface Focus {
  now(): boolean;
  stop(): void;
}

/** How often to look while the focus is away, in milliseconds: a frame that gets it tells the page nothing. */
const often = 1000;

/** changed is told when the focus goes and when it comes back. */
export function watchFocus(changed: (focused: boolean) => void): Focus {
  let focused = document.hasFocus();
  let timer = 0;
  const look = () => {
    cancel(timer);
    timer = 0;
    const is = document.hasFocus();
    if (is !== focused) changed((focused = is));
    if (!focused && document.visibilityState === 'visible') timer = after(often, look);
  };
  // A blur is also what the page sees when one of its frames gets the focus: only then it still has it.
  const later = () => void after(0, look);
  const unlisten = [
    listen(window, 'focus', look), listen(window, 'blur', later), listen(document, 'visibilitychange', look), listen(window, 'pageshow', look),
  ];
  look();
  return {
    now: () => focused,
    stop() {
      cancel(timer);
      unlisten.forEach(f => f());
    },
  };
}
