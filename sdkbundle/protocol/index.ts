/**
 * What a recording is made of: rrweb's events, and what its format cannot say. A player that knows
 * rrweb alone ignores the rest: fields of a node that it does not know, and plugin events.
 */
export * from './event';
export * from './incremental';
export * from './node';
export * from './state';
