/**
 * Sequences of tasks and microtasks whose order the platform fixes, whatever else the page does.
 * Only the order is told, never a time.
 */

/** Resolves with the names in the order in which they were told, once all have come or limit ms have passed. */
function sequence(count: number, limit: number, begin: (tell: (name: string) => void) => void): Promise<string> {
  const {setTimeout, clearTimeout} = window;
  return new Promise(done => {
    const seen: string[] = [];
    const end = () => {
      clearTimeout(timer);
      done(seen.join(' '));
    };
    const timer = setTimeout(() => done(''), limit); // a page that is held up tells nothing
    begin(name => {
      seen.push(name);
      if (seen.length === count) end();
    });
  });
}

const div = () => document.createElement('div');

/** Sequence → order in which it ran; '' if it did not come to its end. */
export async function order(limit: number): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  out['microtasks'] = await sequence(8, limit, tell => {
    const target = div();
    new MutationObserver(() => tell('observer')).observe(target, {attributes: true});
    void Promise.resolve().then(() => tell('promise')).then(() => tell('promise-2')).then(() => tell('promise-3'));
    queueMicrotask(() => tell('microtask'));
    target.title = 'x';
    void (async () => {
      tell('async');
      await null;
      tell('await');
    })();
    tell('sync');
  });
  out['tasks'] = await sequence(6, limit, tell => {
    setTimeout(() => {
      queueMicrotask(() => tell('microtask-1'));
      tell('timer-1');
    }, 0);
    setTimeout(() => {
      void Promise.resolve().then(() => tell('promise-2'));
      tell('timer-2');
    }, 0);
    queueMicrotask(() => tell('before'));
    tell('sync');
  });
  out['messages'] = await sequence(5, limit, tell => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = e => {
      queueMicrotask(() => tell(`microtask-${String(e.data)}`));
      tell(`message-${String(e.data)}`);
      if (e.data === 2) port1.close();
    };
    port2.postMessage(1);
    port2.postMessage(2);
    tell('sync');
  });
  out['events'] = await sequence(6, limit, tell => {
    const target = div();
    target.addEventListener('x', () => {
      tell('listener-1');
      queueMicrotask(() => tell('microtask'));
    });
    target.addEventListener('x', () => tell('listener-2'), {capture: true});
    target.onclick = () => tell('handler');
    target.dispatchEvent(new Event('x'));
    target.click();
    void Promise.resolve().then(() => tell('promise'));
    tell('sync');
  });
  if (!document.hidden) {
    out['frames'] = await sequence(5, limit, tell => {
      requestAnimationFrame(() => {
        tell('frame-1');
        queueMicrotask(() => tell('microtask-1'));
        requestAnimationFrame(() => tell('next-frame'));
      });
      requestAnimationFrame(() => tell('frame-2'));
      tell('sync');
    });
  }
  return out;
}
