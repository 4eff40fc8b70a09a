/**
 * Tries to run script and to reach a server, each try in another way. What the page's policy refuses
 * is in the global refused, script that ran sets the global harmed. Returns the number of tries.
 */
async function reach(url, framed) {
  globalThis.refused = [];
  addEventListener('securitypolicyviolation', (e) => globalThis.refused.push(e.effectiveDirective));
  await new Promise((done) => setTimeout(done)); // what the debugger runs itself may use eval
  const add = (tag, attributes, text = '') => {
    const el = document.createElement(tag);
    for (const name in attributes) el.setAttribute(name, attributes[name]);
    el.textContent = text;
    document.body.append(el);
    return el;
  };
  const harm = 'globalThis.harmed = true';
  const tries = [
    () => add('img', {src: url}),
    () => add('script', {src: url}),
    () => add('script', {}, harm),
    () => add('p', {onclick: harm}).click(),
    () => add('a', {href: `javascript:void(${harm})`}).click(),
    () => add('p', {style: `background: url(${url})`}),
    () => add('style', {}, `@import "${url}";`),
    () => add('link', {rel: 'stylesheet', href: url}),
    () => add('link', {rel: 'preload', as: 'image', href: url}),
    () => add('iframe', {src: framed}),
    () => add('object', {data: url}),
    () => add('video', {src: url}),
    () => new FontFace('f', `url(${url})`).load().catch(() => {}),
    () => fetch(url).catch(() => {}),
    () => { const x = new XMLHttpRequest(); x.open('GET', url); x.send(); },
    () => { const e = new EventSource(url); e.onerror = () => e.close(); },
    () => new WebSocket(url.replace('http', 'ws')),
    () => navigator.sendBeacon(url, 'x'),
    () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
    () => (0, eval)(harm),
  ];
  for (const attempt of tries) {
    try {
      attempt();
    } catch {
      // refused at once
    }
  }
  return tries.length;
}
