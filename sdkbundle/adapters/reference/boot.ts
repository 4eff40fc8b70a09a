/** Starts the reference SDK from a script tag, as its users would. */
import type {SessionReplay} from '../../capture/types';
import {boot, type Config} from '../page/boot';

declare const sessionReplay: SessionReplay & Record<string, unknown>;

boot({
  async start(c: Config) {
    await sessionReplay.init(c.key, {
      deviceId: c.deviceId,
      sessionId: c.sessionId,
      sampleRate: 1,
      trackServerUrl: c.trackUrl,
      configServerUrl: c.configUrl,
      ...c.options,
    }).promise;
  },
  finish: () => sessionReplay.flush(),
  stop: () => sessionReplay.shutdown(),
  call(method, args) {
    const fn = sessionReplay[method];
    if (typeof fn !== 'function') throw new Error(`the SDK has no method ${method}`);
    const result: unknown = fn.apply(sessionReplay, args);
    return (result as {promise?: unknown} | undefined)?.promise ?? result;
  },
});
