/** The lab's hands and eyes inside a page, in an isolated world: see each module. */
import {aim, caret, choose, find, paste, point, rest} from './find';
import {closeOpened} from './opened';
import {read} from './probe';
import {rewrite} from './rewrite';
import {canonical} from './sheets';
import {stored} from './store';
import {watch} from './watch';

const lab = {...watch(), find, point, caret, choose, paste, aim, rest, read, closeOpened, rewrite, canonical, stored};

declare global {
  var replaylab: typeof lab;
}
globalThis.replaylab = lab;
