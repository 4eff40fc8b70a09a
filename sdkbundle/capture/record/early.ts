/**
 * Remembers from the start what nobody can ask for later: closed shadow roots, the internals of custom
 * elements, registered properties. Whether anything is recorded is decided when a configuration has come.
 */
import type {Win} from './natives';
import {patcher, type Patcher} from './patch';

export interface Registered {
  name: string;
  syntax: string;
  inherits: boolean;
  initialValue?: string;
  of: WeakRef<Document>;
}

/** What a recording is told of as it happens. */
export interface Heard {
  root(host: Element, root: ShadowRoot): void;
  property(p: Registered): void;
}

export interface Early {
  readonly closed: WeakMap<Element, ShadowRoot>;
  /** There is any closed root. */
  any: boolean;
  readonly internals: WeakMap<Element, ElementInternals>;
  /** Custom state set → its element. */
  readonly states: WeakMap<object, Element>;
  readonly properties: Registered[];
  /** Elements that have been password fields. */
  readonly passwords: WeakSet<Element>;
  heard: Heard | undefined;
  /** Begins to watch a window. */
  watch(win: Win, patch?: Patcher): void;
  /** Takes out of the windows what was put there without a patcher of their own. */
  stop(): void;
}

export function early(): Early {
  const own = patcher();
  const seen = new WeakSet<Document>();
  const e: Early = {
    closed: new WeakMap(),
    any: false,
    internals: new WeakMap(),
    states: new WeakMap(),
    properties: [],
    passwords: new WeakSet(),
    heard: undefined,
    watch(win, patch = own) {
      if (seen.has(win.document)) return;
      seen.add(win.document);
      const found = (host: Element, root: ShadowRoot) => {
        if (root.mode === 'closed') {
          e.closed.set(host, root);
          e.any = true;
        }
        e.heard?.root(host, root);
      };
      patch.method(win.Element.prototype, 'attachShadow', (host: Element, _: never, root: ShadowRoot) => found(host, root));
      patch.method(win.HTMLElement.prototype, 'attachInternals', (host: Element, _: never, internals: ElementInternals) => {
        e.internals.set(host, internals);
        const states = (internals as unknown as {states?: object}).states;
        if (states) e.states.set(states, host);
        if (internals.shadowRoot) found(host, internals.shadowRoot);
      });
      patch.method(win.CSS, 'registerProperty', (_: never, [p]: [PropertyDefinition]) => {
        const {name, initialValue, inherits, syntax = '*'} = p;
        const told = {name, syntax, inherits, ...(initialValue !== undefined && {initialValue}), of: new WeakRef(win.document)};
        e.properties.push(told);
        e.heard?.property(told);
      });
    },
    stop() {
      e.heard = undefined;
      own.stop();
    },
  };
  return e;
}
