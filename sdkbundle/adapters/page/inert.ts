/** The boot script of the control visit: the same global, and no SDK behind it. */
import {boot} from './boot';

boot({
  start: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  stop: () => {},
  call: () => undefined,
});
