import {fill, h} from '../dom';
import {list} from './list';
import {sessionPage} from './session';

const app = document.getElementById('app')!;
const id = /^\/s\/([^/]+)$/.exec(location.pathname)?.[1];
const page = id ? sessionPage(app, decodeURIComponent(id)) : list(app);
page.catch((e: unknown) => {
  fill(app, h('main', {}, h('h1', {}, 'This cannot be shown'), h('p', {class: 'said'}, e instanceof Error ? e.message : String(e)),
    h('p', {}, h('a', {href: location.origin}, 'All recordings'))));
});
