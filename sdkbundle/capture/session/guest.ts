/** A page inside a frame of another origin that has named the page around it: it records for that one, and sends nothing anywhere else. */
import {hello, isOurs, question, record, type Early, type Order, type Recorder, type Rules} from '../record';
import type {Options} from '../types';
import {connector} from './connector';
import {logger} from './log';
import {settle} from './options';
import {attempt, json, listen} from './platform';
import {levels, rules} from './privacy';
import type {Run} from './run';

/** What is hidden where either side wants it hidden. The page around shows nothing that this one masks. */
function both(own: Rules, theirs: Rules): Rules {
  const level = levels.indexOf(theirs.level) > levels.indexOf(own.level) ? theirs.level : own.level;
  return {level, mask: [...own.mask, ...theirs.mask], unmask: own.unmask, block: [...own.block, ...theirs.block]};
}

export function guest(key: string, options: Options, before: Early, around: string): Run {
  const settings = settle(key, options), log = logger(options);
  let recorder: Recorder | undefined, port: MessagePort | undefined;
  let policy = '', stopped = false, ended = false;
  const out = () => options.optOut === true || connector.optedOut(settings.instance);

  const halt = () => {
    attempt(() => recorder?.stop());
    recorder = undefined;
  };

  const obey = (o: Order) => {
    if (o.say === 'stop' || stopped || ended || out()) return halt();
    const r = both(rules(options.privacyConfig, undefined, location.href, log.once), o.rules), text = json.write(r);
    if (recorder && text === policy) return recorder.snapshot();
    policy = text;
    if (recorder) return recorder.setRules(r);
    const to = port!;
    recorder = record({
      rules: r, canvas: o.canvas && settings.canvas, warn: log.warn, early: before, inFrame: true, frames: settings.frames,
      emit: event => out() ? halt() : to.postMessage({say: 'event', event}),
    });
  };

  const offer = () => {
    if (stopped || ended || out()) return;
    halt();
    port?.close();
    const {port1, port2} = new MessageChannel();
    port = port1;
    port1.onmessage = ({data}: MessageEvent<Order>) => void attempt(() => obey(data));
    window.parent.postMessage(hello, around, [port2]);
  };

  const leave = () => {
    attempt(() => recorder?.flush());
    halt();
    port?.postMessage({say: 'bye'});
    port?.close();
    port = undefined;
  };

  const unlisten = [
    listen(window, 'message', (m: MessageEvent) => {
      if (m.source !== window.parent || !isOurs(m.data, question)) return;
      m.stopImmediatePropagation();
      if (m.origin === around) attempt(offer);
    }),
    listen(window, 'pagehide', leave),
    listen(window, 'pageshow', (e: PageTransitionEvent) => void (e.persisted && attempt(offer))),
  ];

  return {
    begin: async () => void attempt(offer),
    rename: async () => {},
    identity: () => ({device: options.deviceId, session: options.sessionId}),
    properties: () => ({}),
    flush: async () => recorder?.flush(),
    stop(is) {
      stopped = is;
      attempt(is ? leave : offer);
    },
    target() {},
    end: async () => {
      ended = true;
      leave();
      unlisten.forEach(f => f());
    },
  };
}
