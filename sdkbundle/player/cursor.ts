/** The pointer, drawn over the replayed page and never in it. */
import type {Timeline} from './timeline';
import type {View} from './view/view';

const arrow = 'M1 1v14l4-3.6 2.6 5.6 2.4-1.1L7.4 10.4 12.6 10z';
const space = 'http://www.w3.org/2000/svg';

/** How long the trail is, in milliseconds. */
const tail = 600;

export class Cursor {
  private readonly layer: SVGSVGElement;
  private readonly line: SVGPolylineElement;
  private readonly mark: SVGPathElement;

  constructor(root: HTMLElement, private readonly timeline: Timeline) {
    const make = <K extends keyof SVGElementTagNameMap>(name: K) => document.createElementNS(space, name);
    this.layer = make('svg');
    this.layer.setAttribute('class', 'replay-cursor');
    this.layer.setAttribute('style', 'position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden');
    this.layer.setAttribute('aria-hidden', 'true');
    this.line = make('polyline');
    this.line.setAttribute('fill', 'none');
    this.line.setAttribute('stroke', '#d33');
    this.line.setAttribute('stroke-width', '3');
    this.line.setAttribute('stroke-linecap', 'round');
    this.mark = make('path');
    this.mark.setAttribute('d', arrow);
    this.mark.setAttribute('fill', '#000');
    this.mark.setAttribute('stroke', '#fff');
    this.layer.append(this.line, this.mark);
    root.append(this.layer);
  }

  show(view: View, time: number): void {
    const p = this.timeline.pointer(time);
    this.layer.style.display = p ? '' : 'none';
    if (!p) return;
    const [dx, dy] = offset(view, p.id);
    this.mark.setAttribute('transform', `translate(${p.x + dx} ${p.y + dy})`);
    this.line.setAttribute('points', this.timeline.trail(time, tail).map(t => `${t.x + dx},${t.y + dy}`).join(' '));
  }
}

/** Where the window of a node's document is in that of the page: positions are told in the former. */
function offset(view: View, id: number): [number, number] {
  let x = 0, y = 0;
  for (let doc = view.page.get(view.page.documentOf(view.page.get(id))); doc?.parent; ) {
    const frame = view.dom.get(doc.parent) as HTMLElement | undefined;
    const box = frame?.getBoundingClientRect();
    x += (box?.left ?? 0) + (frame?.clientLeft ?? 0);
    y += (box?.top ?? 0) + (frame?.clientTop ?? 0);
    doc = view.page.get(view.page.documentOf(view.page.get(doc.parent)));
  }
  return [x, y];
}
