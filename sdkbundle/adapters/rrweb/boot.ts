/** Starts rrweb's recorder with a small uploader, as a team that hosts its own replay would. */
import {boot, type Config} from '../page/boot';
import {uploader} from './uploader';

interface Rrweb {
  record: ((options: object) => (() => void) | undefined) & {
    addCustomEvent(tag: string, payload: unknown): void;
    takeFullSnapshot(): void;
  };
}

declare const rrweb: Rrweb;

let stopRecording: (() => void) | undefined;
let upload: ReturnType<typeof uploader> | undefined;

boot({
  start(c: Config) {
    const {record} = rrweb;
    const up = (upload = uploader(c));
    return new Promise(resolve => {
      stopRecording = record({
        ...c.options,
        emit(e: {type: number}) {
          up.add(e);
          if (e.type === 2) resolve();
        },
      });
    });
  },
  finish: () => upload?.flush() ?? Promise.resolve(),
  stop() {
    stopRecording?.();
    return upload?.stop();
  },
  call(method, args) {
    switch (method) {
      case 'takeFullSnapshot': return rrweb.record.takeFullSnapshot();
      case 'addCustomEvent': return rrweb.record.addCustomEvent(String(args[0]), args[1]);
      case 'stop': return stopRecording?.();
      default: throw new Error(`rrweb has no method ${method}`);
    }
  },
});
