/** What the page prints, and the errors that nobody caught. */
import type {MaskLevel} from '../types';
import {attempt, json, listen} from './platform';
import {wrap} from './wrap';

export const consoleLevels = ['log', 'info', 'warn', 'error', 'debug'];

/** The payload of rrweb's console plugin: arguments are JSON, one by one. */
export interface Printed {
  level: string;
  trace: string[];
  payload: string[];
}

/** How much of one argument is kept: characters, entries of an object, and depth. */
const length = 2000, entries = 50, depth = 4;

export function captureConsole(levels: string[], mask: MaskLevel, out: (p: Printed) => void): () => void {
  let inside = false; // what printing here causes is not the page's
  const print = (level: string, args: unknown[], trace: string[]) => {
    if (inside) return;
    inside = true;
    attempt(() => out({level, trace, payload: args.map(a => json.write(hide(shorten(a, depth), mask)))}));
    inside = false;
  };
  const stops = consoleLevels.filter(l => levels.includes(l)).map(l => wrap(console, l, args => print(l, args, [])));
  if (levels.includes('error')) {
    stops.push(
      listen<ErrorEvent>(window, 'error', e => {
        if (e.message) print('error', [e.message], e.filename ? [`${e.filename.split(/[?#]/)[0]}:${e.lineno}:${e.colno}`] : []);
      }, false),
      listen<PromiseRejectionEvent>(window, 'unhandledrejection', e => print('error', ['Uncaught (in promise)', e.reason], []), false),
    );
  }
  return () => stops.forEach(f => f());
}

/** A copy that is small and plain. It runs no code of the page's: no getters, no toString. */
function shorten(v: unknown, left: number): unknown {
  switch (typeof v) {
    case 'string':
      return v.length > length ? `${v.slice(0, length)}…` : v;
    case 'number': case 'boolean':
      return v;
    case 'object':
      break;
    case 'function':
      return '[function]';
    default:
      return String(v); // undefined, a symbol, a large number
  }
  if (v === null) return null;
  if (v instanceof Error) return `${own(v, 'name') ?? 'Error'}: ${shorten(own(v, 'message'), 0)}`;
  if (v instanceof Node) return `[${v.nodeName.toLowerCase()}]`;
  if (left === 0) return Array.isArray(v) ? '[array]' : '[object]';
  const names = Object.keys(v).slice(0, entries);
  const copies = names.map(n => shorten(own(v, n), left - 1));
  return Array.isArray(v) ? copies : Object.fromEntries(names.map((n, i) => [n, copies[i]]));
}

/** The value of a property of one's own, if no code has to run for it. */
const own = (v: object, name: string): unknown => Object.getOwnPropertyDescriptor(v, name)?.value;

/** Where all text of the page is masked, what it prints may be that text. */
function hide(v: unknown, mask: MaskLevel): unknown {
  if (mask !== 'conservative') return v;
  if (typeof v === 'string') return v.replace(/\S/g, '*');
  if (typeof v === 'number') return 0;
  if (Array.isArray(v)) return v.map(e => hide(e, mask));
  return typeof v === 'object' && v !== null ? '[object]' : v;
}
