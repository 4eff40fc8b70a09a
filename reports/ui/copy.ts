import {fill, h, stroke} from './dom';

const sheets = 'M6 4V2.5h7.5V10H12M2.5 6H10v7.5H2.5z';

/** A button that copies text. It is text of the run as it is, with nothing escaped. */
export function copyButton(text: string, label: string, className = 'copy'): HTMLElement {
  const words = h('span', {class: 'label'}, label);
  const button = h('button', {
    type: 'button', class: className, title: label, 'aria-label': label,
    on: {click: () => void copy(text).then((done) => say(done ? 'copied' : 'copying is not allowed here'))},
  }, stroke(sheets, 'glyph'), words);
  let reset: number | undefined;
  const say = (what: string) => {
    fill(words, what);
    announce(what);
    clearTimeout(reset);
    reset = setTimeout(() => fill(words, label), 1500);
    button.classList.add('said');
    button.addEventListener('blur', () => button.classList.remove('said'), {once: true});
  };
  return button;
}

/** A line of shell with its copy button. */
export function command(line: string): HTMLElement {
  return h('div', {class: 'command'}, h('code', {dir: 'ltr'}, line), copyButton(line, 'copy'));
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed for pages from disk in every browser; the old way is.
    const area = h('textarea', {class: 'offscreen'});
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Tells a screen reader what happened. */
export function announce(what: string): void {
  const live = document.getElementById('live');
  if (live) fill(live, what);
}
