/** What the lab asks of a page's own script world, and of an unpatched one: see each module. */
import {calls} from './calls';
import {hashes} from './look';
import {order} from './order';
import {own} from './own';

export {details, functions, hashes, misuse} from './look';

export interface Looked {
  own: Record<string, string>;
  hashes: Record<string, number>;
  calls: Record<string, string>;
  order: Record<string, string>;
}

/** How long a sequence of tasks may take, in milliseconds. */
const limit = 2000;

/** Everything that can be told of the page's own world. still is for a page whose time stands still. */
export async function look(still: boolean, withOrder: boolean): Promise<Looked> {
  return {own: own(), hashes: hashes(), calls: await calls(still), order: still || !withOrder ? {} : await order(limit)};
}
