/** What each event does to the page. */
import {settle} from './attribute';
import {input} from './control';
import {draw, interact, media, scroll, selectRange} from './interact';
import {is, Kind} from './node';
import type {Page} from './page';
import {mutate} from './queue';
import {adopt, changeDeclaration, changeRules} from './sheets';
import {applyState} from './state';
import {build} from './tree';
import {number, object, text, whole, type Loose} from './value';

/** The name under which what the format cannot say comes; see the protocol. */
const statePlugin = 'replaylab/state@1';

/** Numbers of incremental events, as in the protocol. Pointer moves are in the track of the pointer. */
const incremental: Record<number, (p: Page, d: Loose) => void> = {
  0: mutate, 2: interact, 3: scroll, 4: resize, 5: input, 7: media, 8: changeRules, 9: draw, 13: changeDeclaration, 14: selectRange, 15: adopt,
  1() {}, 6() {}, 12() {}, 11() {},
  10: (p, d) => void (p.fonts = [...p.fonts, d]),
  16(p, d) {
    const name = text(object(d['define'])['name']);
    if (!name) return;
    p.defined = [...p.defined.filter(n => n !== name), name];
    for (const id of p.nodes.keys()) {
      const n = p.get(id)!;
      if (is(n, name) || (n.kind === Kind.element && n.attrs['is'] === name)) p.live(id, {defined: true});
    }
  },
};

/**
 * Applies an event. What in it is broken, or refers to what is not there, is reported and left out;
 * the rest of it is applied all the same.
 */
export function apply(p: Page, event: Loose): void {
  const d = object(event['data']);
  p.time = number(event['timestamp']);
  try {
    switch (event['type']) {
      case 2:
        snapshot(p, d);
        break;
      case 3: {
        const change = incremental[d['source'] as number];
        if (!change) p.report(`a change of the unknown kind ${d['source']}`);
        else if (d['source'] !== 4 && !p.root) p.report('a change before the first full snapshot');
        else change(p, d);
        break;
      }
      case 4:
        p.url = text(d['href']);
        resize(p, d);
        break;
      case 6:
        if (d['plugin'] === statePlugin) applyState(p, object(d['payload']));
        break;
      case 0: case 1: case 5: case 7:
        break;
      default:
        p.report(`an event of the unknown type ${event['type']}`);
    }
    settle(p);
  } catch (e) {
    p.report(String(e));
  }
}

function resize(p: Page, d: Loose): void {
  const size = (v: unknown) => Math.round(Math.max(0, Math.min(number(v), 1e5)));
  p.width = size(d['width']);
  p.height = size(d['height']);
}

/** Starts anew. A snapshot that cannot be used changes nothing: what follows still fits the page as it was. */
function snapshot(p: Page, d: Loose): void {
  const node = object(d['node']);
  if (node['type'] !== Kind.document || !whole(node['id'])) return p.report('a full snapshot without a document');
  p.reset();
  const root = build(p, node, undefined, 0);
  if (!root) return;
  p.root = root.id;
  const offset = object(d['initialOffset']);
  p.live(root.id, {x: number(offset['left']), y: number(offset['top'])});
}
