/** Drives rrweb's own Replayer. */
import {drawn, drive} from '../page/player';

interface Replayer {
  iframe: HTMLIFrameElement;
  getMirror(): {getId(n: Node): number};
  pause(ms: number): void;
  play(ms: number): void;
  on(event: string, handler: () => void): void;
  disableInteract(): void;
}

declare const rrweb: {Replayer: new (events: unknown[], config: object) => Replayer};

let replayer: Replayer;

drive({
  load(events) {
    return new Promise(resolve => {
      replayer = new rrweb.Replayer(events, {
        root: document.body,
        skipInactive: false,
        showWarning: false,
        showDebug: false,
        mouseTail: false,
        triggerFocus: true,
        pauseAnimation: true,
      });
      // The Replayer shows a poster of the first snapshot from a timer of its own, which would
      // undo a seek that came before it.
      replayer.on('fullsnapshot-rebuilded', () => setTimeout(resolve, 0));
    });
  },
  async seek(ms) {
    replayer.pause(ms);
    await drawn();
  },
  play: () => replayer.play(0),
  frame: () => replayer.iframe,
  id: n => replayer.getMirror().getId(n),
});
