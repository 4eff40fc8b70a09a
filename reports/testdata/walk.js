/**
 * Goes to every place of the report that a link leads to, opens and presses everything there, and
 * tells what is not as it should be. `inside` is the address of the report's folder. Of a `plain` run
 * nothing speaks of undefined things.
 */
async function walk({inside, most, plain}) {
  const problems = [];
  const wrong = (what) => problems.length < 20 && problems.push(`${decodeURIComponent(location.hash).slice(0, 120)}: ${what}`.slice(0, 700));
  const home = location.href.replace(/#.*/, '');
  const hashes = (list) => [...list].map((a) => new URL(a.getAttribute('href'), home).hash);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const own = {};
  for (const tag of ['script', 'style', 'link', 'meta']) own[tag] = document.getElementsByTagName(tag).length;

  const look = () => {
    if (globalThis.harmed) wrong('script of the recording ran');
    for (const tag of Object.keys(own)) if (document.getElementsByTagName(tag).length !== own[tag]) wrong(`another <${tag}>`);
    const foreign = document.querySelector('iframe, frame, object, embed, base, video, audio, source, template, [srcdoc], [srcset], [action], [formaction], svg [href]');
    if (foreign) wrong('a foreign ' + foreign.outerHTML);
    for (const el of document.querySelectorAll('*')) {
      for (const {name, value} of el.attributes) {
        if (/^on/i.test(name)) wrong(`the handler ${name}=${value}`);
        if (name === 'src' && !(el.tagName === 'IMG' && (value.startsWith('data:image/png;base64,') || el.src.startsWith(inside)))) wrong(`${name}=${value}`);
        if (name !== 'href' || el.closest('head')) continue;
        const to = new URL(value, home);
        const leaves = /^https?:$/.test(to.protocol) && el.rel.includes('noopener') && el.target === '_blank'; // if somebody wants to
        const stays = to.href.startsWith(inside) && (to.href.startsWith(home) || /\.(json|xml|jsonl|ndjson|txt|log|bin|gz|http|png|jpe?g|webp)$/.test(to.pathname));
        if (!leaves && !stays) wrong(`${name}=${value}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) {
      const range = document.createRange();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let wide;
      for (let n; !wide && (n = texts.nextNode());) {
        range.selectNodeContents(n);
        if (range.getBoundingClientRect().right > innerWidth + 1 && !n.parentElement.closest('.scroll, .many')) wide = n.parentElement;
      }
      wrong(`${document.documentElement.scrollWidth} px wide in a window of ${innerWidth}, because of ${wide?.parentElement.outerHTML.slice(0, 200)}`);
    }
    const odd = plain && /\b(undefined|null|NaN|Invalid Date)\b|\[object /.exec(document.getElementById('page').innerText);
    if (odd) wrong(`says “${odd[0]}”`);
    for (const dd of document.querySelectorAll('dd')) if (dd.textContent.trim() === '') wrong(`nothing under “${dd.parentElement.textContent}”`);
  };

  const seen = new Set();
  const todo = ['#/'];
  for (let at; (at = todo.pop()) !== undefined && seen.size < most;) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (location.hash !== at) {
      const moved = new Promise((done) => addEventListener('hashchange', done, {once: true}));
      location.hash = at;
      await moved;
    }
    look();
    todo.push(...hashes(document.querySelectorAll('a[href^="#"]')));
    document.querySelectorAll('img').forEach((img) => (img.loading = 'eager'));
    document.querySelectorAll('details').forEach((d) => (d.open = true));
    document.querySelectorAll('dialog').forEach((d) => d.close());
    document.querySelectorAll('main button:not(.copy)').forEach((b) => b.click());
    document.querySelectorAll('main input, main select').forEach((i) => i.focus());
    look();
    for (const button of seen.size < 9 ? document.querySelectorAll('.command .copy, .rules tr:first-child .copy') : []) { // enough of them
      button.click();
      while (!button.classList.contains('said')) await frame();
      look();
    }
  }
  await Promise.all([...document.images].map((img) => img.complete || new Promise((done) => (img.onload = img.onerror = done))));
  await frame();
  await frame();
  look();
  if (location.href.replace(/#.*/, '') !== home) wrong('the page went elsewhere');
  return {problems, places: seen.size, left: todo.filter((at) => !seen.has(at)).length};
}
