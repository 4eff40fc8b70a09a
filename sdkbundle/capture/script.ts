/** The script tag's entry. A page that has the global already, from whomever, is left as it is. */
import * as api from './index';

declare global {
  interface Window {
    sessionReplay?: unknown;
  }
}

window.sessionReplay ??= {...api};
